-- The queue asks for the open requests of a network.
CREATE INDEX IF NOT EXISTS request_pcn ON request (pcn, state, received_at);

-- What is known of a request beside how it came: what is asked, how soon, the
-- next step, whether it was passed up, and what would have happened without
-- the practitioner. Who holds it stands with the episode. A request without a
-- row here is in version 0: nobody has touched it since it came.
CREATE TABLE triage_request (
  request TEXT PRIMARY KEY REFERENCES request (id),
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  asked TEXT NOT NULL,
  from_whom TEXT NOT NULL,
  planned_on date,
  response TEXT NOT NULL,
  response_days bigint NOT NULL,
  response_why TEXT NOT NULL,
  response_name TEXT NOT NULL,
  response_at timestamptz,
  due_on date,
  next_step TEXT NOT NULL,
  step_on date,
  taken_at timestamptz,
  passed_at timestamptz,
  passed_name TEXT NOT NULL,
  passed_why TEXT NOT NULL,
  answered_at timestamptz,
  answered_name TEXT NOT NULL,
  answer TEXT NOT NULL,
  without TEXT NOT NULL,
  without_name TEXT NOT NULL,
  without_at timestamptz,
  version bigint NOT NULL
);
CREATE INDEX triage_request_pcn ON triage_request (pcn);

-- What happened to a request, in order: taken, given back and why, passed up.
CREATE TABLE triage_event (
  id TEXT PRIMARY KEY,
  request TEXT NOT NULL REFERENCES request (id),
  version bigint NOT NULL,
  what TEXT NOT NULL,
  words TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX triage_event_request ON triage_event (request, version);

-- A signed triage note; parts is JSON. A correction is a further note.
CREATE TABLE triage_note (
  id TEXT PRIMARY KEY,
  request TEXT NOT NULL REFERENCES request (id),
  person TEXT NOT NULL,
  episode TEXT NOT NULL,
  pcn TEXT NOT NULL,
  parts TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  by_role TEXT NOT NULL,
  signed_at timestamptz NOT NULL
);
CREATE INDEX triage_note_request ON triage_note (request, signed_at);

-- only sqlite
CREATE TRIGGER triage_note_no_update BEFORE UPDATE ON triage_note BEGIN SELECT RAISE(ABORT, 'a signed note is corrected by a further one'); END;
CREATE TRIGGER triage_note_no_delete BEFORE DELETE ON triage_note BEGIN SELECT RAISE(ABORT, 'a signed note is corrected by a further one'); END;
-- end
-- only postgres
CREATE FUNCTION triage_note_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a signed note is corrected by a further one'; END $$;
CREATE TRIGGER triage_note_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON triage_note FOR EACH STATEMENT EXECUTE FUNCTION triage_note_append_only();
-- end

-- Whom the service is for: a fact that a practitioner set, and who took it
-- back and why. Nothing works these out.
CREATE TABLE focus_fact (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  grp TEXT NOT NULL,
  set_by TEXT NOT NULL,
  set_name TEXT NOT NULL,
  set_at timestamptz NOT NULL,
  taken_name TEXT NOT NULL,
  taken_why TEXT NOT NULL,
  taken_at timestamptz
);
CREATE UNIQUE INDEX focus_fact_one ON focus_fact (person, grp) WHERE taken_at IS NULL;
