package network_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"

	"footbridge/internal/app/network"
	"footbridge/internal/fault"
)

// bomb is a zip whose file unpacks to n bytes of nothing; it says about itself
// that it has only claimed.
func bomb(t *testing.T, n int, claimed uint64) []byte {
	t.Helper()
	var packed, out bytes.Buffer
	f, _ := flate.NewWriter(&packed, flate.BestCompression)
	zero := make([]byte, 1<<20)
	sum := crc32.NewIEEE()
	for range n >> 20 {
		f.Write(zero)
		sum.Write(zero)
	}
	f.Close()
	z := zip.NewWriter(&out)
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "gp-reg-pat-prac-map.csv", Method: zip.Deflate, CRC32: sum.Sum32(),
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: claimed,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Write(packed.Bytes())
	z.Close()
	return out.Bytes()
}

func TestBadFiles(t *testing.T) {
	goodMap, goodSizes := theMonth(t, "2026-07-01", july...)
	raw := func(u network.Upload) []byte {
		b := make([]byte, u.Size)
		u.Data.ReadAt(b, 0)
		return b
	}
	broken := raw(goodMap)
	// One bit of what is packed is turned over; the directory stays whole.
	i := bytes.Index(broken, []byte("gp-reg-pat-prac-map.csv")) + 60
	broken = bytes.Clone(broken)
	broken[i] ^= 0x10
	head := "EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME,SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_NAME,ICB_CODE,ICB_NAME,COMM_REGION_CODE,COMM_REGION_NAME,SUPPLIER_NAME\n"
	row := "01Jul2026,L80001,BRIDGE,BS1 1AA,U00001,ONE PCN,15C,NHS Test ICB - 15C,QUY,NHS Test ICB,Y58,South West,EMIS\n"
	csvZip := func(s string) []byte { return zipped(t, "gp-reg-pat-prac-map.csv", []byte(s)) }
	two := func() []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for range 300 {
			z.Create("x.csv")
		}
		z.Close()
		return out.Bytes()
	}
	locked := bytes.Clone(raw(goodMap))
	for j := bytes.Index(locked, []byte("PK\x01\x02")); j >= 0; j = -1 {
		binary.LittleEndian.PutUint16(locked[j+8:], binary.LittleEndian.Uint16(locked[j+8:])|1)
	}
	for _, c := range []struct {
		name string
		file []byte
		says string
	}{
		{"empty", nil, "is empty"},
		{"only spaces", []byte("  \n"), "is empty"},
		{"a web page", []byte("<!DOCTYPE html><html><body>Error 404</body></html>"), "web page"},
		{"a web page with a mark in front", []byte("\ufeff\n <html>"), "web page"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00"), "neither a zip nor a CSV"},
		{"a text", []byte("Dear colleague,\nplease find attached"), "not a published file"},
		{"cut off", raw(goodMap)[:goodMap.Size/2], "not downloaded to its end"},
		{"one bit wrong", broken, "damaged"},
		{"a password", locked, "password"},
		{"a zip without a CSV", zipped(t, "readme.txt", []byte("hello")), "no CSV file"},
		{"300 files", two(), "300 files"},
		{"a bomb", bomb(t, 300<<20, 300<<20), "unpack"},
		{"a bomb that lies about its size", bomb(t, 300<<20, 1000), "damaged"},
		{"a web page in a zip", csvZip("<html>"), "web page"},
		{"an empty CSV", csvZip(""), "is empty"},
		{"a head line alone", csvZip(head), "no data"},
		{"last year's columns", csvZip(strings.Replace(head, "ICB_CODE,ICB_NAME", "STP_CODE,STP_NAME", 1) + row), "has no column"},
		{"the workforce", zipped(t, "w.csv", []byte("Data_source,CENSUS_YEAR,CENSUS_MONTH,PCN_CODE,PCN_NAME,DETAILED_STAFF_ROLE,FTE\nNWRS Staff,2026,6,U00001,ONE,Nurse,1\n")), "import workforce"},
		{"a date that is none", csvZip(head + strings.Replace(row, "01Jul2026", "31Feb2026", 1)), "not a date"},
		{"two months", csvZip(head + row + strings.Replace(strings.Replace(row, "01Jul2026", "01Aug2026", 1), "L80001", "L80002", 1)), "mixes two months"},
		{"an open quotation mark", csvZip(head + row + "01Jul2026,\"L80002,BRIDGE\n"), "can't be read as CSV"},
		{"no line that can be used", csvZip(head + strings.Replace(row, "L80001", "?", 1)), "can't be used"},
		{"not text", csvZip(head + strings.Replace(row, "BRIDGE", "BR\xffDGE", 1)), "can't be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := network.ReadListSizes(of("file.zip", c.file))
			if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Says(err), c.says) {
				t.Errorf("says %v, want %q", err, c.says)
			}
			if err != nil && (strings.Contains(fault.Says(err), "\n") || len(fault.FieldsOf(err)) != 1) {
				t.Errorf("not one clear error: %v", err)
			}
			if _, err := network.ReadWorkforce(of("file.zip", c.file)); c.name != "the workforce" && !fault.Is(err, fault.Invalid) {
				t.Errorf("as a workforce file: %v", err)
			}
		})
	}
	if _, err := network.ReadWorkforce(goodSizes); err == nil || !strings.Contains(fault.Says(err), "import list-sizes") {
		t.Errorf("list sizes as workforce: %v", err)
	}
}

// TestTraps: the forms that real publications come in.
func TestTraps(t *testing.T) {
	head := "SUPPLIER_NAME,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME,SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_NAME,ICB_CODE,ICB_NAME,COMM_REGION_CODE,COMM_REGION_NAME,NEW_COLUMN\r\n"
	row := func(date, practice, pcn, icb, icbName string) string {
		return "EMIS," + date + "," + practice + ", THE   BRIDGE ,BS1 1AA," + pcn + ",ONE PCN,15C,NHS Test ICB - 15C," + icb + "," + icbName + ",Y58,South West,x\r\n"
	}
	parse := func(s string) *network.Mapping {
		t.Helper()
		m, err := network.ParseMapping("m.csv", strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, date := range []string{"01Jul2026", "2026-07-01", "01-Jul-2026", "01/07/2026", " 01JUL2026"} {
		m := parse("\ufeff" + head + row(date, "L80001", "U00001", "QUY", "NHS Test ICB"))
		if m.AsOf != day("2026-07-01") || len(m.Rows) != 1 || m.Rows[0].Name != "THE BRIDGE" || m.Rows[0].ICBName != "NHS Test Integrated Care Board" {
			t.Errorf("%s: %+v", date, m)
		}
	}
	m := parse(head + row("2026-07-01", "L80001", "U", "QUY", "NHS Test ICB") + row("2026-07-01", "L80002", "U00001", "QMJ", "NHS Gone ICB") +
		row("2026-07-01", "L80001", "U00001", "QUY", "NHS Test ICB") + "EMIS,2026-07-01,L80004\r\n")
	if len(m.Rows) != 1 || m.Rows[0].PCN != "" || len(m.Rejected) != 3 {
		t.Fatalf("%+v", m)
	}
	for i, want := range []string{"ended on 31 March 2026", "stands on line 2 already", "3 columns"} {
		if r := m.Rejected[i]; !strings.Contains(r.Reason, want) || r.Line != i+3 {
			t.Errorf("line %d: %+v", i+3, r)
		}
	}
	if m := parse(head + row("2026-03-01", "L80002", "U00001", "QMJ", "NHS North Central London ICB")); len(m.Rows) != 1 {
		t.Errorf("a board that had not ended yet: %+v", m.Rejected)
	}
	w, err := network.ParseWorkforce("w.csv", strings.NewReader("\ufeffData_source,CENSUS_YEAR,CENSUS_MONTH,PCN_CODE,PCN_NAME,DETAILED_STAFF_ROLE,FTE\n"+
		"NWRS Staff,2024,2,U00001,ONE,Community Mental Health Nurse,1\n"+
		"NWRS contracted services,2024,2,U00002,TWO,Applied Psychologist – Clinical (Mental Health Practitioner - Adult),0.6\n"+
		"NWRS Staff,2024,2,U00002,TWO,Mental Health and Wellbeing Practitioner (Mental Health Practitioner - Children and Young People),0.4\n"+
		"NWRS Staff,2024,2,U,Unallocated,Nurse,1\n"))
	if err != nil || w.AsOf != day("2024-02-29") || len(w.Returns) != 2 || len(w.Rows) != 2 || len(w.Rejected) != 1 {
		t.Fatalf("%+v, %v", w, err)
	}
	if r := w.Rows[0]; r.Role != "Applied Psychologist – Clinical" || !r.Contracted || r.FTE != 0.6 || r.AgeGroup != network.Adult {
		t.Errorf("%+v", r)
	}
}
