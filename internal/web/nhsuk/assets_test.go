package nhsuk

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Assets().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheStyleSheetAsksNobodyElse(t *testing.T) {
	css := body(t, get(t, StylesheetPath()).Body)
	for _, word := range []string{"@font-face", "https://", "http://assets", "sourceMappingURL"} {
		if strings.Contains(css, word) {
			t.Errorf("the style sheet contains %q", word)
		}
	}
	if !strings.Contains(css, ".nhsuk-button") || !strings.Contains(strings.ToLower(css), "arial") {
		t.Error("the style sheet lost its rules")
	}
	urls := regexp.MustCompile(`url\((/assets/[^)]*)\)`).FindAllStringSubmatch(css, -1)
	if len(urls) == 0 {
		t.Error("the style sheet names no image")
	}
	for _, u := range urls {
		if r := get(t, u[1]); r.StatusCode != http.StatusOK || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %s, %s", u[1], r.Status, r.Header.Get("Cache-Control"))
		}
	}
}

func TestAssets(t *testing.T) {
	for _, c := range []struct {
		name, path, kind, cache string
		status                  int
	}{
		{"style sheet", StylesheetPath(), "text/css; charset=utf-8", "public, max-age=31536000, immutable", 200},
		{"script", ScriptPath(), "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", 200},
		{"icon", AssetPath("images/favicon.svg"), "image/svg+xml", "public, max-age=31536000, immutable", 200},
		{"plain path", "/assets/images/nhsuk-icon-cross.svg", "image/svg+xml", "no-cache", 200},
		{"manifest", "/assets/manifest.json", "application/manifest+json", "no-cache", 200},
		{"unknown", "/assets/nothing.css", "text/plain; charset=utf-8", "", 404},
		{"outside", "/assets/../package.json", "text/plain; charset=utf-8", "", 404},
	} {
		r := get(t, c.path)
		if r.StatusCode != c.status || r.Header.Get("Content-Type") != c.kind || r.Header.Get("Cache-Control") != c.cache {
			t.Errorf("%s: %s %s %s", c.name, r.Status, r.Header.Get("Content-Type"), r.Header.Get("Cache-Control"))
		}
	}
}

func TestAssetsAreCompressedWhenAsked(t *testing.T) {
	plain := body(t, get(t, ScriptPath()).Body)
	r := get(t, ScriptPath(), "Accept-Encoding", "br, gzip")
	if r.Header.Get("Content-Encoding") != "gzip" || r.Header.Get("Vary") != "Accept-Encoding" {
		t.Fatalf("headers: %v", r.Header)
	}
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body(t, z) != plain {
		t.Error("the compressed script differs")
	}
	if get(t, ScriptPath(), "Accept-Encoding", "gzip;q=0").Header.Get("Content-Encoding") != "" {
		t.Error("gzip was refused and sent all the same")
	}
	again := get(t, ScriptPath(), "If-None-Match", get(t, ScriptPath()).Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("a second request: %s", again.Status)
	}
}
