-- Who may sign in, with which roles, and where.
CREATE TABLE app_user (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password TEXT NOT NULL,
  persona TEXT NOT NULL,
  active boolean NOT NULL,
  version bigint NOT NULL,
  created_at timestamptz NOT NULL,
  password_at timestamptz
);
CREATE TABLE user_grant (
  user_id TEXT NOT NULL REFERENCES app_user (id),
  role TEXT NOT NULL,
  place TEXT NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (user_id, role, place, code)
);
-- A session is known by the SHA-256 of its token; the token is in the cookie only.
CREATE TABLE user_session (
  id TEXT PRIMARY KEY,
  token TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES app_user (id),
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  locked boolean NOT NULL,
  ended_at timestamptz,
  ended_why TEXT NOT NULL
);
CREATE INDEX user_session_user ON user_session (user_id, started_at);
CREATE TABLE sign_in_failure (
  key TEXT NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX sign_in_failure_key ON sign_in_failure (key, at);
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
-- What somebody is writing and hasn't sent yet: the author's own, until it is
-- sent or thrown away.
CREATE TABLE draft (
  author TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  started_at timestamptz NOT NULL,
  saved_at timestamptz NOT NULL,
  saves bigint NOT NULL,
  PRIMARY KEY (author, kind, subject)
);
