package measure

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"footbridge/internal/fault"
)

// Where a FHIR questionnaire says what an answer weighs, and how a total is
// worked out.
var weightURLs = []string{
	"http://hl7.org/fhir/StructureDefinition/ordinalValue",
	"http://hl7.org/fhir/StructureDefinition/itemWeight",
}

const (
	calculatedURL = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
	variableURL   = "http://hl7.org/fhir/StructureDefinition/variable"
)

// difficultyCode is the question of the PHQ family that is never scored.
const difficultyCode = "69722-7"

// Imported is a questionnaire that a site brought along, and how far it can
// be scored.
type Imported struct {
	URL, Version, Title, Status, Notice string
	// Instrument has the scored items in order, with their weights turned
	// round where they are reversed. Its items may be scored as far as
	// Refused is empty.
	Instrument *Instrument
	Links      []string // link ID of each of the Instrument's items
	// Rule says how the total comes about; "" when nobody says.
	Rule string
	// Refused says why no total may be scored; each is a whole sentence.
	Refused []string
	// Known is the built-in instrument whose items these are, nil otherwise.
	Known       *Instrument
	ConfirmedBy string // of the scoring block
	// SafetyItems are the numbers of the items that a named human
	// acknowledges when answered above nothing.
	SafetyItems []int
	Notes       []string

	total  string // link ID of the item for the total
	all    map[string]*question
	order  []*question
	scored []*question
}

// question is one item of the questionnaire that can be answered.
type question struct {
	link, text, kind string
	parents          []string
	codes            []string // LOINC
	options          []choice
	numeric, locked  bool // readOnly
	repeats, depends bool
	expression       string
	variables        map[string]string
	low, high        *int // from the scoring block
}

// choice is one answer of an item. weight is nil where none is given.
type choice struct {
	system, code, display string
	weight                *int
	odd                   string // a weight that is no whole number from 0
	declined              bool
}

func (c choice) name() string {
	if c.display != "" {
		return c.display
	}
	return c.code
}

// Import reads a FHIR R4 Questionnaire, or a Bundle of it with its value sets
// and code systems. What is no JSON, or no questionnaire, is an Invalid fault;
// what merely can't be scored is in Refused. block may be nil.
func Import(text []byte, block *Scoring) (*Imported, error) {
	root, err := readJSON("questionnaire", text)
	if err != nil {
		return nil, err
	}
	q, resources := root, list(root, "contained")
	if str(root, "resourceType") == "Bundle" {
		q = nil
		for _, e := range list(root, "entry") {
			r := object(e, "resource")
			if str(r, "resourceType") == "Questionnaire" && q == nil {
				q = r
				resources = append(resources, list(r, "contained")...)
			} else if r != nil {
				resources = append(resources, r)
			}
		}
	}
	if str(q, "resourceType") != "Questionnaire" {
		return nil, fault.Wrong("questionnaire", "The file for --questionnaire has no FHIR Questionnaire, but “%s”", str(root, "resourceType"))
	}
	imp := &Imported{
		URL: str(q, "url"), Version: str(q, "version"), Title: first(str(q, "title"), str(q, "name"), str(q, "url"), "questionnaire"),
		Status: str(q, "status"), Notice: str(q, "copyright"), all: map[string]*question{},
	}
	if imp.Status == "retired" {
		imp.refuse("The questionnaire is retired")
	}
	w := walker{imp: imp, sets: sets(resources)}
	w.walk(list(q, "item"), nil, variablesOf(q))
	if w.err != nil {
		return nil, w.err
	}
	if len(imp.order) == 0 {
		return nil, fault.Wrong("questionnaire", "The questionnaire has no items that can be answered")
	}
	if block != nil {
		if err := imp.byBlock(block); err != nil {
			return nil, err
		}
	} else {
		imp.byItself()
	}
	imp.safety(block)
	return imp, nil
}

func (imp *Imported) refuse(format string, args ...any) {
	if s := fmt.Sprintf(format, args...); !slices.Contains(imp.Refused, s) {
		imp.Refused = append(imp.Refused, s)
	}
}

func (imp *Imported) note(format string, args ...any) {
	if s := fmt.Sprintf(format, args...); !slices.Contains(imp.Notes, s) {
		imp.Notes = append(imp.Notes, s)
	}
}

// MayScore reports whether a total may be scored at all.
func (imp *Imported) MayScore() bool { return len(imp.Refused) == 0 }

type walker struct {
	imp  *Imported
	sets map[string][]choice
	err  error
}

func (w *walker) walk(items []map[string]any, parents []string, variables map[string]string) {
	for _, item := range items {
		q := &question{
			link: str(item, "linkId"), text: str(item, "text"), kind: str(item, "type"), parents: parents,
			locked: flag(item, "readOnly"), repeats: flag(item, "repeats"), variables: variablesOf(item),
			depends: len(list(item, "enableWhen")) > 0,
		}
		for name, v := range variables {
			if _, own := q.variables[name]; !own {
				q.variables[name] = v
			}
		}
		switch {
		case w.err != nil:
			return
		case q.link == "":
			w.err = fault.Wrong("questionnaire", "An item of the questionnaire has no linkId: “%s”", q.text)
		case w.imp.all[q.link] != nil:
			w.err = fault.Wrong("questionnaire", "Two items of the questionnaire have the linkId %s", q.link)
		}
		w.imp.all[q.link] = q
		for _, c := range list(item, "code") {
			if str(c, "system") == "http://loinc.org" {
				q.codes = append(q.codes, str(c, "code"))
			}
		}
		for _, x := range list(item, "extension") {
			if str(x, "url") == calculatedURL {
				q.expression = str(object(x, "valueExpression"), "expression")
			}
		}
		switch q.kind {
		case "group", "display":
		default:
			q.numeric = slices.Contains([]string{"integer", "decimal", "quantity"}, q.kind)
			q.options = w.options(item)
			w.imp.order = append(w.imp.order, q)
		}
		w.walk(list(item, "item"), append(slices.Clone(parents), q.link), q.variables)
	}
}

// options gives the answers of an item, from the item itself or its value
// set.
func (w *walker) options(item map[string]any) (out []choice) {
	for _, o := range list(item, "answerOption") {
		c := choice{}
		if coding := object(o, "valueCoding"); coding != nil {
			c = coded(coding)
			if c.weight == nil && c.odd == "" {
				c.weight, c.odd = weightOf(o)
			}
			if c.weight == nil && c.odd == "" {
				c.weight, c.odd = w.known(c)
			}
		} else {
			for _, name := range []string{"valueInteger", "valueString", "valueDate", "valueTime"} {
				if v, ok := o[name]; ok {
					c.code = fmt.Sprint(v)
				}
			}
			c.weight, c.odd = weightOf(o)
		}
		out = append(out, c)
	}
	if set := str(item, "answerValueSet"); set != "" && len(out) == 0 {
		name, _, _ := strings.Cut(set, "|")
		out = slices.Clone(w.sets[name])
		if len(out) == 0 {
			w.imp.note("The value set %s of item %s is not in the file", set, str(item, "linkId"))
		}
		for i, c := range out {
			if c.weight == nil && c.odd == "" {
				out[i].weight, out[i].odd = w.known(c)
			}
		}
	}
	return out
}

// known looks up the weight of a code in the code systems of the file.
func (w *walker) known(c choice) (*int, string) {
	for _, k := range w.sets["system "+c.system] {
		if k.code == c.code {
			return k.weight, k.odd
		}
	}
	return nil, ""
}

// sets reads value sets under "#id" and their address, and code systems under
// "system " and their address.
func sets(resources []map[string]any) map[string][]choice {
	all := map[string][]choice{}
	put := func(r map[string]any, choices []choice) {
		if id := str(r, "id"); id != "" {
			all["#"+id] = choices
		}
		if url := str(r, "url"); url != "" {
			all[url] = choices
		}
	}
	for _, r := range resources {
		if str(r, "resourceType") != "CodeSystem" {
			continue
		}
		var choices []choice
		var read func([]map[string]any)
		read = func(concepts []map[string]any) {
			for _, concept := range concepts {
				c := coded(concept)
				c.system = str(r, "url")
				for _, p := range list(concept, "property") {
					if name := str(p, "code"); name == "itemWeight" || name == "ordinalValue" {
						c.weight, c.odd = whole(first(num(p, "valueDecimal"), num(p, "valueInteger")))
					}
				}
				choices = append(choices, c)
				read(list(concept, "concept"))
			}
		}
		read(list(r, "concept"))
		all["system "+str(r, "url")] = choices
	}
	for _, r := range resources {
		if str(r, "resourceType") != "ValueSet" {
			continue
		}
		var choices []choice
		for _, c := range list(object(r, "expansion"), "contains") {
			choices = append(choices, coded(c))
		}
		if len(choices) == 0 {
			for _, include := range list(object(r, "compose"), "include") {
				concepts := list(include, "concept")
				for _, concept := range concepts {
					c := coded(concept)
					c.system = str(include, "system")
					choices = append(choices, c)
				}
				if len(concepts) == 0 {
					choices = append(choices, all["system "+str(include, "system")]...)
				}
			}
		}
		put(r, choices)
	}
	return all
}

// declinedCodes are answers that say why there is none.
var declinedCodes = []string{"asked-declined", "asked-unknown", "not-asked", "temp-unknown", "unknown", "masked", "not-applicable"}

func coded(m map[string]any) choice {
	c := choice{system: str(m, "system"), code: str(m, "code"), display: str(m, "display")}
	c.declined = strings.HasSuffix(c.system, "data-absent-reason") || slices.Contains(declinedCodes, c.code)
	c.weight, c.odd = weightOf(m)
	return c
}

// weightOf reads the weight that stands as an extension on something.
func weightOf(m map[string]any) (*int, string) {
	for _, x := range list(m, "extension") {
		if slices.Contains(weightURLs, str(x, "url")) {
			return whole(first(num(x, "valueDecimal"), num(x, "valueInteger")))
		}
	}
	return nil, ""
}

func variablesOf(m map[string]any) map[string]string {
	out := map[string]string{}
	for _, x := range list(m, "extension") {
		if e := object(x, "valueExpression"); str(x, "url") == variableURL && str(e, "name") != "" {
			out[str(e, "name")] = str(e, "expression")
		}
	}
	return out
}

// byItself looks for a sum that the questionnaire states.
func (imp *Imported) byItself() {
	var rules int
	var rule sumRule
	var unread []string
	for _, q := range imp.order {
		if q.expression == "" {
			continue
		}
		r, ok := readSum(q.expression, q.variables)
		if !ok {
			unread = append(unread, q.link)
			continue
		}
		rules++
		if rules == 1 || imp.isTotal(q) && !imp.isTotal(imp.all[imp.total]) {
			rule, imp.total = r, q.link
		}
	}
	if rules == 0 {
		for _, q := range imp.order {
			if q.numeric && q.locked && imp.isTotal(q) {
				rules++
				rule, imp.total = sumRule{all: true, deep: true}, q.link
			}
		}
	}
	imp.choose(rule)
	imp.build(false)
	switch {
	case rules > 1 && !imp.isTotal(imp.all[imp.total]):
		imp.refuse("The questionnaire states %d sums, and none is marked as the total: a named clinical lead confirms a scoring block", rules)
	case rules == 0 && len(unread) > 0:
		imp.refuse("The expression of item %s is not recognised as a sum of weights, and is not executed: a named clinical lead confirms a scoring block", unread[0])
	case rules == 0:
		imp.refuse("The questionnaire does not say how its total comes about: a named clinical lead confirms a scoring block")
	case imp.all[imp.total].expression != "":
		imp.Rule = "sum of weights, recognised in the expression of item " + imp.total
		if !rule.deep && slices.ContainsFunc(imp.scored, func(q *question) bool { return len(q.parents) > 0 }) {
			imp.note("The expression of item %s, as it is written, reaches only the items at the top; the items inside groups are added up too.", imp.total)
		}
	default:
		imp.Rule = "sum of weights, for item " + imp.total + ", which is there for the total"
	}
}

var totalCodes = []string{"44261-6", "70274-6", "70272-0"}

var totalWords = regexp.MustCompile(`(?i)\b(total|score|sum)\b`)

func (imp *Imported) isTotal(q *question) bool {
	if q == nil {
		return false
	}
	return totalWords.MatchString(q.text) || slices.ContainsFunc(q.codes, func(c string) bool { return slices.Contains(totalCodes, c) })
}

// choose takes the items that are scored.
func (imp *Imported) choose(rule sumRule) {
	under := func(q *question, ids []string) bool {
		return slices.Contains(ids, q.link) || slices.ContainsFunc(q.parents, func(p string) bool { return slices.Contains(ids, p) })
	}
	var bare []*question
	for _, q := range imp.order {
		choices := len(q.options) > 0 || slices.Contains([]string{"choice", "open-choice", "coding"}, q.kind)
		switch {
		case q.link == imp.total, !choices:
			if len(rule.include) > 0 && q.link != imp.total && slices.Contains(rule.include, q.link) {
				imp.refuse("Item %s is in the sum and has no answers with weights", q.link)
			}
		case under(q, rule.exclude), len(rule.include) > 0 && !under(q, rule.include):
			imp.note("Item %s is not in the sum and is not scored.", q.link)
		case slices.ContainsFunc(q.options, func(c choice) bool { return c.weight != nil || c.odd != "" }):
			imp.scored = append(imp.scored, q)
		case len(rule.include) > 0:
			imp.refuse("Item %s is in the sum, and its answers have no weights", q.link)
			imp.scored = append(imp.scored, q) // to tell what was answered
		default:
			bare = append(bare, q)
		}
	}
	for _, id := range rule.include {
		if imp.all[id] == nil {
			imp.refuse("The sum names item %s, which is not there", id)
		}
	}
	imp.Known = imp.recognise()
	for _, q := range bare {
		if imp.Known != nil || slices.Contains(q.codes, difficultyCode) {
			imp.note("Item %s has no weights and is not scored.", q.link)
			continue
		}
		imp.refuse("The answers of item %s have no weights, and nothing says that it is not scored", q.link)
		imp.scored = append(imp.scored, q) // to tell what was answered
	}
	slices.SortFunc(imp.scored, func(a, b *question) int { return slices.Index(imp.order, a) - slices.Index(imp.order, b) })
	if len(imp.scored) == 0 {
		imp.refuse("The questionnaire has no answers to choose from")
	}
}

// build makes the instrument of the items that are scored.
func (imp *Imported) build(block bool) {
	inst := &Instrument{
		Code: first(imp.URL, imp.Title), Name: imp.Title, Title: imp.Title, Version: imp.Version, Notice: imp.Notice,
		WordingIncluded: true, Source: "The questionnaire itself: " + first(imp.URL, imp.Title),
	}
	if k := imp.Known; k != nil {
		inst.Bands, inst.Case, inst.Thresholds, inst.Subscales = k.Bands, k.Case, k.Thresholds, k.Subscales
		inst.MayMiss, inst.Safety, inst.HigherIsBetter, inst.Snomed = k.MayMiss, k.Safety, k.HigherIsBetter, k.Snomed
		inst.Source = k.Source
	}
	for i, q := range imp.scored {
		item := Item{Number: i + 1, Text: q.text, Theme: q.text}
		if imp.Known != nil {
			item.Inform = imp.Known.Items[i].Inform
		}
		for _, c := range q.options {
			switch {
			case c.declined:
			case c.odd != "":
				imp.refuse("The answer “%s” of item %s weighs %s, and only whole numbers from 0 are scored", c.name(), q.link, c.odd)
			case c.weight == nil:
				if slices.ContainsFunc(q.options, func(o choice) bool { return o.weight != nil }) {
					imp.refuse("The answer “%s” of item %s has no weight", c.name(), q.link)
				} else if block {
					imp.refuse("The answers of item %s have no weights", q.link)
				}
			case !slices.ContainsFunc(item.Options, func(o Option) bool { return o.Value == *c.weight }):
				item.Options = append(item.Options, Option{Value: *c.weight, Text: c.name()})
			}
		}
		if item.Options == nil {
			item.Options = []Option{}
		}
		inst.Items = append(inst.Items, item)
		inst.Max += inst.highest(item)
		imp.Links = append(imp.Links, q.link)
		if q.depends {
			imp.note("Item %s is asked only on a condition, which is not looked at: without an answer it counts as missing.", q.link)
		}
	}
	imp.Instrument = inst
}

// recognise gives the built-in instrument whose items these are: as many
// items, each with the LOINC code or nearly the words of ours, and every
// answer with the published weight.
func (imp *Imported) recognise() *Instrument {
	for _, inst := range All() {
		if len(inst.Items) < 2 || len(inst.Items) != len(imp.scored) || !inst.WordingIncluded {
			continue
		}
		same, weights := true, true
		var words []string
		for i, item := range inst.Items {
			q := imp.scored[i]
			byCode := item.Loinc != "" && slices.Contains(q.codes, item.Loinc)
			if !byCode && alike(item.Text, q.text) < 0.6 {
				same = false
				break
			}
			if !byCode {
				words = append(words, q.link)
			}
			weights = weights && sameWeights(inst, item, q)
		}
		switch {
		case !same:
		case !weights:
			imp.refuse("The items are those of %s, and the weights of the answers are not its published ones", inst.Name)
		default:
			if len(words) > 0 {
				imp.note("The items are taken for those of %s by their words, which may differ in detail: %s.", inst.Name, strings.Join(words, ", "))
			}
			return inst
		}
	}
	return nil
}

// sameWeights reports whether the answers weigh what the published ones do,
// after turning round.
func sameWeights(inst *Instrument, item Item, q *question) bool {
	options := inst.OptionsOf(item)
	found := 0
	for _, c := range q.options {
		if c.declined || c.weight == nil {
			continue // said elsewhere
		}
		i := slices.IndexFunc(options, func(o Option) bool {
			return o.Loinc != "" && o.Loinc == c.code || alike(o.Text, c.display) == 1
		})
		if i < 0 {
			return false
		}
		want := options[i].Value
		if item.Reversed {
			want = inst.highest(item) - want
		}
		if *c.weight != want {
			return false
		}
		found++
	}
	return found > 0
}

// alike gives how many of the words of two texts are the same, from 0 to 1.
func alike(a, b string) float64 {
	words := func(s string) []string {
		list := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
		slices.Sort(list)
		return slices.Compact(list)
	}
	x, y := words(a), words(b)
	if len(x)+len(y) == 0 {
		return 0
	}
	both := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			both++
		}
	}
	return 2 * float64(both) / float64(len(x)+len(y))
}

// harm are words with which an item asks about dying or hurting oneself.
var harm = regexp.MustCompile(`(?i)suicid|\bbetter off dead\b|\b(end|ended|ending|take|taking) (my|your|one’s|his|her) (own )?life\b|\b(hurt|hurting|harm|harming|kill|killing) (my|your|one)self\b|\bself-harm`)

// safety names the items that prompt.
func (imp *Imported) safety(block *Scoring) {
	for i, q := range imp.scored {
		n := i + 1
		switch {
		case block != nil && slices.Contains(block.Safety, q.link), imp.Known != nil && imp.Known.Safety == n:
			imp.SafetyItems = append(imp.SafetyItems, n)
		case harm.MatchString(q.text):
			imp.SafetyItems = append(imp.SafetyItems, n)
			imp.note("Item %s is taken as a safety item because of its words.", q.link)
		}
	}
	if len(imp.SafetyItems) > 0 {
		imp.Instrument.Safety = imp.SafetyItems[0]
	} else if block == nil && imp.Known == nil {
		imp.note("No item is marked as a safety item, so this says nothing about safety.")
	}
}

// The readers below take what is there and pass over what has another form:
// a stranger's file is no reason to stop, unless it is needed.

func readJSON(flag string, text []byte) (map[string]any, error) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
			return nil, fault.Wrong(flag, "The file for --%s is not JSON: line %d: %s", flag, line, syntax)
		}
		return nil, fault.Wrong(flag, "The file for --%s is not JSON: %s", flag, err)
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, fault.Wrong(flag, "The file for --%s has no JSON object", flag)
	}
	return m, nil
}

func object(m map[string]any, name string) map[string]any {
	o, _ := m[name].(map[string]any)
	return o
}

func list(m map[string]any, name string) (out []map[string]any) {
	rows, _ := m[name].([]any)
	for _, row := range rows {
		if o, ok := row.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

func str(m map[string]any, name string) string {
	s, _ := m[name].(string)
	return strings.TrimSpace(s)
}

func flag(m map[string]any, name string) bool {
	b, _ := m[name].(bool)
	return b
}

// num gives a number as text, also where it is written as a text.
func num(m map[string]any, name string) string {
	switch v := m[name].(type) {
	case json.Number:
		return v.String()
	case string:
		return strings.TrimSpace(v)
	}
	return ""
}

// whole reads a whole number from 0; odd is what it is otherwise.
func whole(s string) (n *int, odd string) {
	if s == "" {
		return nil, "nothing that is a number"
	}
	i, err := json.Number(s).Int64()
	if err != nil {
		f, err := json.Number(s).Float64()
		if err != nil || f != float64(int64(f)) {
			return nil, s
		}
		i = int64(f)
	}
	if i < 0 || i > 1000 {
		return nil, s
	}
	v := int(i)
	return &v, ""
}

func first(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
