package care

import (
	"context"
	"fmt"
	"testing"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/measures"
	"footbridge/internal/calendar"
	"footbridge/internal/engines"
	"footbridge/internal/nhs"
)

// BenchmarkToday is the practitioner's day with seven people booked and sixty
// held, beside the statements that it stands on, run bare on the same file,
// and the audit line that it leaves.
func BenchmarkToday(b *testing.B) {
	h := open(b, engines.SQLite(b))
	today := calendar.Today(h.clock)
	h.at("2026-11-02T12:00:00Z")
	var held []string
	for i := range 60 {
		id := h.add(b, fmt.Sprintf("Given%d", i), fmt.Sprintf("Family%d", i), "1980-01-01", "P10001")
		held = append(held, id)
		c := SignContact{Person: id, Mechanism: nhs.Telephone, StartedAt: h.Clock.Now(), Minutes: 10, Note: "x", Words: "x"}
		do(b, h, mo, c)
		do(b, h, mo, measures.Take{Person: id, Instrument: "gad-7", On: today, ScoreOnly: true, Total: 7})
	}
	for i := range 6 {
		h.book(b, mo, held[i], h.mo, map[bool]string{true: "first", false: "follow"}[i < 2], today.AddDays(1))
	}
	h.at("2026-11-03T08:00:00Z")
	ctx := context.Background()
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			if _, err := gate.Ask(ctx, h.Gate, mo, Today{PCN: "A01"}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			if err := h.DB.Read(ctx, func(tx *db.Tx) error { return bare(tx, h.mo, mo.ID, today.AddDays(1)) }); err != nil {
				b.Fatal(err)
			}
			if err := h.DB.Write(ctx, func(tx *db.Tx) error {
				if _, err := db.One[int](tx, "head", "SELECT seq FROM audit_head WHERE id = 1"); err != nil {
					return err
				}
				_, err := tx.Exec("UPDATE audit_head SET seq = seq WHERE id = 1")
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// bare runs the statements of the page and reads every row of each, without
// anything made of them.
func bare(tx *db.Tx, practitioner, user string, day calendar.Date) error {
	const held = "SELECT person FROM episode WHERE holder = $1 AND state = 'open'"
	const of = "SELECT id FROM episode WHERE person IN (" + held + ")"
	for _, s := range []struct {
		q    string
		args []any
	}{
		{"SELECT * FROM practitioner WHERE active AND id IN (SELECT practitioner FROM post WHERE pcn = 'A01')", nil},
		{"SELECT * FROM practitioner WHERE user_id = $1", []any{user}},
		{"SELECT * FROM practitioner WHERE id = $1", []any{practitioner}},
		{"SELECT * FROM booking WHERE practitioner = $1 AND day = $2 AND state = 'booked' ORDER BY starts_at", []any{practitioner, day}},
		{"SELECT * FROM draft WHERE author = $1", []any{user}},
		{"SELECT * FROM episode WHERE holder = $1 AND state = 'open' ORDER BY opened_at", []any{practitioner}},
		{"SELECT * FROM person WHERE id IN (" + held + ")", []any{practitioner}},
		{"SELECT merged_into, id FROM person WHERE merged_into <> '' AND merged_into IN (" + held + ")", []any{practitioner}},
		{"SELECT * FROM episode WHERE person IN (" + held + ")", []any{practitioner}},
		{"SELECT * FROM request WHERE episode IN (" + of + ") ORDER BY received_at", []any{practitioner}},
		{"SELECT * FROM contact WHERE episode IN (" + of + ")", []any{practitioner}},
		{"SELECT * FROM measure_taken WHERE episode IN (" + of + ")", []any{practitioner}},
		{"SELECT * FROM assessment WHERE episode IN (" + of + ")", []any{practitioner}},
		{"SELECT * FROM care_plan WHERE episode IN (" + of + ")", []any{practitioner}},
		{"SELECT person, min(starts_at), max(day) FROM booking WHERE person IN (" + held + ") AND state = 'booked' GROUP BY person", []any{practitioner}},
		{"SELECT person FROM waiting WHERE pcn = 'A01' AND state = 'waiting'", nil},
		{"SELECT * FROM place WHERE pcn = 'A01'", nil},
		{"SELECT * FROM measure_taken WHERE ack_at IS NOT NULL AND episode IN (" + of + ")", []any{practitioner}},
	} {
		rows, err := tx.Rows(s.q, s.args...)
		if err != nil {
			return err
		}
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		for rows.Next() {
			if err := rows.Scan(values...); err != nil {
				return err
			}
		}
		if err := rows.Close(); err != nil {
			return err
		}
	}
	return nil
}
