package measure

import (
	"regexp"
	"slices"
	"strings"
)

// sumRule is a calculated expression that is known to be a sum of weights.
// Expressions are recognised and never executed.
type sumRule struct {
	all     bool     // every weighted item, but for exclude
	include []string // link IDs, of items or of groups
	exclude []string
	deep    bool // reaches items at any depth
}

// readSum recognises a FHIRPath expression that adds up the weights of
// answers: one path with sum() or aggregate(), or single items joined by
// plus signs, directly or by variables. ok is false for everything else.
func readSum(expression string, variables map[string]string) (rule sumRule, ok bool) {
	return sumOf(squeeze(expression), variables, 0)
}

const (
	mostSteps = 20     // of variables in variables
	mostChars = 20_000 // of an expression; none that is published is nearly so long
)

func sumOf(e string, variables map[string]string, depth int) (rule sumRule, ok bool) {
	if depth > mostSteps || len(e) > mostChars {
		return rule, false
	}
	e = unwrap(e)
	terms, plain := split(e)
	if !plain {
		return rule, false
	}
	if len(terms) > 1 {
		for _, t := range terms {
			id, one := itemOf(unwrap(t), variables, depth+1)
			if !one || slices.Contains(rule.include, id) {
				return rule, false
			}
			rule.include = append(rule.include, id)
		}
		rule.deep = true
		return rule, true
	}
	if name, isName := strings.CutPrefix(e, "%"); isName {
		if v, there := variables[name]; there {
			return sumOf(squeeze(v), variables, depth+1)
		}
	}
	path, adds := e, false
	for _, end := range []string{".sum()", ".aggregate($this+$total,0)", ".aggregate($total+$this,0)", ".aggregate($this+$total)"} {
		if p, cut := strings.CutSuffix(e, end); cut {
			path, adds = p, true
		}
	}
	if !adds || !weighs(path, variables) {
		return rule, false
	}
	rule.include, rule.exclude, ok = links(path)
	rule.all = len(rule.include) == 0
	rule.deep = strings.Contains(path, "repeat(item)") || strings.Contains(path, "descendants()")
	return rule, ok
}

// itemOf reads one term: the weight of one item's answer.
func itemOf(e string, variables map[string]string, depth int) (id string, ok bool) {
	if depth > mostSteps || len(e) > mostChars {
		return "", false
	}
	if name, isName := strings.CutPrefix(e, "%"); isName {
		if v, there := variables[name]; there {
			return itemOf(unwrap(squeeze(v)), variables, depth+1)
		}
	}
	if terms, plain := split(e); !plain || len(terms) != 1 || !weighs(e, variables) {
		return "", false
	}
	e = strings.TrimSuffix(e, ".sum()")
	include, exclude, ok := links(e)
	if !ok || len(include) != 1 || len(exclude) > 0 {
		return "", false
	}
	return include[0], true
}

// squeeze takes out white space that isn't in quotes.
func squeeze(e string) string {
	var b strings.Builder
	quoted := false
	words := strings.NewReplacer(" and ", "&", " or ", "|", "\n", "", "\t", "", "\r", "", " ", "")
	for i, part := range strings.Split(e, "'") {
		if i > 0 {
			b.WriteByte('\'')
		}
		if quoted {
			b.WriteString(part)
		} else {
			b.WriteString(words.Replace(part))
		}
		quoted = !quoted
	}
	return b.String()
}

// unwrap takes away brackets round the whole, and iif(…) that only gives
// nothing, or nought, where there is no answer: a missing answer is dealt
// with by our own rule.
func unwrap(e string) string {
	for {
		if inner, ok := inside(e, "("); ok {
			e = inner
			continue
		}
		inner, ok := inside(e, "iif(")
		if !ok {
			return e
		}
		args := cut(inner, ',')
		if len(args) < 2 || len(args) > 3 || len(args) == 3 && args[2] != "{}" && args[2] != "0" || !existence.MatchString(args[0]) {
			return e
		}
		e = args[1]
	}
}

// existence is a condition that only asks whether there are answers.
var existence = regexp.MustCompile(`^[^+*/<>~-]*(\.exists\(\)|%[A-Za-z_]\w*)$`)

// inside gives what stands between start and the bracket that closes it, when
// that is the end.
func inside(e, start string) (string, bool) {
	if !strings.HasPrefix(e, start) || !strings.HasSuffix(e, ")") {
		return "", false
	}
	depth, quoted := 0, false
	for i := len(start) - 1; i < len(e); i++ {
		switch {
		case e[i] == '\'':
			quoted = !quoted
		case quoted:
		case e[i] == '(':
			depth++
		case e[i] == ')':
			if depth--; depth == 0 && i < len(e)-1 {
				return "", false
			}
		}
	}
	return e[len(start) : len(e)-1], depth == 0 && !quoted
}

// cut splits at a sign that stands outside brackets and quotes.
func cut(e string, at byte) (parts []string) {
	depth, quoted, from := 0, false, 0
	for i := range len(e) {
		switch {
		case e[i] == '\'':
			quoted = !quoted
		case quoted:
		case e[i] == '(' || e[i] == '{':
			depth++
		case e[i] == ')' || e[i] == '}':
			depth--
		case e[i] == at && depth == 0:
			parts = append(parts, e[from:i])
			from = i + 1
		}
	}
	return append(parts, e[from:])
}

// split splits at plus signs; plain is false when there is other arithmetic.
func split(e string) (terms []string, plain bool) {
	for _, other := range []byte("*/-") {
		if len(cut(e, other)) > 1 {
			return nil, false
		}
	}
	return cut(e, '+'), true
}

var weightWords = []string{"weight()", "ordinal()", "/ordinalValue'", "/itemWeight'"}

// weighs reports whether a path ends in the weight of an answer, by itself or
// by a variable that it uses.
func weighs(e string, variables map[string]string, seen ...string) bool {
	for _, w := range weightWords {
		if strings.Contains(e, w) {
			return true
		}
	}
	names := variable.FindAllString(e, -1)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		v, ok := variables[name[1:]]
		if ok && !slices.Contains(seen, name) && len(seen) < 2 && !strings.Contains(v, "linkId") && weighs(squeeze(v), variables, append(seen, name)...) {
			return true
		}
	}
	return false
}

var (
	variable  = regexp.MustCompile(`%[A-Za-z_]\w*`)
	condition = regexp.MustCompile(`^linkId(!?=)'([^']*)'$`)
	address   = regexp.MustCompile(`^url=('[^']*'|%[A-Za-z_]\w*)$`)
	steps     = regexp.MustCompile(`^(%resource|%context|%questionnaire|\$this)?(\.?(item|repeat\(item\)|descendants\(\)|answer|answerOption|value|valueCoding|valueDecimal|valueInteger|extension|extension\('[^']*'\)|code|weight\(\)|ordinal\(\)))+$`)
)

// links reads a path: which link IDs its where() conditions name, or leave
// out. ok is false when the path does anything else.
func links(e string) (include, exclude []string, ok bool) {
	note := func(list *[]string, id string) {
		if !slices.Contains(*list, id) {
			*list = append(*list, id)
		}
	}
	for {
		at := strings.Index(e, ".where(")
		if at < 0 {
			break
		}
		end, depth, quoted := -1, 0, false
		for i := at + len(".where"); i < len(e) && end < 0; i++ {
			switch {
			case e[i] == '\'':
				quoted = !quoted
			case quoted:
			case e[i] == '(':
				depth++
			case e[i] == ')':
				if depth--; depth == 0 {
					end = i
				}
			}
		}
		if end < 0 {
			return nil, nil, false
		}
		inner := e[at+len(".where(") : end]
		e = e[:at] + e[end+1:]
		if address.MatchString(inner) {
			continue
		}
		// The option that was chosen: the same item, seen from the response.
		if left, right, same := strings.Cut(inner, "=%resource."); same && (left == "valueCoding.code" || left == "value.code") {
			in, ex, fine := links("%resource." + right)
			if !fine || len(ex) > 0 {
				return nil, nil, false
			}
			for _, id := range in {
				note(&include, id)
			}
			continue
		}
		before := len(include)
		ands, ors := cut(inner, '&'), cut(inner, '|')
		list := ands
		if len(ors) > 1 {
			list = ors
		}
		for _, c := range list {
			m := condition.FindStringSubmatch(strings.Trim(c, "()"))
			switch {
			case m == nil, m[1] == "=" && len(ands) > 1, m[1] == "!=" && len(ors) > 1:
				return nil, nil, false
			case m[1] == "=":
				note(&include, m[2])
			default:
				note(&exclude, m[2])
			}
		}
		if before > 0 && len(include) > before {
			return nil, nil, false // one condition within another
		}
	}
	return include, exclude, steps.MatchString(e)
}
