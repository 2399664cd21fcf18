-- A network's own wording of a message, in versions. A version is never changed
-- or removed: the latest one of its kind, way and language holds. retired says
-- that from this version on there is none. Version 0 is supplied with the program
-- and is not stored.
CREATE TABLE message_template (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  kind TEXT NOT NULL,
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  retired boolean NOT NULL,
  why TEXT NOT NULL,
  made_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (pcn, kind, channel, language, version)
);

-- What a practice's messages are signed with; practice is '' for the network.
CREATE TABLE message_sender (
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  phone TEXT NOT NULL,
  address TEXT NOT NULL,
  names_service boolean NOT NULL,
  version bigint NOT NULL,
  changed_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (pcn, practice)
);

-- What a person answered about messages: by text, by e-mail, by letter, and
-- whether reminders may come by themselves. The latest answer holds, for the
-- address about which it was given. Answers are never changed or removed.
CREATE TABLE message_consent (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  matter TEXT NOT NULL CHECK (matter IN ('email', 'text', 'letter', 'reminders')),
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
  address TEXT NOT NULL,
  note TEXT NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX message_consent_person ON message_consent (person);

-- The outbox: one row for each message, with its words as they are sent. idem is
-- what makes it one message however often it is asked for. handing counts how
-- often it was handed over; lease_until is when a handing over that never
-- answered counts as not certain.
CREATE TABLE message (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  staff TEXT NOT NULL,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  kind TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email', 'text', 'letter')),
  template TEXT NOT NULL,
  template_version bigint NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  address TEXT NOT NULL,
  to_name TEXT NOT NULL,
  why_may TEXT NOT NULL,
  about TEXT NOT NULL,
  idem TEXT NOT NULL UNIQUE,
  by_itself boolean NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'handing over', 'sent', 'failed', 'dead', 'not certain', 'withdrawn')),
  state_why TEXT NOT NULL,
  version bigint NOT NULL,
  tries bigint NOT NULL,
  handing bigint NOT NULL,
  next_at timestamptz NOT NULL,
  until_at timestamptz,
  lease_until timestamptz,
  queued_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by TEXT NOT NULL,
  sent_how TEXT NOT NULL
);
CREATE INDEX message_next ON message (state, channel, next_at);
CREATE INDEX message_person ON message (person, queued_at);
CREATE INDEX message_practice ON message (practice, state, queued_at);
CREATE INDEX message_pcn ON message (pcn, state, queued_at);
CREATE INDEX message_about ON message (about);

-- Everything that happened to a message, every try among it. Never changed.
CREATE TABLE message_event (
  id TEXT PRIMARY KEY,
  message TEXT NOT NULL REFERENCES message (id),
  nr bigint NOT NULL,
  at timestamptz NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  handing bigint NOT NULL,
  words TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (message, nr)
);

-- How each channel is reached: what the sender said of itself last.
CREATE TABLE message_way (
  channel TEXT PRIMARY KEY,
  way TEXT NOT NULL,
  said_at timestamptz NOT NULL,
  trouble TEXT NOT NULL,
  trouble_at timestamptz
);

-- only sqlite
CREATE TRIGGER message_template_no_update BEFORE UPDATE ON message_template BEGIN SELECT RAISE(ABORT, 'a wording is followed by a new version'); END;
CREATE TRIGGER message_template_no_delete BEFORE DELETE ON message_template BEGIN SELECT RAISE(ABORT, 'a wording is followed by a new version'); END;
CREATE TRIGGER message_consent_no_update BEFORE UPDATE ON message_consent BEGIN SELECT RAISE(ABORT, 'an answer is followed by a later one'); END;
CREATE TRIGGER message_consent_no_delete BEFORE DELETE ON message_consent BEGIN SELECT RAISE(ABORT, 'an answer is followed by a later one'); END;
CREATE TRIGGER message_event_no_update BEFORE UPDATE ON message_event BEGIN SELECT RAISE(ABORT, 'what happened to a message stays'); END;
CREATE TRIGGER message_event_no_delete BEFORE DELETE ON message_event BEGIN SELECT RAISE(ABORT, 'what happened to a message stays'); END;
CREATE TRIGGER message_no_delete BEFORE DELETE ON message BEGIN SELECT RAISE(ABORT, 'a message stays'); END;
-- end
-- only postgres
CREATE FUNCTION message_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was written about messages stays'; END $$;
CREATE TRIGGER message_template_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON message_template FOR EACH STATEMENT EXECUTE FUNCTION message_append_only();
CREATE TRIGGER message_consent_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON message_consent FOR EACH STATEMENT EXECUTE FUNCTION message_append_only();
CREATE TRIGGER message_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON message_event FOR EACH STATEMENT EXECUTE FUNCTION message_append_only();
CREATE TRIGGER message_no_delete BEFORE DELETE OR TRUNCATE ON message FOR EACH STATEMENT EXECUTE FUNCTION message_append_only();
-- end
