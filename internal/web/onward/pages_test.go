package onward_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"footbridge/internal/app/onward"
	"footbridge/internal/engines"
)

// add enters a service and gives its id.
func (h *house) add(name string, more ...string) string {
	h.t.Helper()
	a := h.post("link", "/directory/new", append([]string{"name", name, "kind", "secondary", "how", "By letter", "address", "1 High Street", "email", "team@example.org", "owner", "Joe", "wants", "reason", "questions", "Since when?\nWhat helped?"}, more...)...)
	h.says(a, 303)
	return strings.TrimPrefix(a.to, "/directory/")
}

// The directory: entered, found, doubted, put right, out of use.
func TestDirectory(t *testing.T) {
	h := open(t, engines.SQLite(t))
	h.says(h.get("reception", "/directory"), 200, "The directory is empty", "A practitioner, a link worker")
	h.says(h.post("link", "/directory/new", "name", "X", "areas", "Weston"), 422, "There is a problem", "Choose the kind of service", "WESTON is not the first half of a postcode")
	h.says(h.post("link", "/directory/new", "name", "X", "from", "old"), 422, "Age from must be a whole number")
	id := h.add("Community <team>", "from", "18", "areas", "bs22, BS23", "practices", "L81016")
	h.says(h.get("reception", "/directory/"+id), 200, "Community <team>", "Aged 18 or over", "People of Graham Road Surgery", "BS22, BS23", "“Since when?”", "No replies to us yet", "Confirmed on 4 November 2026 by Joe Barrett")
	h.never(h.get("reception", "/directory/"+id), "<team>", "Still right?")
	h.says(h.get("reception", "/directory?words=COMMUNITY&age=18&area=BS23+1AA&practice=L81016"), 200, "1 service")
	h.says(h.get("reception", "/directory?age=17"), 200, "No service is like this", "There are 1 in all")
	h.says(h.get("reception", "/directory/new"), 403)
	h.at("2027-02-03T10:45:00Z")
	h.says(h.get("reception", "/directory"), 200, "Nobody has confirmed lately: 1", "Still right?", "longer ago than 90 days")
	h.says(h.post("reception", "/directory/"+id+"/confirm", "version", "1", "right", "no"), 422, "Say what is not right any more")
	h.says(h.post("reception", "/directory/"+id+"/confirm", "version", "1", "right", "no", "why", "They have moved"), 303)
	h.says(h.get("link", "/directory?show=stale"), 200, "They have moved")
	h.says(h.get("link", "/directory/"+id+"/edit"), 200)
	h.says(h.post("link", "/directory/"+id+"/edit", "version", "7", "name", "Y", "kind", "secondary", "how", "x", "phone", "1", "owner", "Joe"), 422, "changed this entry")
	h.says(h.post("link", "/directory/"+id+"/retire", "version", "1"), 422, "Say why nobody is sent there")
	h.says(h.post("link", "/directory/"+id+"/retire", "version", "1", "retire", "Closed"), 303)
	h.says(h.get("reception", "/directory?show=retired"), 200, "Out of use since 3 February 2027")
	h.says(h.post("reception", "/directory/"+id+"/confirm", "version", "1", "right", "yes"), 422, "out of use")
	h.says(h.get("manager", "/directory/rules"), 200, "not a national standard")
	h.says(h.post("manager", "/directory/rules", "stale", "x", "quiet", "14", "return", "3"), 422)
	h.says(h.post("manager", "/directory/rules", "stale", "30", "quiet", "14", "return", "3"), 303)
	h.says(h.get("link", "/directory/rules"), 403)
}

// A file: seen before it is taken over, as a whole or not at all.
func TestFile(t *testing.T) {
	h := open(t, engines.SQLite(t))
	h.add("Community team")
	send := func(file string) answer {
		h.get("manager", "/directory")
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		part, err := m.CreateFormFile("file", "directory.csv")
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(file)) //nolint:errcheck // into memory
		m.Close()
		r := httptest.NewRequest("POST", "/directory/import", &b)
		r.Header.Set("Content-Type", m.FormDataContentType())
		r.AddCookie(&http.Cookie{Name: "footbridge", Value: h.cookies["manager"]})
		w := httptest.NewRecorder()
		h.site.ServeHTTP(w, r)
		return answer{w.Code, w.Header().Get("Location"), w.Body.String(), strings.Join(strings.Fields(tags.ReplaceAllString(w.Body.String(), " ")), " ")}
	}
	h.says(send(""), 422, "Choose a file")
	h.says(send("name;kind;phone\nx;crisis;1\n"), 422, "parted by semicolons")
	h.says(send("name,kind\ncaf\xe9,crisis\n"), 422, "not in UTF-8")
	wrong := send("name,kind,how_to_ask,phone,owner,colour\nA,crisis,x,1,Max,blue\n<b>B</b>,nonsense,x,1,Max,\n")
	h.says(wrong, 200, "2 lines: 1 new, 0 changed, 0 as they are, 1 wrong", "Nothing is taken over while a line is wrong", "colour", "Line 3")
	h.never(wrong, "<b>B</b>", "Take all of it over")
	good := "name,kind,how_to_ask,phone,owner\nA,crisis,x,1,Max\nCommunity team,secondary,By telephone,2,Joe\n"
	h.says(send(good), 200, "1 new, 1 changed", "Take all of it over")
	h.says(h.get("link", "/directory"), 200, "All in use: 1")
	h.says(h.post("manager", "/directory/import", "text", good, "action", "take"), 303)
	h.says(h.get("link", "/directory"), 200, "All in use: 2")
	csv := h.get("reception", "/directory.csv")
	h.says(csv, 200)
	h.says(send(csv.body), 200, "0 new, 0 changed, 2 as they are", "nothing to take over")
	var p onward.ORPage
	if a := h.get("reception", "/directory/open-referral.json"); json.Unmarshal([]byte(a.body), &p) != nil || p.TotalItems != 2 || p.Contents[0].Status != "active" {
		t.Errorf("%s", a.body)
	}
}

// Telling somebody about services, with a list to take home.
func TestToldAbout(t *testing.T) {
	h := open(t, engines.SQLite(t))
	women, men := h.add("Women’s group", "sex", "female"), h.add("Men’s shed", "sex", "male")
	old := h.add("Older people", "from", "90")
	a := h.get("reception", "/people/"+h.dean+"/onward")
	h.says(a, 200, "Nothing in the record speaks against these (1)", "Why not those (2)", "Only for men", "For people aged 90 or over; this person is", "Nothing else orders them")
	h.never(a, "Prepare an onward request")
	h.says(h.post("reception", "/people/"+h.dean+"/onward", "how", "said"), 422, "Choose at least one service")
	a = h.post("reception", "/people/"+h.dean+"/onward", "services", women, "action", "print")
	h.says(a, 303)
	h.says(h.get("reception", a.to+"&size=large"), 200, "Women’s group", "Nobody has been told about you", "If you need help today", "Samaritans: 116 123")
	h.never(h.get("reception", a.to), "Extension 200", men, old)
	h.says(h.post("reception", "/people/"+h.dean+"/onward", "services", women, "how", "list", "told", "Ring first", "action", "tell"), 303)
	h.says(h.get("leah", "/people/"+h.dean), 200, "Told about: Women’s group", "No onward request has been made", "Find a service")
	told := regexp.MustCompile(`name="wrong" value="([^"]+)"`).FindStringSubmatch(h.get("link", "/people/"+h.dean+"/onward").body)[1]
	h.says(h.post("link", "/people/"+h.dean+"/onward", "action", "wrong", "wrong", told), 422, "Say why this was entered in error")
	h.says(h.get("leah", "/onward"), 200, "No onward request is open", "0 onward requests sent", "told about a service 1 time")
	h.says(h.post("link", "/people/"+h.dean+"/onward", "action", "wrong", "wrong", told, "wrong-"+told, "Another Abigail"), 303)
	h.says(h.get("link", "/people/"+h.dean+"/onward"), 200, "Entered in error", "Another Abigail")
	h.says(h.get("leah", "/onward"), 200, "told about a service 0 times")
	h.says(h.get("other", "/people/"+h.dean+"/onward"), 404)
}

// An onward request with a draft that survives, on paper and as a mail whose
// subject says nothing.
func TestPrepareAndSend(t *testing.T) {
	h := open(t, engines.SQLite(t))
	id := h.add("Community team")
	form := "/people/" + h.dean + "/onward/to/" + id
	h.says(h.get("leah", form), 200, "Can’t sleep", "nobody has asked the person", "Since when?")
	h.says(h.post("leah", form, "reason", "Please see her", "action", "save"), 303)
	h.says(h.get("leah", form), 200, "Please see her", "Throw the draft away")
	h.says(h.post("leah", form, "reason", "Please see her", "saves", "1"), 422, "Ask now and record the answer", "Choose how it is sent")
	h.says(h.post("leah", form, "reason", "Another window", "saves", "0", "answer", "yes", "way", "mail"), 422, "You wrote something else in this draft in another window")
	a := h.post("leah", form, "reason", "Please <see> her", "q1", "For years", "own", "I can’t sleep", "saves", "1", "answer", "yes", "way", "mail")
	h.says(a, 303)
	at := a.to
	h.says(h.get("leah", at), 200, "Not sent yet", "the person agreed", "For years", "Leah Whitcombe")
	mail := h.get("leah", at+"/mail")
	h.says(mail, 200, "For your team: message", "Please <see> her", "In the person's own words")
	subject := mail.text[strings.Index(mail.text, "Subject"):strings.Index(mail.text, "The text")]
	for _, w := range []string{"mental", "health", "Beth", "Abigail", "see"} {
		if strings.Contains(subject, w) {
			t.Errorf("the subject line says %q: %s", w, subject)
		}
	}
	h.never(mail, "<see>")
	h.says(h.get("leah", at+"/letter"), 200, "NHS number 999", "Please <see> her", "We tell them")
	h.says(h.get("leah", at+"/sent"), 200)
	h.says(h.post("leah", at+"/sent", "version", "2"), 303)
	h.says(h.post("leah", at+"/sent", "version", "2"), 422, "recorded something about this onward request")
	h.says(h.get("leah", "/onward"), 200, "Sent on 4 November 2026", "All open: 1")
	h.says(h.get("leah", at+"/note"), 200, "Came back", "First seen")
	h.says(h.post("leah", at+"/note", "version", "3", "what", "declined", "source", "Jo", "how", "by letter", "reason", "other"), 422, "Write down why, in their words")
	h.says(h.post("leah", at+"/note", "version", "3", "what", "waiting", "source", "Jo", "how", "by letter"), 422, "Write what the person was told", "Enter the day by which the person is told again")
	h.says(h.post("leah", at+"/note", "version", "3", "what", "declined", "source", "Jo", "how", "by letter", "reason", "other", "words", "We are full", "told-by", "Leah"), 303)
	h.says(h.get("leah", at), 200, "It came back: Other", "We are full", "has not been told", "by Monday 9 November 2026")
	h.says(h.get("leah", at+"/tell"), 200, "Put it into your own words", "That does not mean that you need no help")
	h.says(h.post("leah", at+"/end", "version", "4", "end", "kept"), 422, "Write what the person was told")
	h.says(h.post("leah", at+"/wrong", "version", "4", "event", "x", "wrong-why", "x"), 404)
	h.says(h.post("lead", at+"/pass", "version", "4", "to", "lead", "pass-why", "Away for a month"), 303)
	h.says(h.get("lead", "/onward?show=mine"), 200, "We", "Looked after by The team lead")
	h.says(h.post("leah", at+"/end", "version", "5", "end", "unwanted", "not-told", "She rang to say so herself"), 303)
	h.says(h.get("leah", at), 200, "Ended", "She rang to say so herself")
	h.says(h.get("leah", at+"/note"), 303)
	h.says(h.get("reception", at), 403)
	h.says(h.get("leah", "/onward/nothing"), 404)
	h.says(h.get("leah", at+"/nothing"), 404)
}
