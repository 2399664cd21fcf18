package export

import "footbridge/internal/app/episode"

// Moves are the ways in which a file goes from one state to another, for
// docs/states.md.
var Moves = []episode.Move{
	{Of: "file", To: Waiting, By: []string{"export.Prepare"}, When: "Somebody asks for it, and says why."},
	{Of: "file", From: Waiting, To: Running, By: []string{"export.Take"}, When: "A process has taken it."},
	{Of: "file", From: Running, To: Running, By: []string{"export.Take"}, When: "The process that had it has said nothing for two minutes: it is begun anew, three times at most."},
	{Of: "file", From: Running, To: Ready, By: []string{"export.Finish"}, When: "Every line is written."},
	{Of: "file", From: Running, To: Failed, By: []string{"export.Finish", "export.Take"}, When: "It could not be made, or was cut off three times."},
	{Of: "file", From: Ready, To: Over, By: []string{"export.Forget"}, When: "Seven days after it was ready; its content is deleted."},
}
