-- A private link: one person, one purpose. The token itself is shown once and
-- kept nowhere: token_hash is its SHA-256.
CREATE TABLE private_link (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  purpose TEXT NOT NULL,
  subject TEXT NOT NULL,
  label TEXT NOT NULL,
  once boolean NOT NULL,
  made_at timestamptz NOT NULL,
  made_by TEXT NOT NULL,
  made_name TEXT NOT NULL,
  expires_at timestamptz NOT NULL,
  opened_at timestamptz,
  seen_at timestamptz,
  opens bigint NOT NULL,
  wrong bigint NOT NULL,
  locked_at timestamptz,
  done_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_name TEXT NOT NULL,
  withdrawn_why TEXT NOT NULL
);
CREATE INDEX private_link_person ON private_link (person);
CREATE INDEX private_link_subject ON private_link (purpose, subject);

-- A browser in which the date of birth was confirmed: pass_hash is the SHA-256
-- of what its cookie holds.
CREATE TABLE private_link_pass (
  pass_hash TEXT PRIMARY KEY,
  link TEXT NOT NULL REFERENCES private_link (id),
  given_at timestamptz NOT NULL
);
CREATE INDEX private_link_pass_link ON private_link_pass (link);

-- What the person has answered so far, so that a lost signal loses nothing.
-- It goes when the link is used, withdrawn or over.
CREATE TABLE private_link_draft (
  link TEXT PRIMARY KEY REFERENCES private_link (id),
  body TEXT NOT NULL,
  saved_at timestamptz NOT NULL
);

-- Addresses (as a hash) from which links were tried that do not exist.
CREATE TABLE private_link_guess (
  address_hash TEXT NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX private_link_guess_at ON private_link_guess (address_hash, at);
