package network_test

import (
	"path/filepath"
	"testing"

	"footbridge/internal/app"
	"footbridge/internal/app/network"
)

// BenchmarkImportEngland reads the published zips and imports them into an
// empty SQLite file: end to end, on disk.
func BenchmarkImportEngland(b *testing.B) {
	files := []string{ods(b, mapZip), ods(b, ageZip), ods(b, workZip)}
	for b.Loop() {
		b.StopTimer()
		a := open(b, filepath.Join(b.TempDir(), "f.db"))
		b.StartTimer()
		importSizes(b, a, upload(b, files[0]), upload(b, files[1]))
		w, err := network.ReadWorkforce(upload(b, files[2]))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := app.Do(ctx, a, admin, network.ImportWorkforce{Workforce: w}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadEngland only reads and parses the published zips.
func BenchmarkReadEngland(b *testing.B) {
	files := []string{ods(b, mapZip), ods(b, ageZip)}
	for b.Loop() {
		if _, err := network.ReadListSizes(upload(b, files[0]), upload(b, files[1])); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoadSnapshot loads the built-in facts into an empty SQLite file.
func BenchmarkLoadSnapshot(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		a := open(b, filepath.Join(b.TempDir(), "f.db"))
		b.StartTimer()
		load(b, a)
	}
}

// BenchmarkCoverage answers for all of England.
func BenchmarkCoverage(b *testing.B) {
	a := open(b, filepath.Join(b.TempDir(), "f.db"))
	load(b, a)
	for b.Loop() {
		coverage(b, a, network.CoverageAt{At: day("2026-07-01")})
	}
}
