package workforce

import (
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/calendar"
)

// Prescriber is the kind of competence of somebody who may prescribe,
// independently or as a supplementary prescriber.
const Prescriber = "prescriber"

// IsPrescriber reports whether a practitioner holds a competence to prescribe
// on a day. It looks at no scope.
func IsPrescriber(tx *gate.Tx, practitioner string, day calendar.Date) (bool, error) {
	c, err := CompetenceOn(tx, practitioner, Prescriber, day)
	return c.Valid, err
}
