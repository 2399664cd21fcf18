package person

import (
	"footbridge/internal/app/internal/db"
	"footbridge/internal/app/internal/gate"
)

// BulkWords makes the words of names findable with a slip of the keyboard, for
// a simulated year whose names are known beforehand. BulkPeople relies on it.
func BulkWords(tx *gate.Tx, names []string) error {
	m := tx.Many("name_variant (variant, token)", "(@,@)")
	for _, w := range words(names...) {
		for _, v := range variants(w) {
			if err := m.Add(v, w); err != nil {
				return err
			}
		}
	}
	return m.Done()
}

// BulkPeople writes the people of a simulated year. Their names must be among
// those given to BulkWords, and nobody is there who might be the same person.
func BulkPeople(tx *gate.Tx, people []Person) error {
	m := tx.Many("person (id, nhs_number, title, given, family, known_as, sort_name, born_on, born_approx, sex, practice, pcn, phone, email, address, postcode, language, interpreter, format, adjustments, safe_phone, safe_voicemail, safe_text, safe_letter, safe_note, died, merged_into, version, created_at, changed_at, changed_by)",
		"(@,@,'',@,@,'',@,@,false,@,@,@,@,'','','',@,@,@,@,@,@,@,@,'',NULL,'',1,@,@,@)")
	for i := range people {
		p := &people[i]
		if err := m.Add(p.ID, p.NHSNumber, p.Given, p.Family, p.sortName(), p.BornOn, p.Sex, p.Practice, p.PCN, p.Phone, p.Language, p.Interpreter, p.Format, p.Adjustments,
			p.SafePhone, p.SafeVoicemail, p.SafeText, p.SafeLetter, p.CreatedAt, p.ChangedAt, p.ChangedBy); err != nil {
			return err
		}
	}
	if err := m.Done(); err != nil {
		return err
	}
	m = tx.Many("person_name (token, person_id, via, practice, pcn)", "(@,@,'',@,@)")
	folded := map[[2]string][]string{} // the same few names come again and again
	for i := range people {
		p := &people[i]
		name := [2]string{p.Given, p.Family}
		if folded[name] == nil {
			folded[name] = words(p.Given, p.Family)
		}
		for _, w := range folded[name] {
			if err := m.Add(w, p.ID, p.Practice, p.PCN); err != nil {
				return err
			}
		}
	}
	return m.Done()
}

// Anybody reports whether there are any people at all.
func Anybody(tx *gate.Tx) (bool, error) {
	_, found, err := db.Maybe[string](tx.Tx, "SELECT id FROM person LIMIT 1")
	return found, err
}
