package house

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"footbridge/internal/access"
	"footbridge/internal/web"
)

// Every route has a permission, or is on the list of those that are open to
// everybody, of which there are at most eight.
func TestRoutes(t *testing.T) {
	open := []string{"GET /{$}", "GET /sign-in", "POST /sign-in", "POST /persona", "GET /about/{page}", "GET /healthz", "GET /p/{token}", "POST /p/{token}"}
	if len(open) > 8 {
		t.Fatal("at most eight routes are open to everybody")
	}
	seen := map[string]bool{}
	for _, r := range web.Routes() {
		if seen[r.Pattern] {
			t.Errorf("%s stands twice", r.Pattern)
		}
		seen[r.Pattern] = true
		if !regexp.MustCompile(`^(GET|POST) /`).MatchString(r.Pattern) {
			t.Errorf("%s: a route says GET or POST", r.Pattern)
		}
		switch {
		case r.Public && !slices.Contains(open, r.Pattern):
			t.Errorf("%s is open to everybody and not on the list", r.Pattern)
		case r.Public && r.Needs != "":
			t.Errorf("%s is open and names a permission", r.Pattern)
		case !r.Public && !access.Known(r.Needs):
			t.Errorf("%s names no known permission", r.Pattern)
		}
	}
	for _, o := range open {
		if !seen[o] {
			t.Errorf("%s is on the list of open routes and does not exist", o)
		}
	}
}

// What changes something is behind a permission that lets one change it: a
// POST never stands behind a permission only to see, but for one's own things.
func TestPostsNeedMoreThanSeeing(t *testing.T) {
	for _, r := range web.Routes() {
		if strings.HasPrefix(r.Pattern, "POST") && !r.Public && strings.Contains(strings.ToLower(string(r.Needs)), ".see") {
			t.Errorf("%s changes something and needs only %s", r.Pattern, r.Needs)
		}
	}
}
