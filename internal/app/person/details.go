package person

import (
	"regexp"
	"strings"

	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/app/network"
	"footbridge/internal/calendar"
	"footbridge/internal/fault"
	"footbridge/internal/nhs"
)

// oldest is how many years back a date of birth may be: nobody whose age was
// proved has lived longer than 122 years, and nobody alive is near it.
const oldest = 120

// Details are what Add and Change write: identity, registration and contact.
// Faults name the fields nhs, title, given, family, known_as, born, sex,
// practice, phone, email, address and postcode.
type Details struct {
	NHSNumber  string // as typed, with or without spaces; "" when not known
	Title      string
	Given      string // "-" for somebody who has only one name
	Family     string
	KnownAs    string
	BornOn     calendar.Date
	BornApprox bool
	Sex        string // "female", "male", "indeterminate" or ""
	Practice   string // code
	Phone      string
	Email      string
	Address    string
	Postcode   string // as typed
}

var (
	phoneForm = regexp.MustCompile(`^\+?[0-9 ()./-]{5,30}( ?(x|ext\.?|extension) ?[0-9]{1,6})?$`)
	emailForm = regexp.MustCompile(`^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$`)
)

// checked gives the details as they are stored, and notes in c whatever can't
// be.
func (d Details) checked(c *fault.Check, today calendar.Date) Details {
	d.Title, d.Given, d.Family, d.KnownAs = clean(d.Title), clean(d.Given), clean(d.Family), clean(d.KnownAs)
	d.Phone, d.Email, d.Address = clean(d.Phone), clean(d.Email), cleanText(d.Address)
	if clean(d.NHSNumber) != "" {
		n, err := nhs.ParseNumber(d.NHSNumber)
		if err != nil {
			c.Fail("nhs", "%s", fault.Says(err))
		}
		d.NHSNumber = string(n)
	} else {
		d.NHSNumber = ""
	}
	fits(c, "title", "Title", d.Title, maxTitle)
	switch {
	case d.Given == "":
		c.Fail("given", "Enter a given name; for somebody who has only one name, enter it as family name and - here")
	case d.Given == "-":
		d.Given = ""
	case !hasLetter(d.Given):
		c.Fail("given", "Given name must have letters")
	}
	fits(c, "given", "Given name", d.Given, maxName)
	switch {
	case d.Family == "":
		c.Fail("family", "Enter a family name")
	case !hasLetter(d.Family):
		c.Fail("family", "Family name must have letters")
	}
	fits(c, "family", "Family name", d.Family, maxName)
	fits(c, "known_as", "Known as", d.KnownAs, maxName)
	switch {
	case d.BornOn.IsZero():
		c.Fail("born", "Enter a date of birth; when only the year is known, enter 1 January and say that it is a guess")
	case d.BornOn.After(today):
		c.Fail("born", "Date of birth must be today or in the past")
	case d.BornOn.Before(today.AddYears(-oldest)):
		c.Fail("born", "Date of birth must be within the last %d years", oldest)
	}
	oneOf(c, "sex", d.Sex, "Choose the sex as the GP record has it, or not known", "", "female", "male", "indeterminate")
	if d.Phone != "" && !phoneForm.MatchString(strings.ToLower(d.Phone)) {
		c.Fail("phone", "Enter a phone number, like 0117 496 0123 or +44 117 496 0123")
	}
	if d.Email != "" && (len(d.Email) > 254 || !emailForm.MatchString(d.Email)) {
		c.Fail("email", "Enter an email address in the correct format, like name@example.com")
	}
	fits(c, "address", "Address", d.Address, maxText)
	if clean(d.Postcode) != "" {
		p, err := nhs.ParsePostcode(d.Postcode)
		if err != nil {
			c.Fail("postcode", "%s", fault.Says(err))
		}
		d.Postcode = string(p)
	} else {
		d.Postcode = ""
	}
	return d
}

// registered gives the network of a practice today, and notes when there is
// no such practice or the actor may not put people there.
func registered(tx *gate.Tx, c *fault.Check, practice string) (pcn string, err error) {
	if practice == "" {
		c.Fail("practice", "Choose the practice where the person is registered")
		return "", nil
	}
	pcn, err = network.NetworkOf(tx, practice, tx.Today())
	switch {
	case fault.Is(err, fault.NotFound):
		c.Fail("practice", "There is no practice with the code %s today", clip(clean(practice), 10))
		return "", nil
	case err != nil:
		return "", err
	case !tx.Scope.HasPerson(practice, pcn):
		c.Fail("practice", "You can only choose a practice that you work for")
	}
	return pcn, nil
}

// NumberTaken is what Add and Change say about an NHS number of somebody whom
// the actor can see; Alike shows whom.
const NumberTaken = "There is a record with this NHS number already: open that one, or check the number"

// numberFree notes when an NHS number is on another record of the same
// network. What it says about a record that the actor can't see is only that
// there is one, and the actor holds its number already.
func numberFree(tx *gate.Tx, c *fault.Check, number, practice, pcn, self string) error {
	if number == "" || practice == "" {
		return nil
	}
	q := "SELECT " + list("p") + " FROM person p WHERE p.nhs_number = $1 AND p.pcn = $2 AND p.merged_into = '' AND p.id <> $3"
	args := []any{number, pcn, self}
	if pcn == "" {
		q += " AND p.practice = $4"
		args = append(args, practice)
	}
	p, taken, err := db.Maybe[Person](tx.Tx, q, args...)
	switch {
	case err != nil || !taken:
		return err
	case tx.Scope.HasPerson(p.Practice, p.PCN):
		c.Fail("nhs", NumberTaken)
	default:
		c.Fail("nhs", "This NHS number is on record at another practice of the network. If the person has changed practice, ask the mental health practitioner to move the record")
	}
	return nil
}

// into copies the details onto a person.
func (d Details) into(p *Person, pcn string) {
	p.NHSNumber, p.Title, p.Given, p.Family, p.KnownAs = d.NHSNumber, d.Title, d.Given, d.Family, d.KnownAs
	p.BornOn, p.BornApprox, p.Sex, p.Practice, p.PCN = d.BornOn, d.BornApprox, d.Sex, d.Practice, pcn
	p.Phone, p.Email, p.Address, p.Postcode = d.Phone, d.Email, d.Address, d.Postcode
}

// Details gives a person's details as a form shows them.
func (p Person) Details() Details {
	given := p.Given
	if given == "" {
		given = "-"
	}
	return Details{
		NHSNumber: p.NHSNumber, Title: p.Title, Given: given, Family: p.Family, KnownAs: p.KnownAs, BornOn: p.BornOn, BornApprox: p.BornApprox,
		Sex: p.Sex, Practice: p.Practice, Phone: p.Phone, Email: p.Email, Address: p.Address, Postcode: p.Postcode,
	}
}

// sortName puts people in the order of lists: family name, then given.
func (p Person) sortName() string {
	return clip(strings.Join(nhs.Fold(p.Family), " ")+", "+strings.Join(nhs.Fold(p.Given), " "), 400)
}

// fill writes the values of a person's columns in the order of columns.
func (p Person) values() []any {
	return []any{
		p.ID, p.NHSNumber, p.Title, p.Given, p.Family, p.KnownAs, p.BornOn, p.BornApprox, p.Sex, p.Practice, p.PCN,
		p.Phone, p.Email, p.Address, p.Postcode, p.Language, p.Interpreter, p.Format, p.Adjustments,
		p.SafePhone, p.SafeVoicemail, p.SafeText, p.SafeLetter, p.SafeNote, p.Died, p.MergedInto, p.Version,
		p.CreatedAt, p.ChangedAt, p.ChangedBy,
	}
}

// insert writes a new person with the words of the name.
func insert(tx *gate.Tx, p Person) error {
	var a db.Args
	q := "INSERT INTO person ("
	marks := ""
	for i, v := range p.values() {
		q += columns[i] + ", "
		marks += a.Add(v) + ", "
	}
	if _, err := tx.Exec(q+"sort_name) VALUES ("+marks+a.Add(p.sortName())+")", a.List...); err != nil {
		return err
	}
	return addNames(tx, p)
}

// save writes a changed person when nobody else has since version p.Version,
// and gives it its next version. A later version is a Conflict that says who
// was faster, and when.
func save(tx *gate.Tx, p *Person) error {
	now := *p
	now.Version, now.ChangedAt, now.ChangedBy = p.Version+1, tx.Now, tx.Actor.Name
	var a db.Args
	q := "UPDATE person SET sort_name = " + a.Add(now.sortName())
	for i, v := range now.values() {
		if columns[i] != "id" && columns[i] != "created_at" {
			q += ", " + columns[i] + " = " + a.Add(v)
		}
	}
	n, err := tx.Exec(q+" WHERE id = "+a.Add(p.ID)+" AND version = "+a.Add(p.Version), a.List...)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Moved("Somebody else changed this record a moment ago. Nothing was overwritten")
	}
	*p = now
	// The words of the name stand where the person does.
	if _, err := tx.Exec("UPDATE person_name SET practice = $1, pcn = $2 WHERE person_id = $3 AND (practice <> $1 OR pcn <> $2)", p.Practice, p.PCN, p.ID); err != nil {
		return err
	}
	return addNames(tx, now)
}

// fresh refuses a change of a record that has moved on since it was read.
func fresh(p Person, version int) error {
	if p.Version != version {
		return fault.Moved("%s changed this record on %s, after you opened the page. Nothing was overwritten, and what you typed is kept. Look at what the record says now, then save again", p.ChangedBy, p.ChangedAt.Medium())
	}
	return nil
}
