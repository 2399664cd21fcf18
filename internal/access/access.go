// Package access says who may do what, and where. It is pure: an actor's
// grants go in, a yes or a no and a scope come out. The gate asks it before
// any command or query runs; nothing else decides.
package access

import "slices"

// Permission is the name of one thing that can be done: "diary.book".
type Permission string

// Role is what somebody is on the bridge. A role is granted at an
// organisation, never in general.
type Role string

// The roles of the design's table of who comes to Footbridge.
const (
	Public       Role = "public" // nobody has signed in yet
	Holder       Role = "holder" // of a private link; never granted to anybody
	Reception    Role = "reception"
	Clinician    Role = "clinician"
	Practitioner Role = "practitioner"
	Pharmacist   Role = "pharmacist"
	LinkWorker   Role = "link worker"
	Coordinator  Role = "care coordinator"
	Supervisor   Role = "supervisor"
	Manager      Role = "manager"
	TeamLead     Role = "team lead"
	Commissioner Role = "ICB"
	Admin        Role = "administrator"
)

// Roles lists every role that can be granted, in the order of the permission
// page.
func Roles() []Role {
	return []Role{Reception, Clinician, Practitioner, Pharmacist, LinkWorker, Coordinator, Supervisor, Manager, TeamLead, Commissioner, Admin}
}

// Place is a kind of organisation at which a role is held.
type Place string

// The places, from near to far.
const (
	Practice Place = "practice"
	Network  Place = "network" // a PCN
	Provider Place = "provider"
	ICB      Place = "icb"
	Link     Place = "link"    // one private link, about one person, for one purpose
	England  Place = "england" // the whole installation
)

// Grant is one role held at one place. Networks says which PCNs the place
// takes part in: the practice's own PCN, the PCN itself, or those that the
// provider serves under an agreement in force. It is worked out when the
// actor is loaded, so that an agreement that ends takes effect at once.
type Grant struct {
	Role     Role
	Place    Place
	Code     string
	Name     string
	Networks []string
}

// Actor is who is asking. The zero Actor may do nothing.
type Actor struct {
	ID      string
	Name    string
	Session string
	Grants  []Grant
}

// Nobody is the actor before sign-in.
func Nobody() Actor {
	return Actor{ID: "nobody", Name: "Not signed in", Grants: []Grant{{Role: Public, Place: England}}}
}

// HolderOf is whoever holds a private link. pass is what their browser was
// given when it confirmed the date of birth, "" before. They may use this link
// and nothing else: their scope reaches no practice and no network.
func HolderOf(link, pass string) Actor {
	return Actor{ID: "link:" + link, Name: "The person, by private link", Session: pass, Grants: []Grant{{Role: Holder, Place: Link, Code: link}}}
}

// System is the actor of the command line and of scheduled work on the
// machine itself. It holds every right of an administrator and may import.
func System(name string) Actor {
	return Actor{ID: "system", Name: name, Grants: []Grant{{Role: Admin, Place: England}}}
}

// Holds reports whether the actor holds role anywhere.
func (a Actor) Holds(role Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == role })
}

// May reports whether any of the actor's grants carries the permission.
func (a Actor) May(p Permission) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return Allows(g.Role, p) })
}

// Scope gathers where the actor may use the permission.
func (a Actor) Scope(p Permission) Scope {
	s := Scope{User: a.ID}
	for _, g := range a.Grants {
		if !Allows(g.Role, p) {
			continue
		}
		switch g.Place {
		case Practice:
			s.Practices = add(s.Practices, g.Code)
		case Network:
			s.PCNs = add(s.PCNs, g.Code)
		case Provider:
			s.Providers = add(s.Providers, g.Code)
			for _, n := range g.Networks {
				s.PCNs = add(s.PCNs, n)
			}
		case ICB:
			s.ICBs = add(s.ICBs, g.Code)
		case Link:
			s.Link = g.Code
		case England:
			s.England = true
		}
		for _, n := range g.Networks {
			s.Networks = add(s.Networks, n)
		}
	}
	return s
}

// Scope is where one permission holds. Loaders put it into their WHERE, so
// that what is outside is not found.
type Scope struct {
	User      string
	England   bool     // the whole installation: administration, never people
	ICBs      []string // ICB codes
	PCNs      []string // whole networks, every person in them
	Providers []string // provider codes
	Practices []string // practice codes, the people of these practices
	Networks  []string // networks in which one of these places takes part
	Link      string   // the private link that the actor holds, and nothing beside it
}

// Empty reports whether the permission holds nowhere. The gate answers no.
func (s Scope) Empty() bool {
	return !s.England && s.Link == "" && len(s.ICBs)+len(s.PCNs)+len(s.Providers)+len(s.Practices)+len(s.Networks) == 0
}

// InNetwork reports whether the scope reaches the diary and the agreement of
// a network: one of the actor's places takes part in it.
func (s Scope) InNetwork(pcn string) bool {
	return slices.Contains(s.Networks, pcn) || slices.Contains(s.PCNs, pcn)
}

// WholeNetwork reports whether the scope covers the network as a whole, not
// only one of its practices.
func (s Scope) WholeNetwork(pcn string) bool { return slices.Contains(s.PCNs, pcn) }

// HasPerson reports whether a person registered at practice, served by pcn,
// is within the scope.
func (s Scope) HasPerson(practice, pcn string) bool {
	return slices.Contains(s.Practices, practice) || slices.Contains(s.PCNs, pcn)
}

func add(list []string, v string) []string {
	if v == "" || slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}
