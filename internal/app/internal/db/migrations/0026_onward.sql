-- A network's directory of services: the present version of each entry. body
-- is JSON, described in internal/app/onward. confirmed_on is the day on which
-- somebody last said that the entry is still right, NULL when nobody has.
CREATE TABLE service_entry (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  version bigint NOT NULL,
  confirmed_on date,
  confirmed_name TEXT NOT NULL,
  doubted_why TEXT NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_name TEXT NOT NULL,
  retired_at timestamptz,
  retired_name TEXT NOT NULL,
  retired_why TEXT NOT NULL
);
CREATE INDEX service_entry_pcn ON service_entry (pcn, kind, name);

-- What was done to an entry: added, changed, confirmed, doubted, retired. body
-- is the entry as it was from then on.
CREATE TABLE service_change (
  id TEXT PRIMARY KEY,
  service TEXT NOT NULL REFERENCES service_entry (id),
  version bigint NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('added', 'changed', 'confirmed', 'doubted', 'retired')),
  body TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX service_change_of ON service_change (service, at);

-- The local rules of a network about its directory and its onward access, in
-- days. The newest version holds.
CREATE TABLE onward_rules (
  pcn TEXT NOT NULL,
  version bigint NOT NULL,
  stale_days bigint NOT NULL,
  quiet_days bigint NOT NULL,
  return_days bigint NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (pcn, version)
);

-- Somebody was told about a service: signposting, which is no onward access
-- and is counted apart from it.
CREATE TABLE onward_told (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  service TEXT NOT NULL,
  service_name TEXT NOT NULL,
  told TEXT NOT NULL,
  how TEXT NOT NULL,
  on_day date NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX onward_told_person ON onward_told (person);
CREATE INDEX onward_told_service ON onward_told (pcn, on_day);

-- One onward request: somebody is asked to take a person on. state and the
-- columns after owner are read from the events each time one is written; only
-- version counts changes. came_from is the request before this one, when that
-- one came back.
CREATE TABLE onward_request (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  service TEXT NOT NULL,
  service_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  sent_to TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('letter', 'mail', 'system')),
  body TEXT NOT NULL,
  own_words TEXT NOT NULL,
  consent TEXT NOT NULL,
  consent_why TEXT NOT NULL,
  consent_told TEXT NOT NULL,
  came_from TEXT NOT NULL,
  prepared_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  sender TEXT NOT NULL,
  owner TEXT NOT NULL,
  state TEXT NOT NULL,
  reference TEXT NOT NULL,
  sent_on date,
  replied_on date,
  reply TEXT NOT NULL,
  reason TEXT NOT NULL,
  declined_on date,
  due_on date,
  expected_on date,
  next_on date,
  last_told TEXT NOT NULL,
  told_on date,
  answered_for boolean NOT NULL,
  ended_how TEXT NOT NULL,
  ended_on date,
  version bigint NOT NULL
);
CREATE INDEX onward_request_person ON onward_request (person);
CREATE INDEX onward_request_open ON onward_request (pcn, state);
CREATE INDEX onward_request_service ON onward_request (pcn, service, sent_on);
CREATE INDEX onward_request_from ON onward_request (came_from);

-- What happened to an onward request, each with its day and who said so. A
-- correction is an event of its own, naming the one that does not hold.
CREATE TABLE onward_event (
  id TEXT PRIMARY KEY,
  request TEXT NOT NULL REFERENCES onward_request (id),
  seq bigint NOT NULL,
  what TEXT NOT NULL,
  on_day date NOT NULL,
  source TEXT NOT NULL,
  how TEXT NOT NULL,
  reason TEXT NOT NULL,
  words TEXT NOT NULL,
  told TEXT NOT NULL,
  told_by TEXT NOT NULL,
  told_how TEXT NOT NULL,
  not_told TEXT NOT NULL,
  expected_on date,
  next_on date,
  due_on date,
  owner TEXT NOT NULL,
  corrects TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (request, seq)
);

-- only sqlite
CREATE TRIGGER service_change_no_update BEFORE UPDATE ON service_change BEGIN SELECT RAISE(ABORT, 'what was done to an entry stays'); END;
CREATE TRIGGER service_change_no_delete BEFORE DELETE ON service_change BEGIN SELECT RAISE(ABORT, 'what was done to an entry stays'); END;
CREATE TRIGGER onward_rules_no_update BEFORE UPDATE ON onward_rules BEGIN SELECT RAISE(ABORT, 'rules are followed by a new version'); END;
CREATE TRIGGER onward_rules_no_delete BEFORE DELETE ON onward_rules BEGIN SELECT RAISE(ABORT, 'rules are followed by a new version'); END;
CREATE TRIGGER onward_told_no_update BEFORE UPDATE ON onward_told BEGIN SELECT RAISE(ABORT, 'what somebody was told stays'); END;
CREATE TRIGGER onward_told_no_delete BEFORE DELETE ON onward_told BEGIN SELECT RAISE(ABORT, 'what somebody was told stays'); END;
CREATE TRIGGER onward_event_no_update BEFORE UPDATE ON onward_event BEGIN SELECT RAISE(ABORT, 'what happened is followed by a correction'); END;
CREATE TRIGGER onward_event_no_delete BEFORE DELETE ON onward_event BEGIN SELECT RAISE(ABORT, 'what happened is followed by a correction'); END;
CREATE TRIGGER onward_request_no_delete BEFORE DELETE ON onward_request BEGIN SELECT RAISE(ABORT, 'an onward request stays'); END;
-- end
-- only postgres
CREATE FUNCTION onward_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what happened stays, and is followed by a correction'; END $$;
CREATE TRIGGER service_change_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON service_change FOR EACH STATEMENT EXECUTE FUNCTION onward_append_only();
CREATE TRIGGER onward_rules_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON onward_rules FOR EACH STATEMENT EXECUTE FUNCTION onward_append_only();
CREATE TRIGGER onward_told_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON onward_told FOR EACH STATEMENT EXECUTE FUNCTION onward_append_only();
CREATE TRIGGER onward_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON onward_event FOR EACH STATEMENT EXECUTE FUNCTION onward_append_only();
CREATE TRIGGER onward_request_no_delete BEFORE DELETE OR TRUNCATE ON onward_request FOR EACH STATEMENT EXECUTE FUNCTION onward_append_only();
-- end
