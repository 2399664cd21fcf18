package house

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

type file struct{ path, text string }

// root is the checkout.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func files(t *testing.T, suffixes ...string) []file {
	t.Helper()
	base := root(t)
	var out []file
	err := filepath.WalkDir(base, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "demo-data" || d.Name() == "build") {
			return filepath.SkipDir
		}
		for _, s := range suffixes {
			if strings.HasSuffix(path, s) {
				text, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				rel, _ := filepath.Rel(base, path)
				out = append(out, file{filepath.ToSlash(rel), string(text)})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 5 {
		t.Fatalf("only %d files with %v", len(out), suffixes)
	}
	return out
}

func goFiles(t *testing.T) []file { return files(t, ".go") }

// SQL is kept to what both engines share.
func TestSQLStaysInTheCommonSubset(t *testing.T) {
	banned := regexp.MustCompile(`\bILIKE\b|[^.]\bnow\(\)|\bNOW\(\)|\bCONCAT\(|\bINTERVAL '|\bARRAY\[|= ANY ?\(|\bAUTOINCREMENT\b|\bIFNULL\(|\bdatetime\(|\bstrftime\(`)
	for _, f := range files(t, ".go", ".sql") {
		if !strings.HasPrefix(f.path, "internal/app/") || strings.HasSuffix(f.path, "_test.go") {
			continue
		}
		for n, line := range strings.Split(f.text, "\n") {
			if m := banned.FindString(line); m != "" && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				t.Errorf("%s:%d: %q is not in the common subset of both engines", f.path, n+1, m)
			}
		}
	}
}

// No value, column, label or colour that says how much of a danger somebody
// is, anywhere: not in the code, the schema, a page or a document.
func TestNoRiskLevels(t *testing.T) {
	banned := regexp.MustCompile(`(?i)\b(high|medium|low|moderate)[ _-]?risk\b|\brisk[ _-]?(score|level|rating|colour|color|band|category)\b|\briskLevel\b`)
	for _, f := range files(t, ".go", ".sql", ".html", ".js", ".css", ".md") {
		if strings.HasSuffix(f.path, "_test.go") || strings.HasPrefix(f.path, "docs/decisions/") {
			continue
		}
		for n, line := range strings.Split(f.text, "\n") {
			if m := banned.FindString(line); m != "" && !strings.Contains(line, "never") && !strings.Contains(line, "Never") && !strings.Contains(line, "no ") {
				t.Errorf("%s:%d says %q", f.path, n+1, m)
			}
		}
	}
}

// The words of the field, on every page.
func TestWordsOnScreen(t *testing.T) {
	for _, f := range files(t, ".html") {
		for n, line := range strings.Split(f.text, "\n") {
			for _, w := range []string{"DNA", "Invalid", "click here", "Click here", "eligible", "referral for"} {
				if regexp.MustCompile(`\b` + w + `\b`).MatchString(line) {
					t.Errorf("%s:%d says %q: see docs/words.md", f.path, n+1, w)
				}
			}
			if strings.Contains(line, "style=\"") || strings.Contains(line, "onclick=") {
				t.Errorf("%s:%d has an inline style or script, which the content policy refuses", f.path, n+1)
			}
		}
	}
}

// Nothing unfinished is left in the code without an owner.
func TestNothingUnfinished(t *testing.T) {
	for _, f := range files(t, ".go", ".html", ".js", ".sql") {
		if strings.HasPrefix(f.path, "internal/house/") {
			continue
		}
		for n, line := range strings.Split(f.text, "\n") {
			for _, w := range []string{"TO" + "DO", "FIX" + "ME", "not implemented", "coming soon"} {
				if strings.Contains(line, w) {
					t.Errorf("%s:%d says %q", f.path, n+1, w)
				}
			}
		}
	}
}
