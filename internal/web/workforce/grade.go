package workforce

import (
	"strconv"

	"footbridge/internal/app/workforce"
	"footbridge/internal/web/site"
)

var gradePage = site.Parse(files, "grade.html", "gradings.html")

// Grade asks for the band that a post has from a day on.
func Grade(v *site.Visit) error {
	p, err := site.Ask(v, workforce.PostPage{PCN: v.Network(), Post: v.Path("id")})
	if err != nil {
		return err
	}
	v.Form().Set("version", strconv.Itoa(len(p.Gradings)))
	v.Form().Set("band", p.Now.Band)
	return showGrade(v, p)
}

func showGrade(v *site.Visit, p workforce.PostFile) error {
	return v.Show(site.Page{Title: "Grade the post of " + p.Name + " anew", Form: v.Form(), Back: "/team/" + p.Post.ID, BackText: p.Name}, gradePage, map[string]any{
		"Form": v.Form(), "P": p, "Bands": bandChoices(),
	})
}

// DoGrade writes it down.
func DoGrade(v *site.Visit) error {
	p, err := site.Ask(v, workforce.PostPage{PCN: v.Network(), Post: v.Path("id")})
	if err != nil {
		return err
	}
	f := v.Form()
	from, _ := f.Date("from", "The first day")
	version, _ := strconv.Atoi(f.Raw("version"))
	if f.OK() {
		_, err := site.Do(v, workforce.GradeAnew{PCN: v.Network(), Post: p.Post.ID, Version: version, From: from, Band: f.Text("band"), Why: f.Text("why")})
		if err == nil {
			return v.ToWith("/team/"+p.Post.ID, "The post is band "+f.Text("band")+" from "+from.Long()+". Everything else stays as it was")
		}
		if !v.Again(err) {
			return err
		}
	}
	return showGrade(v, p)
}
