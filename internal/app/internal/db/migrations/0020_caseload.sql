-- An episode that began as a quick return, and the one before it.
CREATE TABLE episode_return (
  episode TEXT PRIMARY KEY,
  before_episode TEXT NOT NULL,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX episode_return_before ON episode_return (before_episode);
CREATE INDEX IF NOT EXISTS episode_closed ON episode (person, closed_at);

-- What was agreed for a post: how many people, how many clinical sessions a
-- week. What is new is a later version. 0 is not set.
CREATE TABLE post_capacity (
  post TEXT NOT NULL,
  version bigint NOT NULL,
  practitioner TEXT NOT NULL,
  pcn TEXT NOT NULL,
  people bigint NOT NULL,
  sessions bigint NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (post, version)
);
CREATE INDEX post_capacity_pcn ON post_capacity (pcn);

-- A caseload that was handed over, for a leave or for good. returned_at is
-- when those handed over for a leave were given back.
CREATE TABLE caseload_handover (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('leave', 'leaver')),
  why TEXT NOT NULL,
  back_on date,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  returned_at timestamptz,
  returned_by TEXT NOT NULL,
  returned_name TEXT NOT NULL
);
CREATE INDEX caseload_handover_pcn ON caseload_handover (pcn, at);

-- One person of it: to whom, as which version of the episode, who told them,
-- and whether they went back.
CREATE TABLE caseload_handed (
  handover TEXT NOT NULL REFERENCES caseload_handover (id),
  episode TEXT NOT NULL,
  person TEXT NOT NULL,
  to_practitioner TEXT NOT NULL,
  episode_version bigint NOT NULL,
  told_at timestamptz,
  told_name TEXT NOT NULL,
  told_how TEXT NOT NULL,
  back TEXT NOT NULL CHECK (back IN ('', 'yes', 'no')),
  PRIMARY KEY (handover, episode)
);
CREATE INDEX caseload_handed_person ON caseload_handed (person);

-- A time in which nothing is planned, agreed with the person. The clock runs.
CREATE TABLE caseload_pause (
  id TEXT PRIMARY KEY,
  episode TEXT NOT NULL,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  why TEXT NOT NULL,
  words TEXT NOT NULL,
  from_day date NOT NULL,
  until_day date NOT NULL,
  told TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  ended_at timestamptz,
  ended_name TEXT NOT NULL,
  ended_why TEXT NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX caseload_pause_open ON caseload_pause (episode) WHERE ended_at IS NULL;
CREATE INDEX caseload_pause_person ON caseload_pause (person);

-- A question for supervision about a person, or about one contact.
CREATE TABLE supervision_flag (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  contact TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  question TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'talked', 'withdrawn')),
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  ended_at timestamptz,
  ended_on date,
  ended_name TEXT NOT NULL,
  words TEXT NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX supervision_flag_pcn ON supervision_flag (pcn, state, at);
CREATE INDEX supervision_flag_person ON supervision_flag (person);

-- A goodbye: how an episode ended, beside what the episode itself says.
CREATE TABLE goodbye (
  id TEXT PRIMARY KEY,
  episode TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  why TEXT NOT NULL,
  destination TEXT NOT NULL,
  onward TEXT NOT NULL,
  told TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX goodbye_person ON goodbye (person, at);
-- A loose end that was carried over: who has it now, and why.
CREATE TABLE goodbye_carried (
  goodbye TEXT NOT NULL REFERENCES goodbye (id),
  kind TEXT NOT NULL,
  of_id TEXT NOT NULL,
  says TEXT NOT NULL,
  owner TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (goodbye, kind, of_id)
);
-- Every version of the two summaries.
CREATE TABLE goodbye_summary (
  id TEXT PRIMARY KEY,
  episode TEXT NOT NULL,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('gp', 'person')),
  version bigint NOT NULL,
  body TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (episode, kind, version)
);
CREATE INDEX goodbye_summary_person ON goodbye_summary (person);
-- To whom a version was given or sent, how and when.
CREATE TABLE goodbye_given (
  id TEXT PRIMARY KEY,
  summary TEXT NOT NULL REFERENCES goodbye_summary (id),
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  to_whom TEXT NOT NULL,
  how TEXT NOT NULL,
  on_day date NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX goodbye_given_summary ON goodbye_given (summary);

-- A text of Footbridge that somebody put into another record: of a contact, a
-- triage note or a goodbye, each in the version that was copied.
CREATE TABLE copied_text (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('contact', 'triage', 'goodbye')),
  of_id TEXT NOT NULL,
  of_version bigint NOT NULL,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  system TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX copied_text_of ON copied_text (kind, of_id);
CREATE INDEX IF NOT EXISTS contact_practitioner ON contact (practitioner, day);

CREATE INDEX IF NOT EXISTS draft_subject ON draft (subject);

-- only sqlite
CREATE TRIGGER goodbye_no_update BEFORE UPDATE ON goodbye BEGIN SELECT RAISE(ABORT, 'a goodbye stays as it was said'); END;
CREATE TRIGGER goodbye_no_delete BEFORE DELETE ON goodbye BEGIN SELECT RAISE(ABORT, 'a goodbye stays as it was said'); END;
CREATE TRIGGER goodbye_summary_no_update BEFORE UPDATE ON goodbye_summary BEGIN SELECT RAISE(ABORT, 'a summary is followed by a new version'); END;
CREATE TRIGGER goodbye_summary_no_delete BEFORE DELETE ON goodbye_summary BEGIN SELECT RAISE(ABORT, 'a summary is followed by a new version'); END;
CREATE TRIGGER copied_text_no_update BEFORE UPDATE ON copied_text BEGIN SELECT RAISE(ABORT, 'what was copied stays written down'); END;
CREATE TRIGGER copied_text_no_delete BEFORE DELETE ON copied_text BEGIN SELECT RAISE(ABORT, 'what was copied stays written down'); END;
-- end
-- only postgres
CREATE FUNCTION goodbye_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a goodbye and its summaries are followed by a new version'; END $$;
CREATE TRIGGER goodbye_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON goodbye FOR EACH STATEMENT EXECUTE FUNCTION goodbye_append_only();
CREATE TRIGGER goodbye_summary_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON goodbye_summary FOR EACH STATEMENT EXECUTE FUNCTION goodbye_append_only();
CREATE TRIGGER copied_text_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON copied_text FOR EACH STATEMENT EXECUTE FUNCTION goodbye_append_only();
-- end
