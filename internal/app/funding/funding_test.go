package funding

import (
	"strings"
	"testing"

	"footbridge/internal/app/network"
	"footbridge/internal/claim"
	"footbridge/internal/engines"
	"footbridge/internal/fault"
)

// The test cases of the policy reference that are about money, through the
// room. Case 5 follows; 7 and 8 are the four-week clock’s, in package policy.
func TestReferenceCases1234And6(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		// 1. Exactly 100,000 patients give a minimum of 1; 100,001 give 2.
		h := open(t, dsn)
		h.exec(t, "INSERT INTO network_extract (kind, as_of, run) VALUES ('mapping','2025-05-01','x'), ('sizes','2025-05-01','x')")
		h.exec(t, "INSERT INTO list_size (as_of, practice, patients) VALUES ('2025-05-01','P10001',100000), ('2025-05-01','P20001',100001)")
		for pcn, want := range map[string]int{"A01": 1, "B01": 2} {
			d := ask(t, h, manager, network.NetworkAt{PCN: pcn, At: day("2025-06-05")})
			if a, ok := d.Rules.Applies(); !ok || a.Posts.Min != want {
				t.Errorf("%s: %+v", pcn, d.Rules.Sentence)
			}
		}

		// 2. Not registered, band 4: refused in March 2022, allowed in April.
		h.first(t)
		h.caps(t, "2021-04-01", "4,2021-04-01,40000\n6,2021-04-01,51600")
		p := h.post(t, "Una Unregistered", "4", "2022-03-01")
		do(t, h, manager, SetTerms{PCN: "A01", Terms: Terms{Post: p, FromMonth: month("2022-03"), Position: claim.First, London: claim.NoLondon, Registered: "no", Why: "HR file"}})
		h.pay(t, p, "2022-03")
		h.pay(t, p, "2022-04")
		if s := h.sheet(t, manager, "2022-03"); s.Works[0].Known() || !strings.Contains(why(s), "below band 5") {
			t.Errorf("March 2022: %s", why(s))
		}
		// £40,000 ÷ 12 = £3,333.33, below £4,400; half of it is £1,666.66.
		if got := scheme(t, h.sheet(t, manager, "2022-04")); got != 166_666 {
			t.Errorf("April 2022: %s", got)
		}
		do(t, h, manager, endHelper{p, day("2022-05-31")})

		// 3. In 2024/25 the first is half the scheme's: £51,600 ÷ 12 = £4,300,
		// half is £2,150. A later one is the scheme's whole with an agreement,
		// and blocked without.
		first := h.post(t, "Fern First", "6", "2023-04-01")
		h.terms(t, first, claim.First, "")
		later := h.post(t, "Lou Later", "6", "2024-06-01")
		h.terms(t, later, claim.Later, "")
		h.pay(t, first, "2024-09")
		h.pay(t, later, "2024-09")
		s := h.sheet(t, manager, "2024-09")
		if s.Works[0].Scheme() != 215_000 || s.Works[1].Known() || !strings.Contains(why(s), "ask the ICB") {
			t.Errorf("September 2024: %s, %s", s.Works[0].Scheme(), why(s))
		}
		fails(t, h, manager, MakeComplete{PCN: "A01", Month: month("2024-09")}, fault.Invalid, "written agreement")
		do(t, h, manager, SetTerms{PCN: "A01", Terms: Terms{Post: later, Version: 1, FromMonth: month("2024-06"), Position: claim.Later, Agreement: "Signed on 2 June 2024", London: claim.NoLondon, Registered: "yes", Why: "Signed"}})
		if s := h.sheet(t, manager, "2024-09"); s.Works[1].Scheme() != 430_000 || len(s.Missing) != 0 {
			t.Errorf("with the agreement: %s, %s", s.Works[1].Scheme(), why(s))
		}
		do(t, h, manager, endHelper{later, day("2024-12-31")})

		// 4. June and July 2023 use two versions: £4,300.00 and £4,400.00.
		h.caps(t, "2023-07-01", "6,2023-07-01,52800")
		h.pay(t, first, "2023-06")
		h.pay(t, first, "2023-07")
		for m, want := range map[string]claim.Pence{"2023-06": 430_000, "2023-07": 440_000} {
			if c := h.sheet(t, manager, m).Works[0].Claim; c.Cap == nil || *c.Cap != want {
				t.Errorf("%s: %v", m, c.Cap)
			}
		}

		// 6. Without a maximum the claim is blocked, and nothing is £0.00.
		empty := h.post(t, "Bo Band7", "7", "2024-01-01")
		h.terms(t, empty, claim.Later, "Signed")
		h.pay(t, empty, "2025-05")
		h.pay(t, first, "2025-05")
		s = h.sheet(t, manager, "2025-05")
		if s.Known || s.Works[1].Known() || !strings.Contains(why(s), "is not set: ask the ICB") {
			t.Errorf("without a maximum: %s", why(s))
		}
		fails(t, h, manager, MakeComplete{PCN: "A01", Month: month("2025-05")}, fault.Invalid, "is not set")
	})
}

// 5. May 2025 was claimed in June at £51,600 a year, £4,300.00 a month, half of
// it £2,150.00. The table of August says £52,200 from April: £4,350.00, half is
// £2,175.00. £25.00 is proposed once, after the staff were paid, and then never
// again.
func TestReferenceCase5BackdatedRate(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		h.first(t)
		h.caps(t, "2024-04-01", "6,2024-04-01,51600")
		p := h.post(t, "Fern First", "6", "2023-04-01")
		h.terms(t, p, claim.First, "")
		h.pay(t, p, "2025-04")
		h.pay(t, p, "2025-05")
		may := h.closed(t, "2025-05")
		h.at("2025-06-06T09:00:00Z")
		h.closed(t, "2025-04")
		before := h.sheet(t, manager, "2025-05").Items

		h.at("2025-08-05T09:00:00Z")
		h.caps(t, "2025-08-01", "6,2025-04-01,52200")
		d := ask(t, h, manager, Late{PCN: "A01"})
		if len(d.Waits()) != 2 || d.Owed != 5_000 || d.Ready != 0 || len(d.Proposed()) != 0 {
			t.Fatalf("before the staff were paid: %+v", d)
		}
		fails(t, h, manager, DraftAdjustment{PCN: "A01"}, fault.Invalid, "The staff are paid first")
		h.at("2025-08-28T09:00:00Z")
		do(t, h, manager, PayStaff{PCN: "A01", Post: p, From: month("2025-04"), To: month("2025-07"), On: day("2025-08-28"), Amount: 5_000, Note: "Payslip of August"})
		if d = ask(t, h, manager, Late{PCN: "A01"}); len(d.Proposed()) != 2 || d.Ready != 5_000 {
			t.Fatalf("after it: %+v", d)
		}
		id := do(t, h, manager, DraftAdjustment{PCN: "A01"})
		fails(t, h, manager, DraftAdjustment{PCN: "A01"}, fault.Conflict, "There is an adjustment claim already")
		if d = ask(t, h, manager, Late{PCN: "A01"}); len(d.List) != 0 || d.Open == nil {
			t.Errorf("while it is open: %+v", d.List)
		}
		// The ICB does not see what was not sent.
		fails(t, h, board, Approve{ID: id, Version: 1}, fault.NotFound, "")
		do(t, h, manager, Submit{ID: id, Version: 1})
		do(t, h, board, Approve{ID: id, Version: 2})
		if d = ask(t, h, manager, Late{PCN: "A01"}); len(d.List) != 0 || d.Open != nil {
			t.Errorf("when it is closed: %+v", d.List)
		}
		fails(t, h, manager, DraftAdjustment{PCN: "A01"}, fault.Invalid, "nothing to adjust")
		s := h.sheet(t, manager, id)
		if len(s.Items) != 2 || s.Total != 5_000 || s.Items[1].Before != 215_000 || s.Items[1].Due != 217_500 || s.Items[1].Scheme != 2_500 || len(s.Items[1].Lines) == 0 {
			t.Errorf("the adjustment: %+v", s.Items)
		}
		// The closed month is as it was.
		after := h.sheet(t, manager, may).Items
		if len(after) != 1 || after[0].Scheme != before[0].Scheme || after[0].Scheme != 215_000 {
			t.Errorf("the closed month changed: %+v", after)
		}
		for _, q := range []string{"UPDATE funding_item SET scheme = 1", "DELETE FROM funding_closed", "UPDATE funding_line SET amount = 1", "UPDATE funding_pay SET paid = 1", "UPDATE funding_load SET name = 'x'", "UPDATE funding_cap SET annual = 1"} {
			if h.try(q) == nil {
				t.Errorf("%s was done", q)
			}
		}

		// A second late rate is a second adjustment, of the rest only: £52,800
		// is £4,400.00, half £2,200.00, less £2,175.00 is £25.00 again, for two
		// months. The payment of August does not count for it.
		h.at("2025-11-05T09:00:00Z")
		h.caps(t, "2025-11-01", "6,2025-04-01,52800")
		if d = ask(t, h, manager, Late{PCN: "A01"}); len(d.Waits()) != 2 || d.Owed != 5_000 || d.List[0].Original != 217_500 {
			t.Errorf("a second late rate: %+v", d)
		}
	})
}

// A claim goes its way, and nobody goes it for somebody else.
func TestTheWayOfAClaim(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		p := h.post(t, "Fern First", "6", "2023-04-01")
		may := month("2025-05")
		fails(t, h, manager, MakeComplete{PCN: "A01", Month: may}, fault.Invalid, "The pay of May 2025 is not entered")
		fails(t, h, other, MakeComplete{PCN: "A01", Month: may}, fault.NotFound, "")
		fails(t, h, lead, EnterPay{PCN: "A01", Post: p, Month: may, Rates: cost}, fault.Denied, "")
		h.pay(t, p, "2025-05")
		fails(t, h, manager, MakeComplete{PCN: "A01", Month: may}, fault.Invalid, "say which this one is")
		h.terms(t, p, claim.First, "")
		fails(t, h, manager, MakeComplete{PCN: "A01", Month: may}, fault.Invalid, "what the first post is counted within")
		h.first(t)
		h.caps(t, "2024-04-01", "6,2024-04-01,51600")
		do(t, h, board, SetWants{Wants{ICB: "QUY", FromMonth: month("2025-04"), Basis: claim.CalendarDays, CutOff: 10, Evidence: "Contract of employment\nTimesheet", Why: "Letter of April"}})
		fails(t, h, manager, MakeComplete{PCN: "A01", Month: may}, fault.Invalid, "Timesheet")
		do(t, h, manager, NoteEvidence{PCN: "A01", Month: may, Post: p, Items: []Noted{{"Contract of employment", "yes", "Shared folder"}, {"Timesheet", "not needed", "Whole time"}}})
		id := do(t, h, manager, MakeComplete{PCN: "A01", Month: may})
		// A change makes a draft of it again.
		do(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: may, Version: 1, Payslip: true, Source: "Payroll", Rates: cost})
		fails(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: may, Version: 1, Rates: cost}, fault.Conflict, "Max Manager")
		fails(t, h, manager, Submit{ID: id, Version: 2}, fault.Conflict, "Draft")
		do(t, h, manager, MakeComplete{PCN: "A01", Month: may, Version: 2})
		fails(t, h, board, Approve{ID: id, Version: 3}, fault.NotFound, "")
		if got := do(t, h, manager, Submit{ID: id, Version: 3}); got != 215_000 {
			t.Errorf("sent %s", got)
		}
		fails(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: may, Version: 2, Rates: cost}, fault.Conflict, "with the ICB")
		fails(t, h, manager, Approve{ID: id, Version: 4}, fault.Denied, "")
		fails(t, h, foreign, Query{ID: id, Version: 4, Words: "Why?"}, fault.NotFound, "")
		do(t, h, board, Query{ID: id, Version: 4, Words: "Is the pension right?"})
		do(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: may, Version: 2, Payslip: true, Source: "Payroll", Rates: []Rate{{WTE: 10_000, Salary: 4_000_000, NI: 480_000, Pension: 400_000}}})
		// £4,400.00 less half the pension of £666.67 is £4,066.66: below the
		// maximum. Half of £4,066.66 is £2,033.33.
		if got := do(t, h, manager, Answer{ID: id, Version: 5, Words: "It was not; the new payslip is there"}); got != 203_333 {
			t.Errorf("sent again %s", got)
		}
		do(t, h, board, Approve{ID: id, Version: 6})
		fails(t, h, board, Approve{ID: id, Version: 6}, fault.Conflict, "Approved")
		// The query, the answer and the approval each left one line, with who.
		if got := h.audited(t, id); got != "funding.Query Ines Board, funding.Answer Max Manager, funding.Approve Ines Board" {
			t.Errorf("audited: %s", got)
		}
		// Pay of a closed month is a correction with a reason.
		fails(t, h, manager, EnterPay{PCN: "A01", Post: p, Month: may, Version: 3, Rates: cost}, fault.Invalid, "is closed")
		fails(t, h, board, Receive{ID: id, Version: 7, On: day("2025-06-05"), Amount: 300_000, Reference: "BACS"}, fault.Invalid, "£2,033.33")
		if do(t, h, board, Receive{ID: id, Version: 7, On: day("2025-06-05"), Amount: 100_000, Reference: "BACS 1"}) {
			t.Error("a part is the whole")
		}
		h.at("2025-08-15T09:00:00Z")
		o := ask(t, h, manager, Claims{PCN: "A01", Year: 2025})
		if a := o.Arrears; a.Claims != 1 || a.Sum != 103_333 || a.Oldest != 71 || a.Quarter != 103_333 {
			t.Errorf("arrears: %+v", a)
		}
		if !do(t, h, board, Receive{ID: id, Version: 8, On: day("2025-08-15"), Amount: 103_333, Reference: "BACS 2"}) {
			t.Error("the rest is not the whole")
		}
		b := ask(t, h, board, Board{ICB: "QUY", Year: 2025})
		if len(b.Rows) != 1 || b.Spent != 203_333 || b.Arrears.Claims != 0 || b.Rows[0].Claims[0].State != Paid {
			t.Errorf("board: %+v", b)
		}
		// The employer sees its own posts, another employer none.
		if s := h.sheet(t, lead, "2025-05"); len(s.Works) != 1 || len(s.Items) != 1 || s.Change() {
			t.Errorf("team lead: %+v", s)
		}
		if s := h.sheet(t, strange, "2025-05"); len(s.Works) != 0 || len(s.Items) != 0 {
			t.Errorf("another provider sees %+v", s.Items)
		}
	})
}

// A maximum needs two people; whoever loaded it can't approve it.
func TestTwoPeopleForAMaximum(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		h := open(t, dsn)
		load := LoadCaps{ICB: "QUY", Name: "Table 3", Source: "Invented", Published: day("2025-04-01"), Table: "service,band,position,london,from,to,annual,london_supplement\nadult,6,first,,2025-04-01,2026-03-31,\"51,600\",\ncyp,6,,inner,2025-04-01,,£60000.50,4800\n"}
		id := do(t, h, board, load)
		fails(t, h, board, DecideCaps{ID: id, Version: 1, Approve: true, Why: "x"}, fault.Denied, "second person")
		fails(t, h, foreign, DecideCaps{ID: id, Version: 1, Approve: true, Why: "x"}, fault.NotFound, "")
		fails(t, h, manager, DecideCaps{ID: id, Version: 1, Approve: true, Why: "x"}, fault.Denied, "")
		fails(t, h, board2, DecideCaps{ID: id, Version: 1, Approve: true}, fault.Invalid, "compared")
		do(t, h, admin, DecideCaps{ID: id, Version: 1, Approve: true, Why: "Compared"})
		fails(t, h, board2, DecideCaps{ID: id, Version: 1, Why: "x"}, fault.Conflict, "Ada Admin")
		// The same posts and day again: only what was published later.
		again := do(t, h, board, load)
		fails(t, h, board2, DecideCaps{ID: again, Version: 1, Approve: true, Why: "x"}, fault.Invalid, "published later")
		do(t, h, board2, DecideCaps{ID: again, Version: 1, Why: "The same as before"})
		fails(t, h, board, LoadCaps{ICB: "", Name: "x", Source: "x", Published: day("2025-04-01"), Table: "band,from,annual\n6,2025-04-01,1"}, fault.NotFound, "")
		l := ask(t, h, manager, Caps{})
		if len(l.Loads) != 2 || len(l.Loads[1].Rows) != 2 || l.Loads[1].Rows[1].Annual != 6_000_050 || l.MayLoad {
			t.Errorf("%+v", l)
		}
		if l := ask(t, h, other, Caps{}); len(l.Loads) != 0 {
			t.Errorf("another ICB's table is seen: %+v", l)
		}
	})
}

func TestTablesThatAreWrong(t *testing.T) {
	for text, words := range map[string]string{
		"":                                                              "is empty",
		"band,from\n6,2025-04-01":                                       "annual is missing",
		"band,from,annual,colour\n6,x,1,":                               "no column",
		"band,from,annual\n":                                            "no lines",
		"band,from,annual\n11,2025-04-01,50000":                         "no Agenda for Change band",
		"band,from,annual\n6,1 April 2025,50000":                        "not a day",
		"band,from,annual\n6,2025-04-01,TBC":                            "no yearly amount",
		"band,from,annual\n6,2025-04-01,0":                              "no yearly amount",
		"band,from,annual\n6,2025-04-01,51,600":                         "more cells",
		"band,from,annual\n6,2025-04-01,50000\n6,2025-04-01,51000":      "Lines 2 and 3",
		"band,from,to,annual\n6,2025-04-01,2025-03-01,50000":            "last day",
		"band,from,annual,position\n6,2025-04-01,50000,second":          "position is",
		"band,from,annual,london\n6,2025-04-01,50000,Paris":             "london is",
		"band,from,annual,service\n6,2025-04-01,50000,older":            "service is",
		"band,from,annual,london_supplement\n6,2025-04-01,50000,plenty": "no amount",
	} {
		_, err := ParseCaps(text)
		var all []string
		for _, f := range fault.FieldsOf(err) {
			all = append(all, f.Message)
		}
		if !strings.Contains(strings.Join(all, "\n"), words) {
			t.Errorf("%q: %q, not %q", text, all, words)
		}
	}
	for s, want := range map[string]claim.Pence{"£1,234.56": 123_456, "51600": 5_160_000, "0.05": 5} {
		if p, ok := ParsePounds(s); !ok || p != want {
			t.Errorf("%s: %d", s, p)
		}
	}
	for _, s := range []string{"", "1.5", "-1", "1e3", "12345678901", "1.", "£"} {
		if p, ok := ParsePounds(s); ok {
			t.Errorf("%q is %s", s, p)
		}
	}
}
