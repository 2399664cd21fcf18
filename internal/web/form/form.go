package form

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"footbridge/internal/calendar"
	"footbridge/internal/fault"

	"golang.org/x/text/unicode/norm"
)

// MaxBytes is the most that a form may send, and MaxUpload the most that one
// with files may.
const (
	MaxBytes  = 1 << 20
	MaxUpload = 3 << 20
)

// KeyName is the name of the hidden field with the idempotency key.
const KeyName = "key"

// Form is what was typed into one form, and what is wrong with it. It belongs
// to one request and is not safe for concurrent use.
type Form struct {
	values url.Values
	errors []fault.Field
	parts  map[string][]string // the wrong boxes of a date: day, month, year
	key    string
}

// Of makes a form out of values: for the first showing, or the filters of a
// list. It takes no idempotency key from them.
func Of(values url.Values) *Form {
	f := &Form{values: url.Values{}, parts: map[string][]string{}}
	for name, list := range values {
		f.values[name] = slices.Clone(list)
	}
	return f
}

// Parse reads a request: the query, and what was posted, which wins where
// both have a name. A body over MaxBytes (MaxUpload with files) and one that can't be read are
// Invalid faults.
func Parse(w http.ResponseWriter, r *http.Request) (*Form, error) {
	limit, most := int64(MaxBytes), "1 MB"
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		limit, most = MaxUpload, "3 MB"
	}
	if r.Body != nil {
		r.Body = http.MaxBytesReader(w, r.Body, limit)
	}
	// ParseMultipartForm alone would lose the errors of ParseForm.
	err := r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(MaxBytes)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, &fault.Error{
				Kind: fault.Invalid, Cause: err,
				Message: "What you sent is too large. Shorten it, or send it in parts: " + most + " is the most",
			}
		}
		return nil, &fault.Error{Kind: fault.Invalid, Cause: err, Message: "What you sent could not be read. Go back and try again"}
	}
	f := Of(r.URL.Query())
	for name, list := range r.PostForm {
		f.values[name] = slices.Clone(list)
	}
	if key := r.PostForm.Get(KeyName); validKey(key) {
		f.key = key
	}
	return f, nil
}

// Raw gives what was typed, unchanged.
func (f *Form) Raw(name string) string { return f.values.Get(name) }

// Text gives what was typed without the white space around it, with \n for
// line breaks, in Unicode form NFC, without control characters other than \n
// and \t.
func (f *Form) Text(name string) string { return tidy(f.Raw(name)) }

// All gives every value of a name that is not empty, tidied as Text does: for
// checkboxes.
func (f *Form) All(name string) []string {
	var all []string
	for _, v := range f.values[name] {
		if v = tidy(v); v != "" {
			all = append(all, v)
		}
	}
	return all
}

// Checked says whether a checkbox is ticked: whether there is a value at all.
func (f *Form) Checked(name string) bool { return len(f.All(name)) > 0 }

// Date gives a date that was typed into three fields: name-day, name-month
// and name-year. Nothing typed is the zero date and false, without an error.
// A date that is none is noted as an error which begins with label, or with
// the name in words: "Date of birth must be a real date".
func (f *Form) Date(name string, label ...string) (calendar.Date, bool) {
	day, month, year := f.Text(name+"-day"), f.Text(name+"-month"), f.Text(name+"-year")
	if day == "" && month == "" && year == "" {
		return calendar.Date{}, false
	}
	date, err := calendar.ParseForm(day, month, year)
	if err == nil {
		return date, true
	}
	says := "must be a real date"
	if fault.Is(err, fault.Invalid) {
		says = fault.Says(err)
	}
	f.parts[name] = nil
	for _, field := range fault.FieldsOf(err) {
		f.parts[name] = append(f.parts[name], field.Name)
	}
	f.Fail(name, "%s %s", called(name, label), says)
	return calendar.Date{}, false
}

// Int gives a whole number. Nothing typed is 0 and false, without an error;
// spaces and commas between the digits do not matter. Something else is noted
// as an error which begins with label, or with the name in words.
func (f *Form) Int(name string, label ...string) (int, bool) {
	typed := strings.NewReplacer(" ", "", ",", "", "\u00a0", "").Replace(f.Text(name))
	if typed == "" {
		return 0, false
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		f.Fail(name, "%s must be a whole number", called(name, label))
		return 0, false
	}
	return n, true
}

// Set sets a value, for the first showing of a form that changes something.
func (f *Form) Set(name, value string) { f.values.Set(name, value) }

// SetAll sets the values of checkboxes.
func (f *Form) SetAll(name string, values []string) { f.values[name] = slices.Clone(values) }

// SetDate sets the three fields of a date; the zero date empties them.
func (f *Form) SetDate(name string, d calendar.Date) {
	var day, month, year string
	if !d.IsZero() {
		day, month, year = strconv.Itoa(d.Day()), strconv.Itoa(int(d.Month())), strconv.Itoa(d.Year())
	}
	f.Set(name+"-day", day)
	f.Set(name+"-month", month)
	f.Set(name+"-year", year)
}

// shown gives what was typed as it can be shown again: unchanged, but for
// characters that HTML can't carry.
func (f *Form) shown(name string) string { return clean(f.Raw(name)) }

// tidy makes text fit to be kept.
func tidy(s string) string { return norm.NFC.String(strings.TrimSpace(clean(s))) }

// clean takes out what is not text and makes every line break a \n.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n' || r == '\t' || !unicode.IsControl(r):
			return r
		}
		return -1
	}, s)
}

// called gives the name of a field in a message.
func called(name string, label []string) string {
	if len(label) > 0 && label[0] != "" {
		return label[0]
	}
	words := strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ", ".", " ").Replace(name))
	if words == "" {
		return "This"
	}
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}
