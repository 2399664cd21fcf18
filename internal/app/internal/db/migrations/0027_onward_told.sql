-- A record that somebody was told about a service, entered in error.
CREATE TABLE onward_told_wrong (
  told TEXT PRIMARY KEY REFERENCES onward_told (id),
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);

-- only sqlite
CREATE TRIGGER onward_told_wrong_no_update BEFORE UPDATE ON onward_told_wrong BEGIN SELECT RAISE(ABORT, 'a correction stays'); END;
CREATE TRIGGER onward_told_wrong_no_delete BEFORE DELETE ON onward_told_wrong BEGIN SELECT RAISE(ABORT, 'a correction stays'); END;
-- end
-- only postgres
CREATE TRIGGER onward_told_wrong_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON onward_told_wrong FOR EACH STATEMENT EXECUTE FUNCTION onward_append_only();
-- end
