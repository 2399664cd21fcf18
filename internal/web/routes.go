package web

import (
	"footbridge/internal/access"
	"footbridge/internal/web/about"
	"footbridge/internal/web/account"
	"footbridge/internal/web/agreement"
	"footbridge/internal/web/assessment"
	"footbridge/internal/web/care"
	"footbridge/internal/web/caseload"
	"footbridge/internal/web/clinic"
	"footbridge/internal/web/course"
	"footbridge/internal/web/diary"
	"footbridge/internal/web/discharge"
	"footbridge/internal/web/link"
	"footbridge/internal/web/measures"
	"footbridge/internal/web/network"
	"footbridge/internal/web/physical"
	"footbridge/internal/web/plan"
	"footbridge/internal/web/safety"
	"footbridge/internal/web/site"
	"footbridge/internal/web/supervision"
	"footbridge/internal/web/triage"
	"footbridge/internal/web/workforce"
)

// Routes is every route, on one page. A route names the permission of whoever
// may come; those that are open before sign-in are marked, and a test counts
// them.
func Routes() []site.Route {
	return []site.Route{
		// Open to everybody.
		{Pattern: "GET /{$}", Public: true, Handle: account.Start},
		{Pattern: "GET /sign-in", Public: true, Handle: account.SignIn},
		{Pattern: "POST /sign-in", Public: true, Handle: account.DoSignIn},
		{Pattern: "POST /persona", Public: true, Handle: account.DoPersona},
		{Pattern: "GET /about/{page}", Public: true, Handle: about.Page},
		{Pattern: "GET /healthz", Public: true, Handle: about.Well},
		{Pattern: "GET /p/{token}", Public: true, Handle: private.Open}, // private links, behind the date of birth
		{Pattern: "POST /p/{token}", Public: true, Handle: private.Do},

		// One's own account.
		{Pattern: "POST /sign-out", Needs: access.Self, Handle: account.DoSignOut},
		{Pattern: "POST /account/lock", Needs: access.Self, Handle: account.DoLock},
		{Pattern: "GET /unlock", Needs: access.Self, Handle: account.Unlock},
		{Pattern: "POST /unlock", Needs: access.Self, Handle: account.DoUnlock},
		{Pattern: "GET /unlock/held", Needs: access.Self, Handle: account.Held},
		{Pattern: "POST /unlock/drop", Needs: access.Self, Handle: account.DoDropHeld},
		{Pattern: "GET /account", Needs: access.Self, Handle: account.Own},
		{Pattern: "POST /account/keep", Needs: access.Self, Handle: account.Keep},
		{Pattern: "POST /account/password", Needs: access.Self, Handle: account.DoPassword},
		{Pattern: "POST /account/sessions/{id}/end", Needs: access.Self, Handle: account.DoEndSession},
		{Pattern: "POST /drafts", Needs: access.Self, Handle: account.SaveDraft},
		{Pattern: "POST /drafts/drop", Needs: access.Self, Handle: account.DoDropDraft},

		// Administration.
		{Pattern: "GET /admin", Needs: access.Users, Handle: account.Admin},
		{Pattern: "GET /admin/users", Needs: access.Users, Handle: account.Users},
		{Pattern: "GET /admin/users/new", Needs: access.Users, Handle: account.NewUser},
		{Pattern: "POST /admin/users/new", Needs: access.Users, Handle: account.DoNewUser},
		{Pattern: "GET /admin/users/{id}", Needs: access.Users, Handle: account.EditUser},
		{Pattern: "POST /admin/users/{id}", Needs: access.Users, Handle: account.DoEditUser},
		{Pattern: "POST /admin/verify", Needs: access.Audit, Handle: account.Verify},
		{Pattern: "GET /imports", Needs: access.Import, Handle: network.Imports},
		{Pattern: "GET /imports/{run}", Needs: access.Import, Handle: network.Import},

		// England, an ICB, a network.
		{Pattern: "GET /network", Needs: access.SeeCoverage, Handle: network.Own},
		{Pattern: "GET /coverage", Needs: access.SeeCoverage, Handle: network.England},
		{Pattern: "GET /coverage/icb/{icb}", Needs: access.SeeCoverage, Handle: network.Board},
		{Pattern: "GET /coverage/networks", Needs: access.SeeCoverage, Handle: network.Networks},
		{Pattern: "GET /coverage/networks.csv", Needs: access.SeeCoverage, Handle: network.NetworksCSV},
		{Pattern: "GET /coverage/networks/{pcn}", Needs: access.SeeCoverage, Handle: network.One},
		{Pattern: "GET /coverage/networks/{pcn}/adopt", Needs: access.Adopt, Handle: network.Adopt},
		{Pattern: "POST /coverage/networks/{pcn}/adopt", Needs: access.Adopt, Handle: network.DoAdopt},
		{Pattern: "GET /coverage/practices", Needs: access.SeeCoverage, Handle: network.Practices},
		{Pattern: "GET /coverage/explain", Needs: access.SeeCoverage, Handle: network.Explain},

		// People.
		{Pattern: "GET /people", Needs: access.FindPerson, Handle: people.Find},
		{Pattern: "GET /people/new", Needs: access.EditPerson, Handle: people.Add},
		{Pattern: "POST /people/new", Needs: access.EditPerson, Handle: people.DoAdd},
		{Pattern: "GET /people/{id}", Needs: access.SeePerson, Handle: people.Overview},
		{Pattern: "GET /people/{id}/record/{part}", Needs: access.SeePerson, Handle: people.Further},
		{Pattern: "GET /people/{id}/identity", Needs: access.EditPerson, Handle: people.Identity},
		{Pattern: "POST /people/{id}/identity", Needs: access.EditPerson, Handle: people.DoIdentity},
		{Pattern: "GET /people/{id}/needs", Needs: access.EditPerson, Handle: people.Needs},
		{Pattern: "POST /people/{id}/needs", Needs: access.EditPerson, Handle: people.DoNeeds},
		{Pattern: "GET /people/{id}/consent", Needs: access.SeePerson, Handle: people.Consent},
		{Pattern: "POST /people/{id}/consent", Needs: access.EditPerson, Handle: people.DoConsent},
		{Pattern: "GET /people/{id}/merge", Needs: access.MergePerson, Handle: people.Merge},
		{Pattern: "POST /people/{id}/merge", Needs: access.MergePerson, Handle: people.DoMerge},
		{Pattern: "GET /people/{id}/access", Needs: access.SeeAccess, Handle: people.Access},

		// Straight in, without a referral.
		{Pattern: "GET /help-today", Needs: access.Book, Handle: diary.HelpToday},
		{Pattern: "POST /help-today", Needs: access.Book, Handle: diary.DoHelpToday},
		{Pattern: "GET /book/{person}", Needs: access.Book, Handle: diary.RightPlace},
		{Pattern: "POST /book/{person}", Needs: access.Book, Handle: diary.DoRightPlace},
		{Pattern: "GET /book/{person}/elsewhere", Needs: access.Book, Handle: diary.Elsewhere},
		{Pattern: "POST /book/{person}/elsewhere", Needs: access.Book, Handle: diary.DoElsewhere},
		{Pattern: "GET /book/{person}/slots", Needs: access.Book, Handle: diary.Slots},
		{Pattern: "GET /book/{person}/check", Needs: access.Book, Handle: diary.Check},
		{Pattern: "POST /book/{person}/check", Needs: access.Book, Handle: diary.DoCheck},
		{Pattern: "GET /bookings/{id}", Needs: access.SeeDiary, Handle: diary.Booking},
		{Pattern: "GET /bookings/{id}/cancel", Needs: access.Book, Handle: diary.Cancel},
		{Pattern: "POST /bookings/{id}/cancel", Needs: access.Book, Handle: diary.DoCancel},
		{Pattern: "GET /bookings/{id}/move", Needs: access.Book, Handle: diary.Move},
		{Pattern: "POST /bookings/{id}/move", Needs: access.Book, Handle: diary.DoMove},
		{Pattern: "GET /waiting", Needs: access.WaitingList, Handle: diary.Waiting},
		{Pattern: "GET /wait/{person}", Needs: access.WaitingList, Handle: diary.Wait},
		{Pattern: "POST /wait/{person}", Needs: access.WaitingList, Handle: diary.DoWait},
		{Pattern: "GET /waiting/{id}/stop", Needs: access.WaitingList, Handle: diary.Stop},
		{Pattern: "POST /waiting/{id}/stop", Needs: access.WaitingList, Handle: diary.DoStop},

		// Requests: the queue, the triage.
		{Pattern: "GET /requests", Needs: access.SeeEpisode, Handle: triage.Queue},
		{Pattern: "GET /requests/moving-on", Needs: access.SeeEpisode, Handle: triage.Turning},
		{Pattern: "GET /requests/{id}", Needs: access.SeeEpisode, Handle: triage.One},
		{Pattern: "POST /requests/{id}/claim", Needs: access.WriteCare, Handle: triage.DoClaim},
		{Pattern: "POST /requests/{id}/give-back", Needs: access.WriteCare, Handle: triage.DoGiveBack},
		{Pattern: "POST /requests/{id}/pass-up", Needs: access.WriteCare, Handle: triage.DoPassUp},
		{Pattern: "POST /requests/{id}/answer", Needs: access.AnswerPassed, Handle: triage.DoAnswer},
		{Pattern: "GET /requests/{id}/triage", Needs: access.WriteCare, Handle: triage.Note},
		{Pattern: "POST /requests/{id}/triage", Needs: access.WriteCare, Handle: triage.DoNote},
		{Pattern: "GET /people/{id}/hand-over", Needs: access.Book, Handle: triage.HandOver},
		{Pattern: "POST /people/{id}/hand-over", Needs: access.Book, Handle: triage.DoHandOver},
		{Pattern: "GET /people/{id}/focus", Needs: access.WriteCare, Handle: triage.Focus},
		{Pattern: "POST /people/{id}/focus", Needs: access.WriteCare, Handle: triage.DoFocus},

		// The agreement, and where to turn today.
		{Pattern: "GET /agreement", Needs: access.SeeAgreement, Handle: agreement.Agreement},
		{Pattern: "GET /agreement/version/{id}", Needs: access.SeeAgreement, Handle: agreement.Version},
		{Pattern: "GET /agreement/draft", Needs: access.EditAgreement, Handle: agreement.Draft},
		{Pattern: "POST /agreement/draft", Needs: access.EditAgreement, Handle: agreement.DoDraft},
		{Pattern: "GET /agreement/replay", Needs: access.SeeAgreement, Handle: agreement.Replay},
		{Pattern: "GET /agreement/sign", Needs: access.SignAgreement, Handle: agreement.Sign},
		{Pattern: "POST /agreement/sign", Needs: access.SignAgreement, Handle: agreement.DoSign},
		{Pattern: "GET /agreement/withdraw", Needs: access.EditAgreement, Handle: agreement.Withdraw},
		{Pattern: "POST /agreement/withdraw", Needs: access.EditAgreement, Handle: agreement.DoWithdraw},
		{Pattern: "GET /urgent", Needs: access.SeeUrgent, Handle: agreement.Urgent},
		{Pattern: "GET /urgent/new", Needs: access.EditUrgent, Handle: agreement.NewUrgent},
		{Pattern: "POST /urgent/new", Needs: access.EditUrgent, Handle: agreement.DoNewUrgent},
		{Pattern: "GET /urgent/{id}", Needs: access.EditUrgent, Handle: agreement.EditUrgent},
		{Pattern: "POST /urgent/{id}", Needs: access.EditUrgent, Handle: agreement.DoEditUrgent},
		{Pattern: "POST /urgent/{id}/checked", Needs: access.EditUrgent, Handle: agreement.DoCheckedUrgent},
		{Pattern: "GET /urgent/{id}/retire", Needs: access.EditUrgent, Handle: agreement.RetireUrgent},
		{Pattern: "POST /urgent/{id}/retire", Needs: access.EditUrgent, Handle: agreement.DoRetireUrgent},

		// The diary: clinics, places, leave.
		{Pattern: "GET /diary", Needs: access.SeeDiary, Handle: clinic.Week},
		{Pattern: "GET /diary/day", Needs: access.SeeDiary, Handle: clinic.Day},
		{Pattern: "GET /clinics", Needs: access.SeeDiary, Handle: clinic.Clinics},
		{Pattern: "GET /clinics/new", Needs: access.KeepDiary, Handle: clinic.New},
		{Pattern: "POST /clinics/new", Needs: access.KeepDiary, Handle: clinic.DoNew},
		{Pattern: "GET /clinics/{id}", Needs: access.KeepDiary, Handle: clinic.Edit},
		{Pattern: "POST /clinics/{id}", Needs: access.KeepDiary, Handle: clinic.DoEdit},
		{Pattern: "GET /clinics/{id}/made", Needs: access.KeepDiary, Handle: clinic.Made},
		{Pattern: "GET /clinics/{id}/end", Needs: access.KeepDiary, Handle: clinic.End},
		{Pattern: "POST /clinics/{id}/end", Needs: access.KeepDiary, Handle: clinic.DoEnd},
		{Pattern: "GET /places", Needs: access.SeeDiary, Handle: clinic.Places},
		{Pattern: "GET /places/new", Needs: access.KeepDiary, Handle: clinic.NewPlace},
		{Pattern: "POST /places/new", Needs: access.KeepDiary, Handle: clinic.DoNewPlace},
		{Pattern: "GET /places/{id}", Needs: access.KeepDiary, Handle: clinic.EditPlace},
		{Pattern: "POST /places/{id}", Needs: access.KeepDiary, Handle: clinic.DoEditPlace},
		{Pattern: "GET /absences/new", Needs: access.KeepDiary, Handle: clinic.NewAbsence},
		{Pattern: "POST /absences/new", Needs: access.KeepDiary, Handle: clinic.DoNewAbsence},
		{Pattern: "POST /absences/{id}/end", Needs: access.KeepDiary, Handle: clinic.DoEndAbsence},

		// Who is in post.
		{Pattern: "GET /team", Needs: access.SeeWorkforce, Handle: workforce.Team},
		{Pattern: "GET /team/new", Needs: access.EditWorkforce, Handle: workforce.New},
		{Pattern: "POST /team/new", Needs: access.EditWorkforce, Handle: workforce.DoNew},
		{Pattern: "GET /team/{id}", Needs: access.EditWorkforce, Handle: workforce.Scope},
		{Pattern: "POST /team/{id}", Needs: access.EditWorkforce, Handle: workforce.DoScope},
		{Pattern: "GET /team/{id}/end", Needs: access.EditWorkforce, Handle: workforce.End},
		{Pattern: "POST /team/{id}/end", Needs: access.EditWorkforce, Handle: workforce.DoEnd},
		{Pattern: "GET /team/{id}/competences", Needs: access.SeeCompetence, Handle: workforce.Competences},
		{Pattern: "POST /team/{id}/competences", Needs: access.KeepCompetence, Handle: workforce.DoCompetence},
		{Pattern: "GET /team/{id}/competences/{competence}/end", Needs: access.KeepCompetence, Handle: workforce.EndCompetence},
		{Pattern: "POST /team/{id}/competences/{competence}/end", Needs: access.KeepCompetence, Handle: workforce.DoEndCompetence},
		{Pattern: "GET /interventions", Needs: access.SeeCompetence, Handle: workforce.Interventions},
		{Pattern: "POST /interventions", Needs: access.EditWorkforce, Handle: workforce.DoKind},
		{Pattern: "GET /team/{id}/capacity", Needs: access.EditWorkforce, Handle: workforce.Capacity},
		{Pattern: "POST /team/{id}/capacity", Needs: access.EditWorkforce, Handle: workforce.DoCapacity},
		{Pattern: "GET /admin/providers", Needs: access.Import, Handle: workforce.Providers},
		{Pattern: "POST /admin/providers", Needs: access.Import, Handle: workforce.DoProviders},

		// Seen.
		{Pattern: "GET /today", Needs: access.SeeCare, Handle: care.Today},
		{Pattern: "POST /bookings/{id}/arrival", Needs: access.Arrive, Handle: care.DoArrival},
		{Pattern: "POST /bookings/{id}/happened", Needs: access.WriteCare, Handle: care.DoHappened},
		{Pattern: "GET /bookings/{id}/contact", Needs: access.WriteCare, Handle: care.Note},
		{Pattern: "POST /bookings/{id}/contact", Needs: access.WriteCare, Handle: care.DoNote},
		{Pattern: "GET /people/{id}/contact", Needs: access.WriteCare, Handle: care.Unplanned},
		{Pattern: "POST /people/{id}/contact", Needs: access.WriteCare, Handle: care.DoUnplanned},
		{Pattern: "GET /contacts/{id}", Needs: access.SeeCare, Handle: care.Contact},
		{Pattern: "GET /contacts/{id}/amend", Needs: access.WriteCare, Handle: care.Amend},
		{Pattern: "POST /contacts/{id}/amend", Needs: access.WriteCare, Handle: care.DoAmend},
		{Pattern: "GET /people/{id}/measure", Needs: access.WriteCare, Handle: measures.Choose},
		{Pattern: "POST /people/{id}/measure", Needs: access.WriteCare, Handle: measures.DoChoose},
		{Pattern: "GET /people/{id}/measure/{code}", Needs: access.WriteCare, Handle: measures.Measure},
		{Pattern: "POST /people/{id}/measure/{code}", Needs: access.WriteCare, Handle: measures.DoMeasure},
		{Pattern: "GET /people/{id}/scores", Needs: access.SeeCare, Handle: measures.Scores},
		{Pattern: "GET /people/{id}/measure/{code}/link", Needs: access.WriteCare, Handle: measures.Link},
		{Pattern: "POST /people/{id}/measure/{code}/link", Needs: access.WriteCare, Handle: measures.DoLink},
		{Pattern: "GET /people/{id}/measure/{code}/paper", Needs: access.WriteCare, Handle: measures.Paper},
		{Pattern: "POST /people/{id}/measure/{code}/paper", Needs: access.WriteCare, Handle: measures.DoPaper},
		{Pattern: "POST /asked/{id}/not-coming", Needs: access.WriteCare, Handle: measures.DoNotComing},
		{Pattern: "GET /inbox", Needs: access.SeeCare, Handle: measures.Inbox},
		{Pattern: "GET /inbox/settings", Needs: access.KeepInbox, Handle: measures.Settings},
		{Pattern: "POST /inbox/settings", Needs: access.KeepInbox, Handle: measures.DoSettings},
		{Pattern: "GET /inbox/{id}", Needs: access.SeeCare, Handle: measures.Answer},
		{Pattern: "POST /inbox/{id}", Needs: access.WriteCare, Handle: measures.DoAnswer},
		{Pattern: "GET /measures/due", Needs: access.SeeCare, Handle: measures.Due},
		{Pattern: "GET /instruments", Needs: access.KeepInstruments, Handle: measures.Instruments},
		{Pattern: "GET /instruments/new", Needs: access.KeepInstruments, Handle: measures.New},
		{Pattern: "POST /instruments/new", Needs: access.KeepInstruments, Handle: measures.DoNew},
		{Pattern: "GET /instruments/{id}", Needs: access.KeepInstruments, Handle: measures.Instrument},
		{Pattern: "POST /instruments/{id}", Needs: access.KeepInstruments, Handle: measures.DoInstrument},
		{Pattern: "GET /links/{id}/withdraw", Needs: access.WriteCare, Handle: link.Withdraw},
		{Pattern: "POST /links/{id}/withdraw", Needs: access.WriteCare, Handle: link.DoWithdraw},
		{Pattern: "GET /people/{id}/assessment", Needs: access.WriteCare, Handle: care.Assessment},
		{Pattern: "POST /people/{id}/assessment", Needs: access.WriteCare, Handle: care.DoAssessment},
		{Pattern: "GET /people/{id}/plan", Needs: access.WriteCare, Handle: care.Plan},
		{Pattern: "POST /people/{id}/plan", Needs: access.WriteCare, Handle: care.DoPlan},
		{Pattern: "GET /people/{id}/clock", Needs: access.SeeEpisode, Handle: care.Clock},
		{Pattern: "GET /contacts/{id}/text", Needs: access.SeeCare, Handle: care.Text},
		{Pattern: "POST /contacts/{id}/text", Needs: access.WriteCare, Handle: care.DoText},
		{Pattern: "GET /not-copied", Needs: access.SeeCare, Handle: care.NotCopied},
		{Pattern: "GET /triage-notes/{id}/text", Needs: access.SeeCare, Handle: triage.Text},
		{Pattern: "POST /triage-notes/{id}/text", Needs: access.WriteCare, Handle: triage.DoText},

		// Whom a practitioner holds: lists, pauses, hand-overs, supervision.
		{Pattern: "GET /caseload", Needs: access.SeeCaseload, Handle: caseload.List},
		{Pattern: "GET /caseload/hand-over", Needs: access.HandCaseload, Handle: caseload.HandOver},
		{Pattern: "POST /caseload/hand-over", Needs: access.HandCaseload, Handle: caseload.DoHandOver},
		{Pattern: "GET /caseload/handovers", Needs: access.SeeCaseload, Handle: caseload.Handovers},
		{Pattern: "GET /caseload/handovers/{id}", Needs: access.SeeCaseload, Handle: caseload.Handed},
		{Pattern: "POST /caseload/handovers/{id}/told/{episode}", Needs: access.SeeCaseload, Handle: caseload.DoTold},
		{Pattern: "POST /caseload/handovers/{id}/back", Needs: access.HandCaseload, Handle: caseload.DoBack},
		{Pattern: "GET /people/{id}/pause", Needs: access.WriteCare, Handle: caseload.Pause},
		{Pattern: "POST /people/{id}/pause", Needs: access.WriteCare, Handle: caseload.DoPause},
		{Pattern: "GET /flags", Needs: access.SeeCare, Handle: supervision.Flags},
		{Pattern: "GET /flags/{id}", Needs: access.SeeCare, Handle: supervision.Flag},
		{Pattern: "POST /flags/{id}/talked", Needs: access.Supervise, Handle: supervision.DoTalked},
		{Pattern: "POST /flags/{id}/withdraw", Needs: access.WriteCare, Handle: supervision.DoWithdraw},
		{Pattern: "GET /people/{id}/flag", Needs: access.WriteCare, Handle: supervision.Raise},
		{Pattern: "POST /people/{id}/flag", Needs: access.WriteCare, Handle: supervision.DoRaise},

		// Goodbye, the two summaries, and straight back in.
		{Pattern: "GET /people/{id}/close", Needs: access.WriteCare, Handle: discharge.Close},
		{Pattern: "POST /people/{id}/close", Needs: access.WriteCare, Handle: discharge.DoClose},
		{Pattern: "GET /people/{id}/return", Needs: access.Book, Handle: discharge.Return},
		{Pattern: "POST /people/{id}/return", Needs: access.Book, Handle: discharge.DoReturn},
		{Pattern: "GET /goodbyes/{episode}/{kind}", Needs: access.SeeCare, Handle: discharge.Summary},
		{Pattern: "POST /goodbyes/{episode}/{kind}", Needs: access.WriteCare, Handle: discharge.DoSummary},
		{Pattern: "POST /goodbyes/{episode}/{kind}/given", Needs: access.WriteCare, Handle: discharge.DoGiven},
		{Pattern: "POST /goodbyes/{episode}/{kind}/copied", Needs: access.WriteCare, Handle: discharge.DoCopied},
		{Pattern: "GET /goodbyes/{episode}/{kind}/print", Needs: access.SeeCare, Handle: discharge.Sheet},
		{Pattern: "GET /entries/{kind}/{id}/withdraw", Needs: access.WriteCare, Handle: care.Withdraw},
		{Pattern: "POST /entries/{kind}/{id}/withdraw", Needs: access.WriteCare, Handle: care.DoWithdraw},

		// Keeping safe: assessment, formulation, plan.
		{Pattern: "GET /people/{id}/safety", Needs: access.SeeCare, Handle: safety.History},
		{Pattern: "GET /people/{id}/safety/{kind}/new", Needs: access.WriteCare, Handle: safety.Write},
		{Pattern: "POST /people/{id}/safety/{kind}/new", Needs: access.WriteCare, Handle: safety.DoWrite},
		{Pattern: "GET /safety/{id}", Needs: access.SeeCare, Handle: safety.Read},
		{Pattern: "GET /safety/{id}/changes", Needs: access.SeeCare, Handle: safety.Changes},
		{Pattern: "GET /safety/{id}/sheet", Needs: access.SeeCare, Handle: safety.Sheet},
		{Pattern: "GET /safety/{id}/given", Needs: access.WriteCare, Handle: safety.Given},
		{Pattern: "POST /safety/{id}/given", Needs: access.WriteCare, Handle: safety.DoGiven},
		{Pattern: "GET /safety/{id}/link", Needs: access.WriteCare, Handle: safety.Link},
		{Pattern: "POST /safety/{id}/link", Needs: access.WriteCare, Handle: safety.DoLink},
		{Pattern: "GET /safety/{id}/withdraw", Needs: access.WriteCare, Handle: safety.Withdraw},
		{Pattern: "POST /safety/{id}/withdraw", Needs: access.WriteCare, Handle: safety.DoWithdraw},

		// Brief interventions: courses, groups, what was delivered without a competence.
		{Pattern: "GET /people/{id}/courses/new", Needs: access.WriteCare, Handle: course.New},
		{Pattern: "POST /people/{id}/courses/new", Needs: access.WriteCare, Handle: course.DoNew},
		{Pattern: "GET /courses/{id}", Needs: access.SeeCare, Handle: course.Course},
		{Pattern: "GET /courses/{id}/session", Needs: access.WriteCare, Handle: course.Session},
		{Pattern: "POST /courses/{id}/session", Needs: access.WriteCare, Handle: course.DoSession},
		{Pattern: "GET /courses/{id}/review", Needs: access.WriteCare, Handle: course.Review},
		{Pattern: "POST /courses/{id}/review", Needs: access.WriteCare, Handle: course.DoReview},
		{Pattern: "GET /courses/{id}/end", Needs: access.WriteCare, Handle: course.End},
		{Pattern: "POST /courses/{id}/end", Needs: access.WriteCare, Handle: course.DoEnd},
		{Pattern: "GET /courses/{id}/sheet", Needs: access.SeeCare, Handle: course.Sheet},
		{Pattern: "GET /courses/{id}/sessions/{session}/withdraw", Needs: access.WriteCare, Handle: course.Withdraw},
		{Pattern: "POST /courses/{id}/sessions/{session}/withdraw", Needs: access.WriteCare, Handle: course.DoWithdraw},
		{Pattern: "GET /groups", Needs: access.SeeCare, Handle: course.Groups},
		{Pattern: "GET /groups/new", Needs: access.WriteCare, Handle: course.NewGroup},
		{Pattern: "POST /groups/new", Needs: access.WriteCare, Handle: course.DoNewGroup},
		{Pattern: "GET /groups/{id}", Needs: access.SeeCare, Handle: course.Group},
		{Pattern: "GET /groups/{id}/join", Needs: access.WriteCare, Handle: course.Joining},
		{Pattern: "POST /groups/{id}/join", Needs: access.WriteCare, Handle: course.DoJoin},
		{Pattern: "GET /meetings/{id}", Needs: access.SeeCare, Handle: course.Register},
		{Pattern: "POST /meetings/{id}", Needs: access.WriteCare, Handle: course.DoRegister},
		{Pattern: "GET /overrides", Needs: access.SeeOverrides, Handle: course.Overrides},
		{Pattern: "POST /overrides/{id}", Needs: access.SeeOverrides, Handle: course.DoMark},

		// Physical health in severe mental illness.
		{Pattern: "GET /people/{id}/physical", Needs: access.SeeCare, Handle: physical.Person},
		{Pattern: "GET /people/{id}/physical/check", Needs: access.WriteCare, Handle: physical.Check},
		{Pattern: "POST /people/{id}/physical/check", Needs: access.WriteCare, Handle: physical.DoCheck},
		{Pattern: "GET /people/{id}/physical/register", Needs: access.WriteCare, Handle: physical.Flag},
		{Pattern: "POST /people/{id}/physical/register", Needs: access.WriteCare, Handle: physical.DoFlag},
		{Pattern: "GET /people/{id}/physical/ask", Needs: access.WriteCare, Handle: physical.Asking},
		{Pattern: "POST /people/{id}/physical/ask", Needs: access.WriteCare, Handle: physical.DoAsk},
		{Pattern: "POST /physical/asks/{ask}/end", Needs: access.WriteCare, Handle: physical.DoEndAsk},
		{Pattern: "GET /physical/checks/{check}/withdraw", Needs: access.WriteCare, Handle: physical.Withdraw},
		{Pattern: "POST /physical/checks/{check}/withdraw", Needs: access.WriteCare, Handle: physical.DoWithdraw},
		{Pattern: "GET /physical", Needs: access.SeeCare, Handle: physical.List},
		{Pattern: "GET /physical.csv", Needs: access.SeeCare, Handle: physical.ListCSV},
		{Pattern: "GET /physical/qof", Needs: access.SeeCare, Handle: physical.Qof},

		// The assessment, in sections and versions.
		{Pattern: "GET /people/{id}/assessments", Needs: access.SeeCare, Handle: assessment.History},
		{Pattern: "GET /people/{id}/assessment/new", Needs: access.WriteCare, Handle: assessment.Write},
		{Pattern: "POST /people/{id}/assessment/new", Needs: access.WriteCare, Handle: assessment.DoWrite},
		{Pattern: "GET /assessments/{id}", Needs: access.SeeCare, Handle: assessment.Read},
		{Pattern: "GET /assessments/{id}/changes", Needs: access.SeeCare, Handle: assessment.Changes},
		{Pattern: "GET /assessments/{id}/withdraw", Needs: access.WriteCare, Handle: assessment.Withdraw},
		{Pattern: "POST /assessments/{id}/withdraw", Needs: access.WriteCare, Handle: assessment.DoWithdraw},

		// Goals, options, plans, actions.
		{Pattern: "GET /people/{id}/plans", Needs: access.SeeCare, Handle: plan.All},
		{Pattern: "GET /people/{id}/plans/{kind}/new", Needs: access.WriteCare, Handle: plan.Write},
		{Pattern: "POST /people/{id}/plans/{kind}/new", Needs: access.WriteCare, Handle: plan.DoWrite},
		{Pattern: "GET /plans/review", Needs: access.SeeCare, Handle: plan.Reviews},
		{Pattern: "GET /plans/{id}", Needs: access.SeeCare, Handle: plan.Read},
		{Pattern: "GET /plans/{id}/changes", Needs: access.SeeCare, Handle: plan.Changes},
		{Pattern: "GET /plans/{id}/sheet", Needs: access.SeeCare, Handle: plan.Sheet},
		{Pattern: "GET /plans/{id}/given", Needs: access.WriteCare, Handle: plan.Given},
		{Pattern: "POST /plans/{id}/given", Needs: access.WriteCare, Handle: plan.DoGiven},
		{Pattern: "GET /plans/{id}/withdraw", Needs: access.WriteCare, Handle: plan.Withdraw},
		{Pattern: "POST /plans/{id}/withdraw", Needs: access.WriteCare, Handle: plan.DoWithdraw},
		{Pattern: "GET /people/{id}/goals", Needs: access.SeeCare, Handle: plan.Goals},
		{Pattern: "POST /people/{id}/goals", Needs: access.WriteCare, Handle: plan.DoRate},
		{Pattern: "GET /people/{id}/goals/new", Needs: access.WriteCare, Handle: plan.NewGoal},
		{Pattern: "POST /people/{id}/goals/new", Needs: access.WriteCare, Handle: plan.DoNewGoal},
		{Pattern: "GET /goals/{id}/end", Needs: access.WriteCare, Handle: plan.EndGoal},
		{Pattern: "POST /goals/{id}/end", Needs: access.WriteCare, Handle: plan.DoEndGoal},
		{Pattern: "GET /actions/{id}", Needs: access.WriteCare, Handle: plan.Action},
		{Pattern: "POST /actions/{id}", Needs: access.WriteCare, Handle: plan.DoAction},

		{Pattern: "GET /drafts/{subject}", Needs: access.Self, Handle: care.GoOnWriting},
	}
}
