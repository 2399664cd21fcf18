package measures

import (
	"fmt"
	"strconv"

	"footbridge/internal/access"
	"footbridge/internal/app/measures"
	"footbridge/internal/measure"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

var (
	instrumentsPage = site.Parse(files, "instruments.html")
	newPage         = site.Parse(files, "instrumentnew.html")
	onePage         = site.Parse(files, "instrument.html")
)

// Instruments lists the questionnaires of a network.
func Instruments(v *site.Visit) error {
	l, err := site.Ask(v, measures.Instruments{PCN: v.Network()})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Questionnaires", Wide: true}, instrumentsPage, map[string]any{"L": l})
}

// New shows the form that adds a questionnaire: a file, or with ?kind=total
// its name and range.
func New(v *site.Visit) error {
	f := v.Form()
	return v.Show(site.Page{Title: "Add a questionnaire", Form: f, Back: "/instruments"}, newPage, map[string]any{"Form": f, "Total": f.Raw("kind") == "total", "YesNo": form.Choices("no", "Lower is better", "yes", "Higher is better")})
}

// DoNew keeps it.
func DoNew(v *site.Visit) error {
	f := v.Form()
	c := measures.AddInstrument{PCN: v.Network(), Notice: f.Text("notice"), LicenceHolder: f.Text("holder")}
	if f.Raw("kind") == "total" {
		c.Name, c.Edition, c.ChangeSource, c.HigherBetter = f.Text("name"), f.Text("edition"), f.Text("source"), f.Raw("better") == "yes"
		c.Lowest, _ = f.Int("lowest", "The lowest total")
		c.Highest, _ = f.Int("highest", "The highest total")
		c.ChangeBy, _ = f.Int("change", "The threshold")
		c.SafetyItem, _ = f.Int("safety", "The number of the safety item")
	} else {
		var err error
		if c.Questionnaire = f.Raw("questionnaire"); c.Questionnaire == "" {
			if c.Questionnaire, err = upload(v, "file"); err != nil && !v.Again(err) {
				return err
			}
			f.Set("questionnaire", c.Questionnaire)
		}
		f.Require(c.Questionnaire != "" || !f.OK(), "file", "Choose the file with the questionnaire")
	}
	if f.OK() {
		id, err := site.Do(v, c)
		if err == nil {
			return v.ToWith("/instruments/"+id, "The questionnaire is kept. A clinical lead confirms it before it is used")
		}
		if !v.Again(err) {
			return err
		}
		if f.ErrorFor("questionnaire") != "" {
			f.Set("questionnaire", "") // choose another file
		}
	}
	return New(v)
}

// Instrument shows one that the network added: what was recognised, what is
// missing, and the form with which a clinical lead confirms it.
func Instrument(v *site.Visit) error {
	i, err := site.Ask(v, measures.OneInstrument{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return showInstrument(v, i)
}

// blockRow is one item of the form for a scoring block.
type blockRow struct {
	measure.Line
	N    int
	Rows []weightRow
}

type weightRow struct{ Field, Text string }

func showInstrument(v *site.Visit, i measures.Recognised) error {
	f := v.Form()
	var rows []blockRow
	block := false
	if imp := i.Tool.Import; imp != nil {
		block = !imp.MayScore() && i.ConfirmedAt.IsZero()
		for n, l := range imp.Lines() {
			r := blockRow{Line: l, N: n}
			for j, o := range l.Options {
				field := fmt.Sprintf("w-%d-%d", n, j)
				if v.R.Method == "GET" && o.Weight != nil {
					f.Set(field, strconv.Itoa(*o.Weight))
				}
				r.Rows = append(r.Rows, weightRow{field, o.Text})
			}
			if v.R.Method == "GET" && l.Scored {
				f.Set(fmt.Sprintf("scored-%d", n), "yes")
			}
			rows = append(rows, r)
		}
	}
	f.Set("version", strconv.Itoa(i.Version))
	return v.Show(site.Page{Title: i.Name, Form: f, Back: "/instruments", BackText: "Questionnaires"}, onePage, map[string]any{
		"I": i, "Form": f, "Rows": rows, "Block": block, "Confirms": v.May(access.ConfirmScoring), "Me": v.Actor.Name,
		"Tick": form.Choices("yes", "Scored"), "Turn": form.Choices("yes", "Reversed: scored from the other end"), "Safe": form.Choices("yes", "Safety item: above 0, a named person acknowledges it"),
		"Better": form.Choices("no", "Lower is better", "yes", "Higher is better"),
	})
}

// DoInstrument confirms it, or switches it off.
func DoInstrument(v *site.Visit) error {
	f := v.Form()
	i, err := site.Ask(v, measures.OneInstrument{ID: v.Path("id")})
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(f.Raw("version"))
	said := ""
	if f.Raw("action") == "off" {
		_, err = site.Do(v, measures.SwitchOff{ID: i.ID, Version: version, Why: f.Text("why")})
		said = "It is switched off. Its scores stay"
	} else {
		c := measures.ConfirmInstrument{ID: i.ID, Version: version}
		if f.Raw("action") == "block" {
			c.Block = readBlock(f, i)
		}
		if f.OK() {
			_, err = site.Do(v, c)
		} else {
			return showInstrument(v, i)
		}
		said = "Confirmed. It is in use"
	}
	if err == nil {
		return v.ToWith("/instruments/"+i.ID, said)
	}
	if !v.Again(err) {
		return err
	}
	return showInstrument(v, i)
}

func readBlock(f *form.Form, i measures.Recognised) *measures.Block {
	b := &measures.Block{HigherIsBetter: f.Raw("better") == "yes", ChangeSource: f.Text("source"), Source: f.Text("scoring-source")}
	b.ChangeBy, _ = f.Int("change", "The threshold")
	if i.Tool.Import == nil {
		return b
	}
	for n, l := range i.Tool.Import.Lines() {
		k := strconv.Itoa(n)
		if !f.Checked("scored-" + k) {
			continue
		}
		item := measures.BlockItem{Link: l.Link, Reversed: f.Checked("reversed-" + k), Safety: f.Checked("safety-" + k), Weights: map[string]int{}}
		for j, o := range l.Options {
			if w, typed := f.Int(fmt.Sprintf("w-%d-%d", n, j), "The weight of “"+o.Text+"”"); typed {
				name := o.Code
				if name == "" {
					name = o.Text
				}
				item.Weights[name] = w
			}
		}
		b.Items = append(b.Items, item)
	}
	f.Require(len(b.Items) > 0, "scoring", "Tick which items are scored")
	return b
}
