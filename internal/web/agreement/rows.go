package agreement

import (
	"slices"
	"strconv"
	"strings"

	"footbridge/internal/web/form"
)

// criterionRow is one criterion of the form.
type criterionRow struct {
	At      string // the end of its fields' names
	Service string
	Key     string
	Number  int
	Called  string // the service's name
}

// serviceRow is one service of the form.
type serviceRow struct {
	Key      string
	Called   string
	Criteria []criterionRow
}

// services are the services that an agreement can have.
var services = []struct{ key, name string }{{"adult", "Adults and older adults"}, {"cyp", "Children and young people"}}

// known keeps the keys of rows to what the form makes itself.
func known(keys []string) []string {
	var out []string
	for _, k := range keys {
		if len(k) <= 40 && strings.Trim(k, "abcdefghijklmnopqrstuvwxyz0123456789") == "" && !slices.Contains(out, k) && len(out) < 40 {
			out = append(out, k)
		}
	}
	return out
}

func serviceRows(f *form.Form) []serviceRow {
	var out []serviceRow
	for _, s := range services {
		if !slices.Contains(f.All("service"), s.key) {
			continue
		}
		row := serviceRow{Key: s.key, Called: s.name}
		for i, k := range known(f.All("criteria-" + s.key)) {
			row.Criteria = append(row.Criteria, criterionRow{At: "-" + s.key + "-" + k, Service: s.key, Key: k, Number: i + 1, Called: s.name})
		}
		out = append(out, row)
	}
	return out
}

// responseRow is one response time of the form.
type responseRow struct {
	Key    string
	Number int
}

func responseRows(f *form.Form) []responseRow {
	var out []responseRow
	for i, k := range known(f.All("responses")) {
		out = append(out, responseRow{k, i + 1})
	}
	return out
}

// changeRows adds or takes away a row when one of those buttons was pressed.
// The value of "add" is a service, "criterion/" and a service, or "response";
// of "remove" a service, a service and a key, or "response/" and a key.
func changeRows(f *form.Form) bool {
	for _, name := range []string{"service", "responses"} {
		f.SetAll(name, known(f.All(name)))
	}
	for _, s := range services {
		f.SetAll("criteria-"+s.key, known(f.All("criteria-"+s.key)))
	}
	add, remove := f.Raw("add"), f.Raw("remove")
	f.Set("add", "")
	f.Set("remove", "")
	kind, key, _ := strings.Cut(add, "/")
	switch {
	case add == "response":
		f.SetAll("responses", append(f.All("responses"), fresh("r", f.All("responses"))))
	case kind == "criterion" && isService(key):
		list := f.All("criteria-" + key)
		k := fresh("k", list)
		f.Set("rule-"+key+"-"+k, "ask")
		f.SetAll("criteria-"+key, append(list, k))
	case isService(add) && !slices.Contains(f.All("service"), add):
		f.SetAll("service", append(f.All("service"), add))
		for _, s := range services {
			if s.key == add && f.Text("name-"+add) == "" {
				f.Set("name-"+add, s.name)
			}
		}
	}
	kind, key, _ = strings.Cut(remove, "/")
	without := func(name, key string) {
		f.SetAll(name, slices.DeleteFunc(f.All(name), func(k string) bool { return k == key }))
	}
	switch {
	case kind == "response":
		without("responses", key)
	case isService(kind) && key != "":
		without("criteria-"+kind, key)
	case isService(kind):
		without("service", kind)
	}
	return add != "" || remove != ""
}

func isService(key string) bool {
	return key == "adult" || key == "cyp"
}

// fresh gives a key that is not in the list.
func fresh(prefix string, list []string) string {
	for i := 0; ; i++ {
		if k := prefix + strconv.Itoa(i); !slices.Contains(list, k) {
			return k
		}
	}
}
