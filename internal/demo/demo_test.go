package demo_test

import (
	"context"
	"testing"
	"time"

	"footbridge/internal/app"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
	"footbridge/internal/engines"
)

// The demo can be made on any day of any week, and on both engines; made
// again it is left alone, and its audit chain is whole.
func TestMake(t *testing.T) {
	engines.Each(t, func(t *testing.T, dsn string) {
		ctx := context.Background()
		a, err := app.Open(ctx, app.Config{Database: dsn, Clock: calendar.Fixed(calendar.MustInstant("2026-11-25T09:15:00Z"))})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		began := time.Now()
		if made, err := demo.Make(ctx, a, 1); err != nil || !made {
			t.Fatal(made, err)
		}
		t.Logf("made in %v", time.Since(began))
		if made, err := demo.Make(ctx, a, 1); err != nil || made {
			t.Fatalf("made again: %v, %v", made, err)
		}
		chain, err := a.Verify(ctx)
		if err != nil || chain.Broken != 0 || chain.Lines < 1000 {
			t.Fatalf("%+v %v", chain, err)
		}
	})
}
