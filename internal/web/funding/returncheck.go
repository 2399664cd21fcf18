package funding

import (
	"strconv"

	"footbridge/internal/app/funding"
	"footbridge/internal/policy"
	"footbridge/internal/web/nhsuk"
	"footbridge/internal/web/site"
)

var returnPage = site.Parse(files, "return.html")

// ReturnCheck asks for a staff file.
func ReturnCheck(v *site.Visit) error { return showReturn(v, nil) }

func showReturn(v *site.Visit, c *funding.Checked) error {
	rule, _ := policy.Nwrs.On(v.App.Today())
	data := map[string]any{"Form": v.Form(), "C": c, "Rule": policy.Nwrs, "Says": rule}
	if c != nil {
		t := nhsuk.Table{Caption: nhsuk.TableCaption{Text: "Line by line", Size: nhsuk.SizeM}, Responsive: true, Head: heads("Role", "For", "£File", "£Published return", "£Posts in Footbridge", "What differs")}
		of := func(n int, fte float64) string {
			if n == 0 {
				return "none"
			}
			return strconv.Itoa(n) + ", " + strconv.FormatFloat(fte, 'f', 2, 64) + " FTE"
		}
		for _, x := range c.List {
			age, what := "Adults", x.What()
			if x.AgeGroup == "cyp" {
				age = "Children and young people"
			}
			if what == "" {
				what = "Nothing"
			}
			t.Rows = append(t.Rows, []nhsuk.Cell{{Text: x.Role}, {Text: age}, numeric(of(x.File, x.FileFTE)), numeric(of(x.Published, x.PublishedFTE)), numeric(of(x.Posts, x.PostFTE)), {Text: what}})
		}
		data["Table"] = t.HTML()
	}
	return v.Show(site.Page{Title: "Check the workforce return", Back: "/claims", BackText: "Claims", Form: v.Form()}, returnPage, data)
}

// DoReturnCheck compares it. Nothing of the file is kept.
func DoReturnCheck(v *site.Visit) error {
	text, err := sent(v, "file")
	if err != nil {
		return err
	}
	v.Form().Set("file", text)
	c, err := site.Ask(v, funding.ReturnCheck{PCN: v.Network(), File: text})
	if err != nil {
		if v.Again(err) {
			return showReturn(v, nil)
		}
		return err
	}
	v.Form().Set("file", "")
	return showReturn(v, &c)
}
