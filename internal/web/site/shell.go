package site

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/fault"
	"footbridge/internal/web/nhsuk"
)

//go:embed layout.html
var layoutText string

//go:embed static
var static embed.FS

// Version is shown in the footer. The build sets it.
var Version = "development"

var staticFiles = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	sub, _ := fs.Sub(static, "static")
	w.Header().Set("Cache-Control", "public, max-age=300")
	http.StripPrefix("/static/", http.FileServerFS(sub)).ServeHTTP(w, r)
})

var layout = template.Must(template.New("layout").Parse(layoutText))

type shellData struct {
	Page
	Body       template.HTML
	FullTitle  string
	Signed     bool
	Name       string
	Role       string
	Where      string
	Demo       bool
	Navigation []NavItem
	Said       string
	Important  bool // what is said did not go as wished
	Stylesheet string
	Script     string
	IdleAt     int // seconds until the session locks
	Version    string
	Request    string
	Today      string
	PrintedBy  string
}

func (s *Server) shell(v *Visit, p Page, body template.HTML) error {
	d := shellData{
		Page: p, Body: body, FullTitle: p.Title + " – Footbridge", Demo: s.config.Demo,
		Stylesheet: nhsuk.StylesheetPath(), Script: nhsuk.ScriptPath(), Version: Version, Request: v.ID,
		Today: v.App.Now().Long(), PrintedBy: v.Actor.Name,
	}
	if p.Form != nil && !p.Form.OK() {
		d.FullTitle = "Error: " + d.FullTitle
		if p.Status == 0 {
			p.Status = http.StatusUnprocessableEntity
		}
	}
	if p.Status == 0 {
		p.Status = http.StatusOK
	}
	if p.Back != "" && p.BackText == "" {
		d.BackText = "Back"
	}
	if v.Session.ID != "" && !v.Session.Locked {
		d.Signed, d.Name = true, v.Actor.Name
		if len(v.Actor.Grants) > 0 {
			g := v.Actor.Grants[0]
			d.Role, d.Where = RoleName(g.Role), g.Name
		}
		if s.config.Navigation != nil {
			d.Navigation = s.config.Navigation(v)
		}
		d.IdleAt = int(account.IdleLimit / time.Second)
	}
	if p.Status < 400 {
		d.Said, d.Important = strings.CutPrefix(v.said(), "!")
	}
	var out bytes.Buffer
	if err := layout.Execute(&out, d); err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.W.WriteHeader(p.Status)
	v.W.Write(out.Bytes()) //nolint:errcheck // the browser may be gone
	return nil
}

// RoleName is a role as a page shows it.
func RoleName(r access.Role) string {
	switch r {
	case access.Reception:
		return "Reception"
	case access.Clinician:
		return "Practice clinician"
	case access.Practitioner:
		return "Mental health practitioner"
	case access.Pharmacist:
		return "PCN pharmacist"
	case access.LinkWorker:
		return "Social prescribing link worker"
	case access.Coordinator:
		return "Care coordinator"
	case access.Supervisor:
		return "Supervisor"
	case access.Manager:
		return "PCN manager"
	case access.TeamLead:
		return "Provider team lead"
	case access.Commissioner:
		return "ICB"
	case access.Admin:
		return "Administrator"
	}
	return string(r)
}

// fail turns an error into a page.
func (s *Server) fail(v *Visit, err error) {
	status, title, text := http.StatusInternalServerError, "Something went wrong on our side",
		"We have written down what happened. Nothing that was saved before is lost. Try again; if it happens again, tell your administrator the reference number."
	switch fault.KindOf(err) {
	case fault.Invalid:
		status, title, text = http.StatusUnprocessableEntity, "That can't be used", fault.Says(err)
	case fault.NotFound:
		status, title, text = http.StatusNotFound, "Page not found", fault.Says(err)+" that you can see. It may have been moved, or the address may be mistyped."
	case fault.Conflict:
		status, title, text = http.StatusConflict, "Somebody was faster", fault.Says(err)+"."
	case fault.Denied:
		status, title, text = http.StatusForbidden, "You can't do this", fault.Says(err)+". If you need to, ask your administrator for a role that can."
	case fault.Unavailable:
		status, title, text = http.StatusServiceUnavailable, "Footbridge can't reach its records",
			"Nothing was changed, and nothing is half done. Go back to your page, keep it open and send it again in a moment. If someone needs help now, use the urgent routes that your practice has on paper."
		v.W.Header().Set("Retry-After", "10")
	}
	if status >= 500 {
		s.config.Log.Error("failed", "request", v.ID, "actor", v.Actor.ID, "method", v.R.Method, "route", v.R.Pattern, "error", err)
	} else {
		s.config.Log.Info("answered no", "request", v.ID, "actor", v.Actor.ID, "route", v.R.Pattern, "status", status, "error", err)
	}
	var e *fault.Error
	body := fmt.Sprintf(`<h1 class="nhsuk-heading-l">%s</h1><p class="nhsuk-body">%s</p>`, template.HTMLEscapeString(title), template.HTMLEscapeString(text))
	if status >= 500 {
		body += fmt.Sprintf(`<p class="nhsuk-body">Reference number: <strong class="app-reference">%s</strong></p>`, v.ID)
	}
	if errors.As(err, &e) && len(e.Fields) > 1 {
		body += `<ul class="nhsuk-list nhsuk-list--bullet">`
		for _, f := range e.Fields {
			body += "<li>" + template.HTMLEscapeString(f.Message) + "</li>"
		}
		body += "</ul>"
	}
	body += `<p class="nhsuk-body"><a href="/">Go to your first page</a></p>`
	if shellErr := s.shell(v, Page{Title: title, Status: status}, template.HTML(body)); shellErr != nil {
		http.Error(v.W, title+"\nReference number: "+v.ID, status)
	}
}
