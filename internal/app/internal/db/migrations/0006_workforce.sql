CREATE TABLE practitioner (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  role_type TEXT NOT NULL,
  gender TEXT NOT NULL,
  rings_from TEXT NOT NULL,
  does TEXT NOT NULL,
  does_not TEXT NOT NULL,
  active boolean NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX practitioner_user ON practitioner (user_id);
-- A post in a network: who holds it, for whom, how much of the week.
CREATE TABLE post (
  id TEXT PRIMARY KEY,
  practitioner TEXT NOT NULL REFERENCES practitioner (id),
  pcn TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL CHECK (model IN ('joint', 'independent', 'vcse')),
  service TEXT NOT NULL CHECK (service IN ('adult', 'cyp')),
  band TEXT NOT NULL,
  wte_percent bigint NOT NULL,
  from_day date NOT NULL,
  to_day date
);
CREATE INDEX post_pcn ON post (pcn, from_day);
CREATE INDEX post_practitioner ON post (practitioner);
