package measure

import (
	"fmt"
	"testing"
)

func TestReadSum(t *testing.T) {
	variables := map[string]string{
		"ext": "'http://hl7.org/fhir/StructureDefinition/ordinalValue'",
		"q1":  "%questionnaire.item.where(linkId = '/1').answerOption.where(valueCoding.code=%resource.item.where(linkId = '/1').answer.valueCoding.code).extension.where(url=%ext).valueDecimal",
		"q2":  "%resource.item.where(linkId = '/2').answer.value.ordinal()",
		"any": "%q1.exists() or %q2.exists()",
		"sum": "%q1 + %q2", "loop": "%loop",
	}
	for e, want := range map[string]string{
		// The forms that are published.
		"%resource.item.where(linkId!='H1/TS').answer.value.weight().sum()":                                                                "all true [] but [H1/TS] deep false",
		"%resource.item.where(linkId != '/69722-7').answer.weight().sum()":                                                                 "all true [] but [/69722-7] deep false",
		"%resource.repeat(item).answer.weight().sum()":                                                                                     "all true [] but [] deep true",
		"%resource.descendants().answer.value.ordinal().aggregate($this + $total, 0)":                                                      "all true [] but [] deep true",
		"item.answer.value.extension.where(url='http://hl7.org/fhir/StructureDefinition/ordinalValue').value.aggregate($this + $total, 0)": "all true [] but [] deep false",
		"iif(%any, iif(%q1.exists(), %q1, 0) + iif(%q2.exists(), %q2, 0), {})":                                                             "all false [/1 /2] but [] deep true",
		"%q1 + %q2": "all false [/1 /2] but [] deep true",
		"%sum":      "all false [/1 /2] but [] deep true",
		"%resource.item.where(linkId='a' or linkId='b').answer.value.ordinal().sum()":                           "all false [a b] but [] deep false",
		"%resource.item.where(linkId!='a' and linkId!='b - c').answer.value.weight().sum()":                     "all true [] but [a b - c] deep false",
		"%resource.item.where(linkId='g').item.answer.value.weight().sum()":                                     "all false [g] but [] deep false",
		"(%resource.item.where(linkId='a').answer.weight() + %resource.item.where(linkId='b').answer.weight())": "all false [a b] but [] deep true",
		// Everything else is not a sum of weights.
		"": "", "%loop": "", "%q1": "", "%q1 + %q1": "", "%q1 * 2": "", "%q1 - %q2": "", "%q1 + 1": "", "4 - %q1": "",
		"%resource.item.where(linkId='g').item.where(linkId='a').answer.weight().sum()": "",
		"%resource.item.answer.count()":                                          "",
		"%resource.item.answer.value.weight().sum() / 2":                         "",
		"%resource.item.answer.valueInteger.sum()":                               "",
		"%resource.item.where(linkId='a' and linkId!='b').answer.weight().sum()": "",
		"%resource.item.where(linkId.startsWith('a')).answer.weight().sum()":     "",
		"%resource.item.where(answer.value.weight() > 1).answer.weight().sum()":  "",
		"%resource.item.answer.weight().where($this > 1).sum()":                  "",
		"iif(%q1 > 2, %q1 + %q2, {})":                                            "",
		"iif(%any, %q1 + %q2, 7)":                                                "",
		"%resource.item.answer.weight().sum() + %q1":                             "",
		"%resource.item.where(linkId='a'":                                        "", "iif(": "", "'": "", "((((": "",
	} {
		rule, ok := readSum(e, variables)
		got := ""
		if ok {
			got = fmt.Sprintf("all %v %v but %v deep %v", rule.all, rule.include, rule.exclude, rule.deep)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", e, got, want)
		}
	}
}

func FuzzReadSum(f *testing.F) {
	f.Add("iif(%any, iif(%q1.exists(), %q1, 0) + iif(%q2.exists(), %q2, 0), {})", "%resource.item.where(linkId = '/2').answer.value.ordinal()")
	f.Fuzz(func(t *testing.T, e, v string) {
		readSum(e, map[string]string{"any": v, "q1": v, "q2": e})
	})
}
