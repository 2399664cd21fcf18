package funding

import (
	"cmp"
	"fmt"
	"html/template"

	"footbridge/internal/app/funding"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var (
	claimsPage   = site.Parse(files, "claims.html")
	claimPage    = site.Parse(files, "claim.html", "lines.html")
	evidencePage = site.Parse(files, "evidence.html")
)

// Claims shows the months of a year: how each claim stands, what is missing,
// and what is not paid yet.
func Claims(v *site.Visit) error {
	if v.Network() == "" && board(v) != "" {
		return v.To("/funding/board")
	}
	return showClaims(v)
}

func showClaims(v *site.Visit) error {
	o, err := site.Ask(v, funding.Claims{PCN: v.Network(), Year: min(yearOf(v), calendar.ContractYearOf(v.App.Today()))})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Claims", Wide: true, Form: v.Form()}, claimsPage, map[string]any{
		"O": o, "Form": v.Form(), "Years": years(v, "/claims", o.Year, calendar.ContractYearOf(o.Today)), "Late": lateTable(o.Late), "Posts": lateRows(o.Late), "Days": arrearsText(o.Arrears),
	})
}

func arrearsText(a funding.Arrears) string {
	if a.Claims == 0 {
		return ""
	}
	return fmt.Sprintf("%s not paid yet, in %s. The oldest was sent %s ago", a.Sum, site.Plural(a.Claims, "claim", "claims"), site.Plural(a.Oldest, "day", "days"))
}

// lateTable lists the closed months that come out otherwise now.
func lateTable(d *funding.Differences) template.HTML {
	if d == nil || len(d.List) == 0 {
		return ""
	}
	t := nhsuk.Table{
		Caption: nhsuk.TableCaption{Text: "What was claimed, and what it comes to", Size: nhsuk.SizeS}, Responsive: true,
		Head: heads("Month", "Who", "£Claimed", "£Comes to now", "£Difference", "How it stands"),
	}
	for _, x := range d.List {
		row := []nhsuk.Cell{{Text: x.Month.Long()}, {Text: x.Post.Name}, numeric((x.Claimed + x.Made).String())}
		if x.Blocked != "" {
			row = append(row, numeric("Not known"), numeric(""), nhsuk.Cell{Text: x.Blocked})
		} else {
			row = append(row, numeric(x.New.String()), numeric((x.New - x.Claimed - x.Made).String()), nhsuk.Cell{Text: x.Adjustment.Why})
		}
		t.Rows = append(t.Rows, row)
	}
	return t.HTML()
}

// lateRow is what the closed months of one post come to beside what was claimed.
type lateRow struct {
	Who         string
	Ready, Owed claim.Pence // can be claimed now; waits for the payment of the staff
	Months      int
	Blocked     string
}

// lateRows sums the differences up by post, in the order of the list.
func lateRows(d *funding.Differences) (list []lateRow) {
	if d == nil {
		return nil
	}
	at := map[string]int{}
	for _, x := range d.List {
		i, ok := at[x.Post.ID]
		if !ok {
			i = len(list)
			at[x.Post.ID] = i
			list = append(list, lateRow{Who: x.Post.Name})
		}
		r := &list[i]
		r.Months++
		switch {
		case x.Blocked != "":
			r.Blocked = x.Blocked
		case x.State == claim.Proposed:
			r.Ready += x.Difference
		case x.State == claim.AwaitingStaff:
			r.Owed += x.Difference
		}
	}
	return list
}

// DoAdjust drafts the adjustment claim.
func DoAdjust(v *site.Visit) error {
	id, err := site.Do(v, funding.DraftAdjustment{PCN: v.Network()})
	if err != nil {
		if v.Again(err) {
			return showClaims(v)
		}
		return err
	}
	return v.ToWith("/claims/"+id, "The adjustment claim is drafted")
}

// post is a post as the page of a claim shows it.
type post struct {
	ID, Who, What string
	Item          *funding.Item
	Work          *funding.Worked
	Lines         []claim.Line
	Blocks        []string
	Notes         []string
	Scheme        string
	Sums          template.HTML
	Evidence      []funding.Evidence
	Month         calendar.Month
}

// posts puts what was sent, or what comes out now, into the page's order.
func posts(s funding.Sheet) (list []post) {
	if len(s.Items) > 0 {
		for i := range s.Items {
			x := &s.Items[i]
			p := post{ID: x.Post, Who: x.Who, What: fmt.Sprintf("%s, band %s", x.Role, x.Band), Item: x, Lines: x.Lines, Scheme: x.Scheme.String(), Evidence: s.EvidenceFor(x.Post), Month: x.Month}
			rows := [][2]string{
				{"What the post cost", x.Actual.String()}, {"The most that counts", x.Cap.String()}, {"The lower of the two", x.LowerOf.String()},
				{"The scheme pays", fmt.Sprintf("%s (%s%%)", x.Due, x.Share)}, {"The provider pays", x.Provider.String()}, {"Above the maximum, paid by nobody", x.Above.String()},
			}
			if s.Claim.Adjustment() {
				p.What += ", " + x.Month.Long()
				rows = append(rows, [2]string{"Claimed before", x.Before.String()}, [2]string{"This claim: the difference", x.Scheme.String()})
			}
			p.Sums = summary(rows)
			list = append(list, p)
		}
		return list
	}
	for i := range s.Works {
		w := &s.Works[i]
		p := post{ID: w.Post.ID, Who: w.Post.Name, What: fmt.Sprintf("%s, band %s", w.Post.Role, w.Post.Band), Work: w, Lines: w.Claim.Lines, Notes: w.Claim.Notes, Scheme: "Not known yet", Evidence: s.EvidenceFor(w.Post.ID), Month: s.Month}
		if w.Wrong != "" {
			p.Blocks = append(p.Blocks, w.Wrong)
		}
		for _, b := range w.Claim.Blocked {
			p.Blocks = append(p.Blocks, b.Why)
		}
		if w.Known() {
			c := w.Claim
			p.Scheme = c.Scheme.String()
			p.Sums = summary([][2]string{
				{"What the post cost", c.Actual.String()}, {"The most that counts", c.Cap.String()}, {"The lower of the two", c.Lower.String()},
				{"The scheme pays", fmt.Sprintf("%s (%s%%)", c.Scheme, c.SharePct)}, {"The provider pays", c.Provider.String()}, {"Above the maximum, paid by nobody", c.AboveCap.String()},
			})
		}
		list = append(list, p)
	}
	return list
}

func summary(rows [][2]string) template.HTML {
	t := nhsuk.Table{Caption: nhsuk.TableCaption{Text: "In short", HiddenText: ""}, Compact: true, FirstCellIsHeader: true}
	for _, r := range rows {
		t.Rows = append(t.Rows, []nhsuk.Cell{{Text: r[0]}, numeric(r[1])})
	}
	return t.HTML()
}

// Claim shows one claim: every post with every line, what is missing, and what
// can be done with it.
func Claim(v *site.Visit) error { return showClaim(v, v.Path("claim")) }

func showClaim(v *site.Visit, key string) error {
	s, err := site.Ask(v, funding.ClaimOf{PCN: v.Network(), Key: key})
	if err != nil {
		return err
	}
	version, title := 0, "Claim of "+s.Month.Long()
	state := funding.State("")
	if s.Claim != nil {
		version, title, state = s.Claim.Version, s.Claim.Title(), s.Claim.State
	}
	back, text := "/claims", "Claims"
	if s.Board && !s.Own {
		back, text = "/funding/board", "Money of the networks"
	}
	if f := v.Form(); s.Claim != nil && f.Raw("amount") == "" {
		f.Set("amount", pounds(max(0, s.Claim.Total-s.Claim.Received)))
	}
	return v.Show(site.Page{Title: title, Back: back, BackText: text, Form: v.Form(), Wide: true}, claimPage, map[string]any{
		"S": s, "Form": v.Form(), "Version": version, "Title": title, "State": state, "Posts": posts(s), "Key": key, "Path": "/claims/" + key, "Today": v.App.Today(),
		"Sent": s.Claim != nil && !s.Claim.SentAt.IsZero(), "Late": s.Wants != nil && s.Wants.CutOff > 0, "Credit": s.Claim != nil && s.Claim.Total < 0,
	})
}

// did answers one of the actions of a claim's page: on with a message, or the
// page again with what was typed.
func did(v *site.Visit, path, message string, err error) error {
	if err == nil {
		return v.ToWith(path, message)
	}
	if v.Again(err) {
		return showClaim(v, v.Path("claim"))
	}
	return err
}

func version(v *site.Visit) int {
	n, _ := v.Form().Int("version")
	return n
}

// DoComplete says that nothing is missing.
func DoComplete(v *site.Visit) error {
	m, err := calendar.ParseMonth(v.Path("claim"))
	if err != nil {
		return fault.Missing("month")
	}
	_, err = site.Do(v, funding.MakeComplete{PCN: v.Network(), Month: m, Version: version(v)})
	return did(v, "/claims/"+m.String(), "The claim is complete. Look through it, then send it", err)
}

// DoSubmit sends it.
func DoSubmit(v *site.Visit) error {
	total, err := site.Do(v, funding.Submit{ID: v.Form().Text("id"), Version: version(v)})
	return did(v, "/claims/"+v.Path("claim"), "The claim over "+total.String()+" is with the ICB", err)
}

// DoReopen makes a draft of it again.
func DoReopen(v *site.Visit) error {
	_, err := site.Do(v, funding.Reopen{ID: v.Form().Text("id"), Version: version(v), Why: v.Form().Text("why")})
	return did(v, "/claims/"+v.Path("claim"), "The claim is a draft again", err)
}

// DoAnswer answers the ICB's question.
func DoAnswer(v *site.Visit) error {
	total, err := site.Do(v, funding.Answer{ID: v.Form().Text("id"), Version: version(v), Words: v.Form().Text("words")})
	return did(v, "/claims/"+v.Path("claim"), "The answer and the claim over "+total.String()+" are with the ICB", err)
}

// DoQuery asks the network something.
func DoQuery(v *site.Visit) error {
	_, err := site.Do(v, funding.Query{ID: v.Path("claim"), Version: version(v), Words: v.Form().Text("words")})
	return did(v, "/claims/"+v.Path("claim"), "The network has your question", err)
}

// DoApprove approves it.
func DoApprove(v *site.Visit) error {
	_, err := site.Do(v, funding.Approve{ID: v.Path("claim"), Version: version(v), Words: v.Form().Text("remark")})
	return did(v, "/claims/"+v.Path("claim"), "The claim is approved and the month is closed", err)
}

// DoReceive records what was paid.
func DoReceive(v *site.Visit) error {
	f := v.Form()
	c := funding.Receive{ID: v.Path("claim"), Version: version(v), Reference: f.Text("reference"), On: date(f, "on", "The day of the payment")}
	c.Amount = amount(f, "amount", "The amount")
	if f.Checked("credit") {
		c.Amount = -c.Amount
	}
	if !f.OK() {
		return showClaim(v, v.Path("claim"))
	}
	_, err := site.Do(v, c)
	return did(v, "/claims/"+v.Path("claim"), "The payment is recorded", err)
}

// Evidence shows what the ICB asks for, for one post.
func Evidence(v *site.Visit) error {
	s, err := sheetOfMonth(v)
	if err != nil {
		return err
	}
	for i, e := range s.EvidenceFor(v.Path("post")) {
		v.Form().Set(fmt.Sprintf("there-%d", i), e.There)
		v.Form().Set(fmt.Sprintf("note-%d", i), e.Note)
	}
	return showEvidence(v, s)
}

func sheetOfMonth(v *site.Visit) (funding.Sheet, error) {
	if _, err := calendar.ParseMonth(v.Path("claim")); err != nil {
		return funding.Sheet{}, fault.Missing("month")
	}
	s, err := site.Ask(v, funding.ClaimOf{PCN: v.Network(), Key: v.Path("claim")})
	if err == nil && !s.Own {
		err = fault.Missing("month")
	}
	return s, err
}

// there are the answers about a piece of evidence.
var there = form.Choices("yes", "It is there", "not needed", "Not needed", "no", "Not yet")

func showEvidence(v *site.Visit, s funding.Sheet) error {
	type item struct {
		funding.Evidence
		There, Note template.HTML
	}
	var items []item
	who := ""
	for _, w := range s.Works {
		if w.Post.ID == v.Path("post") {
			who = w.Post.Name
		}
	}
	if who == "" {
		return fault.Missing("post")
	}
	for i, e := range s.EvidenceFor(v.Path("post")) {
		items = append(items, item{e, v.Form().Radios(fmt.Sprintf("there-%d", i), e.Item, there, form.Inline()).HTML(),
			v.Form().Input(fmt.Sprintf("note-%d", i), "Where it is kept, or why it is not needed").HTML()})
	}
	return v.Show(site.Page{Title: "Evidence for " + who, Back: "/claims/" + s.Month.String(), BackText: "Claim of " + s.Month.Long(), Form: v.Form()}, evidencePage, map[string]any{
		"Form": v.Form(), "Items": items, "Who": who, "S": s,
	})
}

// DoEvidence records it, piece by piece.
func DoEvidence(v *site.Visit) error {
	s, err := sheetOfMonth(v)
	if err != nil {
		return err
	}
	f := v.Form()
	c := funding.NoteEvidence{PCN: s.PCN, Month: s.Month, Post: v.Path("post")}
	for i, e := range s.EvidenceFor(c.Post) {
		c.Items = append(c.Items, funding.Noted{Item: e.Item, There: cmp.Or(f.Text(fmt.Sprintf("there-%d", i)), "no"), Note: f.Text(fmt.Sprintf("note-%d", i))})
	}
	if _, err := site.Do(v, c); err != nil {
		if v.Again(err) {
			return showEvidence(v, s)
		}
		return err
	}
	return v.ToWith("/claims/"+s.Month.String(), "The evidence is recorded")
}
