package hiring

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// Every part of the Word document is well-formed, and what was typed is in it,
// whatever it is.
func TestDocx(t *testing.T) {
	data, err := docx([]paragraph{{"Heading1", "Nurse & more"}, {"ListBullet", "a < b \x01 “c”"}, {"", "one\ntwo"}})
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(r)
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if c, ok := token.(xml.CharData); ok && f.Name == "word/document.xml" {
				text += string(c)
			}
		}
	}
	for _, want := range []string{"Nurse & more", "a < b \uFFFD “c”", "onetwo"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
	if len(z.File) != 6 || z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("%d parts", len(z.File))
	}
}
