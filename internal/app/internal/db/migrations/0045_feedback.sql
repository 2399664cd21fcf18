-- Who was asked how it was for them, in which month of contact. It says
-- nothing about an answer, and no answer says which ask it belongs to.
CREATE TABLE feedback_asked (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  service TEXT NOT NULL,
  month TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('link', 'paper')),
  link TEXT NOT NULL,
  asked_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX feedback_asked_pcn ON feedback_asked (pcn, month);
CREATE INDEX feedback_asked_person ON feedback_asked (person, asked_at);

-- One person's answers, without the person: no name, no moment, and an id
-- that is drawn at random and says nothing about when.
CREATE TABLE feedback_answer (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  service TEXT NOT NULL,
  month TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('link', 'paper')),
  overall TEXT NOT NULL CHECK (overall IN ('', 'very-good', 'good', 'neither', 'poor', 'very-poor', 'unknown')),
  listened TEXT NOT NULL CHECK (listened IN ('', 'yes', 'partly', 'no')),
  next_step TEXT NOT NULL CHECK (next_step IN ('', 'yes', 'partly', 'no'))
);
CREATE INDEX feedback_answer_pcn ON feedback_answer (pcn, month);

-- What somebody wrote in their own words. Nobody but the reader sees it while
-- it waits or is hidden.
CREATE TABLE feedback_text (
  id TEXT PRIMARY KEY,
  answer TEXT NOT NULL REFERENCES feedback_answer (id),
  pcn TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('why', 'well', 'better')),
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'shown', 'hidden')),
  hidden_why TEXT NOT NULL,
  read_name TEXT NOT NULL,
  read_at timestamptz,
  raised_told TEXT NOT NULL,
  raised_done TEXT NOT NULL,
  raised_name TEXT NOT NULL,
  raised_at timestamptz,
  version bigint NOT NULL
);
CREATE INDEX feedback_text_pcn ON feedback_text (pcn, state);
CREATE INDEX feedback_text_answer ON feedback_text (answer);

-- Somebody who would like to be rung. It is kept apart from the answers.
CREATE TABLE feedback_call (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  about TEXT NOT NULL,
  asked_at timestamptz NOT NULL,
  outcome TEXT NOT NULL,
  done_name TEXT NOT NULL,
  done_at timestamptz,
  version bigint NOT NULL
);
CREATE INDEX feedback_call_pcn ON feedback_call (pcn, done_at);
