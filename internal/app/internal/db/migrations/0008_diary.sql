-- A place where clinics are held: a practice's building or a neighbourhood site.
CREATE TABLE place (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  name TEXT NOT NULL,
  practice TEXT NOT NULL,
  address TEXT NOT NULL,
  getting_there TEXT NOT NULL,
  active boolean NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX place_pcn ON place (pcn);

-- A practitioner's regular session at a place.
CREATE TABLE clinic (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  place TEXT NOT NULL REFERENCES place (id),
  room TEXT NOT NULL,
  service TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('ongoing', 'duty')),
  modes TEXT NOT NULL,
  pattern TEXT NOT NULL,
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  first_minutes bigint NOT NULL,
  follow_minutes bigint NOT NULL,
  firsts bigint NOT NULL,
  break_at TEXT NOT NULL,
  break_minutes bigint NOT NULL,
  from_day date NOT NULL,
  to_day date,
  made_until date NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX clinic_pcn ON clinic (pcn);
CREATE INDEX clinic_practitioner ON clinic (practitioner);

CREATE TABLE slot (
  id TEXT PRIMARY KEY,
  clinic TEXT NOT NULL REFERENCES clinic (id),
  pcn TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  place TEXT NOT NULL,
  service TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('first', 'follow', 'duty')),
  modes TEXT NOT NULL,
  day date NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('free', 'booked', 'blocked', 'withdrawn')),
  why TEXT NOT NULL,
  UNIQUE (clinic, starts_at)
);
CREATE INDEX slot_free ON slot (pcn, kind, starts_at) WHERE state = 'free';
CREATE INDEX slot_practitioner_day ON slot (practitioner, day);
CREATE INDEX slot_pcn_day ON slot (pcn, day);

CREATE TABLE booking (
  id TEXT PRIMARY KEY,
  slot TEXT NOT NULL REFERENCES slot (id),
  person TEXT NOT NULL,
  episode TEXT NOT NULL,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  place TEXT NOT NULL,
  kind TEXT NOT NULL,
  mode TEXT NOT NULL,
  day date NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  week date NOT NULL,
  counts TEXT NOT NULL CHECK (counts IN ('allowance', 'released', 'over', 'own')),
  over_why TEXT NOT NULL,
  words TEXT NOT NULL,
  wishes TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('booked', 'moved', 'cancelled')),
  booked_by TEXT NOT NULL,
  booked_name TEXT NOT NULL,
  booked_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by TEXT NOT NULL,
  ended_name TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  ended_why TEXT NOT NULL,
  moved_from TEXT NOT NULL,
  moved_to TEXT NOT NULL,
  arrival TEXT NOT NULL CHECK (arrival IN ('', 'arrived', 'late', 'did not attend')),
  arrived_at timestamptz,
  happened TEXT NOT NULL CHECK (happened IN ('', 'yes', 'no')),
  happened_why TEXT NOT NULL,
  version bigint NOT NULL
);
-- One living booking a slot: the last line of defence under the rules in Go.
CREATE UNIQUE INDEX booking_slot ON booking (slot) WHERE state = 'booked';
CREATE INDEX booking_person ON booking (person, starts_at);
CREATE INDEX booking_week ON booking (pcn, week, practice);
CREATE INDEX booking_day ON booking (practitioner, day);
CREATE INDEX booking_pcn_day ON booking (pcn, day);

-- Time when a practitioner isn't there, or a part of a clinic that is kept.
CREATE TABLE absence (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('leave', 'block')),
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  why TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX absence_practitioner ON absence (practitioner, from_at);

CREATE TABLE waiting (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  service TEXT NOT NULL,
  kind TEXT NOT NULL,
  mode TEXT NOT NULL,
  place TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  words TEXT NOT NULL,
  wishes TEXT NOT NULL,
  notice_hours bigint NOT NULL,
  since timestamptz NOT NULL,
  by_name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'booked', 'left')),
  ended_at timestamptz,
  ended_why TEXT NOT NULL,
  offers bigint NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX waiting_person ON waiting (person, pcn) WHERE state = 'waiting';
CREATE INDEX waiting_pcn ON waiting (pcn, state, since);
