-- What somebody who waits was told, what was offered meanwhile, and when they
-- are told again. message is the message that told them, '' for none.
CREATE TABLE waiting_update (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  told_on date NOT NULL,
  told_by TEXT NOT NULL,
  how TEXT NOT NULL,
  said TEXT NOT NULL CHECK (said <> ''),
  support TEXT NOT NULL,
  next_on date NOT NULL,
  batch TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX waiting_update_person ON waiting_update (person, at);
CREATE INDEX waiting_update_pcn ON waiting_update (pcn, at);

-- only sqlite
CREATE TRIGGER waiting_update_no_update BEFORE UPDATE ON waiting_update BEGIN SELECT RAISE(ABORT, 'what somebody was told stays'); END;
CREATE TRIGGER waiting_update_no_delete BEFORE DELETE ON waiting_update BEGIN SELECT RAISE(ABORT, 'what somebody was told stays'); END;
-- end
-- only postgres
CREATE FUNCTION waiting_update_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what somebody was told stays'; END $$;
CREATE TRIGGER waiting_update_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON waiting_update FOR EACH STATEMENT EXECUTE FUNCTION waiting_update_append_only();
-- end
