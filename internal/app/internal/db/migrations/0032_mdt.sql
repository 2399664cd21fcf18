-- A meeting of the team about people. starts is a time of the day in words.
CREATE TABLE mdt_meeting (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  on_day date NOT NULL,
  starts TEXT NOT NULL,
  place TEXT NOT NULL,
  link TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'ended', 'cancelled')),
  why TEXT NOT NULL,
  made_at timestamptz NOT NULL,
  made_name TEXT NOT NULL,
  opened_at timestamptz,
  opened_name TEXT NOT NULL,
  ended_at timestamptz,
  ended_name TEXT NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX mdt_meeting_pcn ON mdt_meeting (pcn, on_day);

-- Who was there, from which organisation. A line that was wrong is struck out.
CREATE TABLE mdt_present (
  id TEXT PRIMARY KEY,
  meeting TEXT NOT NULL REFERENCES mdt_meeting (id),
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  organisation TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_name TEXT NOT NULL,
  struck_at timestamptz,
  struck_name TEXT NOT NULL
);
CREATE INDEX mdt_present_meeting ON mdt_present (meeting, at);

-- Somebody whom a member of the team brings to the next meeting, and why.
CREATE TABLE mdt_flag (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  question TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  entry TEXT NOT NULL
);
CREATE INDEX mdt_flag_open ON mdt_flag (pcn, entry);
CREATE INDEX mdt_flag_person ON mdt_flag (person);

-- One person on a meeting's list, with every reason why (JSON), what became of
-- it, and who tells them. told_on and not_told say that it is settled.
CREATE TABLE mdt_entry (
  id TEXT PRIMARY KEY,
  meeting TEXT NOT NULL REFERENCES mdt_meeting (id),
  nr bigint NOT NULL,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  reasons TEXT NOT NULL,
  standing TEXT NOT NULL CHECK (standing IN ('waiting', 'decided', 'none', 'carried')),
  no_why TEXT NOT NULL,
  teller TEXT NOT NULL,
  tell_on date,
  told_on date,
  told_how TEXT NOT NULL,
  told_name TEXT NOT NULL,
  not_told TEXT NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_name TEXT NOT NULL,
  version bigint NOT NULL,
  UNIQUE (meeting, person),
  UNIQUE (meeting, nr),
  CHECK (standing <> 'none' OR no_why <> ''),
  CHECK (standing NOT IN ('decided', 'none') OR teller <> '' AND tell_on IS NOT NULL)
);
CREATE INDEX mdt_entry_person ON mdt_entry (person);
CREATE INDEX mdt_entry_pcn ON mdt_entry (pcn, standing);

-- What was decided about a person, who does it and until when. ask is the ask
-- that it gave somebody else. What was wrong is replaced by a new line.
CREATE TABLE mdt_decision (
  id TEXT PRIMARY KEY,
  entry TEXT NOT NULL REFERENCES mdt_entry (id),
  meeting TEXT NOT NULL,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what <> ''),
  owner_role TEXT NOT NULL,
  owner_practice TEXT NOT NULL,
  owner_user TEXT NOT NULL,
  owner_name TEXT NOT NULL CHECK (owner_name <> ''),
  due_on date NOT NULL,
  ask TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped', 'replaced')),
  words TEXT NOT NULL,
  state_at timestamptz,
  state_name TEXT NOT NULL,
  replaces TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  version bigint NOT NULL,
  CHECK (owner_role <> '' OR owner_user <> ''),
  CHECK (state = 'open' OR words <> '')
);
CREATE INDEX mdt_decision_pcn ON mdt_decision (pcn, state);
CREATE INDEX mdt_decision_person ON mdt_decision (person);
CREATE INDEX mdt_decision_entry ON mdt_decision (entry);
CREATE INDEX mdt_decision_meeting ON mdt_decision (meeting);

-- What happened in a meeting, in order.
CREATE TABLE mdt_event (
  id TEXT PRIMARY KEY,
  of_id TEXT NOT NULL,
  what TEXT NOT NULL,
  words TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX mdt_event_of ON mdt_event (of_id, at);

-- From how many weeks on somebody who waits stands on the list of a meeting.
CREATE TABLE mdt_rules (
  pcn TEXT NOT NULL,
  version bigint NOT NULL,
  wait_weeks bigint NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (pcn, version)
);

-- only sqlite
CREATE TRIGGER mdt_event_no_update BEFORE UPDATE ON mdt_event BEGIN SELECT RAISE(ABORT, 'what happened stays'); END;
CREATE TRIGGER mdt_event_no_delete BEFORE DELETE ON mdt_event BEGIN SELECT RAISE(ABORT, 'what happened stays'); END;
CREATE TRIGGER mdt_rules_no_update BEFORE UPDATE ON mdt_rules BEGIN SELECT RAISE(ABORT, 'rules are followed by a new version'); END;
CREATE TRIGGER mdt_rules_no_delete BEFORE DELETE ON mdt_rules BEGIN SELECT RAISE(ABORT, 'rules are followed by a new version'); END;
CREATE TRIGGER mdt_decision_words BEFORE UPDATE OF what, owner_role, owner_practice, owner_user, owner_name, due_on, person, entry, at, by_id ON mdt_decision BEGIN SELECT RAISE(ABORT, 'a decision is replaced by a new one'); END;
CREATE TRIGGER mdt_decision_no_delete BEFORE DELETE ON mdt_decision BEGIN SELECT RAISE(ABORT, 'a decision stays'); END;
CREATE TRIGGER mdt_entry_no_delete BEFORE DELETE ON mdt_entry BEGIN SELECT RAISE(ABORT, 'who was on the list stays'); END;
-- end
-- only postgres
CREATE FUNCTION mdt_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was written stays, and is followed by a new line'; END $$;
CREATE TRIGGER mdt_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON mdt_event FOR EACH STATEMENT EXECUTE FUNCTION mdt_append_only();
CREATE TRIGGER mdt_rules_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON mdt_rules FOR EACH STATEMENT EXECUTE FUNCTION mdt_append_only();
CREATE TRIGGER mdt_decision_words BEFORE UPDATE OF what, owner_role, owner_practice, owner_user, owner_name, due_on, person, entry, at, by_id ON mdt_decision FOR EACH STATEMENT EXECUTE FUNCTION mdt_append_only();
CREATE TRIGGER mdt_decision_no_delete BEFORE DELETE OR TRUNCATE ON mdt_decision FOR EACH STATEMENT EXECUTE FUNCTION mdt_append_only();
CREATE TRIGGER mdt_entry_no_delete BEFORE DELETE OR TRUNCATE ON mdt_entry FOR EACH STATEMENT EXECUTE FUNCTION mdt_append_only();
-- end
