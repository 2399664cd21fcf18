package house

import (
	"footbridge/internal/access"
	"footbridge/internal/app/impact"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

func impactTries(v victim, now calendar.Instant) []try {
	const pcn = demo.PCN
	month := calendar.MonthOf(now.Date())
	return []try{
		qry(impact.OfNetwork{PCN: pcn}), qry(impact.OfProvider{Provider: demo.Provider}), qry(impact.OfBoard{ICB: demo.Board}), qry(impact.Reached{PCN: pcn}), qry(impact.BoardReached{ICB: demo.Board}),
		qry(impact.Explain{PCN: pcn, Indicator: "requests", First: month, Last: month, Part: "n"}),
		cmd(impact.NoteStep{PCN: pcn, Indicator: "requests", Month: month, Why: "x"}), cmd(impact.StrikeStep{PCN: pcn, ID: v.step}), cmd(impact.Assume{PCN: pcn, Minutes: 10, Source: "x", From: month}),
		qry(impact.Due{}), cmd(impact.CountNetwork{PCN: pcn}), cmd(impact.CountUnion{Union: impact.Union{Place: access.ICB, Code: demo.Board}}), cmd(impact.SetMark{}), cmd(impact.Observe{}), qry(impact.Unions{}), qry(impact.Check{PCN: pcn}), qry(impact.CheckUnion{}), qry(impact.Known{}),
	}
}
