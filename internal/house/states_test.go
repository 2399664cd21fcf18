package house

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/app/course"
	"footbridge/internal/app/episode"
	"footbridge/internal/app/export"
	"footbridge/internal/app/funding"
	"footbridge/internal/app/hiring"
	"footbridge/internal/app/liaison"
	"footbridge/internal/app/mdt"
	"footbridge/internal/app/message"
	"footbridge/internal/app/onward"
	"footbridge/internal/app/supervision"
)

// The states of a request and of an episode, and what moves them, are a
// golden page: whoever changes them sees it.
func TestStatesPage(t *testing.T) {
	known := declared(t)
	var messages []episode.Move
	for _, m := range message.Moves {
		messages = append(messages, episode.Move(m))
	}
	var money []episode.Move
	for _, m := range funding.Moves {
		money = append(money, episode.Move(m))
	}
	var b strings.Builder
	b.WriteString("# States\n\nGenerated from `internal/app/episode/states.go`, `internal/app/course/states.go`, `internal/app/onward/states.go`, `internal/app/liaison/states.go`, `internal/app/funding/states.go`, `internal/app/mdt/states.go`, `internal/app/supervision/states.go`, `internal/app/hiring/states.go`, `internal/app/export/states.go` and `internal/app/message/states.go` by a test; don't edit. Every command that is named exists.\n")
	for _, of := range []string{"request", "episode", "course", "session of a group", "onward request", "question to the advice desk", "ask", "message", "claim", "table of maximum amounts", "team meeting", "person at a meeting", "decision", "supervision session", "vacancy", "file"} {
		fmt.Fprintf(&b, "\n## %s%s\n\n| from | to | by | when |\n|---|---|---|---|\n", strings.ToUpper(of[:1]), of[1:])
		rows := 0
		for _, m := range slices.Concat(episode.Moves, course.Moves, onward.Moves, liaison.Moves, messages, money, mdt.Moves, supervision.Moves, hiring.Moves, export.Moves) {
			if m.Of != of {
				continue
			}
			rows++
			from := m.From
			if from == "" {
				from = "(nothing)"
			}
			for _, c := range m.By {
				if !known[c] {
					t.Errorf("%s → %s: there is no command %s", from, m.To, c)
				}
			}
			fmt.Fprintf(&b, "| %s | %s | `%s` | %s |\n", from, m.To, strings.Join(m.By, "`, `"), m.When)
		}
		if rows < 3 {
			t.Errorf("only %d moves of a %s", rows, of)
		}
	}
	b.WriteString("\nIn the queue a request is shown as **not taken yet**, **taken**, **booked** (a booking is to come), **being seen** (somebody has seen or reached the person since it came) or **ended**. These are read from the records each time; nobody sets them by hand. A person who did not attend stands in the queue again.\n")
	golden(t, "states.md", b.String())
}
