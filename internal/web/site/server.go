package site

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"footbridge/internal/access"
	"footbridge/internal/app"
	"footbridge/internal/app/account"
	"footbridge/internal/fault"
	"footbridge/internal/web/nhsuk"
)

// Config is how the site is served.
type Config struct {
	App    *app.App
	Log    *slog.Logger
	Demo   bool // personas, and the banner on every page
	Secure bool // served over TLS (perhaps by a proxy): secure cookies, HSTS
	// Navigation gives the menu of a visitor.
	Navigation func(v *Visit) []NavItem
}

// NavItem is one entry of the menu.
type NavItem struct {
	Text, Href string
	Current    bool
}

// Route is one line of the route table.
type Route struct {
	Pattern string            // "GET /people/{id}"
	Needs   access.Permission // of whoever comes here; Public for nobody's
	Public  bool              // open before sign-in: at most eight
	Handle  Handler
}

// Server serves the routes.
type Server struct {
	config Config
	mux    *http.ServeMux
	guard  *http.CrossOriginProtection
	routes []Route
}

// New builds a server over a route table. It stops the program's start when a
// route is neither public nor names a known permission.
func New(c Config, routes []Route) *Server {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	s := &Server{config: c, mux: http.NewServeMux(), guard: http.NewCrossOriginProtection(), routes: routes}
	for _, r := range routes {
		if !r.Public && !access.Known(r.Needs) {
			panic("route " + r.Pattern + " names no known permission")
		}
		s.mux.Handle(r.Pattern, s.serve(r))
	}
	s.mux.Handle("GET /assets/", nhsuk.Assets())
	s.mux.Handle("GET /static/", staticFiles)
	s.mux.Handle("/", s.serve(Route{Public: true, Handle: func(*Visit) error { return fault.Missing("page") }}))
	return s
}

// Routes gives the route table, for the tests that hold it.
func (s *Server) Routes() []Route { return s.routes }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
	if s.config.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	s.guard.Handler(s.mux).ServeHTTP(w, r)
}

func (s *Server) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &Visit{W: w, R: r, App: s.config.App, Actor: access.Nobody(), ID: requestID(), server: s}
		began := time.Now()
		w.Header().Set("Cache-Control", "no-store")
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				s.config.Log.Error("panic", "request", v.ID, "route", route.Pattern, "panic", p, "stack", string(debug.Stack()))
				s.fail(v, errors.New("panic"))
			}
		}()
		err := s.admit(v, route)
		if err != nil {
			s.fail(v, err)
		}
		s.config.Log.Debug("request", "request", v.ID, "route", route.Pattern, "actor", v.Actor.ID, "took", time.Since(began))
	})
}

// admit finds out who is visiting, whether they may come here, and lets the
// handler answer.
func (s *Server) admit(v *Visit, route Route) error {
	if token := s.token(v.R); token != "" {
		who, err := Ask(v, account.WhoIs{Token: token})
		switch {
		case err == nil:
			v.Actor, v.Session, v.Persona = who.Actor, who.Session, who.Persona
		case fault.Is(err, fault.NotFound):
			s.dropCookie(v.W)
		default:
			return err
		}
	}
	if v.R.Method == http.MethodPost {
		// What can't be read reaches no handler: none could do half of it.
		if v.Form(); v.unread != nil {
			return v.unread
		}
	}
	if route.Public {
		return route.Handle(v)
	}
	if v.Session.ID == "" {
		return v.To("/sign-in?return=" + url.QueryEscape(returnPath(v.R)))
	}
	if v.Session.Locked && v.R.Pattern != "GET /unlock" && v.R.Pattern != "POST /unlock" && v.R.Pattern != "POST /sign-out" {
		return s.hold(v)
	}
	if !v.Actor.May(route.Needs) {
		return fault.Refused("Your role can't open this page")
	}
	if now := v.App.Now(); now.Sub(v.Session.SeenAt) > time.Minute && !v.Session.Locked {
		if _, err := app.Do(v.Context(), v.App, v.Actor, account.Keep{}); err != nil && !fault.Is(err, fault.Unavailable) {
			return err
		}
	}
	if err := route.Handle(v); err != nil {
		return err
	}
	if v.R.Method == http.MethodPost && v.Form().Raw("was-held") != "" {
		// What was held is sent now, or stands on the page again.
		if _, err := app.Do(v.Context(), v.App, v.Actor, account.DropDraft{Kind: "held form", Subject: v.Session.ID}); err != nil {
			s.config.Log.Error("dropping what was held", "request", v.ID, "error", err)
		}
	}
	return nil
}

// hold keeps what somebody sent while their session was locked, and asks for
// the password; afterwards it can be sent with one press. Nothing typed is
// lost.
func (s *Server) hold(v *Visit) error {
	if v.R.Method != http.MethodPost {
		return v.To("/unlock?return=" + url.QueryEscape(returnPath(v.R)))
	}
	if v.R.Header.Get("X-Footbridge-Autosave") != "" {
		// An autosave of a locked page is let through as a draft by its own
		// module once the session is open again; here it only says so.
		v.W.WriteHeader(http.StatusLocked)
		return nil
	}
	f := v.Form()
	body := url.Values{}
	for name, values := range v.R.PostForm {
		if name != "password" && name != "current" && name != "new" {
			body[name] = values
		}
	}
	if f.OK() {
		held := url.Values{"path": {v.R.URL.RequestURI()}, "body": {body.Encode()}}
		old, err := Ask(v, account.ReadDraft{Kind: "held form", Subject: v.Session.ID})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if _, err := app.Do(v.Context(), v.App, v.Actor, account.SaveDraft{Kind: "held form", Subject: v.Session.ID, Body: held.Encode(), Saves: old.Saves}); err != nil {
			return err
		}
	}
	return v.To("/unlock?held=yes")
}

func returnPath(r *http.Request) string {
	if r.Method == http.MethodGet {
		return r.URL.RequestURI()
	}
	return "/"
}

func requestID() string {
	var b [8]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func (s *Server) cookieName() string {
	if s.config.Secure {
		return "__Host-footbridge"
	}
	return "footbridge"
}

func (s *Server) token(r *http.Request) string {
	c, err := r.Cookie(s.cookieName())
	if err != nil || len(c.Value) > 100 {
		return ""
	}
	return c.Value
}

// Enter sets the cookie of a session that was just begun.
func (v *Visit) Enter(in account.SignedIn) {
	http.SetCookie(v.W, &http.Cookie{
		Name: v.server.cookieName(), Value: in.Token, Path: "/", HttpOnly: true,
		Secure: v.server.config.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// Leave drops the cookie.
func (v *Visit) Leave() { v.server.dropCookie(v.W) }

func (s *Server) dropCookie(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: s.cookieName(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.config.Secure, SameSite: http.SameSiteLaxMode})
}

func (v *Visit) flash(message string) {
	http.SetCookie(v.W, &http.Cookie{
		Name: "said", Value: base64.RawURLEncoding.EncodeToString([]byte(message)), Path: "/", MaxAge: 60, HttpOnly: true,
		Secure: v.server.config.Secure, SameSite: http.SameSiteLaxMode,
	})
}

func (v *Visit) said() string {
	c, err := v.R.Cookie("said")
	if err != nil {
		return ""
	}
	raw, err := base64.RawURLEncoding.DecodeString(c.Value)
	http.SetCookie(v.W, &http.Cookie{Name: "said", Path: "/", MaxAge: -1, HttpOnly: true, Secure: v.server.config.Secure, SameSite: http.SameSiteLaxMode})
	if err != nil || len(raw) > 1000 {
		return ""
	}
	return string(raw)
}

// Address is the visitor's network address, for throttling and the list of
// sessions.
func (v *Visit) Address() string {
	host, _, err := net.SplitHostPort(v.R.RemoteAddr)
	if err != nil {
		return v.R.RemoteAddr
	}
	return host
}

// Device describes the visitor's browser in a few words.
func (v *Visit) Device() string {
	ua := v.R.UserAgent()
	browser := "A browser"
	for _, b := range [][2]string{{"Edg/", "Edge"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}} {
		if strings.Contains(ua, b[0]) {
			browser = b[1]
			break
		}
	}
	for _, o := range [][2]string{{"iPhone", "an iPhone"}, {"iPad", "an iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS", "a Mac"}, {"Linux", "Linux"}} {
		if strings.Contains(ua, o[0]) {
			return browser + " on " + o[1]
		}
	}
	return browser
}
