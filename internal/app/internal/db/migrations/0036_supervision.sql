-- The supervision plan of a post, in versions; the one of a day is the newest
-- that had begun by then. body is JSON: the lines, described in
-- internal/app/supervision. Without one the plan of the post's model stands.
CREATE TABLE supervision_plan (
  id TEXT PRIMARY KEY,
  post TEXT NOT NULL,
  pcn TEXT NOT NULL,
  version bigint NOT NULL,
  from_day date NOT NULL,
  body TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (post, version)
);
CREATE INDEX supervision_plan_pcn ON supervision_plan (pcn);

-- Who is the GP mentor at a practice from a day on; '' is nobody any more.
CREATE TABLE supervision_mentor (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  name TEXT NOT NULL,
  from_day date NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX supervision_mentor_pcn ON supervision_mentor (pcn, practice, from_day);

-- One session, of one practitioner or of many. version counts its texts and
-- changes of state; signatures name the version of the text that was signed.
CREATE TABLE supervision_session (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('line', 'clinical', 'peer', 'team', 'mentor')),
  on_day date NOT NULL,
  minutes bigint NOT NULL,
  led_by TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX supervision_session_pcn ON supervision_session (pcn, on_day);

-- A practitioner's place in a session, by post, and what became of it.
CREATE TABLE supervision_seat (
  session TEXT NOT NULL REFERENCES supervision_session (id),
  post TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'missed', 'offered', 'withdrawn')),
  missed_by TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (session, post)
);
CREATE INDEX supervision_seat_post ON supervision_seat (post);

-- What was written about a session. themes are read by everybody who sees that
-- there was one; words only by both sides.
CREATE TABLE supervision_text (
  session TEXT NOT NULL REFERENCES supervision_session (id),
  version bigint NOT NULL,
  themes TEXT NOT NULL,
  words TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (session, version)
);
CREATE TABLE supervision_signature (
  session TEXT NOT NULL REFERENCES supervision_session (id),
  version bigint NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('practitioner', 'supervisor')),
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (session, version, side)
);

-- What was talked about in a session: a question or an override, by its id.
CREATE TABLE supervision_case (
  session TEXT NOT NULL REFERENCES supervision_session (id),
  kind TEXT NOT NULL CHECK (kind IN ('flag', 'override')),
  of_id TEXT NOT NULL,
  PRIMARY KEY (session, kind, of_id)
);

-- What was agreed to be done, by whom and until when.
CREATE TABLE supervision_action (
  id TEXT PRIMARY KEY,
  session TEXT NOT NULL REFERENCES supervision_session (id),
  what TEXT NOT NULL,
  owner TEXT NOT NULL,
  due_on date NOT NULL,
  done_at timestamptz,
  done_name TEXT NOT NULL
);
CREATE INDEX supervision_action_session ON supervision_action (session);

-- A caseload that was gone through together.
CREATE TABLE supervision_review (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  post TEXT NOT NULL,
  on_day date NOT NULL,
  people bigint NOT NULL,
  words TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX supervision_review_post ON supervision_review (post, on_day);

-- A concern about the work, or an incident, and what was added later. The
-- first entry is what happened.
CREATE TABLE supervision_concern (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  post TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('concern', 'incident', 'safeguarding')),
  on_day date NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'settled')),
  version bigint NOT NULL
);
CREATE INDEX supervision_concern_pcn ON supervision_concern (pcn, on_day);
CREATE TABLE supervision_concern_entry (
  concern TEXT NOT NULL REFERENCES supervision_concern (id),
  number bigint NOT NULL,
  words TEXT NOT NULL,
  told TEXT NOT NULL,
  settled boolean NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (concern, number)
);

-- only sqlite
CREATE TRIGGER supervision_plan_no_update BEFORE UPDATE ON supervision_plan BEGIN SELECT RAISE(ABORT, 'a plan is followed by a new version'); END;
CREATE TRIGGER supervision_plan_no_delete BEFORE DELETE ON supervision_plan BEGIN SELECT RAISE(ABORT, 'a plan is followed by a new version'); END;
CREATE TRIGGER supervision_text_no_update BEFORE UPDATE ON supervision_text BEGIN SELECT RAISE(ABORT, 'what was written is followed by a new version'); END;
CREATE TRIGGER supervision_text_no_delete BEFORE DELETE ON supervision_text BEGIN SELECT RAISE(ABORT, 'what was written is followed by a new version'); END;
CREATE TRIGGER supervision_signature_no_update BEFORE UPDATE ON supervision_signature BEGIN SELECT RAISE(ABORT, 'a signature stays'); END;
CREATE TRIGGER supervision_signature_no_delete BEFORE DELETE ON supervision_signature BEGIN SELECT RAISE(ABORT, 'a signature stays'); END;
CREATE TRIGGER supervision_concern_entry_no_update BEFORE UPDATE ON supervision_concern_entry BEGIN SELECT RAISE(ABORT, 'what was written stays'); END;
CREATE TRIGGER supervision_concern_entry_no_delete BEFORE DELETE ON supervision_concern_entry BEGIN SELECT RAISE(ABORT, 'what was written stays'); END;
-- end
-- only postgres
CREATE FUNCTION supervision_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was written is followed by a new version'; END $$;
CREATE TRIGGER supervision_plan_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON supervision_plan FOR EACH STATEMENT EXECUTE FUNCTION supervision_append_only();
CREATE TRIGGER supervision_text_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON supervision_text FOR EACH STATEMENT EXECUTE FUNCTION supervision_append_only();
CREATE TRIGGER supervision_signature_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON supervision_signature FOR EACH STATEMENT EXECUTE FUNCTION supervision_append_only();
CREATE TRIGGER supervision_concern_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON supervision_concern_entry FOR EACH STATEMENT EXECUTE FUNCTION supervision_append_only();
-- end
