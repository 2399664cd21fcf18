package hiring

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"footbridge/internal/app/hiring"
	"footbridge/internal/calendar"
)

// writer finds LibreOffice with its word processor; "" where it is not there.
func writer() string {
	office, err := exec.LookPath("soffice")
	if err != nil {
		return ""
	}
	real, err := filepath.EvalSymlinks(office)
	if err != nil {
		return ""
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(real), "libswlo.so")); err != nil {
		return ""
	}
	return office
}

// LibreOffice opens the recruitment pack, where its word processor is on the
// machine: headings, bullets and every line, whatever was typed, and makes a
// page of it that can be printed.
func TestPackInLibreOffice(t *testing.T) {
	office := writer()
	if office == "" {
		t.Skip("LibreOffice Writer is not on this machine: that the Word document is well-formed was tested only")
	}
	data, err := docx(packOf(hiring.VacancyFile{
		Vacancy:   hiring.Vacancy{Title: "Nurse & more, band 6", ClosesOn: calendar.MustDate("2026-12-09"), RetainUntil: calendar.MustDate("2027-05-31")},
		Text:      hiring.Text{Summary: "Sees people\nwithout a referral", Advert: "Come <and> see \x01 us"},
		Duties:    []hiring.Line{{Text: "First talks", Source: "Annex B"}, {Text: "Cwtch – a “warm” hand-over", Source: hiring.Own}},
		Essential: []hiring.Line{{Text: "Registered", Source: "Annex B"}},
	}))
	if err != nil {
		t.Fatal(err)
	}
	path, out := filepath.Join(t.TempDir(), "pack.docx"), t.TempDir()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"txt:Text (encoded):UTF8", "pdf"} {
		c := exec.Command(office, "--headless", "-env:UserInstallation=file://"+t.TempDir(), "--convert-to", to, "--outdir", out, path)
		c.WaitDelay = time.Minute
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
	}
	text, err := os.ReadFile(filepath.Join(out, "pack.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Nurse & more, band 6", "without a referral", "What the job is", "• First talks", "• Cwtch – a “warm” hand-over", "Come <and> see", "Applications until Wednesday 9 December 2026", "deleted on Monday 31 May 2027", "Annex B"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("LibreOffice reads no %q in\n%s", want, text)
		}
	}
	page, err := os.ReadFile(filepath.Join(out, "pack.pdf"))
	if err != nil || !strings.HasPrefix(string(page), "%PDF-") {
		t.Errorf("no page was made: %v", err)
	}
}
