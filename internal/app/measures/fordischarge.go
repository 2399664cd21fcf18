package measures

import "footbridge/internal/app/internal/gate"

// Outstanding gives the questionnaires that were handed to people, by all the
// ids under which their records stand, and to which an answer may still come.
func Outstanding(tx *gate.Tx, people []string) ([]Asked, error) {
	list, err := askedOf(tx, people)
	var out []Asked
	for _, a := range list {
		if a.Outstanding() {
			out = append(out, a)
		}
	}
	return out, err
}
