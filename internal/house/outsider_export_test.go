package house

import (
	"footbridge/internal/app/export"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

func exportTries(v victim, _ calendar.Instant) []try {
	p := export.Params{"pcn": demo.PCN, "quarter": "2026-Q4"}
	return []try{
		cmd(export.Prepare{Source: "evidence", Params: p, Why: "x"}), cmd(export.Prepare{Source: "feedback", Params: p, Why: "x"}), cmd(export.Prepare{Source: "claim", Params: export.Params{"pcn": demo.PCN, "claim": v.claim}, Why: "x"}),
		qry(export.Choices{PCN: demo.PCN, Source: "claim"}), qry(export.Mine{}), qry(export.One{ID: v.file}),
		cmd(export.Download{ID: v.file, Source: "coverage"}), qry(export.PartOf{ID: v.file, Source: "coverage"}),
		qry(export.Read{Source: "evidence", Params: p}), qry(export.Read{Source: "claim", Params: export.Params{"pcn": demo.PCN, "claim": v.claim}}),
		qry(export.Pending{}), cmd(export.Take{Worker: "x"}), cmd(export.Put{Job: v.file, Worker: "x"}), cmd(export.Finish{Job: v.file, Worker: "x"}), cmd(export.Forget{}),
	}
}
