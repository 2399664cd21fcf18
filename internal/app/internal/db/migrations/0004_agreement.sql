-- Providers aren't in the published mapping of practices: they are entered.
CREATE TABLE provider (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('trust', 'vcse', 'other'))
);

-- One version of the agreement between a network and a provider. Its terms
-- are one document; a version that was signed is never changed.
CREATE TABLE agreement (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  provider TEXT NOT NULL REFERENCES provider (code),
  number bigint NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'signed', 'withdrawn')),
  from_day date NOT NULL,
  to_day date,
  terms TEXT NOT NULL,
  version bigint NOT NULL,
  drafted_by TEXT NOT NULL,
  drafted_at timestamptz NOT NULL,
  network_signed_by TEXT NOT NULL,
  network_signed_at timestamptz,
  provider_signed_by TEXT NOT NULL,
  provider_signed_at timestamptz,
  UNIQUE (pcn, provider, number)
);
CREATE INDEX agreement_provider ON agreement (provider, state);

-- Where to turn when help is needed today. A change makes a new row; the old
-- one keeps until when it held.
CREATE TABLE urgent_route (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  practice TEXT NOT NULL,
  position bigint NOT NULL,
  label TEXT NOT NULL,
  number TEXT NOT NULL,
  hours TEXT NOT NULL,
  who_for TEXT NOT NULL,
  staff_only boolean NOT NULL,
  owner TEXT NOT NULL,
  checked_on date,
  checked_by TEXT NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz
);
CREATE INDEX urgent_route_pcn ON urgent_route (pcn, practice) WHERE until IS NULL;
