-- Registered patients by sex and five-year age band, from the same
-- publication as the list sizes: one row holds the twenty bands of a practice
-- and a sex, youngest first, with commas between them (they are read together
-- or not at all, and England has 245,000 of them a month). A practice without
-- a row is one whose ages are not known.
CREATE TABLE list_band (
  as_of date NOT NULL,
  practice TEXT NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('female', 'male')),
  patients TEXT NOT NULL,
  PRIMARY KEY (as_of, practice, sex)
);

-- The deprivation score of a practice (OHID Fingertips, Index of Multiple
-- Deprivation), weighted by where its patients live. Fifths are worked out
-- from all practices of the year.
CREATE TABLE practice_imd (
  year bigint NOT NULL,
  practice TEXT NOT NULL,
  score double precision NOT NULL CHECK (score >= 0),
  PRIMARY KEY (year, practice)
);

-- Where a postcode is, in metres of the national grid (ONS Postcode
-- Directory). One that is missing has no known place.
CREATE TABLE postcode_point (
  postcode TEXT PRIMARY KEY,
  easting bigint NOT NULL,
  northing bigint NOT NULL
);

-- Two more kinds of import; the engines differ in how a check is changed, so
-- both tables are made anew.
CREATE TABLE import_run_next (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('list sizes', 'workforce', 'snapshot', 'deprivation', 'postcodes')),
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
INSERT INTO import_run_next SELECT id, kind, as_of, files, actor, actor_name, at, added, changed, ended, rejected, unchanged FROM import_run;

CREATE TABLE import_line_next (
  run TEXT NOT NULL REFERENCES import_run_next (id),
  seq bigint NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('added', 'changed', 'ended', 'rejected', 'note')),
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  file TEXT NOT NULL,
  file_line bigint NOT NULL,
  what TEXT NOT NULL,
  PRIMARY KEY (run, seq)
);
INSERT INTO import_line_next SELECT run, seq, outcome, kind, code, file, file_line, what FROM import_line;

DROP TABLE import_line;
DROP TABLE import_run;
ALTER TABLE import_run_next RENAME TO import_run;
ALTER TABLE import_line_next RENAME TO import_line;
CREATE INDEX import_run_at ON import_run (at);
CREATE INDEX import_line_outcome ON import_line (run, outcome, seq);
