package calendar

import "strconv"

// DaysWords says how far a day is from today: n days, negative for the past.
// "today", "yesterday", "3 days ago", "tomorrow", "in 3 days".
func DaysWords(n int) string {
	switch {
	case n == 0:
		return "today"
	case n == -1:
		return "yesterday"
	case n == 1:
		return "tomorrow"
	case n < 0:
		return strconv.Itoa(-n) + " days ago"
	default:
		return "in " + strconv.Itoa(n) + " days"
	}
}
