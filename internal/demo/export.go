package demo

import (
	"log/slog"

	"footbridge/internal/app/export"
)

// files has the manager ask for two, of which one is ready.
func (w *world) files() {
	do(w, "manager", export.Prepare{Source: "coverage", Why: "For the network board: where we stand among our neighbours"})
	if w.err == nil {
		_, w.err = (&export.Worker{App: w.app, Log: slog.New(slog.DiscardHandler)}).Step(w.ctx)
	}
	list := ask(w, "manager", export.Choices{PCN: PCN, Source: "feedback"})
	if w.err != nil {
		return
	}
	do(w, "manager", export.Prepare{Source: "feedback", Params: export.Params{"pcn": PCN, "quarter": list[0].Fields[0].Options[0].Value}, Why: "For the patients’ group"})
}
