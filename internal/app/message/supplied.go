package message

// supplied are the wordings that come with the program, in English: version 0,
// which holds until a network writes its own. kind → channel → subject, body.
var supplied = map[string]map[string][2]string{
	Confirmed: {
		Text:   {"", "Hello {first name}, your appointment is on {day} at {time}, {how}. To change it ring {practice phone}. {practice}"},
		Email:  {"Your appointment: {practice}", "Hello {first name},\n\nYour appointment is on {day} at {time}, {how}.\n\nIf you can’t come, or would rather have another time, ring us on {practice phone}. Please don’t answer this e-mail: nobody reads what comes back.\n\n{practice}"},
		Letter: {"Your appointment", "Dear {first name},\n\nYour appointment is on {day} at {time}, {how}.\n\nIf you can’t come, or would rather have another time, ring us on {practice phone}.\n\nYours sincerely\n\n{practice}"},
	},
	Changed: {
		Text:   {"", "Hello {first name}, your appointment has a new time: {day} at {time}, {how}. To change it ring {practice phone}. {practice}"},
		Email:  {"Your appointment has changed: {practice}", "Hello {first name},\n\nYour appointment has a new time. It is now on {day} at {time}, {how}.\n\nIf that does not suit you, ring us on {practice phone}. Please don’t answer this e-mail: nobody reads what comes back.\n\n{practice}"},
		Letter: {"Your appointment has changed", "Dear {first name},\n\nYour appointment has a new time. It is now on {day} at {time}, {how}.\n\nIf that does not suit you, ring us on {practice phone}.\n\nYours sincerely\n\n{practice}"},
	},
	Cancelled: {
		Text:   {"", "Hello {first name}, your appointment on {day} at {time} will not take place. To have another ring {practice phone}. {practice}"},
		Email:  {"Your appointment will not take place: {practice}", "Hello {first name},\n\nYour appointment on {day} at {time} will not take place.\n\nTo have another one, ring us on {practice phone}. Please don’t answer this e-mail: nobody reads what comes back.\n\n{practice}"},
		Letter: {"Your appointment will not take place", "Dear {first name},\n\nYour appointment on {day} at {time} will not take place.\n\nTo have another one, ring us on {practice phone}.\n\nYours sincerely\n\n{practice}"},
	},
	Reminder: {
		Text:  {"", "Hello {first name}, a reminder: your appointment is on {day} at {time}, {how}. If you cannot come ring {practice phone}. {practice}"},
		Email: {"A reminder of your appointment: {practice}", "Hello {first name},\n\nA reminder: your appointment is on {day} at {time}, {how}.\n\nIf you can’t come, ring us on {practice phone}, so that somebody else can have the time. Please don’t answer this e-mail: nobody reads what comes back.\n\n{practice}"},
	},
	HaveIt: {
		Text:   {"", "Hello {first name}, we have your request and will be in touch. You can ring us on {practice phone}. {practice}"},
		Email:  {"We have your request: {practice}", "Hello {first name},\n\nWe have your request. Somebody will be in touch with you.\n\nIf something changes before then, ring us on {practice phone}. Please don’t answer this e-mail: nobody reads what comes back.\n\n{practice}"},
		Letter: {"We have your request", "Dear {first name},\n\nWe have your request. Somebody will be in touch with you.\n\nIf something changes before then, ring us on {practice phone}.\n\nYours sincerely\n\n{practice}"},
	},
	StillWaits: {
		Text:   {"", "Hello {first name}, you are still on our list and not forgotten. If something has changed ring {practice phone}. {practice}"},
		Email:  {"You are still on our list: {practice}", "Hello {first name},\n\nYou are still on our list, and not forgotten. We are sorry that it takes a while.\n\nIf something has changed, or you don’t need us any more, ring us on {practice phone}. Please don’t answer this e-mail: nobody reads what comes back.\n\n{practice}"},
		Letter: {"You are still on our list", "Dear {first name},\n\nYou are still on our list, and not forgotten. We are sorry that it takes a while.\n\nIf something has changed, or you don’t need us any more, ring us on {practice phone}.\n\nYours sincerely\n\n{practice}"},
	},
	LinkKind: {
		Text:  {"", "Hello {first name}, here is the page that we told you about: {link} Any questions: ring {practice phone}. {practice}"},
		Email: {"The page that we told you about: {practice}", "Hello {first name},\n\nHere is the page that we told you about:\n\n{link}\n\nIt asks for your date of birth first. If you didn’t expect this, or have a question, ring us on {practice phone}.\n\n{practice}"},
	},
	RingUs: {
		Text:   {"", "Hello {first name}, please ring us on {practice phone} when you can. It is about an appointment. {practice}"},
		Email:  {"Please ring us: {practice}", "Hello {first name},\n\nPlease ring us on {practice phone} when you can. It is about an appointment.\n\nPlease don’t answer this e-mail: nobody reads what comes back.\n\n{practice}"},
		Letter: {"Please ring us", "Dear {first name},\n\nPlease ring us on {practice phone} when you can. It is about an appointment.\n\nYours sincerely\n\n{practice}"},
	},
	ForStaff: {
		Email: {"Something waits for you", "Hello {first name},\n\nSomething waits for you in Footbridge:\n\n{link}\n\nNothing about anybody stands in this e-mail: sign in to read it."},
	},
}
