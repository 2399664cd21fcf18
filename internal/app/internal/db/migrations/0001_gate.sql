-- The audit: append-only, each line sealed with the hash of the one before.
CREATE TABLE audit (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  actor TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('do', 'ask')),
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  person TEXT NOT NULL,
  org TEXT NOT NULL,
  detail TEXT NOT NULL,
  request TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX audit_person ON audit (person, seq) WHERE person <> '';

-- Where the chain ends. On PostgreSQL every writer locks this table first, so
-- there is one writer at a time over all nodes.
CREATE TABLE audit_head (
  id bigint PRIMARY KEY CHECK (id = 1),
  seq bigint NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

CREATE TABLE idempotency (
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  action TEXT NOT NULL,
  answer TEXT NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (actor, key, action)
);
CREATE INDEX idempotency_age ON idempotency (made_at);

-- only sqlite
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
-- end
-- only postgres
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
-- end
