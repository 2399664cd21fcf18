package funding

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"footbridge/internal/app/funding"
	"footbridge/internal/calendar"
	"footbridge/internal/claim"
)

// sample is an adjustment whose words try to be formulas.
func sample() funding.Sheet {
	m, _ := calendar.ParseMonth("2025-05")
	return funding.Sheet{
		PCN: "A01", PCNName: "=BRIDGE()", Month: m, Total: -1205,
		Claim: &funding.Claim{ID: "c1", PCN: "A01", Month: m, Number: 1, State: funding.Submitted, SentAt: calendar.MustInstant("2025-06-05T09:00:00Z")},
		Items: []funding.Item{{Post: "p1", Who: "+Fern", Role: "@nurse", Band: "6", Month: m, Actual: 440_000, Cap: 430_000, LowerOf: 430_000, Above: 10_000, Share: 500_000, Before: 216_205, Due: 215_000, Scheme: -1205, Provider: 215_000,
			Lines: []claim.Line{{What: "salary", From: m.First(), Last: m.Last(), Amount: 333_333, Sum: "-1+2", Rule: "x"}}}},
		Said: []funding.Said{{State: funding.Submitted, Words: "=HYPERLINK(\"http://x\")", ByName: "Max", At: calendar.MustInstant("2025-06-05T09:00:00Z")}},
	}
}

func TestPackAsCSV(t *testing.T) {
	var b bytes.Buffer
	if err := writeCSV(&b, pack(sample())); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(&b)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, row := range rows {
		for _, c := range row {
			if c != "" && strings.ContainsRune("=+@", rune(c[0])) || strings.HasPrefix(c, "-") && c != "-12.05" {
				t.Errorf("a spreadsheet would take %q for a formula", c)
			}
		}
		all = append(all, strings.Join(row, ";"))
	}
	for _, want := range []string{"'+Fern;'@nurse;6;4400.00;4300.00;4300.00;50;2150.00;2150.00;100.00;2162.05;-12.05", "salary;2025-05-01;2025-05-31;3333.33;'-1+2"} {
		if !strings.Contains(strings.Join(all, "\n"), want) {
			t.Errorf("no %q in\n%s", want, strings.Join(all, "\n"))
		}
	}
}

// What was written is read back, and no text of it is a formula.
func TestPackAsSpreadsheet(t *testing.T) {
	var b bytes.Buffer
	if err := writeXLSX(&b, pack(sample())); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "claim.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	if got := strings.Join(f.GetSheetList(), ","); got != "Claim,Lines,Evidence,What happened" {
		t.Errorf("sheets %s", got)
	}
	for _, c := range []struct{ sheet, cell, want string }{{"Claim", "B9", "+Fern"}, {"Claim", "M9", "-12.05"}, {"Claim", "E9", "4,400.00"}, {"Lines", "F2", "3,333.33"}, {"Lines", "G2", "-1+2"}, {"What happened", "B2", "=HYPERLINK(\"http://x\")"}} {
		got, err := f.GetCellValue(c.sheet, c.cell)
		if err != nil || got != c.want {
			t.Errorf("%s %s is %q, %v; want %q", c.sheet, c.cell, got, err, c.want)
		}
		if formula, _ := f.GetCellFormula(c.sheet, c.cell); formula != "" {
			t.Errorf("%s %s is the formula %q", c.sheet, c.cell, formula)
		}
	}
}

// LibreOffice opens it too, where that is on the machine.
func TestPackInLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not on this machine: the spreadsheet was read back by the library only")
	}
	var b bytes.Buffer
	if err := writeXLSX(&b, pack(sample())); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "claim.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	c := exec.Command(office, "--headless", "-env:UserInstallation=file://"+t.TempDir(), "--convert-to", "csv", "--outdir", out, path)
	c.WaitDelay = time.Minute
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	text, err := os.ReadFile(filepath.Join(out, "claim.csv"))
	if err != nil || !strings.Contains(string(text), "+Fern") || !strings.Contains(string(text), "-12.05") {
		t.Errorf("LibreOffice reads %q, %v", text, err)
	}
}
