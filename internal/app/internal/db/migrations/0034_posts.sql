-- Every version of what is known about a post beside who holds it: the latest
-- holds, and the table post has the same. Nothing is changed or removed.
-- role_key is of the list in internal/app/workforce/roles.go, '' for a post of
-- before it; agreement is where the written agreement for a later post is.
CREATE TABLE post_version (
  post TEXT NOT NULL REFERENCES post (id),
  version bigint NOT NULL CHECK (version > 0),
  pcn TEXT NOT NULL,
  role_key TEXT NOT NULL,
  model TEXT NOT NULL,
  provider TEXT NOT NULL,
  employer TEXT NOT NULL,
  service TEXT NOT NULL,
  band TEXT NOT NULL,
  wte_percent bigint NOT NULL,
  sites TEXT NOT NULL,
  agreement TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (post, version)
);
-- What a practitioner can show: a registration, a qualification, experience, a
-- DBS certificate, training. A renewal is a new row.
CREATE TABLE credential (
  id TEXT PRIMARY KEY,
  practitioner TEXT NOT NULL REFERENCES practitioner (id),
  pcn TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('registration', 'qualification', 'experience', 'dbs', 'training')),
  name TEXT NOT NULL,
  number TEXT NOT NULL,
  status TEXT NOT NULL,
  from_day date NOT NULL,
  expires_on date,
  seen_by TEXT NOT NULL,
  seen_on date,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX credential_of ON credential (practitioner);
CREATE TABLE credential_end (
  credential TEXT PRIMARY KEY REFERENCES credential (id),
  ended_on date NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
-- A network's own rules: after how many months a DBS check or a training is
-- renewed. months 0 ends a rule.
CREATE TABLE renewal_rule (
  pcn TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('dbs', 'training')),
  name TEXT NOT NULL,
  version bigint NOT NULL,
  months bigint NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (pcn, kind, name, version)
);
-- What people with lived experience said about what they need, and what was
-- changed because of it. No person is named.
CREATE TABLE lived_experience (
  id TEXT NOT NULL,
  version bigint NOT NULL,
  pcn TEXT NOT NULL,
  who TEXT NOT NULL,
  on_day date NOT NULL,
  words TEXT NOT NULL,
  changed TEXT NOT NULL,
  owner TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE INDEX lived_experience_pcn ON lived_experience (pcn, on_day);

-- only sqlite
CREATE TRIGGER post_version_no_update BEFORE UPDATE ON post_version BEGIN SELECT RAISE(ABORT, 'a version of a post is never changed'); END;
CREATE TRIGGER post_version_no_delete BEFORE DELETE ON post_version BEGIN SELECT RAISE(ABORT, 'a version of a post is never changed'); END;
CREATE TRIGGER credential_no_update BEFORE UPDATE ON credential BEGIN SELECT RAISE(ABORT, 'a renewal is a new record'); END;
CREATE TRIGGER credential_no_delete BEFORE DELETE ON credential BEGIN SELECT RAISE(ABORT, 'a renewal is a new record'); END;
CREATE TRIGGER lived_experience_no_update BEFORE UPDATE ON lived_experience BEGIN SELECT RAISE(ABORT, 'what was said is followed by a new version'); END;
CREATE TRIGGER lived_experience_no_delete BEFORE DELETE ON lived_experience BEGIN SELECT RAISE(ABORT, 'what was said is followed by a new version'); END;
-- end
-- only postgres
CREATE FUNCTION posts_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what is recorded about posts is followed by a new version'; END $$;
CREATE TRIGGER post_version_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON post_version FOR EACH STATEMENT EXECUTE FUNCTION posts_append_only();
CREATE TRIGGER credential_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON credential FOR EACH STATEMENT EXECUTE FUNCTION posts_append_only();
CREATE TRIGGER lived_experience_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON lived_experience FOR EACH STATEMENT EXECUTE FUNCTION posts_append_only();
-- end
