-- What happened when a person was seen or reached. Each version of what was
-- written stands in contact_text; this row says what holds now.
CREATE TABLE contact (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  episode TEXT NOT NULL,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  booking TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  mechanism TEXT NOT NULL,
  day date NOT NULL,
  started_at timestamptz NOT NULL,
  minutes bigint NOT NULL CHECK (minutes > 0),
  version bigint NOT NULL,
  signed_at timestamptz NOT NULL,
  signed_by TEXT NOT NULL,
  signed_name TEXT NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_by TEXT NOT NULL,
  withdrawn_name TEXT NOT NULL,
  withdrawn_why TEXT NOT NULL
);
CREATE INDEX contact_episode ON contact (episode, day);
CREATE INDEX contact_person ON contact (person, day);
-- One signed note a booking.
CREATE UNIQUE INDEX contact_booking ON contact (booking) WHERE booking <> '' AND withdrawn_at IS NULL;

-- Every version of a contact, the signed one first. A later version says why;
-- none is ever changed or removed.
CREATE TABLE contact_text (
  contact TEXT NOT NULL REFERENCES contact (id),
  version bigint NOT NULL,
  mechanism TEXT NOT NULL,
  started_at timestamptz NOT NULL,
  minutes bigint NOT NULL,
  note TEXT NOT NULL,
  why TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (contact, version)
);

-- only sqlite
CREATE TRIGGER contact_text_no_update BEFORE UPDATE ON contact_text BEGIN SELECT RAISE(ABORT, 'a signed note is amended with a new version'); END;
CREATE TRIGGER contact_text_no_delete BEFORE DELETE ON contact_text BEGIN SELECT RAISE(ABORT, 'a signed note is amended with a new version'); END;
-- end
-- only postgres
CREATE FUNCTION contact_text_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a signed note is amended with a new version'; END $$;
CREATE TRIGGER contact_text_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON contact_text FOR EACH STATEMENT EXECUTE FUNCTION contact_text_append_only();
-- end

-- A questionnaire as it was answered. answers and extras are JSON lists in the
-- order of the items, -1 where nothing was answered; answers is '' where only
-- a total was entered. total is NULL while there is none. When the safety item
-- was answered above 0, the ack columns say which human saw it, when, who was
-- told and what was done.
CREATE TABLE measure_taken (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  episode TEXT NOT NULL,
  pcn TEXT NOT NULL,
  code TEXT NOT NULL,
  instrument_version TEXT NOT NULL,
  answers TEXT NOT NULL,
  extras TEXT NOT NULL,
  total bigint,
  on_day date NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  ack_at timestamptz,
  ack_by TEXT NOT NULL,
  ack_name TEXT NOT NULL,
  ack_told TEXT NOT NULL,
  ack_done TEXT NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_by TEXT NOT NULL,
  withdrawn_name TEXT NOT NULL,
  withdrawn_why TEXT NOT NULL
);
CREATE INDEX measure_taken_episode ON measure_taken (episode, on_day);

-- A meaningful assessment that was completed.
CREATE TABLE assessment (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  episode TEXT NOT NULL,
  pcn TEXT NOT NULL,
  on_day date NOT NULL,
  note TEXT NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_by TEXT NOT NULL,
  withdrawn_name TEXT NOT NULL,
  withdrawn_why TEXT NOT NULL
);
CREATE INDEX assessment_episode ON assessment (episode, on_day);

-- A care plan or an intervention that was agreed with the person; goals are in
-- their words, one a line.
CREATE TABLE care_plan (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  episode TEXT NOT NULL,
  pcn TEXT NOT NULL,
  on_day date NOT NULL,
  summary TEXT NOT NULL,
  goals TEXT NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_by TEXT NOT NULL,
  withdrawn_name TEXT NOT NULL,
  withdrawn_why TEXT NOT NULL
);
CREATE INDEX care_plan_episode ON care_plan (episode, on_day);

-- The clock looks episodes up by person and by holder, and requests by episode.
CREATE INDEX IF NOT EXISTS episode_person ON episode (person);
CREATE INDEX IF NOT EXISTS episode_holder ON episode (holder) WHERE state = 'open';
CREATE INDEX IF NOT EXISTS request_episode ON request (episode);
