-- The proof. What is counted of a month, of a network (pcn) or of all networks
-- of an ICB or of a provider, with the versions of the definitions by which
-- it was counted. head is the totals, detail the breakdowns: a line each,
-- "measure|tag<TAB>how many<TAB>sum". Both are worked out from the records and
-- can be thrown away: a recount gives the same.
CREATE TABLE impact_sum (
  level TEXT NOT NULL CHECK (level IN ('pcn', 'icb', 'provider')),
  code TEXT NOT NULL,
  month TEXT NOT NULL,
  versions TEXT NOT NULL,
  head TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (level, code, month)
);

-- The last line of the audit that is counted: later lines name what is not.
CREATE TABLE impact_mark (
  id bigint PRIMARY KEY CHECK (id = 1),
  seq bigint NOT NULL,
  rules TEXT NOT NULL,
  at timestamptz
);
INSERT INTO impact_mark (id, seq, rules) VALUES (1, 0, '');

-- A change that a network knows of, from a month on: an SPC chart begins anew
-- there and says why. What was wrong is struck out.
CREATE TABLE impact_step (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  indicator TEXT NOT NULL,
  month TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why <> ''),
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  struck_at timestamptz,
  struck_name TEXT NOT NULL
);
CREATE INDEX impact_step_pcn ON impact_step (pcn, indicator, month);

-- What a network assumes: how many minutes of a GP one appointment takes. Each
-- version stays, so that an old month is shown with what was assumed then.
CREATE TABLE impact_assumption (
  pcn TEXT NOT NULL,
  version bigint NOT NULL,
  minutes bigint NOT NULL CHECK (minutes > 0),
  source TEXT NOT NULL CHECK (source <> ''),
  from_month TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (pcn, version)
);

-- How many days ahead the next free first appointment was, looked at once a
-- day. No days: there was none.
CREATE TABLE impact_next_slot (
  pcn TEXT NOT NULL,
  on_day date NOT NULL,
  days bigint,
  PRIMARY KEY (pcn, on_day)
);

CREATE INDEX contact_pcn ON contact (pcn, day);
CREATE INDEX measure_taken_pcn ON measure_taken (pcn, episode);
CREATE INDEX assessment_pcn ON assessment (pcn);
CREATE INDEX care_plan_pcn ON care_plan (pcn);
CREATE INDEX focus_fact_pcn ON focus_fact (pcn, grp);
CREATE INDEX goal_pcn ON goal (pcn);
