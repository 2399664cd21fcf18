package house

import (
	"time"

	"footbridge/internal/app/diary"
	"footbridge/internal/app/message"
	"footbridge/internal/calendar"
	"footbridge/internal/demo"
)

func messageTries(v victim, _ calendar.Instant) []try {
	const pcn = demo.PCN
	batch := message.Batch{People: []string{v.person}, Kind: message.RingUs, Channels: []string{message.Letter}, Key: "x"}
	return []try{
		qry(message.Wordings{PCN: pcn}), qry(message.OneWording{PCN: pcn, Kind: message.RingUs, Channel: message.Text}), cmd(message.Word{PCN: pcn, Kind: message.RingUs, Channel: message.Text, Body: "x", Why: "x"}),
		cmd(message.SetSender{PCN: pcn, Phone: "1"}), cmd(message.SetSender{PCN: demo.Other, Practice: "L81016", Phone: "1"}),
		cmd(message.Agree{Person: v.person, Answers: map[string]string{message.Text: "no"}}), qry(message.OfPerson{Person: v.person}), qry(message.Compose{Person: v.person, Kind: message.RingUs}),
		cmd(message.Send{Person: v.person, Kind: message.RingUs, Channel: message.Letter, Seal: "x"}), qry(message.PreviewBatch{Batch: batch}), cmd(message.QueueBatch{Batch: batch}),
		qry(message.List{PCN: pcn}), qry(message.One{ID: v.message}), qry(message.ToPrint{PCN: pcn}),
		cmd(message.Again{ID: v.message, Version: 1, Why: "x"}), cmd(message.Arrived{ID: v.message, Version: 1, Why: "x"}), cmd(message.ToldAnotherWay{ID: v.message, Version: 1, Who: "x", How: "x"}),
		cmd(message.Withdraw{ID: v.message, Version: 1, Why: "x"}), cmd(message.Posted{IDs: []string{v.message}}),
		cmd(message.Take{Channels: []string{message.Email}, Lease: time.Minute}), cmd(message.Settle{ID: v.message, Handing: 1, Outcome: message.Took}), cmd(message.SayWay{Channel: message.Email}),
		qry(diary.Confirmations{Booking: v.booking}), cmd(diary.Confirm{Booking: v.booking, Channel: message.Letter, Seal: "x"}), cmd(diary.Remind{}),
	}
}
