package house

import (
	"footbridge/internal/app/simulate"
	"footbridge/internal/calendar"
)

func simulateTries(victim, calendar.Instant) []try {
	return []try{cmd(simulate.Begin{}), cmd(simulate.Write{})}
}
