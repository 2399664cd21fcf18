-- The people served. One row a person; who was merged into another keeps the
-- row, with the survivor's id in merged_into.
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  nhs_number TEXT NOT NULL,
  title TEXT NOT NULL,
  given TEXT NOT NULL,
  family TEXT NOT NULL,
  known_as TEXT NOT NULL,
-- only postgres
  sort_name TEXT COLLATE "C" NOT NULL,
-- end
-- only sqlite
  sort_name TEXT NOT NULL,
-- end
  born_on date,
  born_approx boolean NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('', 'female', 'male', 'indeterminate')),
  practice TEXT NOT NULL CHECK (practice <> ''),
  pcn TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  address TEXT NOT NULL,
  postcode TEXT NOT NULL,
  language TEXT NOT NULL,
  interpreter boolean NOT NULL,
  format TEXT NOT NULL,
  adjustments TEXT NOT NULL,
  safe_phone TEXT NOT NULL CHECK (safe_phone IN ('', 'yes', 'no')),
  safe_voicemail TEXT NOT NULL CHECK (safe_voicemail IN ('', 'yes', 'no')),
  safe_text TEXT NOT NULL CHECK (safe_text IN ('', 'yes', 'no')),
  safe_letter TEXT NOT NULL CHECK (safe_letter IN ('', 'yes', 'no')),
  safe_note TEXT NOT NULL,
  died date,
  merged_into TEXT NOT NULL CHECK (merged_into <> id),
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by TEXT NOT NULL
);
-- One record for an NHS number in a network, and in a practice without one.
-- Networks don't see each other's people, so a number may stand once in each.
CREATE UNIQUE INDEX person_nhs_number ON person (nhs_number, pcn) WHERE nhs_number <> '' AND merged_into = '' AND pcn <> '';
CREATE UNIQUE INDEX person_nhs_number_alone ON person (nhs_number, practice) WHERE nhs_number <> '' AND merged_into = '' AND pcn = '';
CREATE INDEX person_born ON person (born_on);
CREATE INDEX person_practice ON person (practice);
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into <> '';

-- The words of every name that a person has or had, folded for searching.
-- via is the record that a word came from when it was merged into this one,
-- '' for the person's own. Words compare byte by byte on both engines.
CREATE TABLE person_name (
-- only postgres
  token TEXT COLLATE "C" NOT NULL,
-- end
-- only sqlite
  token TEXT NOT NULL,
-- end
  person_id TEXT NOT NULL REFERENCES person (id),
  via TEXT NOT NULL,
  PRIMARY KEY (token, person_id, via)
);
CREATE INDEX person_name_person ON person_name (person_id);

-- For a slip of the keyboard: each word with one letter left out, and whole.
-- Two words that are one slip apart share a variant.
CREATE TABLE name_variant (
  variant TEXT NOT NULL,
  token TEXT NOT NULL,
  PRIMARY KEY (variant, token)
);

-- What was changed about a person: the words before and after, who and why.
CREATE TABLE person_change (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id),
  what TEXT NOT NULL,
  was TEXT NOT NULL,
  became TEXT NOT NULL,
  why TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX person_change_person ON person_change (person, at);

-- Consent to share, one row an answer. A later answer stands beside the
-- earlier one; withdrawing adds the withdrawal and changes nothing else.
CREATE TABLE person_consent (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id),
  with_kind TEXT NOT NULL,
  with_name TEXT NOT NULL,
  topic TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('', 'yes', 'partly', 'no')),
  note TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_by TEXT NOT NULL,
  withdrawn_why TEXT NOT NULL
);
CREATE INDEX person_consent_person ON person_consent (person, at);

-- Merges and their undoing. filled names the fields that the surviving record
-- took from the other because it had none.
CREATE TABLE person_merge (
  id TEXT PRIMARY KEY,
  keep_id TEXT NOT NULL REFERENCES person (id),
  drop_id TEXT NOT NULL REFERENCES person (id),
  why TEXT NOT NULL,
  filled TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL,
  undone_at timestamptz,
  undone_by TEXT NOT NULL,
  undone_why TEXT NOT NULL
);
CREATE INDEX person_merge_keep ON person_merge (keep_id);
CREATE INDEX person_merge_drop ON person_merge (drop_id);
