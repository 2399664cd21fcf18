package nhsuk

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"
)

// The files come straight out of the npm package: "npm ci" puts them there.
//
//go:embed node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css
//go:embed node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js
//go:embed node_modules/nhsuk-frontend/dist/nhsuk/assets
var embedded embed.FS

const embeddedRoot = "node_modules/nhsuk-frontend/dist/nhsuk"

var (
	// fontFace finds the rules that load Frutiger. It may be used on nhs.uk
	// domains only; without the rules the browser falls back to Arial, and no
	// page asks another site for anything.
	fontFace = regexp.MustCompile(`@font-face\s*\{[^}]*\}`)
	// sourceMap finds the pointer to a file that is not served.
	sourceMap = regexp.MustCompile(`(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$`)
	imageURL  = regexp.MustCompile(`/assets/images/[A-Za-z0-9.-]+`)
)

// asset is one file as it is served.
type asset struct {
	content []byte
	zipped  []byte // nil when that would not make it smaller
	kind    string
	etag    string
	hashed  string // the path with the hash in it, from /assets/ on
}

// library is every file, by its plain and by its hashed path.
type library struct {
	plain, hashed map[string]*asset
}

// assets reads the files once.
var assets = sync.OnceValue(func() library {
	lib := library{plain: map[string]*asset{}, hashed: map[string]*asset{}}
	folder, err := fs.Sub(embedded, embeddedRoot)
	if err != nil {
		panic(err) // the name is a constant
	}
	err = fs.WalkDir(folder, "assets", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(folder, name)
		if err == nil {
			lib.add(strings.TrimPrefix(name, "assets/"), content)
		}
		return err
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
	for _, name := range []string{"nhsuk-frontend.min.css", "nhsuk-frontend.min.js"} {
		content, err := fs.ReadFile(folder, name)
		if err != nil {
			panic(err) // likewise
		}
		content = sourceMap.ReplaceAll(content, nil)
		content = fontFace.ReplaceAll(content, nil)
		content = imageURL.ReplaceAllFunc(content, func(url []byte) []byte {
			if a := lib.plain[strings.TrimPrefix(string(url), "/assets/")]; a != nil {
				return []byte(a.hashed)
			}
			return url
		})
		lib.add(name, content)
	}
	return lib
})

func (l library) add(name string, content []byte) {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])[:16]
	extension := path.Ext(name)
	a := &asset{
		content: content,
		kind:    contentType(extension),
		etag:    `"` + hash + `"`,
		hashed:  "/assets/" + strings.TrimSuffix(name, extension) + "-" + hash + extension,
	}
	switch extension {
	case ".css", ".js", ".svg", ".json":
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level exists
		_, err := z.Write(content)
		if err == nil && z.Close() == nil && b.Len() < len(content) {
			a.zipped = b.Bytes()
		}
	}
	l.plain[name] = a
	l.hashed[strings.TrimPrefix(a.hashed, "/assets/")] = a
}

// contentType names the kind of a file without asking the machine.
func contentType(extension string) string {
	switch extension {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".ico":
		return "image/x-icon"
	case ".json":
		return "application/manifest+json"
	}
	return mime.TypeByExtension(extension)
}

// Assets serves the style sheet, the script and the images of the design
// system. It is mounted at /assets/ and takes whole paths. A path with a hash
// is immutable for a year; the plain path of the same file also works, and is
// asked for anew each time.
func Assets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/assets/")
		lib := assets()
		a, cache := lib.hashed[name], "public, max-age=31536000, immutable"
		if a == nil {
			a, cache = lib.plain[name], "no-cache"
		}
		if a == nil {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Cache-Control", cache)
		h.Set("Content-Type", a.kind)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("ETag", a.etag)
		content := a.content
		if a.zipped != nil {
			h.Add("Vary", "Accept-Encoding")
			if acceptsGzip(r) {
				h.Set("Content-Encoding", "gzip")
				h.Set("ETag", strings.TrimSuffix(a.etag, `"`)+`-gzip"`)
				content = a.zipped
			}
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	})
}

// acceptsGzip says whether the browser takes gzip; "gzip;q=0" does not.
func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		coding, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			q := strings.TrimLeft(strings.TrimPrefix(strings.TrimSpace(quality), "q="), "0.")
			return quality == "" || q != ""
		}
	}
	return false
}

// StylesheetPath is where the style sheet is served.
func StylesheetPath() string { return AssetPath("nhsuk-frontend.min.css") }

// ScriptPath is where the script is served. It is an ES module that exports
// initAll; the page's own module imports and calls it.
func ScriptPath() string { return AssetPath("nhsuk-frontend.min.js") }

// AssetPath is where a file of the design system is served, such as
// "images/favicon.svg". It is the name itself below /assets/ when there is no
// such file.
func AssetPath(name string) string {
	if a := assets().plain[name]; a != nil {
		return a.hashed
	}
	return "/assets/" + name
}
