-- Every version of a person's assessment. A version is never changed or removed:
-- what is new is a later version. body is JSON, its parts named by the outline
-- in internal/app/assessment; what was not asked, declined and none is kept as
-- such beside the text. care is the entry that counts for the clock.
CREATE TABLE assessment_text (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('assessment')),
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  begun_from TEXT NOT NULL,
  on_day date NOT NULL,
  made_with TEXT NOT NULL,
  review_on date,
  agreed_on date,
  not_agreed TEXT NOT NULL,
  care TEXT NOT NULL,
  body TEXT NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (person, kind, version)
);

-- A version that was entered in error.
CREATE TABLE assessment_withdrawn (
  of_id TEXT PRIMARY KEY,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);

-- An assessment or a plan that is written elsewhere in full: of_text is the
-- version, and the entry here is what counts for the clock. '' for one that was
-- written down in a few words.
ALTER TABLE assessment ADD COLUMN of_text TEXT NOT NULL DEFAULT '';
ALTER TABLE care_plan ADD COLUMN of_text TEXT NOT NULL DEFAULT '';

-- only sqlite
CREATE TRIGGER assessment_text_no_update BEFORE UPDATE ON assessment_text BEGIN SELECT RAISE(ABORT, 'an assessment is followed by a new version'); END;
CREATE TRIGGER assessment_text_no_delete BEFORE DELETE ON assessment_text BEGIN SELECT RAISE(ABORT, 'an assessment is followed by a new version'); END;
CREATE TRIGGER assessment_withdrawn_no_update BEFORE UPDATE ON assessment_withdrawn BEGIN SELECT RAISE(ABORT, 'an assessment is followed by a new version'); END;
CREATE TRIGGER assessment_withdrawn_no_delete BEFORE DELETE ON assessment_withdrawn BEGIN SELECT RAISE(ABORT, 'an assessment is followed by a new version'); END;
-- end
-- only postgres
CREATE FUNCTION assessment_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an assessment is followed by a new version'; END $$;
CREATE TRIGGER assessment_text_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON assessment_text FOR EACH STATEMENT EXECUTE FUNCTION assessment_append_only();
CREATE TRIGGER assessment_withdrawn_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON assessment_withdrawn FOR EACH STATEMENT EXECUTE FUNCTION assessment_append_only();
-- end
