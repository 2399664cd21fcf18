-- Files that somebody asked for. actor is the asker with the grants of that
-- moment, as JSON: the rows are read as theirs. lease_until is until when a
-- process that prepares it need not be thought dead.
CREATE TABLE export_job (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  title TEXT NOT NULL,
  params TEXT NOT NULL,
  words TEXT NOT NULL,
  org TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  actor TEXT NOT NULL,
  why TEXT NOT NULL,
  asked_at timestamptz NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'over')),
  worker TEXT NOT NULL,
  lease_until timestamptz,
  attempts bigint NOT NULL,
  done bigint NOT NULL,
  total bigint NOT NULL,
  bytes bigint NOT NULL,
  ready_at timestamptz,
  keep_until timestamptz,
  failed TEXT NOT NULL
);
CREATE INDEX export_job_mine ON export_job (by_id, asked_at);
CREATE INDEX export_job_open ON export_job (state, asked_at);

CREATE TABLE export_part (
  job TEXT NOT NULL REFERENCES export_job (id),
  seq bigint NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (job, seq)
);
