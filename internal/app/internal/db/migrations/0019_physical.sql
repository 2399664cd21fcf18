-- What is known of a person and the register of severe mental illness: the
-- newest row holds. state 'off' is somebody who was taken off, with the reason.
-- antipsychotic and heart are 'yes', 'no' and '' for not known.
CREATE TABLE smi_register (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('on', 'remission', 'off')),
  on_day date NOT NULL,
  source TEXT NOT NULL,
  held TEXT NOT NULL CHECK (held IN ('gp', 'secondary', '')),
  diagnosed_on date,
  antipsychotic TEXT NOT NULL,
  heart TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX smi_register_person ON smi_register (person, at);
CREATE INDEX smi_register_pcn ON smi_register (pcn, person);
-- One of the six checks: done with what was found, or why not.
CREATE TABLE physical_check (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  element TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('done', 'declined', 'not asked', 'not suitable', 'invited')),
  on_day date NOT NULL,
  unit TEXT NOT NULL,
  first double precision,
  second double precision,
  words TEXT NOT NULL,
  source TEXT NOT NULL,
  follow TEXT NOT NULL,
  follow_words TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX physical_check_person ON physical_check (person, element, on_day);
CREATE TABLE physical_withdrawn (
  check_id TEXT PRIMARY KEY REFERENCES physical_check (id),
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
-- Who was asked to do which checks, and by when.
CREATE TABLE physical_ask (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  elements TEXT NOT NULL,
  whom TEXT NOT NULL,
  asked_on date NOT NULL,
  due_on date NOT NULL,
  words TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX physical_ask_person ON physical_ask (person);
CREATE TABLE physical_ask_end (
  ask TEXT PRIMARY KEY REFERENCES physical_ask (id),
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);

-- only sqlite
CREATE TRIGGER smi_register_no_update BEFORE UPDATE ON smi_register BEGIN SELECT RAISE(ABORT, 'what is recorded about physical health is followed by a later record'); END;
CREATE TRIGGER smi_register_no_delete BEFORE DELETE ON smi_register BEGIN SELECT RAISE(ABORT, 'what is recorded about physical health is followed by a later record'); END;
CREATE TRIGGER physical_check_no_update BEFORE UPDATE ON physical_check BEGIN SELECT RAISE(ABORT, 'what is recorded about physical health is followed by a later record'); END;
CREATE TRIGGER physical_check_no_delete BEFORE DELETE ON physical_check BEGIN SELECT RAISE(ABORT, 'what is recorded about physical health is followed by a later record'); END;
CREATE TRIGGER physical_withdrawn_no_update BEFORE UPDATE ON physical_withdrawn BEGIN SELECT RAISE(ABORT, 'what is recorded about physical health is followed by a later record'); END;
CREATE TRIGGER physical_withdrawn_no_delete BEFORE DELETE ON physical_withdrawn BEGIN SELECT RAISE(ABORT, 'what is recorded about physical health is followed by a later record'); END;
CREATE TRIGGER physical_ask_no_update BEFORE UPDATE ON physical_ask BEGIN SELECT RAISE(ABORT, 'what is recorded about physical health is followed by a later record'); END;
CREATE TRIGGER physical_ask_no_delete BEFORE DELETE ON physical_ask BEGIN SELECT RAISE(ABORT, 'what is recorded about physical health is followed by a later record'); END;
-- end
-- only postgres
CREATE FUNCTION physical_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what is recorded about physical health is followed by a later record'; END $$;
CREATE TRIGGER smi_register_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON smi_register FOR EACH STATEMENT EXECUTE FUNCTION physical_append_only();
CREATE TRIGGER physical_check_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON physical_check FOR EACH STATEMENT EXECUTE FUNCTION physical_append_only();
CREATE TRIGGER physical_withdrawn_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON physical_withdrawn FOR EACH STATEMENT EXECUTE FUNCTION physical_append_only();
CREATE TRIGGER physical_ask_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON physical_ask FOR EACH STATEMENT EXECUTE FUNCTION physical_append_only();
-- end
