// Package hiring is the front room of vacancies, inductions and the library.
package hiring

import (
	"embed"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"footbridge/internal/access"
	"footbridge/internal/app/account"
	"footbridge/internal/app/hiring"
	"footbridge/internal/app/network"
	"footbridge/internal/app/workforce"
	"footbridge/internal/fault"
	"footbridge/internal/web/form"
	"footbridge/internal/web/site"
)

//go:embed *.html
var files embed.FS

var (
	listPage    = site.Parse(files, "list.html")
	newPage     = site.Parse(files, "new.html")
	vacancyPage = site.Parse(files, "vacancy.html")
	textPage    = site.Parse(files, "text.html")
	packPage    = site.Parse(files, "pack.html")
	startPage   = site.Parse(files, "start.html")
)

// List shows the vacancies of the network.
func List(v *site.Visit) error {
	l, err := site.Ask(v, hiring.Vacancies{PCN: v.Network()})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Hiring", Back: "/team", BackText: "Practitioners", Wide: true}, listPage, map[string]any{"L": l})
}

// New asks for a place that is to be filled.
func New(v *site.Visit) error {
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("wte", "100")
		f.SetDate("retain", v.App.Today().AddMonths(9))
	}
	gap, err := site.Ask(v, hiring.Entitled{PCN: v.Network()})
	if err != nil {
		return err
	}
	providers, err := site.Ask(v, network.Providers{})
	if err != nil {
		return err
	}
	roles, providerChoices := form.Choices("", "Choose one"), form.Choices("", "None: independently employed")
	for _, r := range workforce.RoleTypes {
		roles = append(roles, form.Choice{Value: r.Key, Text: r.Name})
	}
	for _, p := range providers {
		providerChoices = append(providerChoices, form.Choice{Value: p.Code, Text: p.Name})
	}
	var models, services, bands []form.Choice
	for _, m := range []network.Model{network.Joint, network.VCSE, network.Independent} {
		models = append(models, form.Choice{Value: string(m), Text: m.Words()})
	}
	for _, s := range workforce.Services {
		services = append(services, form.Choice{Value: s[0], Text: s[1]})
	}
	for _, b := range workforce.PostBands {
		bands = append(bands, form.Choice{Value: string(b), Text: "Band " + string(b)})
	}
	basis := form.Choices("hand", "Another reason")
	if gap.Open > 0 {
		basis = form.Choices("entitlement", "The entitlement leaves it open", "hand", "Another reason")
	}
	return v.Show(site.Page{Title: "Fill a place", Form: f, Back: "/hiring", BackText: "Hiring"}, newPage, map[string]any{
		"Form": f, "Gap": gap, "Roles": roles, "Providers": providerChoices, "Models": models, "Services": services, "Bands": bands, "Basis": basis,
	})
}

// DoNew opens the vacancy.
func DoNew(v *site.Visit) error {
	f := v.Form()
	wte, _ := f.Int("wte", "Part of full time")
	retain, _ := f.Date("retain", "The day on which applications are deleted")
	if f.OK() {
		id, err := site.Do(v, hiring.OpenVacancy{PCN: v.Network(), RoleKey: f.Text("role"), Provider: f.Text("provider"), Model: network.Model(f.Text("model")), Service: f.Text("service"), Band: f.Text("band"),
			WTEPercent: wte, Basis: f.Text("basis"), Why: f.Text("why"), RetainUntil: retain})
		if err == nil {
			return v.ToWith("/hiring/"+id, "The job description and the person specification are put together. Change what doesn’t fit")
		}
		if !v.Again(err) {
			return err
		}
	}
	return New(v)
}

// Vacancy shows a vacancy with its next step.
func Vacancy(v *site.Visit) error {
	x, err := site.Ask(v, hiring.VacancyOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set("version", strconv.Itoa(x.Version))
	var people []form.Choice
	for _, p := range x.People {
		people = append(people, form.Choice{Value: p.ID, Text: p.Name + ", " + strings.ToLower(site.RoleName(p.Role))})
	}
	for _, task := range []string{"shortlist", "panel"} {
		if len(f.All(task)) == 0 && v.R.Method == "GET" {
			var have []string
			for _, m := range x.Members[task] {
				have = append(have, m.UserID)
			}
			f.SetAll(task, have)
		}
	}
	var appointable []form.Choice
	for _, c := range x.Candidates {
		if c.State == "appointable" {
			appointable = append(appointable, form.Choice{Value: strconv.Itoa(c.Number), Text: "Candidate " + strconv.Itoa(c.Number)})
		}
	}
	var questions []hiring.Question
	for _, q := range x.Text.Questions {
		questions = append(questions, hiring.QuestionOf(q))
	}
	data := map[string]any{"Form": f, "V": x, "People": people, "Appointable": appointable, "Checks": hiring.CheckItems, "Questions": questions, "CheckChoices": checkChoices(x)}
	return v.Show(site.Page{Title: x.Title, Form: f, Back: "/hiring", BackText: "Hiring", Wide: true}, vacancyPage, data)
}

func checkChoices(x hiring.VacancyFile) (out []form.Choice) {
	for _, c := range hiring.CheckItems {
		if x.CheckOf(c).Item == "" {
			out = append(out, form.Choice{Value: c, Text: c})
		}
	}
	return out
}

// again shows the vacancy with what is wrong; what moved on in the meantime is
// said on the page.
func again(v *site.Visit, err error, done string) error {
	where := "/hiring/" + v.Path("id")
	switch {
	case err == nil && v.Form().OK():
		return v.ToWith(where, done)
	case fault.Is(err, fault.Conflict):
		return v.ToTell(where, fault.Says(err))
	case err != nil && !v.Again(err):
		return err
	}
	return Vacancy(v)
}

// DoAdvertise fixes the specification.
func DoAdvertise(v *site.Visit) error {
	f := v.Form()
	closes, _ := f.Date("closes", "The last day for applications")
	if !f.OK() {
		return again(v, nil, "")
	}
	_, err := site.Do(v, hiring.Advertise{Vacancy: v.Path("id"), Version: version(f), ClosesOn: closes})
	return again(v, err, "Advertised. Enter applications as they come in")
}

func version(f *form.Form) int { n, _ := strconv.Atoi(f.Raw("version")); return n }

// DoStep moves the vacancy on.
func DoStep(v *site.Visit) error {
	f := v.Form()
	to := hiring.State(f.Text("to"))
	_, err := site.Do(v, hiring.Step{Vacancy: v.Path("id"), Version: version(f), To: to, Why: f.Text("why")})
	return again(v, err, "It is now: "+strings.ToLower(to.Words()))
}

// DoOffer offers the post.
func DoOffer(v *site.Visit) error {
	f := v.Form()
	n, _ := f.Int("number", "The candidate")
	if !f.OK() {
		return again(v, nil, "")
	}
	_, err := site.Do(v, hiring.Offer{Vacancy: v.Path("id"), Version: version(f), Number: n})
	return again(v, err, "Offered. Write down the answer when it comes")
}

// DoCheck writes down a check.
func DoCheck(v *site.Visit) error {
	f := v.Form()
	on, _ := f.Date("on", "The day of the check")
	if !f.OK() {
		return again(v, nil, "")
	}
	_, err := site.Do(v, hiring.NoteCheck{Vacancy: v.Path("id"), Item: f.Text("item"), On: on, Words: f.Text("words")})
	return again(v, err, f.Text("item")+" is done")
}

// DoMembers says who shortlists or interviews.
func DoMembers(v *site.Visit) error {
	f := v.Form()
	task := f.Text("task")
	_, err := site.Do(v, hiring.SetMembers{Vacancy: v.Path("id"), Task: task, Users: f.All(task)})
	return again(v, err, "The names are kept. Each finds the vacancy under Hiring")
}

// DoWithdraw notes that a candidate withdrew.
func DoWithdraw(v *site.Visit) error {
	n, _ := strconv.Atoi(v.Path("number"))
	_, err := site.Do(v, hiring.WithdrawApplication{Vacancy: v.Path("id"), Number: n})
	return again(v, err, "Candidate "+strconv.Itoa(n)+" withdrew")
}

// Text shows the text of a vacancy in its form, one line for each item.
func Text(v *site.Visit) error {
	x, err := site.Ask(v, hiring.VacancyOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if !x.Runs {
		return fault.Missing("vacancy")
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("version", strconv.Itoa(x.Versions[0].Version))
		f.Set("summary", x.Text.Summary)
		f.Set("duties", strings.Join(x.Text.Duties, "\n"))
		f.Set("essential", strings.Join(x.Text.Essential, "\n"))
		f.Set("desirable", strings.Join(x.Text.Desirable, "\n"))
		f.Set("advert", x.Text.Advert)
		f.Set("questions", strings.Join(x.Text.Questions, "\n"))
	}
	return v.Show(site.Page{Title: "Text of " + x.Title, Form: f, Back: "/hiring/" + x.ID, BackText: x.Title}, textPage, map[string]any{"Form": f, "V": x, "All": x.State == hiring.Drafted})
}

// DoText writes a new version.
func DoText(v *site.Visit) error {
	f := v.Form()
	lines := func(name string) []string { return strings.Split(f.Text(name), "\n") }
	_, err := site.Do(v, hiring.WriteText{Vacancy: v.Path("id"), Version: version(f), Text: hiring.Text{Summary: f.Text("summary"), Duties: lines("duties"), Essential: lines("essential"), Desirable: lines("desirable"), Advert: f.Text("advert"), Questions: lines("questions")}})
	if err == nil {
		return v.ToWith("/hiring/"+v.Path("id"), "The text is kept as a new version")
	}
	if v.Again(err) {
		return Text(v)
	}
	return err
}

// Pack shows the recruitment pack on paper.
func Pack(v *site.Visit) error {
	x, err := site.Ask(v, hiring.VacancyOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	return v.Show(site.Page{Title: "Recruitment pack: " + x.Title, Back: "/hiring/" + x.ID, BackText: x.Title, Print: true}, packPage, map[string]any{"V": x})
}

// PackWord sends the pack as a Word document.
func PackWord(v *site.Visit) error {
	x, err := site.Ask(v, hiring.VacancyOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	data, err := docx(packOf(x))
	if err != nil {
		return err
	}
	return send(v, "recruitment-pack.docx", wordType, data)
}

func send(v *site.Visit, name, kind string, data []byte) error {
	h := v.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+strings.Map(func(r rune) rune {
		if r < 32 || r > 126 || r == '"' || r == '\\' {
			return '-'
		}
		return r
	}, name)+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	_, err := v.W.Write(data)
	return err
}

// StartPage asks for what is needed on the first day.
func StartPage(v *site.Visit) error {
	x, err := site.Ask(v, hiring.VacancyOf{ID: v.Path("id")})
	if err != nil {
		return err
	}
	if !x.Runs || x.State != hiring.Checks {
		return v.ToTell("/hiring/"+x.ID, "The start comes after the checks")
	}
	users, err := site.Ask(v, account.Practitioners{PCN: x.PCN})
	if err != nil {
		return err
	}
	choices := form.Choices("", "Does not sign in yet")
	for _, u := range users {
		choices = append(choices, form.Choice{Value: u.ID, Text: u.Name})
	}
	f := v.Form()
	if v.R.Method == "GET" {
		f.Set("version", strconv.Itoa(x.Version))
		for _, c := range x.Candidates {
			if c.ID == x.Chosen {
				s, err := site.Ask(v, hiring.SheetOf{Vacancy: x.ID, Number: c.Number})
				if err != nil {
					return err
				}
				f.Set("name", s.Name)
			}
		}
	}
	return v.Show(site.Page{Title: "Start: " + x.Title, Form: f, Back: "/hiring/" + x.ID, BackText: x.Title}, startPage, map[string]any{"Form": f, "V": x, "Users": choices})
}

// DoStart makes the post, the practitioner and the induction.
func DoStart(v *site.Visit) error {
	f := v.Form()
	from, _ := f.Date("from", "The first day in post")
	supervision, _ := f.Date("supervision", "The first supervision")
	if f.OK() {
		_, err := site.Do(v, hiring.Start{Vacancy: v.Path("id"), Version: version(f), Name: f.Text("name"), UserID: f.Text("user"), From: from, Does: f.Text("does"), DoesNot: f.Text("doesnot"), Mentor: f.Text("mentor"), SupervisionOn: supervision})
		if err == nil {
			return v.ToWith("/inductions", f.Text("name")+" is in post from "+from.Long()+", and the induction is begun. Next: clinics in the diary")
		}
		if fault.Is(err, fault.Conflict) {
			return v.ToTell("/hiring/"+v.Path("id"), fault.Says(err))
		}
		if !v.Again(err) {
			return err
		}
	}
	return StartPage(v)
}

// upload reads a file that was sent with the form; ok is false when none was.
func upload(v *site.Visit, name string, most int64) (data []byte, called string, ok bool, err error) {
	if v.R.MultipartForm == nil {
		return nil, "", false, nil
	}
	file, head, err := v.R.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) {
		return nil, "", false, nil
	}
	if err != nil {
		return nil, "", false, fault.Wrong(name, "The file could not be read")
	}
	defer file.Close()
	data, err = io.ReadAll(io.LimitReader(file, most+1))
	return data, head.Filename, err == nil, err
}

func uploadText(v *site.Visit, name string) (string, error) {
	data, _, _, err := upload(v, name, form.MaxBytes)
	if err == nil && !utf8.Valid(data) {
		err = fault.Wrong(name, "The file must be text in UTF-8")
	}
	return string(data), err
}

// keeps says whether the visitor keeps the library and the inductions.
func keeps(v *site.Visit) bool { return v.May(access.EditWorkforce) }
