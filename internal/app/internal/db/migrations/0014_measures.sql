-- How an answer came ('' and 'room' in the room, 'paper', 'link' by the person
-- over a private link, 'total' a total somebody else worked out, 'response' a
-- FHIR response), who rated when that is not who recorded it, and the total
-- that an imported response stated, when it stated one.
ALTER TABLE measure_taken ADD COLUMN how TEXT NOT NULL DEFAULT '';
ALTER TABLE measure_taken ADD COLUMN rater TEXT NOT NULL DEFAULT '';
ALTER TABLE measure_taken ADD COLUMN stated TEXT NOT NULL DEFAULT '';

-- A questionnaire that a network brought along: as a FHIR Questionnaire, kept
-- as it came (kind 'imported'), or only its name, version and range (kind
-- 'total'). scoring is the scoring block that a named clinical lead confirmed,
-- '' while there is none. Nothing here is changed after it was confirmed, but
-- for being switched off.
CREATE TABLE instrument (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('imported', 'total')),
  url TEXT NOT NULL,
  edition TEXT NOT NULL,
  name TEXT NOT NULL,
  questionnaire TEXT NOT NULL,
  scoring TEXT NOT NULL,
  lowest bigint NOT NULL,
  highest bigint NOT NULL,
  higher_better boolean NOT NULL,
  change_by bigint NOT NULL,
  change_source TEXT NOT NULL,
  safety_item bigint NOT NULL,
  notice TEXT NOT NULL,
  licence_holder TEXT NOT NULL,
  added_at timestamptz NOT NULL,
  added_by TEXT NOT NULL,
  added_name TEXT NOT NULL,
  confirmed_at timestamptz,
  confirmed_by TEXT NOT NULL,
  confirmed_name TEXT NOT NULL,
  off_at timestamptz,
  off_name TEXT NOT NULL,
  off_why TEXT NOT NULL,
  version bigint NOT NULL,
  UNIQUE (pcn, url, edition)
);

-- How a network reads what comes in over private links, and how often a
-- measure is looked at again.
CREATE TABLE inbox_rule (
  pcn TEXT PRIMARY KEY,
  review_weeks bigint NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_name TEXT NOT NULL,
  version bigint NOT NULL
);

-- Who reads the inbox on a weekday (1 is Monday, 7 Sunday), until what time,
-- and who stands in. Readers are practitioners of the network.
CREATE TABLE inbox_day (
  pcn TEXT NOT NULL,
  weekday bigint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  reader TEXT NOT NULL,
  until_time TEXT NOT NULL,
  deputy TEXT NOT NULL,
  PRIMARY KEY (pcn, weekday)
);

-- A questionnaire that was handed to somebody to fill in: over a private link
-- or on paper. It is outstanding until ended_at.
CREATE TABLE measure_asked (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  episode TEXT NOT NULL,
  pcn TEXT NOT NULL,
  code TEXT NOT NULL,
  instrument_version TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('link', 'paper')),
  link TEXT NOT NULL,
  asked_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  ended_at timestamptz,
  ended_how TEXT NOT NULL
);
CREATE INDEX measure_asked_person ON measure_asked (person);
CREATE INDEX measure_asked_open ON measure_asked (pcn, ended_at);

-- What came in over a link. state is 'waiting' while a safety item above 0 is
-- not acknowledged (it is no score until then), 'new' when it was kept at once
-- and nobody has seen it yet, and 'done'. takes_name is who took the same-day
-- ask.
CREATE TABLE measure_answer (
  id TEXT PRIMARY KEY,
  asked TEXT NOT NULL REFERENCES measure_asked (id),
  link TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  episode TEXT NOT NULL,
  pcn TEXT NOT NULL,
  code TEXT NOT NULL,
  instrument_version TEXT NOT NULL,
  answers TEXT NOT NULL,
  extras TEXT NOT NULL,
  answered_at timestamptz NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'new', 'done')),
  score TEXT NOT NULL,
  takes_at timestamptz,
  takes_id TEXT NOT NULL,
  takes_name TEXT NOT NULL,
  done_at timestamptz,
  done_id TEXT NOT NULL,
  done_name TEXT NOT NULL
);
CREATE INDEX measure_answer_state ON measure_answer (pcn, state, answered_at);
CREATE INDEX measure_answer_person ON measure_answer (person);
