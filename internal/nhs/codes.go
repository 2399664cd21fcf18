package nhs

// CodeSource says where the code lists come from. They are the lists of the
// Mental Health Services Data Set (MHSDS) as far as Footbridge uses them.
const CodeSource = "MHSDS reference data: NHS Data Dictionary; NHSDigital/mental-health-monthly-statistics, Mental_Health_Monthly_Statistics/menh_bbrb/schemas/00_create_common_objects/01_create_common_tables.py"

// Code is one entry of a national code list.
type Code struct{ Code, Label string }

// Label gives the English label of code in list, and the code itself when
// the list doesn't have it.
func Label(list []Code, code string) string {
	if c, ok := Find(list, code); ok {
		return c.Label
	}
	return code
}

// Find looks code up in list.
func Find(list []Code, code string) (Code, bool) {
	for _, c := range list {
		if c.Code == code {
			return c, true
		}
	}
	return Code{}, false
}

// Mechanism is how a contact took place (CONSULTATION MECHANISM).
type Mechanism string

// The mechanisms that Footbridge offers.
const (
	FaceToFace     Mechanism = "01"
	Telephone      Mechanism = "02"
	TalkType       Mechanism = "04"
	Email          Mechanism = "05"
	TextMessage    Mechanism = "09"
	InstantMessage Mechanism = "10"
	Video          Mechanism = "11"
	MessageBoard   Mechanism = "12"
	ChatRoom       Mechanism = "13"
	OtherMechanism Mechanism = "98"
)

// Mechanisms lists every mechanism, the usual ones first.
var Mechanisms = []Code{
	{"01", "Face to face"},
	{"02", "Telephone"},
	{"11", "Video"},
	{"04", "Talk type for a person unable to speak"},
	{"05", "Email"},
	{"09", "Text message"},
	{"10", "Instant message"},
	{"12", "Message board"},
	{"13", "Chat room"},
	{"98", "Other"},
}

// Label gives the English label.
func (m Mechanism) Label() string { return Label(Mechanisms, string(m)) }

// CountsForClock reports whether an attended contact of this kind counts in
// the four-week measure: face to face, telephone, talk type and video do;
// email, text, message and chat never do.
func (m Mechanism) CountsForClock() bool {
	switch m {
	case FaceToFace, Telephone, TalkType, Video:
		return true
	default:
		return false
	}
}

// Attendance is whether a contact took place (ATTENDANCE STATUS).
type Attendance string

// The attendance codes.
const (
	SeenOnTime          Attendance = "5"
	SeenLate            Attendance = "6"
	LateNotSeen         Attendance = "7"
	CancelledByPerson   Attendance = "2"
	DidNotAttend        Attendance = "3"
	CancelledByProvider Attendance = "4"
)

// Attendances lists every attendance code.
var Attendances = []Code{
	{"5", "Attended on time"},
	{"6", "Arrived late, but was seen"},
	{"7", "Arrived late and could not be seen"},
	{"2", "Cancelled by the person"},
	{"3", "Did not attend"},
	{"4", "Cancelled by the service"},
}

// Label gives the English label.
func (a Attendance) Label() string { return Label(Attendances, string(a)) }

// Attended reports whether the person was seen.
func (a Attendance) Attended() bool { return a == SeenOnTime || a == SeenLate }

// PrimaryCareTeam is the team type of a mental health practitioner unless the
// provider says otherwise.
const PrimaryCareTeam = "A05"

// TeamTypes lists the service or team types in use.
var TeamTypes = []Code{
	{"A05", "Primary care mental health service"},
	{"A02", "Crisis resolution or home treatment team"},
	{"A06", "Community mental health team, functional"},
	{"A07", "Community mental health team, organic"},
	{"A08", "Assertive outreach team"},
	{"A09", "Rehabilitation and recovery service"},
	{"A10", "General psychiatry service"},
	{"A11", "Psychiatric liaison service"},
	{"A12", "Psychotherapy service"},
	{"A13", "Psychological therapy service, not Talking Therapies"},
	{"A14", "Early intervention in psychosis team"},
	{"A16", "Personality disorder service"},
	{"A17", "Memory service"},
	{"A18", "Single point of access service"},
	{"A19", "24/7 crisis response line"},
	{"A21", "Crisis café or safe haven"},
	{"C02", "Specialist perinatal mental health service"},
	{"C10", "Eating disorder service"},
	{"D01", "Substance misuse team"},
	{"D05", "Individual placement and support service"},
	{"D06", "Mental health in education service"},
	{"E01", "Community team for learning disabilities"},
	{"F01", "Mental health support team"},
	{"F02", "Maternal mental health service"},
}

// ReferralSources lists the sources of a request that occur on the bridge.
var ReferralSources = []Code{
	{"A1", "General practice"},
	{"A2", "Health visitor"},
	{"A3", "Other primary health care"},
	{"B1", "The person themselves"},
	{"B2", "Carer or relative"},
}

// Priorities lists the response priorities, the most urgent first. The codes
// are not in the order of urgency.
var Priorities = []Code{
	{"1", "Emergency"},
	{"4", "Very urgent"},
	{"2", "Urgent or serious"},
	{"3", "Routine"},
}

// RejectionReasons lists why a request was not accepted.
var RejectionReasons = []Code{
	{"01", "Duplicate request"},
	{"02", "Not the right service"},
	{"03", "Not enough information"},
}

// PrimaryReasons lists the primary reasons for a request. There is no 17.
var PrimaryReasons = []Code{
	{"01", "First episode of psychosis, suspected"},
	{"02", "Ongoing or recurrent psychosis"},
	{"03", "Bipolar disorder"},
	{"04", "Depression"},
	{"05", "Anxiety"},
	{"06", "Obsessive compulsive disorder"},
	{"07", "Phobias"},
	{"08", "Organic brain disorder"},
	{"09", "Drug and alcohol difficulties"},
	{"10", "Unexplained physical symptoms"},
	{"11", "Post-traumatic stress disorder"},
	{"12", "Eating disorders"},
	{"13", "Perinatal mental health issues"},
	{"14", "Personality disorders"},
	{"15", "Self-harm behaviours"},
	{"16", "Conduct disorders"},
	{"18", "In crisis"},
	{"19", "Relationship difficulties"},
	{"20", "Gender discomfort issues"},
	{"21", "Attachment difficulties"},
	{"22", "Self-care issues"},
	{"23", "Adjustment to health issues"},
	{"24", "Neurodevelopmental conditions, excluding autism"},
	{"25", "Suspected autism"},
	{"26", "Diagnosed autism"},
	{"27", "Preconception perinatal mental health concern"},
	{"28", "Gambling disorder"},
	{"29", "Partner of somebody with a perinatal mental health concern"},
	{"30", "Behaviours that challenge due to a learning disability"},
	{"31", "Employment support"},
}
