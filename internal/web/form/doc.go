// Package form is what was typed, and what is wrong with it. A Form is read
// from a request, hands out values, collects errors, and shows its fields
// again with what was typed, the messages beside them and the error summary.
//
// In a handler:
//
//	f, err := form.Parse(w, r)             // at most 1 MB
//	if err != nil { return err }
//	cmd := diary.Book{Key: f.KeyValue(), Name: f.Text("name")}
//	cmd.BirthDate, _ = f.Date("dob", "Date of birth")
//	if f.OK() {
//		_, err = app.Do(ctx, a, actor, cmd)
//		if err == nil { redirect }
//		if !f.Take(err) { return err }     // an Invalid fault becomes messages
//	}
//	// show the page again, with status 422 and the title "Error: …"
//
// In a template that has the functions of Funcs, a field is one line. Three
// examples; options stand in brackets after the label, in any order:
//
//	{{(.Form.Input "nhs" "NHS number" (hint "10 digits, such as 485 777 3456") (width 10) (inputMode "numeric")).HTML}}
//	{{(.Form.DateInput "dob" "Date of birth" (hint "For example, 31 3 1980") pageHeading).HTML}}
//	{{(.Form.Radios "sex" "Sex" .Sexes inline).HTML}}
//
// and around them, in this order: {{.Form.Summary}} above the page's heading,
// then <form method="post" novalidate>, {{.Form.Key}}, the fields, a button.
//
// In Go the same options are functions, form.Hint("…"), and an option that a
// field does not have is a compile error. The methods give back the design
// system's own structs, so anything else can be set on the result.
package form
