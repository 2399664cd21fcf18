package nhs

import (
	"regexp"
	"strings"
)

// Body is a regulator that keeps a register of professionals.
type Body string

// The regulators of the professions that hold these posts.
const (
	NMC  Body = "NMC"  // Nursing and Midwifery Council
	HCPC Body = "HCPC" // Health and Care Professions Council
	SWE  Body = "SWE"  // Social Work England
)

// Bodies lists them.
func Bodies() []Body { return []Body{NMC, HCPC, SWE} }

// Name is the regulator's full name, "" for another one.
func (b Body) Name() string {
	return map[Body]string{NMC: "Nursing and Midwifery Council", HCPC: "Health and Care Professions Council", SWE: "Social Work England"}[b]
}

// Example is a number in the form that the register uses.
func (b Body) Example() string {
	return map[Body]string{NMC: "18A1234E", HCPC: "OT12345", SWE: "SW12345"}[b]
}

var registers = map[Body]*regexp.Regexp{
	NMC:  regexp.MustCompile(`^[0-9]{2}[A-L][0-9]{4}[A-Z]$`), // year, month as a letter, number, country
	HCPC: regexp.MustCompile(`^[A-Z]{2,3}[0-9]{4,6}$`),       // profession, number: OT, PYL
	SWE:  regexp.MustCompile(`^SW[0-9]{4,6}$`),
}

// RegistrationNumber gives a number of a professional register as the register
// writes it: capitals, without spaces. ok says that it has the register's
// form, which is all that can be seen from a number: whether somebody stands
// on the register, and under which conditions, is looked up there.
func RegistrationNumber(body Body, s string) (number string, ok bool) {
	number = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(s))
	r := registers[body]
	return number, r != nil && r.MatchString(number)
}
