package person

import (
	"footbridge/internal/access"
	"footbridge/internal/web/site"
)

// Routes are the pages' routes with whom each is for. The route table takes
// them over as they are.
func Routes(p Pages) []site.Route {
	return []site.Route{
		{Pattern: "GET /people", Needs: access.FindPerson, Handle: p.Find},
		{Pattern: "GET /people/new", Needs: access.EditPerson, Handle: p.Add},
		{Pattern: "POST /people/new", Needs: access.EditPerson, Handle: p.DoAdd},
		{Pattern: "GET /people/{id}", Needs: access.SeePerson, Handle: p.Overview},
		{Pattern: "GET /people/{id}/identity", Needs: access.EditPerson, Handle: p.Identity},
		{Pattern: "POST /people/{id}/identity", Needs: access.EditPerson, Handle: p.DoIdentity},
		{Pattern: "GET /people/{id}/needs", Needs: access.EditPerson, Handle: p.Needs},
		{Pattern: "POST /people/{id}/needs", Needs: access.EditPerson, Handle: p.DoNeeds},
		{Pattern: "GET /people/{id}/consent", Needs: access.SeePerson, Handle: p.Consent},
		{Pattern: "POST /people/{id}/consent", Needs: access.EditPerson, Handle: p.DoConsent},
		{Pattern: "GET /people/{id}/merge", Needs: access.MergePerson, Handle: p.Merge},
		{Pattern: "POST /people/{id}/merge", Needs: access.MergePerson, Handle: p.DoMerge},
		{Pattern: "GET /people/{id}/access", Needs: access.SeeAccess, Handle: p.Access},
	}
}
