package hiring

import (
	"context"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
)

// DocumentKinds are what the library holds.
var DocumentKinds = []string{"Job description", "Embedding toolkit", "GP mentor summary", "Agreement", "Supervision", "Another document"}

// MaxFile is the most that a file of the library may hold, in bytes.
const MaxFile = 2 << 20

// Document is a version of one of the network's own documents.
type Document struct {
	ID       string
	Version  int
	PCN      string `db:"pcn"`
	Kind     string
	Title    string
	Owner    string
	Words    string // the text itself, "" for a file or a link
	Link     string
	FileName string
	FileType string
	ReviewOn calendar.Date
	Why      string // what changed
	At       calendar.Instant
	ByName   string
}

const documentColumns = "id, version, pcn, kind, title, owner, words, link, file_name, file_type, review_on, why, at, by_name"

// Reader is somebody who says that they read a version.
type Reader struct {
	ID      string
	Version int
	UserID  string
	Name    string
	At      calendar.Instant
}

// Shelf is a document of the list.
type Shelf struct {
	Document
	Readers int
	Read    bool // by the actor, in this version
	Late    bool // the review is overdue
}

// Library asks for the latest version of every document of a network.
type Library struct{ PCN string }

// Needs names the permission.
func (Library) Needs() access.Permission { return access.SeeWorkforce }

// Ask lists them by kind and title.
func (q Library) Ask(_ context.Context, tx *gate.Tx) ([]Shelf, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return nil, fault.Missing("network")
	}
	list, err := db.All[Document](tx.Tx, "SELECT "+documentColumns+" FROM library_document WHERE pcn = $1 ORDER BY id, version DESC", q.PCN)
	if err != nil {
		return nil, err
	}
	list = slices.CompactFunc(list, func(a, b Document) bool { return a.ID == b.ID })
	reads, err := db.All[Reader](tx.Tx, "SELECT r.id, r.version, r.user_id, r.name, r.at FROM library_read r JOIN library_document d ON d.id = r.id AND d.version = r.version WHERE d.pcn = $1", q.PCN)
	if err != nil {
		return nil, err
	}
	var out []Shelf
	for _, d := range list {
		s := Shelf{Document: d, Late: d.ReviewOn.Before(tx.Today())}
		for _, r := range reads {
			if r.ID == d.ID && r.Version == d.Version {
				s.Readers++
				s.Read = s.Read || r.UserID == tx.Actor.ID
			}
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Shelf) int { return strings.Compare(a.Kind+" "+a.Title, b.Kind+" "+b.Title) })
	tx.Listed("document", q.PCN, len(out))
	return out, nil
}

// DocumentOf asks for a document with its versions and who has read them.
type DocumentOf struct{ PCN, ID string }

// DocumentFile is the answer.
type DocumentFile struct {
	Shelf
	History []Document
	Reads   []Reader // of every version, the latest first
	Waiting bool     // the actor has not read the latest version
}

// Needs names the permission.
func (DocumentOf) Needs() access.Permission { return access.SeeWorkforce }

// Ask reads it; another network's is not found.
func (q DocumentOf) Ask(_ context.Context, tx *gate.Tx) (DocumentFile, error) {
	var out DocumentFile
	if !tx.Scope.InNetwork(q.PCN) {
		return out, fault.Missing("document")
	}
	list, err := versions(tx, q.PCN, q.ID)
	if err != nil {
		return out, err
	}
	out.History, out.Document = list, list[0]
	out.Late = list[0].ReviewOn.Before(tx.Today())
	out.Reads, err = db.All[Reader](tx.Tx, "SELECT id, version, user_id, name, at FROM library_read WHERE id = $1 ORDER BY version DESC, name", q.ID)
	for _, r := range out.Reads {
		if r.Version == out.Version {
			out.Readers++
			out.Read = out.Read || r.UserID == tx.Actor.ID
		}
	}
	out.Waiting = !out.Read
	tx.Listed("document", q.PCN+" "+q.ID, 1)
	return out, err
}

func versions(tx *gate.Tx, pcn, id string) ([]Document, error) {
	list, err := db.All[Document](tx.Tx, "SELECT "+documentColumns+" FROM library_document WHERE id = $1 AND pcn = $2 ORDER BY version DESC", id, pcn)
	if err == nil && len(list) == 0 {
		err = fault.Missing("document")
	}
	return list, err
}

// File is an uploaded file.
type File struct {
	Name, Type string
	Data       []byte
}

// FileOf asks for the file of the latest version of a document.
type FileOf struct{ PCN, ID string }

// Needs names the permission.
func (FileOf) Needs() access.Permission { return access.SeeWorkforce }

// Ask reads it.
func (q FileOf) Ask(_ context.Context, tx *gate.Tx) (File, error) {
	if !tx.Scope.InNetwork(q.PCN) {
		return File{}, fault.Missing("document")
	}
	list, err := versions(tx, q.PCN, q.ID)
	if err != nil {
		return File{}, err
	}
	text, err := db.One[string](tx.Tx, "file", "SELECT base64 FROM library_file WHERE id = $1 AND version = $2", q.ID, list[0].Version)
	if err != nil {
		return File{}, err
	}
	data, err := base64.StdEncoding.DecodeString(text)
	tx.Listed("document", q.PCN+" "+q.ID+" file", 1)
	return File{list[0].FileName, list[0].FileType, data}, err
}

// fileTypes are the files that the library takes.
var fileTypes = map[string]string{
	".pdf": "application/pdf", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".odt": "application/vnd.oasis.opendocument.text",
	".txt": "text/plain; charset=utf-8", ".rtf": "application/rtf", ".doc": "application/msword",
}

// KeepDocument puts a document into the library, or, with an ID and the
// version that was read, a new version of it. It holds a text, a link or a
// file. Faults name kind, title, owner, words, link, document-file, review and why. It
// answers with the id.
type KeepDocument struct {
	PCN, ID                         string
	Version                         int
	Kind, Title, Owner, Words, Link string
	File                            File
	ReviewOn                        calendar.Date
	Why                             string
}

// Needs names the permission.
func (KeepDocument) Needs() access.Permission { return access.EditWorkforce }

// Do checks and writes.
func (c KeepDocument) Do(_ context.Context, tx *gate.Tx) (string, error) {
	if !tx.Scope.WholeNetwork(c.PCN) {
		return "", fault.Missing("document")
	}
	var last Document
	if c.ID != "" {
		list, err := versions(tx, c.PCN, c.ID)
		if err != nil {
			return "", err
		}
		if last = list[0]; last.Version != c.Version {
			return "", fault.Moved("%s changed this document at %s. Nothing was overwritten", last.ByName, last.At.Long())
		}
	} else {
		c.ID, c.Version = tx.NewID(), 0
	}
	for _, s := range []*string{&c.Title, &c.Owner, &c.Words, &c.Link, &c.Why} {
		*s = strings.TrimSpace(*s)
	}
	var check fault.Check
	check.Require(slices.Contains(DocumentKinds, c.Kind), "kind", "Choose the kind")
	check.Require(c.Title != "" && len([]rune(c.Title)) <= 200, "title", "Enter a title of at most 200 characters")
	check.Require(c.Owner != "" && len([]rune(c.Owner)) <= 200, "owner", "Enter who keeps it up to date, at most 200 characters")
	check.Require(len([]rune(c.Words)) <= 50_000, "words", "The text must be at most 50,000 characters")
	check.Require(!c.ReviewOn.IsZero() && c.ReviewOn.After(tx.Today()), "review", "Enter a day in the future on which it is reviewed")
	check.Require(c.Version == 0 || c.Why != "", "why", "Say what changed")
	check.Require(len([]rune(c.Why)) <= 300, "why", "At most 300 characters")
	if c.Link != "" {
		u, err := url.Parse(c.Link)
		check.Require(err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(c.Link) <= 500, "link", "Enter an address that begins with https://")
	}
	kind := ""
	if c.File.Name != "" || len(c.File.Data) > 0 {
		if i := strings.LastIndexByte(c.File.Name, '.'); i >= 0 {
			kind = fileTypes[strings.ToLower(c.File.Name[i:])]
		}
		check.Require(kind != "", "document-file", "The file must be a PDF, a Word or OpenDocument text, RTF or plain text")
		check.Require(len(c.File.Data) <= MaxFile, "document-file", "The file must be at most 2 megabytes")
		check.Require(len(c.File.Data) > 0 && len([]rune(c.File.Name)) <= 200, "document-file", "The file is empty, or its name is longer than 200 characters")
	}
	keeps := kind == "" && c.Words == "" && c.Link == "" && last.FileName != "" // only what stands beside the file changes
	check.Require(c.Words != "" || c.Link != "" || kind != "" || keeps, "words", "Enter the text, a link or a file")
	if err := check.Err(); err != nil {
		return "", err
	}
	d := Document{ID: c.ID, Version: c.Version + 1, FileName: c.File.Name, FileType: kind}
	if keeps {
		d.FileName, d.FileType = last.FileName, last.FileType
	}
	if _, err := tx.Exec("INSERT INTO library_document ("+documentColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)", d.ID, d.Version, c.PCN, c.Kind, c.Title, c.Owner, c.Words, c.Link, d.FileName, d.FileType, c.ReviewOn, c.Why, tx.Now, tx.Actor.Name); err != nil {
		return "", err
	}
	switch {
	case kind != "":
		if _, err := tx.Exec("INSERT INTO library_file (id, version, base64) VALUES ($1,$2,$3)", d.ID, d.Version, base64.StdEncoding.EncodeToString(c.File.Data)); err != nil {
			return "", err
		}
	case keeps:
		if _, err := tx.Exec("INSERT INTO library_file (id, version, base64) SELECT id, $1, base64 FROM library_file WHERE id = $2 AND version = $3", d.Version, d.ID, last.Version); err != nil {
			return "", err
		}
	}
	tx.TouchedAt("document", d.ID, "", c.PCN, "version kept: "+c.Title)
	return d.ID, nil
}

// HaveRead says that the actor has read the latest version of a document.
type HaveRead struct {
	PCN, ID string
	Version int
}

// Needs names the permission.
func (HaveRead) Needs() access.Permission { return access.ReadLibrary }

// Do checks and writes.
func (c HaveRead) Do(_ context.Context, tx *gate.Tx) (bool, error) {
	if !tx.Scope.InNetwork(c.PCN) {
		return false, fault.Missing("document")
	}
	list, err := versions(tx, c.PCN, c.ID)
	if err != nil {
		return false, err
	}
	if list[0].Version != c.Version {
		return false, fault.Moved("There is a newer version: read that one")
	}
	n, err := db.One[int](tx.Tx, "count", "SELECT count(*) FROM library_read WHERE id = $1 AND version = $2 AND user_id = $3", c.ID, c.Version, tx.Actor.ID)
	if err != nil {
		return false, err
	}
	tx.TouchedAt("document", c.ID, "", c.PCN, "read")
	if n > 0 {
		return false, nil
	}
	_, err = tx.Exec("INSERT INTO library_read (id, version, user_id, name, at) VALUES ($1,$2,$3,$4,$5)", c.ID, c.Version, tx.Actor.ID, tx.Actor.Name, tx.Now)
	return true, err
}
