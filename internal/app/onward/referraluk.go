package onward

import (
	"context"
	"crypto/sha256"
	"fmt"

	"footbridge/internal/access"
	"footbridge/internal/app/internal/gate"
	"footbridge/internal/fault"
)

// ORPage is one page of services in the shape of Open Referral UK 3.0 (the UK
// profile of the Human Services Data Specification): the list of its endpoint
// /services, with everything on one page.
type ORPage struct {
	TotalItems int         `json:"total_items"`
	TotalPages int         `json:"total_pages"`
	PageNumber int         `json:"page_number"`
	Size       int         `json:"size"`
	FirstPage  bool        `json:"first_page"`
	LastPage   bool        `json:"last_page"`
	Empty      bool        `json:"empty"`
	Contents   []ORService `json:"contents"`
}

// ORService is a service in that shape. id, name, status and url are required
// there, and id is a UUID. A service without a website has a URN for its url:
// nothing is made up.
type ORService struct {
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	Description  string         `json:"description,omitempty"`
	URL          string         `json:"url"`
	Email        string         `json:"email,omitempty"`
	Status       string         `json:"status"`
	Fees         string         `json:"fees,omitempty"`
	MinimumAge   int            `json:"minimum_age,omitempty"`
	MaximumAge   int            `json:"maximum_age,omitempty"`
	AssuredDate  string         `json:"assured_date,omitempty"`
	Alert        string         `json:"alert,omitempty"`
	LastModified string         `json:"last_modified"`
	Organization ORNamed        `json:"organization"`
	Areas        []ORArea       `json:"service_areas,omitempty"`
	Schedules    []ORSchedule   `json:"schedules,omitempty"`
	Contacts     []ORContact    `json:"contacts,omitempty"`
	Locations    []ORAtLocation `json:"service_at_locations,omitempty"`
	Attributes   []ORAttribute  `json:"attributes,omitempty"`
}

// ORNamed is an organisation.
type ORNamed struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
}

// ORArea is an area that a service serves.
type ORArea struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// ORSchedule says in words when a service is open.
type ORSchedule struct {
	ID          string `json:"id"`
	Description string `json:"description"`
}

// ORContact is how one reaches a service.
type ORContact struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Phones []ORPhone `json:"phones,omitempty"`
}

// ORPhone is a telephone number.
type ORPhone struct {
	ID     string `json:"id"`
	Number string `json:"number"`
}

// ORAtLocation is a place of a service.
type ORAtLocation struct {
	ID       string     `json:"id"`
	Location ORLocation `json:"location"`
}

// ORLocation is the place.
type ORLocation struct {
	ID           string `json:"id"`
	LocationType string `json:"location_type"`
	Name         string `json:"name"`
}

// ORAttribute says what kind of service it is.
type ORAttribute struct {
	ID       string `json:"id"`
	LinkType string `json:"link_type"`
	Value    string `json:"value"`
}

// uuid makes a stable UUID (version 8: our own) out of an entry's id and what
// it is the identifier of.
func uuid(id, of string) string {
	h := sha256.Sum256([]byte(of + ":" + id))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

func openReferral(s Service, stale bool) ORService {
	b := s.Body
	o := ORService{
		ID: uuid(s.ID, "service"), Name: b.Name, Description: join(b.WhoFor, b.HowToAsk), URL: b.Website, Email: b.Email, Status: "active", Fees: b.Cost,
		MinimumAge: b.AgeFrom, MaximumAge: b.AgeTo, AssuredDate: s.ConfirmedOn.String(), LastModified: s.ChangedAt.Time().Format("2006-01-02T15:04:05.000Z"),
		Organization: ORNamed{ID: uuid(s.PCN+"\n"+b.Organisation, "organization"), Name: b.Organisation, Description: b.Organisation},
		Attributes:   []ORAttribute{{ID: uuid(s.ID, "kind"), LinkType: "service_kind", Value: KindText(b.Kind)}},
	}
	if o.URL == "" {
		o.URL = "urn:uuid:" + o.ID
	}
	if o.Organization.Name == "" {
		o.Organization = ORNamed{ID: uuid(s.ID, "organization"), Name: b.Name, Description: b.Name}
	}
	if s.Retired() {
		o.Status = "inactive"
	}
	if stale {
		o.Alert = "Nobody has confirmed lately that this entry is right"
	}
	o.Alert = join(o.Alert, b.Waiting)
	for _, a := range b.Areas {
		o.Areas = append(o.Areas, ORArea{uuid(s.ID, "area "+a), a})
	}
	if b.Hours != "" {
		o.Schedules = []ORSchedule{{uuid(s.ID, "schedule"), b.Hours}}
	}
	if b.Phone != "" {
		o.Contacts = []ORContact{{uuid(s.ID, "contact"), b.Name, []ORPhone{{uuid(s.ID, "phone"), b.Phone}}}}
	}
	if b.Address != "" {
		o.Locations = []ORAtLocation{{uuid(s.ID, "at"), ORLocation{uuid(s.ID, "location"), "physical", b.Address}}}
	}
	return o
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// OpenReferral asks for a network's directory in the shape of Open Referral
// UK, those out of use left out.
type OpenReferral struct{ PCN string }

// Needs names the permission.
func (OpenReferral) Needs() access.Permission { return access.SeeDirectory }

// Ask makes it.
func (q OpenReferral) Ask(_ context.Context, tx *gate.Tx) (ORPage, error) {
	var p ORPage
	if !tx.Scope.InNetwork(q.PCN) {
		return p, fault.Missing("network")
	}
	tx.Nobody("services, not people")
	rules, err := rulesOf(tx, q.PCN)
	if err != nil {
		return p, err
	}
	list, err := services(tx, q.PCN, false)
	p = ORPage{TotalItems: len(list), TotalPages: 1, PageNumber: 1, Size: len(list), FirstPage: true, LastPage: true, Empty: len(list) == 0, Contents: []ORService{}}
	for _, s := range list {
		p.Contents = append(p.Contents, openReferral(s, s.Stale(tx.Today(), rules.StaleDays)))
	}
	return p, err
}
