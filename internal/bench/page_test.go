package bench

import (
	"context"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/care"
	"footbridge/internal/app/diary"
	"footbridge/internal/demo"
)

// BenchmarkPages is Today and the slot search, as a query through the gate and
// as a whole page of the site, beside the statements that they run: audit
// lines, sessions and transactions included on both sides.
func BenchmarkPages(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			h := open(b, demoOn(b, engine))
			ctx, marta := context.Background(), h.marta(b)
			for _, c := range []struct {
				name string
				do   func()
			}{
				{"Today, asked", func() {
					d, err := app.Ask(ctx, h.App, h.users["leah"], care.Today{PCN: demo.PCN})
					must(b, err)
					if len(d.Coming) < 3 {
						b.Fatalf("%d people come: too quiet a day to measure", len(d.Coming))
					}
				}},
				{"Today, the page", func() { h.page(b, "leah", "/today") }},
				{"Slot search, asked", func() {
					f, err := app.Ask(ctx, h.App, h.users["reception"], diary.Search{PCN: demo.PCN, Person: marta})
					must(b, err)
					if len(f.Offers) != 12 {
						b.Fatalf("%d offers", len(f.Offers))
					}
				}},
				{"Slot search, the page", func() { h.page(b, "reception", "/book/"+marta+"/slots") }},
			} {
				b.Run(c.name, func(b *testing.B) {
					c.do()
					list := watch(h.App, c.do)
					pair(b, c.name+", "+engine+": its statements bare", 150, "3", c.do, bare(b, h.dsn, list, false).run)
					pair(b, c.name+", "+engine+": the same, compiled before", 150, "", c.do, bare(b, h.dsn, list, true).run)
				})
			}
		})
	}
}
