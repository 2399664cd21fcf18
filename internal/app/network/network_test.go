package network_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
)

var (
	ctx   = context.Background()
	day   = calendar.MustDate
	admin = access.System("import")
)

func open(t testing.TB, dsn string) *app.App {
	t.Helper()
	a, err := app.Open(ctx, app.Config{Database: dsn, Clock: calendar.Fixed(calendar.MustInstant("2026-11-23T08:02:00Z"))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// ods gives the folder of the published files. In a fresh clone it isn't
// there, and what needs it is left out; where the build has it beside the
// checkout, a file that is missing is a failure.
func ods(t testing.TB, name string) string {
	t.Helper()
	dir, err := filepath.Abs("../../../../shared/data/ods")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, name)
	if _, err := os.Stat(file); err != nil {
		if _, err := os.Stat(filepath.Dir(dir)); err == nil && os.Getenv("CI") != "" {
			t.Fatalf("the published files are not where they should be: %v", err)
		}
		t.Skip("the published files are not beside this checkout: " + name)
	}
	return file
}

const (
	mapZip  = "gp-reg-pat-prac-map-2026-07.zip"
	ageZip  = "gp-reg-pat-prac-quin-age-2026-07.zip"
	workZip = "PCNWFIndividualCSV.062026.zip"
	imdFile = "fingertips-imd-2025-gp-practice.csv"
)

func upload(t testing.TB, file string) network.Upload {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return of(filepath.Base(file), b)
}

func of(name string, b []byte) network.Upload {
	return network.Upload{Name: name, Data: bytes.NewReader(b), Size: int64(len(b))}
}

// zipped makes a zip with one file.
func zipped(t testing.TB, name string, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	f, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	f.Write(content)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func load(t testing.TB, a *app.App) network.Report {
	t.Helper()
	r, err := app.Do(ctx, a, admin, network.LoadSnapshot{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func coverage(t testing.TB, a *app.App, q network.CoverageAt) network.Coverage {
	t.Helper()
	c, err := app.Ask(ctx, a, admin, q)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// one gives one network of an answer.
func one(t testing.TB, c network.Coverage, code string) network.NetworkCoverage {
	t.Helper()
	for _, n := range c.Networks {
		if n.Code == code {
			return n
		}
	}
	t.Fatalf("no %s on %s", code, c.At)
	return network.NetworkCoverage{}
}

// practice is a line of a mapping made by a test.
type practice struct {
	code, name, pcn string
	patients        int
}

// theMonth makes both files of a month from practices of one ICB. The
// networks are called after their codes.
func theMonth(t testing.TB, on string, list ...practice) (mapping, sizes network.Upload) {
	t.Helper()
	date := day(on)
	var m, s bytes.Buffer
	mw, sw := csv.NewWriter(&m), csv.NewWriter(&s)
	mw.Write(strings.Split("PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME,ONS_SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_NAME,ONS_ICB_CODE,ICB_CODE,ICB_NAME,ONS_COMM_REGION_CODE,COMM_REGION_CODE,COMM_REGION_NAME,SUPPLIER_NAME", ","))
	sw.Write(strings.Split("PUBLICATION,EXTRACT_DATE,ORG_TYPE,ORG_CODE,ONS_CODE,POSTCODE,SEX,AGE_GROUP_5,NUMBER_OF_PATIENTS", ","))
	for _, p := range list {
		mw.Write([]string{"GP_PRAC_PAT_LIST", published(date), p.code, p.name, "BS1 1AA", p.pcn, p.pcn + " PCN", "E38", "15C", "NHS Test ICB - 15C", "E54", "QUY", "NHS Test Integrated Care Board", "E40", "Y58", "South West", "EMIS"})
		if p.patients >= 0 {
			sw.Write([]string{"GP_PRAC_PAT_LIST", on, "GP", p.code, "", "BS1 1AA", "ALL", "ALL", strconv.Itoa(p.patients)})
			for _, sex := range []string{"FEMALE", "MALE"} {
				for from := 0; from < 100; from += 5 {
					age, n := fmt.Sprintf("%d_%d", from, from+4), 0
					if from == 95 {
						age = "95+"
					}
					if sex == "FEMALE" && from == 30 {
						n = p.patients
					}
					sw.Write([]string{"GP_PRAC_PAT_LIST", on, "GP", p.code, "", "BS1 1AA", sex, age, strconv.Itoa(n)})
				}
			}
		}
	}
	mw.Flush()
	sw.Flush()
	return of("map-"+on+".zip", zipped(t, "gp-reg-pat-prac-map.csv", m.Bytes())), of("age-"+on+".zip", zipped(t, "gp-reg-pat-prac-quin-age.csv", s.Bytes()))
}

// published writes a day as the mapping does: 01Jul2026.
func published(d calendar.Date) string {
	s := d.String()
	return s[8:] + d.Month().String()[:3] + s[:4]
}

func importSizes(t testing.TB, a *app.App, files ...network.Upload) network.Report {
	t.Helper()
	l, err := network.ReadListSizes(files...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := app.Do(ctx, a, admin, network.ImportListSizes{ListSizes: l})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func importMonth(t testing.TB, a *app.App, on string, list ...practice) network.Report {
	t.Helper()
	m, s := theMonth(t, on, list...)
	return importSizes(t, a, m, s)
}
