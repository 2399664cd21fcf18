-- Every version of a person's safety assessment, safety formulation and safety
-- plan. A version is never changed or removed: what is new is a later version.
-- body is JSON, its parts named by the outlines in internal/app/safety.
-- begun_from is the version from which this one was begun, '' when it was begun
-- on an empty page.
CREATE TABLE safety_text (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('assessment', 'formulation', 'plan')),
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  begun_from TEXT NOT NULL,
  on_day date NOT NULL,
  made_with TEXT NOT NULL,
  review_on date,
  body TEXT NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (person, kind, version)
);
CREATE INDEX safety_text_review ON safety_text (pcn, review_on);

-- To whom a version of a plan was given, and how. to_kind is '' for the person;
-- otherwise one of those with whom a person may agree to share, with the answer
-- about sharing that held at the time: 'yes', 'partly', 'no', 'asked' for asked
-- without an answer, and 'none' when nobody had asked.
CREATE TABLE safety_handed (
  id TEXT PRIMARY KEY,
  safety_text TEXT NOT NULL REFERENCES safety_text (id),
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  how TEXT NOT NULL,
  to_kind TEXT NOT NULL,
  to_name TEXT NOT NULL,
  consent TEXT NOT NULL,
  answer TEXT NOT NULL,
  why TEXT NOT NULL,
  told TEXT NOT NULL,
  on_day date NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX safety_handed_text ON safety_handed (safety_text);

-- A version, or a line of who has it, that was entered in error.
CREATE TABLE safety_withdrawn (
  of_id TEXT PRIMARY KEY,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);

-- only sqlite
CREATE TRIGGER safety_text_no_update BEFORE UPDATE ON safety_text BEGIN SELECT RAISE(ABORT, 'what is written about safety is followed by a new version'); END;
CREATE TRIGGER safety_text_no_delete BEFORE DELETE ON safety_text BEGIN SELECT RAISE(ABORT, 'what is written about safety is followed by a new version'); END;
CREATE TRIGGER safety_handed_no_update BEFORE UPDATE ON safety_handed BEGIN SELECT RAISE(ABORT, 'what is written about safety is followed by a new version'); END;
CREATE TRIGGER safety_handed_no_delete BEFORE DELETE ON safety_handed BEGIN SELECT RAISE(ABORT, 'what is written about safety is followed by a new version'); END;
CREATE TRIGGER safety_withdrawn_no_update BEFORE UPDATE ON safety_withdrawn BEGIN SELECT RAISE(ABORT, 'what is written about safety is followed by a new version'); END;
CREATE TRIGGER safety_withdrawn_no_delete BEFORE DELETE ON safety_withdrawn BEGIN SELECT RAISE(ABORT, 'what is written about safety is followed by a new version'); END;
-- end
-- only postgres
CREATE FUNCTION safety_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what is written about safety is followed by a new version'; END $$;
CREATE TRIGGER safety_text_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON safety_text FOR EACH STATEMENT EXECUTE FUNCTION safety_append_only();
CREATE TRIGGER safety_handed_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON safety_handed FOR EACH STATEMENT EXECUTE FUNCTION safety_append_only();
CREATE TRIGGER safety_withdrawn_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON safety_withdrawn FOR EACH STATEMENT EXECUTE FUNCTION safety_append_only();
-- end
