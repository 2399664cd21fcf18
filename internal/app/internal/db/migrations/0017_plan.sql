-- Every version of a person's plans, of options that were talked through, and of
-- medication reviews. A version is never changed or removed: what is new is a
-- later version. body is JSON, its parts named by the outlines in
-- internal/app/plan. care is the entry that counts for the clock, '' when there
-- is none. agreed_on is NULL, and not_agreed says why, while a plan is not
-- agreed.
CREATE TABLE plan_text (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('support', 'options', 'self', 'well', 'medicines')),
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
CREATE INDEX plan_text_review ON plan_text (pcn, review_on);

-- To whom a version was given, and how. to_kind is '' for the person; otherwise
-- one of those with whom a person may agree to share, with the answer about
-- sharing that held at the time: 'yes', 'partly', 'no', 'asked' for asked
-- without an answer, and 'none' when nobody had asked.
CREATE TABLE plan_handed (
  id TEXT PRIMARY KEY,
  of_text TEXT NOT NULL REFERENCES plan_text (id),
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
CREATE INDEX plan_handed_text ON plan_handed (of_text);

-- What is to be done by the plan, by whom and until when. plan_action_said is
-- what became of it, the latest one holds; without one it is open.
CREATE TABLE plan_action (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  what TEXT NOT NULL,
  who TEXT NOT NULL CHECK (who IN ('person', 'practitioner', 'other')),
  who_name TEXT NOT NULL,
  by_day date,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX plan_action_person ON plan_action (person);
CREATE TABLE plan_action_said (
  action TEXT NOT NULL REFERENCES plan_action (id),
  version bigint NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
  words TEXT NOT NULL,
  on_day date NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (action, version)
);

-- A goal in the person's words. The words are never changed: a goal that is
-- worded anew ends as 'reworded', and the new one says from which it came.
CREATE TABLE goal (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  words TEXT NOT NULL,
  chosen_by TEXT NOT NULL CHECK (chosen_by IN ('person', 'together', 'practitioner', 'carer')),
  set_on date NOT NULL,
  came_from TEXT NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX goal_person ON goal (person);

-- How far a goal is met, in the person's own view.
CREATE TABLE goal_rated (
  id TEXT PRIMARY KEY,
  goal TEXT NOT NULL REFERENCES goal (id),
  met bigint NOT NULL CHECK (met >= 0 AND met <= 10),
  on_day date NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX goal_rated_goal ON goal_rated (goal, on_day);

-- How a goal ended. One a goal.
CREATE TABLE goal_ended (
  goal TEXT PRIMARY KEY REFERENCES goal (id),
  how TEXT NOT NULL CHECK (how IN ('met', 'partly', 'let go', 'reworded')),
  words TEXT NOT NULL,
  on_day date NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);

-- A version, a record of who has it, a goal or a rating that was entered in
-- error.
CREATE TABLE plan_withdrawn (
  of_id TEXT PRIMARY KEY,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);

-- only sqlite
CREATE TRIGGER plan_text_no_update BEFORE UPDATE ON plan_text BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER plan_text_no_delete BEFORE DELETE ON plan_text BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER plan_handed_no_update BEFORE UPDATE ON plan_handed BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER plan_handed_no_delete BEFORE DELETE ON plan_handed BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER plan_action_no_update BEFORE UPDATE ON plan_action BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER plan_action_no_delete BEFORE DELETE ON plan_action BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER plan_action_said_no_update BEFORE UPDATE ON plan_action_said BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER plan_action_said_no_delete BEFORE DELETE ON plan_action_said BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER goal_no_update BEFORE UPDATE ON goal BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER goal_no_delete BEFORE DELETE ON goal BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER goal_rated_no_update BEFORE UPDATE ON goal_rated BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER goal_rated_no_delete BEFORE DELETE ON goal_rated BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER goal_ended_no_update BEFORE UPDATE ON goal_ended BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER goal_ended_no_delete BEFORE DELETE ON goal_ended BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER plan_withdrawn_no_update BEFORE UPDATE ON plan_withdrawn BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
CREATE TRIGGER plan_withdrawn_no_delete BEFORE DELETE ON plan_withdrawn BEGIN SELECT RAISE(ABORT, 'what is agreed with a person is followed by a new entry'); END;
-- end
-- only postgres
CREATE FUNCTION plan_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what is agreed with a person is followed by a new entry'; END $$;
CREATE TRIGGER plan_text_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_text FOR EACH STATEMENT EXECUTE FUNCTION plan_append_only();
CREATE TRIGGER plan_handed_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_handed FOR EACH STATEMENT EXECUTE FUNCTION plan_append_only();
CREATE TRIGGER plan_action_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_action FOR EACH STATEMENT EXECUTE FUNCTION plan_append_only();
CREATE TRIGGER plan_action_said_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_action_said FOR EACH STATEMENT EXECUTE FUNCTION plan_append_only();
CREATE TRIGGER goal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON goal FOR EACH STATEMENT EXECUTE FUNCTION plan_append_only();
CREATE TRIGGER goal_rated_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON goal_rated FOR EACH STATEMENT EXECUTE FUNCTION plan_append_only();
CREATE TRIGGER goal_ended_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON goal_ended FOR EACH STATEMENT EXECUTE FUNCTION plan_append_only();
CREATE TRIGGER plan_withdrawn_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_withdrawn FOR EACH STATEMENT EXECUTE FUNCTION plan_append_only();
-- end
