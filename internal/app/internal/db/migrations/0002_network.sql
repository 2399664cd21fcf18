-- Published facts about England. Rows hold from from_day up to, and not
-- including, to_day; NULL means still in force. Whoever imports another
-- month splits the periods; nothing is guessed between two published days.
CREATE TABLE organisation (
  kind TEXT NOT NULL CHECK (kind IN ('practice', 'pcn', 'sub-icb', 'icb', 'region')),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  postcode TEXT NOT NULL,
  from_day date NOT NULL,
  to_day date,
  PRIMARY KEY (kind, code, from_day),
  CHECK (to_day IS NULL OR to_day > from_day)
);

-- Where a practice belongs. pcn is '' for a practice in no network: the
-- publication's placeholder U is not a network.
CREATE TABLE membership (
  practice TEXT NOT NULL,
  pcn TEXT NOT NULL CHECK (pcn <> 'U'),
  sub_icb TEXT NOT NULL,
  icb TEXT NOT NULL,
  region TEXT NOT NULL,
  supplier TEXT NOT NULL,
  from_day date NOT NULL,
  to_day date,
  PRIMARY KEY (practice, from_day),
  CHECK (to_day IS NULL OR to_day > from_day)
);
CREATE INDEX membership_pcn ON membership (pcn, from_day);
CREATE INDEX membership_icb ON membership (icb, from_day);

-- The days for which a publication was read. A fact for a date comes from the
-- latest of these on or before it.
CREATE TABLE network_extract (
  kind TEXT NOT NULL CHECK (kind IN ('mapping', 'sizes', 'workforce')),
  as_of date NOT NULL,
  run TEXT NOT NULL,
  PRIMARY KEY (kind, as_of)
);

CREATE TABLE list_size (
  as_of date NOT NULL,
  practice TEXT NOT NULL,
  patients bigint NOT NULL CHECK (patients >= 0),
  PRIMARY KEY (as_of, practice)
);

-- A network that made a return. One that did not has no row: unknown, not 0.
CREATE TABLE workforce_return (
  as_of date NOT NULL,
  pcn TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (as_of, pcn)
);

-- Full-time equivalents, never people: the publication's person identifier
-- is not stored. contracted: reported as a contracted service.
CREATE TABLE workforce_fte (
  as_of date NOT NULL,
  pcn TEXT NOT NULL,
  family TEXT NOT NULL,
  age_group TEXT NOT NULL CHECK (age_group IN ('adult', 'cyp')),
  role TEXT NOT NULL,
  contracted boolean NOT NULL,
  posts bigint NOT NULL,
  fte double precision NOT NULL,
  PRIMARY KEY (as_of, pcn, family, age_group, role, contracted)
);

CREATE TABLE import_run (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('list sizes', 'workforce', 'snapshot')),
  as_of date NOT NULL,
  files TEXT NOT NULL,
  actor TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  at timestamptz NOT NULL,
  added bigint NOT NULL,
  changed bigint NOT NULL,
  ended bigint NOT NULL,
  rejected bigint NOT NULL,
  unchanged bigint NOT NULL
);
CREATE INDEX import_run_at ON import_run (at);

CREATE TABLE import_line (
  run TEXT NOT NULL REFERENCES import_run (id),
  seq bigint NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('added', 'changed', 'ended', 'rejected', 'note')),
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  file TEXT NOT NULL,
  file_line bigint NOT NULL,
  what TEXT NOT NULL,
  PRIMARY KEY (run, seq)
);
CREATE INDEX import_line_outcome ON import_line (run, outcome, seq);

-- The entitlement that a network follows, with who decided it and why. Each
-- decision is a new version; on a day the highest version that has begun holds.
CREATE TABLE adopted_entitlement (
  pcn TEXT NOT NULL,
  version bigint NOT NULL,
  figure double precision NOT NULL,
  from_day date NOT NULL,
  decided_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_name TEXT NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (pcn, version)
);
