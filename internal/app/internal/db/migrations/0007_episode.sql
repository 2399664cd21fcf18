-- How a person comes. A direct booking is a request too: received when it was
-- booked.
CREATE TABLE request (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  way TEXT NOT NULL,
  service TEXT NOT NULL,
  words TEXT NOT NULL,
  answers TEXT NOT NULL,
  received_at timestamptz NOT NULL,
  received_by TEXT NOT NULL,
  episode TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'ended')),
  ended_at timestamptz,
  ended_why TEXT NOT NULL,
  told TEXT NOT NULL
);
CREATE INDEX request_person ON request (person, received_at);

-- The time in which a network's practitioners hold a person.
CREATE TABLE episode (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  service TEXT NOT NULL,
  holder TEXT NOT NULL,
  opened_at timestamptz NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  closed_at timestamptz,
  closed_why TEXT NOT NULL,
  told TEXT NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX episode_open ON episode (person, pcn, service) WHERE state = 'open';
CREATE INDEX episode_pcn ON episode (pcn, state, opened_at);

-- Somebody who asked and was shown another way: nobody is turned away without
-- one, and whether they were told it.
CREATE TABLE other_way (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  words TEXT NOT NULL,
  criterion TEXT NOT NULL,
  onward TEXT NOT NULL,
  urgent boolean NOT NULL,
  told TEXT NOT NULL,
  told_how TEXT NOT NULL,
  by_user TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX other_way_person ON other_way (person, at);
CREATE INDEX other_way_pcn ON other_way (pcn, at);
