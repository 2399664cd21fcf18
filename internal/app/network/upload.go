package network

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"footbridge/internal/fault"
)

// Upload is a file as somebody gave it: a zip as published, or the CSV in it.
type Upload struct {
	Name string
	Data io.ReaderAt
	Size int64 // in bytes
}

// What a published file may be at most. The largest real one (registered
// patients by age, July 2026) is 20.6 MB in a zip of 1.9 MB, a ratio of 11.
const (
	maxUpload  = 64 << 20  // bytes as given
	maxContent = 256 << 20 // bytes of one file in it, uncompressed
	maxRatio   = 100       // uncompressed to compressed
	maxMembers = 200       // files in a zip
)

// bad is the one clear error about a file: nothing of it was used.
func bad(file, format string, args ...any) error {
	m := fmt.Sprintf(format, args...)
	return &fault.Error{
		Kind: fault.Invalid, Message: path.Base(file) + ": " + m + ". Nothing was changed",
		Fields: []fault.Field{{Name: "file", Message: m}},
	}
}

// csvFile is a CSV inside an upload, not yet opened.
type csvFile struct {
	name string
	open func() (io.ReadCloser, error)
}

// csvsIn lists the CSV files of an upload.
func csvsIn(u Upload) ([]csvFile, error) {
	if u.Size == 0 {
		return nil, bad(u.Name, "the file is empty")
	}
	if u.Size > maxUpload {
		return nil, bad(u.Name, "the file has %d MB, more than any published one; at most %d MB are read", u.Size>>20, maxUpload>>20)
	}
	start := make([]byte, 512)
	n, err := u.Data.ReadAt(start, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read %s: %w", u.Name, err)
	}
	start = start[:n]
	if !bytes.HasPrefix(start, []byte("PK")) {
		return plain(u, start)
	}
	z, err := zip.NewReader(u.Data, u.Size)
	if err != nil {
		return nil, bad(u.Name, "the zip can't be opened: it is damaged or was not downloaded to its end")
	}
	if len(z.File) > maxMembers {
		return nil, bad(u.Name, "the zip holds %d files; a published one has three at most", len(z.File))
	}
	var out []csvFile
	for _, f := range z.File {
		base := path.Base(f.Name)
		if f.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(f.Name, "__MACOSX/") || !strings.EqualFold(path.Ext(base), ".csv") {
			continue
		}
		if f.Flags&1 != 0 {
			return nil, bad(u.Name, "%s in it has a password; the published files have none", base)
		}
		if f.UncompressedSize64 > maxContent || f.UncompressedSize64 > 1<<20 && f.UncompressedSize64 > maxRatio*max(f.CompressedSize64, 1) {
			return nil, tooBig(u.Name, base)
		}
		out = append(out, csvFile{base, func() (io.ReadCloser, error) {
			r, err := f.Open()
			if err != nil {
				return nil, bad(u.Name, "%s in the zip can't be read: the zip is damaged", base)
			}
			limit := int64(min(maxContent, max(1<<20, maxRatio*f.CompressedSize64)))
			return &limited{r: r, left: limit, zip: u.Name, name: base}, nil
		}})
	}
	if len(out) == 0 {
		return nil, bad(u.Name, "there is no CSV file in this zip")
	}
	return out, nil
}

func plain(u Upload, start []byte) ([]csvFile, error) {
	text := bytes.ToLower(bytes.TrimLeft(start, "\ufeff \t\r\n"))
	switch {
	case len(text) == 0:
		return nil, bad(u.Name, "the file is empty")
	case text[0] == '<':
		return nil, bad(u.Name, "this is a web page, not a zip: the download led to an error page or a log-in page. Download the file again")
	case bytes.IndexByte(start, 0) >= 0:
		return nil, bad(u.Name, "this is neither a zip nor a CSV file")
	}
	return []csvFile{{path.Base(u.Name), func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(u.Data, 0, u.Size)), nil
	}}}, nil
}

func tooBig(zip, name string) error {
	return bad(zip, "%s in it would unpack to far more than a published file has; it was not unpacked", name)
}

// limited stops a member that unpacks to more than it may, whatever the zip
// says about its size, and turns a damaged zip into one clear error.
type limited struct {
	r         io.ReadCloser
	left      int64
	zip, name string
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left < 0 {
		return 0, tooBig(l.zip, l.name)
	}
	n, err := l.r.Read(p)
	l.left -= int64(n)
	if l.left < 0 {
		return 0, tooBig(l.zip, l.name)
	}
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = bad(l.zip, "%s in it is damaged or cut off", l.name)
	}
	return n, err
}

func (l *limited) Close() error { return l.r.Close() }

// layout is the head line of one published file.
type layout struct {
	what    string   // in words
	columns []string // those that are needed
	command string   // that imports it
}

var (
	mappingLayout = layout{"the mapping of practices (gp-reg-pat-prac-map)", []string{
		"EXTRACT_DATE", "PRACTICE_CODE", "PRACTICE_NAME", "PRACTICE_POSTCODE", "PCN_CODE", "PCN_NAME",
		"SUB_ICB_LOCATION_CODE", "SUB_ICB_LOCATION_NAME", "ICB_CODE", "ICB_NAME", "COMM_REGION_CODE", "COMM_REGION_NAME", "SUPPLIER_NAME",
	}, "import list-sizes"}
	sizesLayout = layout{"the registered patients by age (gp-reg-pat-prac-quin-age)", []string{
		"EXTRACT_DATE", "ORG_TYPE", "ORG_CODE", "SEX", "AGE_GROUP_5", "NUMBER_OF_PATIENTS",
	}, "import list-sizes"}
	workforceLayout = layout{"the primary care network workforce (PCNWFIndividualCSV)", []string{
		"DATA_SOURCE", "CENSUS_YEAR", "CENSUS_MONTH", "PCN_CODE", "PCN_NAME", "DETAILED_STAFF_ROLE", "FTE",
	}, "import workforce"}
	deprivationLayout = layout{"the deprivation score of practices (Fingertips)", []string{
		"PRACTICE_CODE", "IMD_YEAR", "IMD_SCORE",
	}, "import deprivation"}
	postcodeLayout = layout{"the ONS Postcode Directory", []string{
		"PCDS", "OSEAST1M", "OSNRTH1M",
	}, "import postcodes"}
	layouts = []*layout{&mappingLayout, &sizesLayout, &workforceLayout, &deprivationLayout, &postcodeLayout}
)

// recognise finds the layout whose columns a head line has, or, when none is
// whole, the nearest one and the columns that are missing from it.
func recognise(head []string) (found *layout, missing []string) {
	have := map[string]bool{}
	for _, h := range head {
		have[columnName(h)] = true
	}
	best := 0
	for _, l := range layouts {
		var gone []string
		for _, c := range l.columns {
			if !have[c] {
				gone = append(gone, c)
			}
		}
		if len(gone) == 0 {
			return l, nil
		}
		// A third of the columns says which file it wants to be.
		if hits := len(l.columns) - len(gone); hits*3 >= len(l.columns) && hits > best {
			best, found, missing = hits, l, gone
		}
	}
	return found, missing
}

func columnName(s string) string { return strings.ToUpper(strings.TrimSpace(s)) }

// headOf reads the head line of a member and goes no further.
func headOf(m csvFile) ([]string, error) {
	r, err := m.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	t, err := newTable(m.name, bufio.NewReaderSize(r, 4096))
	if err != nil {
		return nil, err
	}
	return t.head, nil
}

// pick finds the one member with a layout. The error says what is there
// instead.
func pick(u Upload, want ...*layout) (csvFile, *layout, error) {
	list, err := csvsIn(u)
	if err != nil {
		return csvFile{}, nil, err
	}
	var why error
	for _, m := range list {
		head, err := headOf(m)
		if err != nil {
			why = err
			continue
		}
		l, missing := recognise(head)
		for _, w := range want {
			if l == w && len(missing) == 0 {
				return m, l, nil
			}
		}
		switch {
		case l == nil:
			why = bad(u.Name, "%s is not a published file that Footbridge knows; its first line begins %q", m.name, clip(strings.Join(head, ","), 60))
		case len(missing) == 0:
			why = bad(u.Name, "this is %s; it is read by footbridge %s", l.what, l.command)
		default:
			why = bad(u.Name, "%s looks like %s of another year: it has no column %s", m.name, l.what, strings.Join(missing, ", "))
		}
	}
	return csvFile{}, nil, why
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
