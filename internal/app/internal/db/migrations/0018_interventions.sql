-- Kinds of brief intervention that a network added to the list in
-- internal/app/workforce/interventions.go.
CREATE TABLE intervention_local (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  name TEXT NOT NULL,
  dose TEXT NOT NULL,
  needs boolean NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX intervention_local_pcn ON intervention_local (pcn);
-- What a practitioner is qualified for. Never changed: what is renewed is a
-- later row, and what no longer holds has a row in competence_end.
CREATE TABLE competence (
  id TEXT PRIMARY KEY,
  practitioner TEXT NOT NULL,
  pcn TEXT NOT NULL,
  kind TEXT NOT NULL,
  kind_name TEXT NOT NULL,
  qualification TEXT NOT NULL,
  gained_on date NOT NULL,
  supervisor TEXT NOT NULL,
  expires_on date,
  seen_by TEXT NOT NULL,
  seen_on date,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX competence_practitioner ON competence (practitioner, kind);
CREATE INDEX competence_pcn ON competence (pcn, expires_on);
-- ended_on is the first day on which it no longer holds.
CREATE TABLE competence_end (
  competence TEXT PRIMARY KEY REFERENCES competence (id),
  ended_on date NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);

-- A group that meets on planned days. Its register for a day is written once.
CREATE TABLE course_group (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  kind_name TEXT NOT NULL,
  place TEXT NOT NULL,
  capacity bigint NOT NULL,
  review_at bigint NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX course_group_pcn ON course_group (pcn);
CREATE TABLE course_group_practitioner (
  grp TEXT NOT NULL REFERENCES course_group (id),
  practitioner TEXT NOT NULL,
  PRIMARY KEY (grp, practitioner)
);
CREATE TABLE course_meeting (
  id TEXT PRIMARY KEY,
  grp TEXT NOT NULL REFERENCES course_group (id),
  nth bigint NOT NULL,
  on_day date NOT NULL,
  starts TEXT NOT NULL,
  UNIQUE (grp, nth),
  UNIQUE (grp, on_day)
);
CREATE TABLE course_register (
  meeting TEXT PRIMARY KEY REFERENCES course_meeting (id),
  mechanism TEXT NOT NULL,
  started_at timestamptz NOT NULL,
  minutes bigint NOT NULL,
  content TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);

-- A course of a brief intervention. What happens in it is in the tables that
-- follow, each of them only added to.
CREATE TABLE course (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  episode TEXT NOT NULL,
  kind TEXT NOT NULL,
  kind_name TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  grp TEXT NOT NULL,
  told TEXT NOT NULL,
  planned bigint NOT NULL CHECK (planned > 0),
  review_at bigint NOT NULL CHECK (review_at > 0),
  goals TEXT NOT NULL,
  measure TEXT NOT NULL,
  started_on date NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX course_person ON course (person);
CREATE INDEX course_pcn ON course (pcn);
CREATE INDEX course_grp ON course (grp);
-- contact is the signed contact of somebody who came, '' when nobody came.
CREATE TABLE course_session (
  id TEXT PRIMARY KEY,
  course TEXT NOT NULL REFERENCES course (id),
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  meeting TEXT NOT NULL,
  contact TEXT NOT NULL,
  on_day date NOT NULL,
  attended TEXT NOT NULL CHECK (attended IN ('yes', 'no', 'cancelled')),
  homework_was TEXT NOT NULL,
  done TEXT NOT NULL,
  homework TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX course_session_course ON course_session (course, on_day);
CREATE INDEX course_session_contact ON course_session (contact);
CREATE INDEX course_session_meeting ON course_session (meeting);
CREATE TABLE course_review (
  id TEXT PRIMARY KEY,
  course TEXT NOT NULL REFERENCES course (id),
  decision TEXT NOT NULL CHECK (decision IN ('continue', 'change', 'end')),
  planned bigint NOT NULL,
  review_at bigint NOT NULL,
  words TEXT NOT NULL,
  on_day date NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX course_review_course ON course_review (course);
CREATE TABLE course_end (
  course TEXT PRIMARY KEY REFERENCES course (id),
  on_day date NOT NULL,
  outcome TEXT NOT NULL,
  words TEXT NOT NULL,
  told TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE TABLE course_withdrawn (
  session TEXT PRIMARY KEY REFERENCES course_session (id),
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
-- What was recorded as delivered without a competence that held on the day.
-- person is '' for a meeting of a group.
CREATE TABLE course_override (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  person TEXT NOT NULL,
  course TEXT NOT NULL,
  session TEXT NOT NULL,
  meeting TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  kind TEXT NOT NULL,
  kind_name TEXT NOT NULL,
  on_day date NOT NULL,
  standing TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX course_override_pcn ON course_override (pcn, on_day);
CREATE TABLE course_override_mark (
  id TEXT PRIMARY KEY,
  override TEXT NOT NULL REFERENCES course_override (id),
  mark TEXT NOT NULL CHECK (mark IN ('seen', 'talked about')),
  words TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX course_override_mark_of ON course_override_mark (override);

-- only sqlite
CREATE TRIGGER competence_no_update BEFORE UPDATE ON competence BEGIN SELECT RAISE(ABORT, 'a competence is followed by a later one'); END;
CREATE TRIGGER competence_no_delete BEFORE DELETE ON competence BEGIN SELECT RAISE(ABORT, 'a competence is followed by a later one'); END;
CREATE TRIGGER course_no_update BEFORE UPDATE ON course BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_no_delete BEFORE DELETE ON course BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_session_no_update BEFORE UPDATE ON course_session BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_session_no_delete BEFORE DELETE ON course_session BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_review_no_update BEFORE UPDATE ON course_review BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_review_no_delete BEFORE DELETE ON course_review BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_end_no_update BEFORE UPDATE ON course_end BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_end_no_delete BEFORE DELETE ON course_end BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_register_no_update BEFORE UPDATE ON course_register BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_register_no_delete BEFORE DELETE ON course_register BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_withdrawn_no_update BEFORE UPDATE ON course_withdrawn BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_withdrawn_no_delete BEFORE DELETE ON course_withdrawn BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_override_no_update BEFORE UPDATE ON course_override BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
CREATE TRIGGER course_override_no_delete BEFORE DELETE ON course_override BEGIN SELECT RAISE(ABORT, 'a course is only added to'); END;
-- end
-- only postgres
CREATE FUNCTION course_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a course is only added to'; END $$;
CREATE TRIGGER competence_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON competence FOR EACH STATEMENT EXECUTE FUNCTION course_append_only();
CREATE TRIGGER course_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON course FOR EACH STATEMENT EXECUTE FUNCTION course_append_only();
CREATE TRIGGER course_session_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON course_session FOR EACH STATEMENT EXECUTE FUNCTION course_append_only();
CREATE TRIGGER course_review_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON course_review FOR EACH STATEMENT EXECUTE FUNCTION course_append_only();
CREATE TRIGGER course_end_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON course_end FOR EACH STATEMENT EXECUTE FUNCTION course_append_only();
CREATE TRIGGER course_register_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON course_register FOR EACH STATEMENT EXECUTE FUNCTION course_append_only();
CREATE TRIGGER course_withdrawn_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON course_withdrawn FOR EACH STATEMENT EXECUTE FUNCTION course_append_only();
CREATE TRIGGER course_override_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON course_override FOR EACH STATEMENT EXECUTE FUNCTION course_append_only();
-- end
