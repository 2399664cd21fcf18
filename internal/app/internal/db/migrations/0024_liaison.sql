-- A question to the advice desk, about a person ('' for none). due_on is the
-- day by which the target agreed with the practice falls, null while none is
-- agreed. live is whether something is still to be done with it: to answer, to
-- end, or to copy into the GP record.
CREATE TABLE advice (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  person TEXT NOT NULL,
  consent TEXT NOT NULL,
  consent_why TEXT NOT NULL,
  question TEXT NOT NULL,
  soon TEXT NOT NULL,
  needed_by date NOT NULL,
  target_days bigint,
  due_on date,
  asked_by TEXT NOT NULL,
  asked_name TEXT NOT NULL,
  asked_for TEXT NOT NULL,
  asked_at timestamptz NOT NULL,
  teaching TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'turned', 'closed')),
  taken_by TEXT NOT NULL,
  taken_at timestamptz,
  answered_at timestamptz,
  answered_name TEXT NOT NULL,
  to_copy boolean NOT NULL,
  live boolean NOT NULL,
  turned TEXT NOT NULL CHECK (turned IN ('', 'triage', 'booking')),
  request TEXT NOT NULL,
  booking TEXT NOT NULL,
  ended_at timestamptz,
  ended_name TEXT NOT NULL,
  ended_why TEXT NOT NULL,
  told TEXT NOT NULL,
  untold TEXT NOT NULL,
  practice_wrote_at timestamptz,
  desk_wrote_at timestamptz,
  practice_read_at timestamptz,
  desk_read_at timestamptz,
  version bigint NOT NULL,
  CHECK (state IN ('open', 'answered') OR person = '' OR told <> '' OR untold <> '')
);
CREATE INDEX advice_pcn ON advice (pcn, live, asked_at);
CREATE INDEX advice_practice ON advice (practice, live, asked_at);
CREATE INDEX advice_person ON advice (person, asked_at);
CREATE UNIQUE INDEX advice_request ON advice (request) WHERE request <> '';

-- What both sides wrote under a question.
CREATE TABLE advice_message (
  id TEXT PRIMARY KEY,
  advice TEXT NOT NULL REFERENCES advice (id),
  side TEXT NOT NULL CHECK (side IN ('practice', 'desk')),
  words TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX advice_message_advice ON advice_message (advice, at);

-- The answers to a question, in the order of the GP record; a correction is a
-- further one. minutes is asked once, with the first.
CREATE TABLE advice_answer (
  id TEXT PRIMARY KEY,
  advice TEXT NOT NULL REFERENCES advice (id),
  number bigint NOT NULL CHECK (number > 0),
  question TEXT NOT NULL,
  words TEXT NOT NULL,
  who_does TEXT NOT NULL,
  ask_again TEXT NOT NULL,
  minutes bigint NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  by_role TEXT NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (advice, number)
);

-- Into which record an answer was copied, by whom.
CREATE TABLE advice_copied (
  answer TEXT NOT NULL REFERENCES advice_answer (id),
  record TEXT NOT NULL CHECK (record IN ('gp', 'provider')),
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (answer, record)
);

-- What happened to a question or an ask, in order.
CREATE TABLE liaison_event (
  id TEXT PRIMARY KEY,
  of_kind TEXT NOT NULL CHECK (of_kind IN ('advice', 'ask', 'note')),
  of_id TEXT NOT NULL,
  what TEXT NOT NULL,
  words TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX liaison_event_of ON liaison_event (of_id, at);

-- What is agreed about the desk from a day on: the target of a practice in
-- working days (null: not set any more), and who stands in for the network
-- (practitioner '') or for a practitioner (deputy '': nobody any more).
CREATE TABLE liaison_setting (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('target', 'deputy')),
  practice TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  days bigint,
  deputy TEXT NOT NULL,
  from_day date NOT NULL,
  why TEXT NOT NULL,
  set_by TEXT NOT NULL,
  set_name TEXT NOT NULL,
  set_at timestamptz NOT NULL
);
CREATE INDEX liaison_setting_pcn ON liaison_setting (pcn, kind, from_day);

-- An answered question without a person that others may find, in versions.
CREATE TABLE local_note (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  advice TEXT NOT NULL,
  number bigint NOT NULL,
  made_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_name TEXT NOT NULL,
  withdrawn_why TEXT NOT NULL
);
CREATE INDEX local_note_pcn ON local_note (pcn);
CREATE UNIQUE INDEX local_note_advice ON local_note (advice) WHERE withdrawn_at IS NULL;
CREATE TABLE local_note_text (
  note TEXT NOT NULL REFERENCES local_note (id),
  number bigint NOT NULL,
  title TEXT NOT NULL,
  words TEXT NOT NULL,
  tags TEXT NOT NULL,
  found TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  owner_name TEXT NOT NULL,
  review_on date NOT NULL,
  why TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (note, number)
);

-- A person handed over in the room: who handed over, who received, and that
-- they have met, or why not.
CREATE TABLE warm_handover (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  person TEXT NOT NULL,
  practice TEXT NOT NULL,
  request TEXT NOT NULL,
  booking TEXT NOT NULL,
  from_id TEXT NOT NULL,
  from_name TEXT NOT NULL,
  to_practitioner TEXT NOT NULL,
  to_name TEXT NOT NULL,
  situation TEXT NOT NULL,
  background TEXT NOT NULL,
  wanted TEXT NOT NULL,
  at timestamptz NOT NULL,
  met TEXT NOT NULL CHECK (met IN ('', 'yes', 'no')),
  met_at timestamptz,
  met_name TEXT NOT NULL,
  met_why TEXT NOT NULL
);
CREATE INDEX warm_handover_pcn ON warm_handover (pcn, met, at);
CREATE INDEX warm_handover_person ON warm_handover (person, at);

-- What a member of the team is asked to do, about a person ('' for none). The
-- owner is a role (owner_role, with owner_practice for those of a practice) or
-- somebody (owner_user); it is never nobody.
CREATE TABLE ask (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  person TEXT NOT NULL,
  question TEXT NOT NULL,
  owner_role TEXT NOT NULL,
  owner_practice TEXT NOT NULL,
  owner_user TEXT NOT NULL,
  owner_name TEXT NOT NULL,
  due_on date NOT NULL,
  asked_by TEXT NOT NULL,
  asked_name TEXT NOT NULL,
  asked_role TEXT NOT NULL,
  asked_at timestamptz NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'returned', 'answered', 'ended')),
  accepted_name TEXT NOT NULL,
  accepted_at timestamptz,
  returned_why TEXT NOT NULL,
  answer TEXT NOT NULL,
  told TEXT NOT NULL,
  untold TEXT NOT NULL,
  ended_name TEXT NOT NULL,
  ended_at timestamptz,
  version bigint NOT NULL,
  CHECK (owner_role <> '' OR owner_user <> ''),
  CHECK (state NOT IN ('answered', 'ended') OR answer <> '' AND (person = '' OR told <> '' OR untold <> ''))
);
CREATE INDEX ask_pcn ON ask (pcn, state, due_on);
CREATE INDEX ask_person ON ask (person, asked_at);
CREATE INDEX ask_ended ON ask (pcn, ended_at);

-- A session given to other clinicians.
CREATE TABLE teaching (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  on_day date NOT NULL,
  topic TEXT NOT NULL,
  place TEXT NOT NULL,
  audience TEXT NOT NULL,
  people bigint NOT NULL,
  practices TEXT NOT NULL,
  minutes bigint NOT NULL,
  feedback TEXT NOT NULL,
  again_yes bigint NOT NULL,
  again_no bigint NOT NULL,
  next_question TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL,
  changed_name TEXT NOT NULL,
  changed_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_name TEXT NOT NULL,
  withdrawn_why TEXT NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX teaching_pcn ON teaching (pcn, on_day);

-- only sqlite
CREATE TRIGGER advice_message_no_update BEFORE UPDATE ON advice_message BEGIN SELECT RAISE(ABORT, 'what was written stays; a correction is written under it'); END;
CREATE TRIGGER advice_message_no_delete BEFORE DELETE ON advice_message BEGIN SELECT RAISE(ABORT, 'what was written stays; a correction is written under it'); END;
CREATE TRIGGER advice_answer_no_update BEFORE UPDATE ON advice_answer BEGIN SELECT RAISE(ABORT, 'what was written stays; a correction is written under it'); END;
CREATE TRIGGER advice_answer_no_delete BEFORE DELETE ON advice_answer BEGIN SELECT RAISE(ABORT, 'what was written stays; a correction is written under it'); END;
CREATE TRIGGER liaison_event_no_update BEFORE UPDATE ON liaison_event BEGIN SELECT RAISE(ABORT, 'what was written stays; a correction is written under it'); END;
CREATE TRIGGER liaison_event_no_delete BEFORE DELETE ON liaison_event BEGIN SELECT RAISE(ABORT, 'what was written stays; a correction is written under it'); END;
CREATE TRIGGER liaison_setting_no_update BEFORE UPDATE ON liaison_setting BEGIN SELECT RAISE(ABORT, 'what was written stays; a correction is written under it'); END;
CREATE TRIGGER liaison_setting_no_delete BEFORE DELETE ON liaison_setting BEGIN SELECT RAISE(ABORT, 'what was written stays; a correction is written under it'); END;
CREATE TRIGGER local_note_text_no_update BEFORE UPDATE ON local_note_text BEGIN SELECT RAISE(ABORT, 'what was written stays; a correction is written under it'); END;
CREATE TRIGGER local_note_text_no_delete BEFORE DELETE ON local_note_text BEGIN SELECT RAISE(ABORT, 'what was written stays; a correction is written under it'); END;
-- end
-- only postgres
CREATE FUNCTION liaison_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was written stays; a correction is written under it'; END $$;
CREATE TRIGGER advice_message_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON advice_message FOR EACH STATEMENT EXECUTE FUNCTION liaison_append_only();
CREATE TRIGGER advice_answer_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON advice_answer FOR EACH STATEMENT EXECUTE FUNCTION liaison_append_only();
CREATE TRIGGER liaison_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON liaison_event FOR EACH STATEMENT EXECUTE FUNCTION liaison_append_only();
CREATE TRIGGER liaison_setting_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON liaison_setting FOR EACH STATEMENT EXECUTE FUNCTION liaison_append_only();
CREATE TRIGGER local_note_text_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON local_note_text FOR EACH STATEMENT EXECUTE FUNCTION liaison_append_only();
-- end
