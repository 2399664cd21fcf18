package simulate

import "slices"

// Names and words of invented people. Nobody is meant.
var (
	womenNames = []string{"Abigail", "Amina", "Anya", "Beth", "Bronwen", "Carys", "Chloe", "Dorota", "Eleri", "Esther", "Fatima", "Freya", "Gwen", "Hannah", "Ifeoma", "Imogen", "Jasmine", "Joan", "Keira", "Kateryna", "Lucia", "Maeve", "Margaret", "Nadia", "Niamh", "Olwen", "Parveen", "Priti", "Rosa", "Ruth", "Saoirse", "Sunita", "Tamsin", "Uzma", "Valerie", "Wanda", "Xenia", "Yasmin", "Zoë", "Zsófia"}
	menNames   = []string{"Aaron", "Ahmed", "Bartosz", "Bernard", "Callum", "Cormac", "Dafydd", "Dwayne", "Elias", "Emeka", "Femi", "George", "Gareth", "Hamza", "Harold", "Idris", "Jakub", "Jerome", "Kwame", "Keith", "Liam", "Lorenzo", "Malik", "Nikhil", "Owain", "Oleksandr", "Patrick", "Quentin", "Rhys", "Ravi", "Søren", "Stuart", "Theo", "Tariq", "Umar", "Viktor", "William", "Yusuf", "Zac", "Zbigniew"}
	families   = []string{"Abbott", "Achterberg", "Adeleke", "Ashworth", "Bakare", "Barlow", "Begum", "Brânză", "Bridgewater", "Carver", "Chaudhry", "Coombes", "Dalgleish", "D’Souza", "Drinkwater", "Eastman", "Ellery", "Fairweather", "Fothergill", "García Núñez", "Greenhalgh", "Gunawardena", "Haddad", "Hartley", "Hollis", "Ibekwe", "Ingham", "Jankowska", "Jessop", "Kavanagh", "Kowalczyk", "Kirkbride", "Lacey", "Llewellyn", "Lowther", "MacAllister", "Mensah", "Müller", "Murgatroyd", "Nakamura", "Novak", "Nuttall", "O’Brien", "Oyelaran", "Okonkwo", "Pemberton", "Penhaligon", "Prasad", "Quayle", "Rahman", "Redfern", "Rowntree", "Sandhu", "Szymańska", "Sidebottom", "Tennant", "Thackeray", "Trelawny", "Underhill", "Uddin", "Varga", "Venables", "Whitlock", "Winterbottom", "Wrigley", "Yeoman", "Yilmaz", "Zając", "Zaman", "Ziegler"}
	languages  = []string{"Polish", "Bengali", "Urdu", "Romanian", "Punjabi", "Arabic", "Ukrainian", "Somali", "British Sign Language", "Portuguese"}
	needs      = []string{"First appointment of the morning; waits outside until called", "Somebody to come along", "A quiet room, without the strip light", "Ground floor: can’t manage stairs", "Hearing aid: face the person when you speak", "Written notes of what was agreed"}

	reasons = []string{
		"Not sleeping, can’t stop crying, four weeks now",
		"Panic on the bus, hasn’t been out alone since August",
		"Says everything is too much since the funeral in spring",
		"Low for months, stopped seeing friends, wants to talk to somebody",
		"Hears a voice again; quieter than last year, but it is a worry",
		"Can’t concentrate at work and is about to be signed off",
		"Worried all the time, stomach in knots, checks the doors ten times",
		"Was under the recovery team until the summer, wants to stay well",
		"Flashbacks since the accident, avoids driving",
		"Up and down moods, the partner rang because they argue a lot",
		"Stopped the tablets and feels flat, doesn’t want to see the doctor about it",
		"Lonely since moving here, drinking more than is good",
	}
	youngReasons = []string{
		"Doesn’t go to school on Mondays, says it is the stomach",
		"Worried before every exam, can’t sleep the night before",
		"Their mother rang: stays in the room since the summer",
		"Fell out with everybody, says nobody would notice",
	}
	firstNotes = []string{
		"First talk. Came in good time, found it hard to begin. Sleep has been broken since the summer, still goes to work. No thoughts of ending life when asked plainly. Agreed to keep a sleep diary and to meet again.",
		"First talk. Lost the job in spring and has been withdrawing since. Has a sister who rings every day. We talked about small steps and agreed the first two.",
		"First talk. Wants to stay well, knows the early signs: sleeping less, talking fast. Medication unchanged, next blood test in three weeks at the practice.",
		"First talk. Worry about money is in front of everything else. Will see the link worker about the arrears; we meet again when that is under way.",
	}
	laterNotes = []string{
		"Sleep a little better with fixed getting-up times. We went through the week and found the mornings to be the worst. Agreed: walk before breakfast, ring the line manager.",
		"Tried the first step and managed the corner shop twice. Proud of it. We chose what comes next.",
		"Two good weeks, one bad weekend after the anniversary. Used what helped before. Mood lifting.",
		"Steady. Back at work three days a week. We looked at what to watch for, and who to tell.",
	}
	assessedWords = "Biopsychosocial, with strengths and what matters to the person; see the note of the day."
	planWords     = "What we do until the next review, written together; copy on paper."
	goals         = []string{"Laugh with the children again", "Go to the shop on my own", "Sleep through four nights a week", "Stay well and notice early", "Open the letters"}
	overReasons   = []string{"The GP asked for it", "Can’t wait until the next week’s appointments open", "Was turned away once already", "Comes with their carer, who can only come that day"}
	cancelWhys    = []string{"Feels better and will ring if it comes back; told how", "Has to work that day", "Is ill", "The bus does not run that day"}
	absentWhys    = []string{"Rang twice, no answer; letter sent with a new time to choose", "Rang: had forgotten", "No answer; text message sent"}
	elsewhere     = []string{"Fire alarm: the building was cleared. New time agreed at the door", "Came, and was too unwell to stay; the duty doctor saw them", "The room had been given away; a new time was agreed"}
	questions     = []string{
		"Sertraline 100 mg for eight weeks, no change. Next step before I ask for a psychiatrist?",
		"Asks for diazepam before a meeting next week. What do I offer instead?",
		"Talking Therapies or the practitioner: low since the birth, not unsafe?",
		"Olanzapine stopped by himself, well so far. Restart?",
		"Who advises on lithium while the kidneys get worse?",
	}
	advices = []string{
		"Talking Therapies fit: the worry is new, and there is support. Sleep advice sheet in the meantime.",
		"Don’t restart by telephone. See the person with somebody who knows them, with the early signs on paper.",
		"Not yet: the dose has room. Review with the pharmacist first, then ask again.",
	}
	askWords = []string{"Medication review: weight, bloods, waist, what the person wants", "Go along to the housing desk", "Find a group in walking distance", "Benefits check"}
	topics   = []string{"What to say when somebody speaks of ending their life", "Staying well with severe mental illness in primary care", "Who goes where: the doors of the bridge", "Sleep before tablets"}
)

func allNames() []string { return slices.Concat(womenNames, menNames, families) }
