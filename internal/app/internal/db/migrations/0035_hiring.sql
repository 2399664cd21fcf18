-- A place that is to be filled. state is one of internal/app/hiring/states.go.
-- retain_until is the day from which what applicants entered is deleted.
CREATE TABLE vacancy (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  provider TEXT NOT NULL,
  title TEXT NOT NULL,
  role_key TEXT NOT NULL,
  service TEXT NOT NULL,
  band TEXT NOT NULL,
  wte_percent bigint NOT NULL,
  model TEXT NOT NULL,
  basis TEXT NOT NULL,
  why TEXT NOT NULL,
  state TEXT NOT NULL,
  version bigint NOT NULL,
  closes_on date,
  retain_until date NOT NULL,
  numbered bigint NOT NULL,
  chosen TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  made_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX vacancy_pcn ON vacancy (pcn, made_at);
CREATE INDEX vacancy_retain ON vacancy (retain_until);
CREATE TABLE vacancy_event (
  vacancy TEXT NOT NULL REFERENCES vacancy (id),
  version bigint NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (vacancy, version)
);
-- Job description, person specification, advert and questions, in versions.
CREATE TABLE vacancy_text (
  vacancy TEXT NOT NULL REFERENCES vacancy (id),
  version bigint NOT NULL,
  body TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (vacancy, version)
);
-- Who shortlists and who interviews.
CREATE TABLE vacancy_member (
  vacancy TEXT NOT NULL REFERENCES vacancy (id),
  task TEXT NOT NULL CHECK (task IN ('shortlist', 'panel')),
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (vacancy, task, user_id)
);
CREATE INDEX vacancy_member_user ON vacancy_member (user_id);
-- An application is known by its number. What says who somebody is, and all
-- that they wrote and that was written about them, is in tables of its own and
-- is deleted on the retention date; the number and the outcome stay.
CREATE TABLE application (
  id TEXT PRIMARY KEY,
  vacancy TEXT NOT NULL REFERENCES vacancy (id),
  number bigint NOT NULL,
  state TEXT NOT NULL,
  entered_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  deleted_at timestamptz,
  UNIQUE (vacancy, number)
);
CREATE TABLE application_person (
  application TEXT PRIMARY KEY REFERENCES application (id),
  name TEXT NOT NULL,
  contact TEXT NOT NULL
);
CREATE TABLE application_answer (
  application TEXT NOT NULL REFERENCES application (id),
  n bigint NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (application, n)
);
CREATE TABLE application_score (
  application TEXT NOT NULL REFERENCES application (id),
  task TEXT NOT NULL,
  user_id TEXT NOT NULL,
  user_name TEXT NOT NULL,
  n bigint NOT NULL,
  mark bigint NOT NULL,
  words TEXT NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (application, task, user_id, n)
);
CREATE TABLE application_decision (
  application TEXT NOT NULL REFERENCES application (id),
  task TEXT NOT NULL,
  outcome TEXT NOT NULL,
  words TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (application, task)
);
-- How many applicants gave which answer about themselves. Nothing leads from
-- here to an application.
CREATE TABLE equality_count (
  vacancy TEXT NOT NULL REFERENCES vacancy (id),
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  people bigint NOT NULL,
  PRIMARY KEY (vacancy, question, answer)
);
CREATE TABLE vacancy_check (
  vacancy TEXT NOT NULL REFERENCES vacancy (id),
  item TEXT NOT NULL,
  done_on date NOT NULL,
  words TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (vacancy, item)
);
CREATE TABLE induction (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  name TEXT NOT NULL,
  model TEXT NOT NULL,
  began_on date NOT NULL,
  mentor TEXT NOT NULL,
  supervision_on date,
  version bigint NOT NULL,
  at timestamptz NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX induction_pcn ON induction (pcn, began_on);
CREATE TABLE induction_item (
  induction TEXT NOT NULL REFERENCES induction (id),
  n bigint NOT NULL,
  words TEXT NOT NULL,
  owner TEXT NOT NULL,
  due_on date NOT NULL,
  done_on date,
  done_by TEXT NOT NULL,
  PRIMARY KEY (induction, n)
);
-- The network's own documents, in versions, and who has read which.
CREATE TABLE library_document (
  id TEXT NOT NULL,
  version bigint NOT NULL,
  pcn TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  owner TEXT NOT NULL,
  words TEXT NOT NULL,
  link TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_type TEXT NOT NULL,
  review_on date NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE INDEX library_document_pcn ON library_document (pcn);
CREATE TABLE library_file (
  id TEXT NOT NULL,
  version bigint NOT NULL,
  base64 TEXT NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE TABLE library_read (
  id TEXT NOT NULL,
  version bigint NOT NULL,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (id, version, user_id)
);

-- only sqlite
CREATE TRIGGER vacancy_text_no_update BEFORE UPDATE ON vacancy_text BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END;
CREATE TRIGGER application_score_no_update BEFORE UPDATE ON application_score BEGIN SELECT RAISE(ABORT, 'a mark that was given is never changed'); END;
CREATE TRIGGER library_document_no_update BEFORE UPDATE ON library_document BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END;
CREATE TRIGGER library_document_no_delete BEFORE DELETE ON library_document BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END;
-- end
-- only postgres
CREATE FUNCTION hiring_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a version or a mark is never changed'; END $$;
CREATE TRIGGER vacancy_text_no_change BEFORE UPDATE ON vacancy_text FOR EACH STATEMENT EXECUTE FUNCTION hiring_never_changed();
CREATE TRIGGER application_score_no_change BEFORE UPDATE ON application_score FOR EACH STATEMENT EXECUTE FUNCTION hiring_never_changed();
CREATE TRIGGER library_document_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON library_document FOR EACH STATEMENT EXECUTE FUNCTION hiring_never_changed();
-- end
