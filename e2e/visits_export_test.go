package e2e

// exportVisits are the pages of files to take away.
func exportVisits(w *world) map[string][]visit {
	ready, waiting := w.first("SELECT id FROM export_job WHERE state = 'ready'"), w.first("SELECT id FROM export_job WHERE state = 'waiting'")
	return map[string][]visit{
		"GET /files":      {{name: "", who: "manager", path: "/files"}, {name: "files-none", who: "leah", path: "/files"}, {name: "files-icb", who: "icb", path: "/files"}},
		"GET /files/new":  {{name: "", who: "manager", path: "/files/new?source=evidence"}, {name: "files-new-claim", who: "manager", path: "/files/new?source=claim"}, {name: "files-new-coverage", who: "icb", path: "/files/new?source=coverage"}},
		"GET /files/{id}": {{name: "", who: "manager", path: "/files/" + ready}, {name: "files-waiting", who: "manager", path: "/files/" + waiting}},
	}
}
