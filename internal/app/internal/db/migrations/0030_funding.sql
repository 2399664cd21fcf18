-- What the claim of a post rests on, from a month on: whether it is the first
-- or a later post, the written agreement behind a larger share, London, and
-- what happened to a baseline post. A new version never changes an old one.
CREATE TABLE funding_terms (
  pcn TEXT NOT NULL,
  post TEXT NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  from_month TEXT NOT NULL,
  position TEXT NOT NULL CHECK (position IN ('', 'first', 'later')),
  agreement TEXT NOT NULL,
  share bigint CHECK (share BETWEEN 0 AND 1000000),
  london TEXT NOT NULL CHECK (london IN ('none', 'inner', 'outer')),
  registered TEXT NOT NULL CHECK (registered IN ('', 'yes', 'no')),
  cover boolean NOT NULL,
  temporary boolean NOT NULL,
  vacant_since date,
  refilled_on date,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (post, version)
);
CREATE INDEX funding_terms_pcn ON funding_terms (pcn);

-- What a post costs in a month, as the payslip shows it. Amounts of
-- funding_rate are a year's worth in pence, wte and percent are in
-- ten-thousandths. paid is what the payslip comes to, NULL while nobody said.
CREATE TABLE funding_pay (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  post TEXT NOT NULL,
  month TEXT NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  as_worked boolean NOT NULL,
  payslip boolean NOT NULL,
  source TEXT NOT NULL,
  paid bigint CHECK (paid >= 0),
  differs TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (post, month, version)
);
CREATE INDEX funding_pay_month ON funding_pay (pcn, month);

CREATE TABLE funding_rate (
  pay TEXT NOT NULL REFERENCES funding_pay (id),
  pcn TEXT NOT NULL,
  month TEXT NOT NULL,
  position bigint NOT NULL,
  from_day date,
  wte bigint NOT NULL CHECK (wte > 0),
  salary bigint NOT NULL CHECK (salary > 0),
  ni bigint NOT NULL CHECK (ni >= 0),
  pension bigint NOT NULL CHECK (pension >= 0),
  london_pay bigint NOT NULL CHECK (london_pay >= 0),
  PRIMARY KEY (pay, position)
);
CREATE INDEX funding_rate_month ON funding_rate (pcn, month);

-- Sickness and leave, as far as they change what is paid. One entered in error
-- is marked and stays.
CREATE TABLE funding_absence (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  post TEXT NOT NULL,
  kind TEXT NOT NULL,
  from_day date NOT NULL,
  last_day date NOT NULL,
  percent bigint NOT NULL CHECK (percent BETWEEN 0 AND 1000000),
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_name TEXT NOT NULL,
  withdrawn_why TEXT NOT NULL,
  CHECK (last_day >= from_day)
);
CREATE INDEX funding_absence_pcn ON funding_absence (pcn, from_day);

-- What the first post is counted within, asked once and answered in versions.
CREATE TABLE funding_first (
  pcn TEXT NOT NULL,
  version bigint NOT NULL,
  counted_by TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (pcn, version)
);

-- What an ICB asks for with a claim, from a month on: how part months are
-- counted, the last day for a claim (0 is not set), and the evidence, one piece
-- a line.
CREATE TABLE funding_wants (
  icb TEXT NOT NULL,
  version bigint NOT NULL,
  from_month TEXT NOT NULL,
  basis TEXT NOT NULL CHECK (basis IN ('calendar days', 'working days')),
  cut_off bigint NOT NULL CHECK (cut_off BETWEEN 0 AND 28),
  evidence TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (icb, version)
);

-- A table of maximum amounts as somebody loaded it. It counts when a second
-- person has approved it, and is never changed afterwards: a later table
-- follows it. icb is '' for all of England.
CREATE TABLE funding_load (
  id TEXT PRIMARY KEY,
  icb TEXT NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  url TEXT NOT NULL,
  published date NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused')),
  version bigint NOT NULL,
  loaded_at timestamptz NOT NULL,
  loaded_by TEXT NOT NULL,
  loaded_name TEXT NOT NULL,
  decided_at timestamptz,
  decided_by TEXT NOT NULL,
  decided_name TEXT NOT NULL,
  decided_why TEXT NOT NULL,
  CHECK (decided_by = '' OR decided_by <> loaded_by)
);

CREATE TABLE funding_cap (
  load TEXT NOT NULL REFERENCES funding_load (id),
  seq bigint NOT NULL,
  service TEXT NOT NULL CHECK (service IN ('', 'adult', 'cyp')),
  band TEXT NOT NULL CHECK (band <> ''),
  position TEXT NOT NULL CHECK (position IN ('', 'first', 'later')),
  london TEXT NOT NULL CHECK (london IN ('', 'none', 'inner', 'outer')),
  from_day date NOT NULL,
  last_day date,
  annual bigint NOT NULL CHECK (annual > 0),
  supplement bigint CHECK (supplement >= 0),
  PRIMARY KEY (load, seq),
  CHECK (last_day IS NULL OR last_day >= from_day)
);

-- The sum of the scheme for a network and a year: its weighted list, the rate
-- where none is published (thousandths of a pound), and what the other
-- additional roles take of it (pence). NULL is not set.
CREATE TABLE funding_sum (
  pcn TEXT NOT NULL,
  contract_year bigint NOT NULL,
  version bigint NOT NULL,
  weighted bigint NOT NULL CHECK (weighted > 0),
  list_day date NOT NULL,
  rate bigint CHECK (rate > 0),
  others bigint CHECK (others >= 0),
  source TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (pcn, contract_year, version)
);

-- A claim. number 0 is the month's own; from 1 on they are adjustments that
-- were made in this month. round counts how often it was sent.
CREATE TABLE funding_claim (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  icb TEXT NOT NULL,
  month TEXT NOT NULL,
  number bigint NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'complete', 'submitted', 'queried', 'approved', 'paid')),
  version bigint NOT NULL,
  round bigint NOT NULL,
  total bigint NOT NULL,
  made_at timestamptz NOT NULL,
  sent_at timestamptz,
  sent_by TEXT NOT NULL,
  approved_at timestamptz,
  UNIQUE (pcn, month, number)
);
CREATE INDEX funding_claim_icb ON funding_claim (icb, state);

-- What happened to a claim, with the words that were said.
CREATE TABLE funding_said (
  claim TEXT NOT NULL REFERENCES funding_claim (id),
  version bigint NOT NULL,
  state TEXT NOT NULL,
  words TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (claim, version)
);

CREATE TABLE funding_evidence (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  month TEXT NOT NULL,
  post TEXT NOT NULL,
  item TEXT NOT NULL,
  there TEXT NOT NULL CHECK (there IN ('yes', 'no', 'not needed')),
  note TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX funding_evidence_month ON funding_evidence (pcn, month);

-- What was sent, post by post. Of an adjustment, before is what was claimed for
-- the post and month until then, due is what is claimed now, and scheme is the
-- difference; of a month's own claim before is 0 and due is scheme.
CREATE TABLE funding_item (
  claim TEXT NOT NULL REFERENCES funding_claim (id),
  round bigint NOT NULL,
  post TEXT NOT NULL,
  month TEXT NOT NULL,
  pcn TEXT NOT NULL,
  who TEXT NOT NULL,
  role TEXT NOT NULL,
  band TEXT NOT NULL,
  actual bigint NOT NULL,
  cap bigint NOT NULL,
  lower_of bigint NOT NULL,
  above bigint NOT NULL,
  share bigint NOT NULL,
  before bigint NOT NULL,
  due bigint NOT NULL,
  scheme bigint NOT NULL,
  provider bigint NOT NULL,
  PRIMARY KEY (claim, round, post, month)
);
CREATE INDEX funding_item_month ON funding_item (pcn, month);

-- Every line of the sum, in pence, with the rule behind it.
CREATE TABLE funding_line (
  claim TEXT NOT NULL REFERENCES funding_claim (id),
  round bigint NOT NULL,
  post TEXT NOT NULL,
  month TEXT NOT NULL,
  seq bigint NOT NULL,
  what TEXT NOT NULL,
  from_day date NOT NULL,
  last_day date NOT NULL,
  amount bigint NOT NULL,
  sum_text TEXT NOT NULL,
  rule TEXT NOT NULL,
  source TEXT NOT NULL,
  url TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (claim, round, post, month, seq)
);

-- Closed months: what the ICB approved. Nothing in one changes; what is wrong
-- is put right by a later claim.
CREATE TABLE funding_closed (
  claim TEXT PRIMARY KEY REFERENCES funding_claim (id),
  pcn TEXT NOT NULL,
  month TEXT NOT NULL,
  number bigint NOT NULL,
  round bigint NOT NULL,
  total bigint NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (pcn, month, number)
);

-- That the staff were paid what a late rate brought them.
CREATE TABLE funding_staff_paid (
  id TEXT PRIMARY KEY,
  pcn TEXT NOT NULL,
  post TEXT NOT NULL,
  from_month TEXT NOT NULL,
  to_month TEXT NOT NULL,
  paid_on date NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  note TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX funding_staff_paid_pcn ON funding_staff_paid (pcn);

-- What the ICB paid.
CREATE TABLE funding_received (
  id TEXT PRIMARY KEY,
  claim TEXT NOT NULL REFERENCES funding_claim (id),
  paid_on date NOT NULL,
  amount bigint NOT NULL,
  reference TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL
);
CREATE INDEX funding_received_claim ON funding_received (claim);

-- only sqlite
CREATE TRIGGER funding_terms_no_update BEFORE UPDATE ON funding_terms BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_terms_no_delete BEFORE DELETE ON funding_terms BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_pay_no_update BEFORE UPDATE ON funding_pay BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_pay_no_delete BEFORE DELETE ON funding_pay BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_rate_no_update BEFORE UPDATE ON funding_rate BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_rate_no_delete BEFORE DELETE ON funding_rate BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_first_no_update BEFORE UPDATE ON funding_first BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_first_no_delete BEFORE DELETE ON funding_first BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_wants_no_update BEFORE UPDATE ON funding_wants BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_wants_no_delete BEFORE DELETE ON funding_wants BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_cap_no_update BEFORE UPDATE ON funding_cap BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_cap_no_delete BEFORE DELETE ON funding_cap BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_sum_no_update BEFORE UPDATE ON funding_sum BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_sum_no_delete BEFORE DELETE ON funding_sum BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_said_no_update BEFORE UPDATE ON funding_said BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_said_no_delete BEFORE DELETE ON funding_said BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_evidence_no_update BEFORE UPDATE ON funding_evidence BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_evidence_no_delete BEFORE DELETE ON funding_evidence BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_item_no_update BEFORE UPDATE ON funding_item BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_item_no_delete BEFORE DELETE ON funding_item BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_line_no_update BEFORE UPDATE ON funding_line BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_line_no_delete BEFORE DELETE ON funding_line BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_closed_no_update BEFORE UPDATE ON funding_closed BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_closed_no_delete BEFORE DELETE ON funding_closed BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_staff_paid_no_update BEFORE UPDATE ON funding_staff_paid BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_staff_paid_no_delete BEFORE DELETE ON funding_staff_paid BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_received_no_update BEFORE UPDATE ON funding_received BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_received_no_delete BEFORE DELETE ON funding_received BEGIN SELECT RAISE(ABORT, 'what was entered about money is followed, never changed'); END;
CREATE TRIGGER funding_load_decided BEFORE UPDATE ON funding_load WHEN OLD.state <> 'waiting' BEGIN SELECT RAISE(ABORT, 'a table that was decided about is never changed'); END;
CREATE TRIGGER funding_load_no_delete BEFORE DELETE ON funding_load BEGIN SELECT RAISE(ABORT, 'a table that was loaded stays'); END;
-- end
-- only postgres
CREATE FUNCTION funding_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was entered about money is followed, never changed'; END $$;
CREATE TRIGGER funding_terms_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_terms FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_pay_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_pay FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_rate_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_rate FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_first_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_first FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_wants_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_wants FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_cap_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_cap FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_sum_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_sum FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_said_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_said FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_evidence_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_evidence FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_item_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_item FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_line_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_line FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_closed_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_closed FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_staff_paid_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_staff_paid FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_received_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_received FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_load_decided BEFORE UPDATE ON funding_load FOR EACH ROW WHEN (OLD.state <> 'waiting') EXECUTE FUNCTION funding_append_only();
CREATE TRIGGER funding_load_no_delete BEFORE DELETE OR TRUNCATE ON funding_load FOR EACH STATEMENT EXECUTE FUNCTION funding_append_only();
-- end
