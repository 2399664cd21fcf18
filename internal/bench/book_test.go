package bench

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"footbridge/internal/app"
	"footbridge/internal/app/diary"
	"footbridge/internal/app/episode"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
)

// BenchmarkBook books people straight in, durable on disk, with the key that
// every form carries; beside it the same rows in the same tables, inserted
// bare, one transaction a booking, synchronous=FULL.
func BenchmarkBook(b *testing.B) {
	ctx := context.Background()
	file := engines.SQLite(b)
	a, err := app.Open(ctx, app.Config{Database: file, Clock: calendar.NewManual(now), Log: quiet})
	must(b, err)
	cast, err := demo.Stage(ctx, a, 150)
	must(b, err)
	must(b, a.Close())
	slots := freeFirsts(b, file)
	n := min(len(slots), len(cast.People), 100)
	var ours, beside, compiled []time.Duration
	for range 3 {
		// What the bookings write is seen once, on a copy of its own.
		var writes [][]said
		book(b, copied(b, file), cast, slots[:n], func(a *app.App, one func()) {
			var list []said
			for _, s := range watch(a, one) {
				if !strings.HasPrefix(s.text, "SELECT") && !strings.HasPrefix(s.text, "WITH") && s.text != "BEGIN" {
					list = append(list, s)
				}
			}
			writes = append(writes, list)
		})
		plain, ready := bare(b, copied(b, file), writes[0], false), bare(b, copied(b, file), writes[0], true)
		i := 0
		book(b, copied(b, file), cast, slots[:n], func(_ *app.App, one func()) {
			ours = append(ours, took(one))
			plain.list, ready.list = writes[i], writes[i]
			beside, compiled = append(beside, took(plain.run)), append(compiled, took(ready.run))
			i++
		})
	}
	write(b, "A booking, sqlite: the same rows inserted bare", median(ours), median(beside), "")
	write(b, "A booking, sqlite: the same, compiled before", median(ours), median(compiled), "")
	table = append(table, row{what: fmt.Sprintf("Bookings a second, one after the other (%d measured)", len(ours)),
		ours: fmt.Sprintf("%.0f", 1/median(ours).Seconds()), beside: fmt.Sprintf("%.0f", 1/median(compiled).Seconds())})
}

// book books each slot for another person.
func book(b *testing.B, file string, cast *demo.Cast, slots []string, around func(*app.App, func())) {
	b.Helper()
	a, err := app.Open(context.Background(), app.Config{Database: file, Clock: calendar.NewManual(now), Log: quiet})
	must(b, err)
	defer a.Close()
	for i, s := range slots {
		around(a, func() {
			ctx := app.WithKey(context.Background(), fmt.Sprintf("key %d", i))
			_, err := app.Do(ctx, a, cast.Actors["reception"], booking(cast.People[i], s))
			must(b, err)
		})
	}
}

func booking(person, slot string) diary.Book {
	return diary.Book{
		Person: person, Slot: slot, Mode: "telephone", Words: "Not sleeping, can’t stop crying, four weeks now", OverWhy: "The GP asked for it",
		Answers: []episode.Answer{{Key: "age", Text: "18 or over", Met: "yes"}, {Key: "dementia", Text: "Without a diagnosis of dementia", Met: "yes"}},
	}
}

// freeFirsts gives the free slots for first appointments that the agreement
// lets practices book by telephone.
func freeFirsts(b testing.TB, file string) []string {
	b.Helper()
	read, _ := pools(b, file)
	rows, err := read.Query("SELECT id FROM slot WHERE pcn = ?1 AND kind = 'first' AND state = 'free' AND modes LIKE '%telephone%' AND starts_at > ?2 AND day <= ?3 ORDER BY starts_at, id",
		demo.PCN, now, now.Date().AddDays(42))
	must(b, err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id string
		must(b, rows.Scan(&id))
		out = append(out, id)
	}
	must(b, rows.Err())
	return out
}
