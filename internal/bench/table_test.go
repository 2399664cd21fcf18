package bench

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"text/tabwriter"
	"time"
)

// row is one line of the table: what was measured, what it stands beside,
// and what was asked for.
type row struct {
	what, ours, beside, ratio, asked string
}

var table []row

func TestMain(m *testing.M) {
	code := m.Run()
	if cached != "" {
		os.RemoveAll(filepath.Dir(cached))
	}
	if len(table) > 0 {
		fmt.Printf("\nmedians; %s/%s, %d cores, %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "what\tFootbridge\tbeside\tratio\tasked")
		for _, r := range table {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.what, r.ours, r.beside, r.ratio, r.asked)
		}
		w.Flush()
		fmt.Println()
	}
	os.Exit(code)
}

// pair measures two things in turn, n times each after a few that don't
// count, writes the line and reports the ratio of the medians.
func pair(b *testing.B, what string, n int, asked string, ours, beside func()) {
	b.Helper()
	for range 3 {
		ours()
		beside()
	}
	runtime.GC()
	a, c := make([]time.Duration, n), make([]time.Duration, n)
	for i := range n {
		a[i], c[i] = took(ours), took(beside)
	}
	write(b, what, median(a), median(c), asked)
}

func write(b *testing.B, what string, ours, beside time.Duration, asked string) {
	ratio := float64(ours) / float64(beside)
	b.ReportMetric(math.Round(ratio*100)/100, "ratio")
	b.ReportMetric(0, "ns/op")
	table = append(table, row{what, spell(ours), spell(beside), fmt.Sprintf("%.2f", ratio), asked})
}

func took(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func spell(d time.Duration) string {
	if d > time.Second {
		return fmt.Sprintf("%.2f s", d.Seconds())
	}
	return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
}

func must(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
