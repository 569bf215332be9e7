package celgo

import (
	_ "embed"
	"encoding/json"
	"regexp"
)

// differences.json lists what is not compared, each entry with the paragraph that makes our engine right: patterns on
// the expression, on what the other engine says of it, or on both.
//
//go:embed differences.json
var differencesText []byte

type difference struct {
	Environment, Expression, Theirs, Why string
}

func readDifferences() []difference {
	var list []difference
	if err := json.Unmarshal(differencesText, &list); err != nil {
		panic(err) // part of the program
	}
	return list
}

// isKnown tells whether a case is in the list.
func isKnown(list []difference, environment string, t *Case) bool {
	for _, d := range list {
		if d.Environment == environment && matches(d.Expression, t.Text("expr")) &&
			matches(d.Theirs, t.Text("description")+string(t.fields["eval_error"])+string(t.fields["value"])+string(t.fields["typed_result"])) {
			return true
		}
	}
	return false
}

func matches(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }
