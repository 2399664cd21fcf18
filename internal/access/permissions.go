package access

import "slices"

// The permissions, by room. A command or query names one of them; a name
// that isn't here answers no.
const (
	SignIn Permission = "account.sign-in" // and to ask who a session is
	Self   Permission = "account.self"    // one's own sessions, password and drafts
	Users  Permission = "account.users"   // who may sign in, with which roles
	Audit  Permission = "account.audit"   // prove the chain

	SeeCoverage   Permission = "network.coverage" // published facts about England
	Import        Permission = "network.import"
	Adopt         Permission = "network.adopt" // the entitlement that a PCN follows, and why
	SeeAgreement  Permission = "network.agreement"
	EditAgreement Permission = "network.agreement.edit"
	SignAgreement Permission = "network.agreement.sign"
	SeeUrgent     Permission = "network.urgent"
	EditUrgent    Permission = "network.urgent.edit"

	FindPerson  Permission = "person.find"
	SeePerson   Permission = "person.see"
	EditPerson  Permission = "person.edit"
	MergePerson Permission = "person.merge"
	SeeAccess   Permission = "person.access" // who looked at a record

	SeeWorkforce  Permission = "workforce.see"
	EditWorkforce Permission = "workforce.edit"

	SeeCompetence  Permission = "workforce.competence"
	KeepCompetence Permission = "workforce.competence.edit"
	SeeOverrides   Permission = "course.overrides" // delivered without a valid competence

	RunHiring          Permission = "hiring.run"
	JoinHiring         Permission = "hiring.join"   // where one was named for it
	ForgetApplications Permission = "hiring.forget" // on the retention date: the program itself
	ReadLibrary        Permission = "library.read"  // say that one has read a document

	SeeDiary    Permission = "diary.see"
	Book        Permission = "diary.book"
	KeepDiary   Permission = "diary.keep" // clinics, leave, changes to a series
	WaitingList Permission = "diary.waiting"
	Arrive      Permission = "diary.arrive"

	SeeMessages  Permission = "message.see"
	SendMessages Permission = "message.send"
	KeepMessages Permission = "message.keep" // the wordings, and what messages are signed with
	HandMessages Permission = "message.hand" // to the mail server: the program itself

	SeeEpisode Permission = "episode.see"
	SeeCare    Permission = "care.see"
	WriteCare  Permission = "care.write"

	AnswerPassed Permission = "triage.answer" // what was passed up to the team lead

	SeeCaseload  Permission = "caseload.see"
	HandCaseload Permission = "caseload.hand"    // hand a caseload over, and back
	Supervise    Permission = "supervision.talk" // what was talked about in supervision

	SeeSupervision   Permission = "supervision.see"
	KeepSupervision  Permission = "supervision.keep" // write sessions down and sign them
	PlanSupervision  Permission = "supervision.plan"
	NameMentor       Permission = "supervision.mentor"
	SeeConcerns      Permission = "supervision.concerns"
	BoardSupervision Permission = "supervision.board"

	SeeImpact   Permission = "impact.see"   // the figures of one's own network, and of a provider's networks
	BoardImpact Permission = "impact.board" // the figures of an ICB's networks
	KeepImpact  Permission = "impact.keep"  // what a network assumes, and what it knows of a change
	CountImpact Permission = "impact.count" // work the figures out: the program itself

	SeeEvidence Permission = "evidence.see" // the functions of the contract, counted from the work

	TeamMeeting  Permission = "mdt.part" // bring somebody, and see what one was given to do
	KeepMeetings Permission = "mdt.keep"

	SeeBridge   Permission = "register.see"
	BridgeAlarm Permission = "register.alarm" // how many nobody holds: a number
	SeeWaiting  Permission = "register.waiting"
	KeepWaiting Permission = "register.waiting.tell"

	SeeAdvice    Permission = "liaison.see"
	AskAdvice    Permission = "liaison.ask"
	AnswerAdvice Permission = "liaison.answer"
	SetAdvice    Permission = "liaison.set" // the target of a practice, and who stands in
	ReadNotes    Permission = "liaison.notes"
	WarmHandOver Permission = "liaison.in-the-room"
	Asks         Permission = "liaison.asks"
	SeeTeaching  Permission = "liaison.teaching"
	Teach        Permission = "liaison.teaching.edit"

	SeeDirectory  Permission = "onward.directory"
	EditDirectory Permission = "onward.directory.edit"
	OnwardRules   Permission = "onward.rules"
	Signpost      Permission = "onward.signpost"
	TrackOnward   Permission = "onward.track"

	PrepareFiles Permission = "export.prepare" // ask for a file and download it; what may be in it needs its own
	RunExports   Permission = "export.run"     // write it: the program itself

	OfferFeedback Permission = "feedback.offer"
	ReadFeedback  Permission = "feedback.read" // what people wrote, before anybody else sees it
	SeeFeedback   Permission = "feedback.see"

	SeeFunding   Permission = "funding.see"
	KeepFunding  Permission = "funding.keep"   // pay, evidence and claims of one's own network
	SetFunding   Permission = "funding.sum"    // a network's weighted list and what the other roles take
	AnswerClaims Permission = "funding.answer" // query, approve and pay; say what is asked for
	SeeMaximums  Permission = "funding.maximums"
	LoadMaximums Permission = "funding.maximums.load" // load them, and approve what somebody else loaded

	OpenLink        Permission = "link.open" // before the date of birth is confirmed
	UseLink         Permission = "link.use"
	KeepInstruments Permission = "measures.instruments"
	ConfirmScoring  Permission = "measures.confirm"
	KeepInbox       Permission = "measures.inbox" // who reads what comes in over private links
)

// Purpose says in plain words what a permission lets somebody do; the
// permission page shows it.
var purpose = []struct {
	Permission Permission
	Text       string
	Roles      []Role
}{
	{SignIn, "Sign in; ask who a session is", []Role{Public, Admin}},
	{Self, "See and end one's own sessions, change the password, keep drafts", everyone},
	{Users, "Say who may sign in and with which roles", []Role{Admin}},
	{Audit, "Walk the audit chain and prove it whole", []Role{Admin}},

	{SeeCoverage, "See published facts: practices, list sizes, entitlement, coverage", everyone},
	{Import, "Import published files", []Role{Admin}},
	{Adopt, "Record which entitlement a network follows, and why", []Role{Manager}},
	{SeeAgreement, "Read the agreement between network and provider", []Role{Reception, Clinician, Practitioner, Supervisor, Manager, TeamLead, Commissioner}},
	{EditAgreement, "Draft a new version of the agreement", []Role{Manager, TeamLead}},
	{SignAgreement, "Sign the agreement for one's own side", []Role{Manager, TeamLead}},
	{SeeUrgent, "See the urgent routes", everyone},
	{EditUrgent, "Check and change the urgent routes", []Role{Manager, TeamLead}},

	{FindPerson, "Find a person by name, date of birth or NHS number", []Role{Reception, Clinician, Practitioner, Pharmacist, LinkWorker, Coordinator, TeamLead}},
	{SeePerson, "Open a person's page: identity, contact, needs, bookings", []Role{Reception, Clinician, Practitioner, Pharmacist, LinkWorker, Coordinator, Supervisor, TeamLead}},
	{EditPerson, "Add a person; change identity, contact, needs and consent", []Role{Reception, Clinician, Practitioner}},
	{MergePerson, "Merge two records of one person", []Role{Practitioner, TeamLead}},
	{SeeAccess, "See who looked at a person's record and who changed it", []Role{Practitioner, Supervisor, TeamLead}},

	{SeeWorkforce, "See who is in post and where", []Role{Reception, Clinician, Practitioner, Pharmacist, LinkWorker, Coordinator, Supervisor, Manager, TeamLead, Commissioner}},
	{EditWorkforce, "Change posts and practitioners", []Role{Manager, TeamLead}},
	{SeeCompetence, "See what each practitioner is qualified for, until when, and the list of brief interventions", []Role{Practitioner, Supervisor, Manager, TeamLead}},
	{KeepCompetence, "Record and end what a practitioner is qualified for", []Role{Supervisor, Manager, TeamLead}},
	{SeeOverrides, "See what was recorded as delivered without a valid competence, and say that it was talked about", []Role{Supervisor, TeamLead}},

	{RunHiring, "Fill a place: vacancy, applications, offer, checks, start; say who shortlists and interviews", []Role{Manager, TeamLead}},
	{JoinHiring, "Shortlist or interview for a vacancy that one was named for", []Role{Reception, Clinician, Practitioner, Pharmacist, LinkWorker, Coordinator, Supervisor, Manager, TeamLead}},
	{ReadLibrary, "Say that one has read a document of the library", []Role{Reception, Clinician, Practitioner, Pharmacist, LinkWorker, Coordinator, Supervisor, Manager, TeamLead}},
	{ForgetApplications, "Delete applications on their retention date (the program itself)", []Role{Admin}},

	{SeeDiary, "See clinics, slots and the allowance", []Role{Reception, Clinician, Practitioner, Supervisor, Manager, TeamLead}},
	{Book, "Book, move and cancel for a person", []Role{Reception, Clinician, Practitioner}},
	{KeepDiary, "Set up clinics, leave and blocks; change a series", []Role{Practitioner, Manager, TeamLead}},
	{WaitingList, "Keep the waiting list", []Role{Reception, Clinician, Practitioner}},
	{Arrive, "Mark who has arrived, is late or did not attend", []Role{Reception, Practitioner}},

	{SeeMessages, "See the messages to people, what became of each, and which wait for somebody", []Role{Reception, Clinician, Practitioner, TeamLead}},
	{SendMessages, "Send messages, print and post letters, decide about those that were not sent", []Role{Reception, Clinician, Practitioner, TeamLead}},
	{KeepMessages, "Write and retire the wordings of messages, and what they are signed with", []Role{Manager, TeamLead}},
	{HandMessages, "Hand waiting messages to the mail server or the text gateway (the program itself)", []Role{Admin}},

	{SeeEpisode, "See the request, the episode and the clock", []Role{Reception, Clinician, Practitioner, Supervisor, TeamLead}},
	{SeeCare, "Read contacts, measures and plans", []Role{Clinician, Practitioner, Supervisor, TeamLead}},
	{WriteCare, "Write and sign contacts, measures, assessments and plans", []Role{Practitioner}},

	{SeeDirectory, "Read the directory of services, and say whether an entry is still right", []Role{Reception, Clinician, Practitioner, Pharmacist, LinkWorker, Supervisor, Manager, TeamLead}},
	{EditDirectory, "Add, change and retire entries of the directory; import a file", []Role{Practitioner, LinkWorker, Manager, TeamLead}},
	{OnwardRules, "Set after how many days an entry asks to be confirmed, and when onward access is looked after", []Role{Manager, TeamLead}},
	{Signpost, "Choose a service with a person, and record that they were told about it", []Role{Reception, Clinician, Practitioner, Pharmacist, LinkWorker, TeamLead}},
	{TrackOnward, "Record what became of an onward request and what the person was told", []Role{Practitioner, TeamLead}},

	{PrepareFiles, "Ask for files of what one may see, and download them, with the reason", []Role{Practitioner, Supervisor, Manager, TeamLead, Commissioner}},
	{RunExports, "Write the files that somebody asked for, and delete them after a week (the program itself)", []Role{Admin}},

	{OfferFeedback, "Ask people how it was for them, enter forms that came back on paper, ring whoever would like to be rung", []Role{Reception, Practitioner}},
	{ReadFeedback, "Read what people wrote about their experience before others see it; show it, hide it, raise it", []Role{Manager, TeamLead}},
	{SeeFeedback, "See what people said about their experience: counts, and texts that were read", []Role{Practitioner, Supervisor, Manager, TeamLead}},

	{SeeFunding, "See what posts cost, the claims and the year’s sum: a provider its own posts, an ICB its networks", []Role{Manager, TeamLead, Commissioner}},
	{KeepFunding, "Enter pay, absences and evidence; make, send and correct claims", []Role{Manager}},
	{SetFunding, "Enter a network’s weighted list for a year, and what the other roles take of the sum", []Role{Manager, Commissioner}},
	{AnswerClaims, "Query, approve and pay claims; say what evidence is asked for and how part months are counted", []Role{Commissioner}},
	{SeeMaximums, "See the tables of maximum amounts", []Role{Manager, TeamLead, Commissioner, Admin}},
	{LoadMaximums, "Load a table of maximum amounts, and approve one that somebody else loaded", []Role{Commissioner, Admin}},

	{OpenLink, "Look up a private link by its address", []Role{Public}},
	{UseLink, "Use one private link, and nothing else (its holder only)", []Role{Holder}},
	{KeepInstruments, "See, import and switch off questionnaires", []Role{Supervisor, Manager, TeamLead}},
	{ConfirmScoring, "Confirm by name how an imported questionnaire is scored", []Role{Supervisor, TeamLead}},
	{KeepInbox, "Say who reads what comes in over private links, and how often a measure is due", []Role{Manager, TeamLead}},

	{SeeAdvice, "Read the questions to the advice desk: a practice its own, the desk those of its network", []Role{Clinician, Practitioner, Supervisor, TeamLead}},
	{AskAdvice, "Ask the advice desk, write in a thread, copy an answer, turn it into a booking or a request", []Role{Clinician, Practitioner}},
	{AnswerAdvice, "Take and answer questions, keep local notes, meet people handed over in the room", []Role{Practitioner}},
	{SetAdvice, "Set the desk’s target for a practice, and who stands in", []Role{Manager, TeamLead}},
	{ReadNotes, "Find answers that others were given, without anybody’s name", []Role{Clinician, Practitioner, Pharmacist, Supervisor, TeamLead}},
	{WarmHandOver, "Hand a person over in the room", []Role{Clinician, Practitioner}},
	{Asks, "Ask a member of the team to do something; accept, answer and return what one is asked", []Role{Reception, Clinician, Practitioner, Pharmacist, LinkWorker, Coordinator}},
	{SeeTeaching, "See the sessions that were given to other clinicians", []Role{Practitioner, Supervisor, Manager, TeamLead}},
	{Teach, "Write down a session that was given to other clinicians", []Role{Practitioner}},

	{AnswerPassed, "Answer a request that was passed up, and give it to a practitioner", []Role{TeamLead}},

	{SeeCaseload, "See one’s own caseload; as a supervisor or team lead, everybody’s", []Role{Practitioner, Supervisor, TeamLead}},
	{HandCaseload, "Hand a caseload over and take it back: one’s own, or, as a team lead, anybody’s", []Role{Practitioner, TeamLead}},
	{Supervise, "Write down what was talked about in supervision", []Role{Supervisor}},
	{SeeSupervision, "See supervision plans and what was held: a practitioner one’s own, a network’s manager the themes and counts only", []Role{Practitioner, Supervisor, Manager, TeamLead}},
	{KeepSupervision, "Write supervision sessions down and sign them: a practitioner one’s own", []Role{Practitioner, Supervisor, TeamLead}},
	{PlanSupervision, "Agree the supervision plan of a post; write down that a caseload was gone through", []Role{Supervisor, TeamLead}},
	{NameMentor, "Say who is the GP mentor at a practice", []Role{Supervisor, Manager, TeamLead}},
	{SeeConcerns, "Read and write concerns and incidents about the work of a post", []Role{Supervisor, TeamLead}},
	{BoardSupervision, "See which posts of an ICB’s networks have no supervision written down", []Role{Commissioner}},

	{SeeImpact, "See the figures of the network or of the provider’s networks, and the rows behind those figures whose records one may open", []Role{Practitioner, Supervisor, Manager, TeamLead}},
	{BoardImpact, "See the figures of an ICB’s networks, small numbers hidden", []Role{Commissioner}},
	{KeepImpact, "Note why a figure changed, and what the network assumes about a GP appointment", []Role{Manager, TeamLead}},
	{CountImpact, "Work the figures out from the records (the program itself)", []Role{Admin}},
	{SeeEvidence, "See what counted towards the functions of the contract, without anybody’s name", []Role{Practitioner, Supervisor, Manager, TeamLead}},

	{TeamMeeting, "Bring a person to the next team meeting; see and print what it gave oneself to do", []Role{Clinician, Practitioner, Pharmacist, LinkWorker, Coordinator, Supervisor, TeamLead}},
	{KeepMeetings, "Plan and hold a team meeting, write down its decisions, set from when a wait stands on its list", []Role{Practitioner, TeamLead}},

	{SeeBridge, "See everybody between services and who holds them now", []Role{Clinician, Practitioner, Supervisor, TeamLead}},
	{BridgeAlarm, "See how many people between services nobody holds: a number, no names", []Role{Practitioner, Supervisor, Manager, TeamLead}},
	{SeeWaiting, "See who waits, what they were told and when they are told again: a practice its own people", []Role{Reception, Clinician, Practitioner, Supervisor, TeamLead}},
	{KeepWaiting, "Record what somebody who waits was told, and send updates to many", []Role{Practitioner, TeamLead}},
}

var everyone = Roles()

// Known reports whether p is a permission at all.
func Known(p Permission) bool {
	for _, x := range purpose {
		if x.Permission == p {
			return true
		}
	}
	return false
}

// Allows reports whether a role carries a permission.
func Allows(r Role, p Permission) bool {
	for _, x := range purpose {
		if x.Permission == p {
			return slices.Contains(x.Roles, r)
		}
	}
	return false
}

// Permissions lists every permission in the order of the permission page.
func Permissions() []Permission {
	out := make([]Permission, len(purpose))
	for i, x := range purpose {
		out[i] = x.Permission
	}
	return out
}

// Purpose says in plain words what a permission lets somebody do.
func Purpose(p Permission) string {
	for _, x := range purpose {
		if x.Permission == p {
			return x.Text
		}
	}
	return ""
}
