package celgo

import (
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
)

// What every generated expression may use. `o` is an object as JSON gives it.
var variables = []variable{
	{"o", types.DynType}, {"x", types.DynType}, {"i", types.IntType}, {"u", types.UintType}, {"d", types.DoubleType}, {"s", types.StringType},
	{"b", types.BytesType}, {"t", types.BoolType}, {"l", types.NewListType(types.IntType)}, {"ls", types.NewListType(types.StringType)},
	{"m", types.NewMapType(types.StringType, types.IntType)}, {"ms", types.NewMapType(types.StringType, types.StringType)},
	{"at", types.TimestampType}, {"du", types.DurationType},
}

func runGenerate(env Environment, args []string) error {
	set := flag.NewFlagSet("generate", flag.ContinueOnError)
	environment := set.String("environment", "cel", "")
	seed := set.Uint64("seed", 1, "")
	count := set.Int("count", 1000, "")
	cost := set.Bool("cost", false, "")
	depth := set.Int("depth", 4, "")
	if err := set.Parse(args); err != nil {
		return err
	}
	if *environment != env.Name() {
		text, err := delegate(env, append([]string{"generate"}, args...), nil)
		if err == nil {
			_, err = os.Stdout.Write(text)
		}
		return err
	}
	file, err := generate(env, *seed, *count, *depth, extras{cost: *cost, estimate: *cost})
	if err != nil {
		return err
	}
	text, err := file.write()
	if err == nil {
		_, err = os.Stdout.Write(text)
	}
	return err
}

func generate(env Environment, seed uint64, count, depth int, wanted extras) (*caseFile, error) {
	declared := &Inputs{Values: map[string]any{}, declared: map[string]bool{}}
	for _, v := range variables {
		declared.Declare(v.name, v.kind, nil)
	}
	celEnv, err := env.Env(&Case{fields: map[string]json.RawMessage{}}, declared)
	if err != nil {
		return nil, err
	}
	g, known := newGenerator(celEnv, seed), readDifferences()
	tests := []Case{}
	for n := 0; len(tests) < count; n++ {
		t := g.newCase(fmt.Sprintf("%d-%d", seed, n), 1+g.rand.IntN(depth))
		kept, err := steady(celEnv, env, t, wanted)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.Text("expr"), err)
		}
		if kept && !isKnown(known, env.Name(), t) {
			tests = append(tests, *t)
		}
	}
	return &caseFile{Name: "differential", Environment: env.Name(), Section: []section{{Name: "random", Test: tests}}}, nil
}

// runs are the evaluations that must agree. The maps of Go have no order: what depends on it is no case.
const runs = 12

// steady answers a case and tells whether the answer is worth comparing.
func steady(celEnv *cel.Env, env Environment, t *Case, wanted extras) (kept bool, err error) {
	defer func() {
		if recover() != nil {
			kept = false // cel-go has its faults too
		}
	}()
	in, err := readInputs(t)
	if err != nil {
		return false, err
	}
	program, err := prepare(celEnv, env, t, in, wanted)
	if err != nil || program == nil {
		return err == nil, err
	}
	var before []byte
	for n := range runs {
		for _, name := range []string{"value", "typed_result", "eval_error", "unknown", "cost"} {
			delete(t.fields, name)
		}
		if err := program.answer(t, wanted.cost, true); err != nil {
			return false, err
		}
		after, err := t.MarshalJSON()
		unsteady := n > 0 && string(after) != string(before)
		if err != nil || unsteady || strings.Contains(string(after), `"error_value"`) {
			return false, err
		}
		if t.Has("eval_error") {
			delete(t.fields, "cost") // where cel-go breaks off is its own affair
		}
		if before = after; !strings.ContainsAny(t.Text("expr"), "{mox") {
			break
		}
	}
	return true, nil
}

func (g *generator) newCase(name string, depth int) *Case {
	t := &Case{fields: map[string]json.RawMessage{}}
	g.scope, g.made = append(g.scope[:0], variables...), 0
	expr := ""
	if g.chance(40) {
		expr = g.direct()
	} else {
		expr = g.expr(g.anyType(2), depth)
	}
	if g.chance(3) {
		expr = g.damaged(expr)
	}
	t.set("name", name)
	t.set("expr", expr)
	declarations, bindings := []object{}, object{}
	for _, v := range variables {
		if !regexp.MustCompile(`\b` + v.name + `\b`).MatchString(expr) {
			continue
		}
		if v.name == "o" {
			t.set("json", object{"o": g.document()})
			continue
		}
		bindings[v.name] = object{"value": g.value(v.kind)}
		if v.kind.Kind() != types.DynKind {
			declarations = append(declarations, declaration(v))
		}
	}
	if len(bindings) > 0 {
		t.set("bindings", bindings)
		t.set("type_env", declarations)
	}
	return t
}

func declaration(v variable) object {
	form, err := typeForm(v.kind)
	if err != nil {
		panic(err) // a constant
	}
	return object{"name": v.name, "ident": object{"type": form}}
}

// damaged has one character less, one more, or two in the other's place.
func (g *generator) damaged(expr string) string {
	if expr == "" {
		return expr
	}
	runes := []rune(expr)
	at := g.rand.IntN(len(runes))
	switch g.rand.IntN(3) {
	case 0:
		return string(runes[:at]) + string(runes[at+1:])
	case 1:
		return string(runes[:at]) + g.pick([]string{"(", ")", "[", "]", ".", "?", ":", ",", "'", "\"", "\\", "-", "!", "0", "1", "u", "e", "b", " ", "\n", "//", "&&", "|", "=", "@", "`", "{", "}", "\x01", "é", "in ", "1.", "0x"}) + string(runes[at:])
	}
	other := g.rand.IntN(len(runes))
	runes[at], runes[other] = runes[other], runes[at]
	return string(runes)
}

// value is the form of a random value of a type.
func (g *generator) value(t *types.Type) object {
	switch t.Kind() {
	case types.BoolKind:
		return object{"bool_value": g.chance(50)}
	case types.IntKind:
		return object{"int64_value": g.pick([]string{"0", "1", "-1", "2", "3", "42", "9223372036854775807", "-9223372036854775808", "1000"})}
	case types.UintKind:
		return object{"uint64_value": g.pick([]string{"0", "1", "2", "42", "18446744073709551615", "9223372036854775808"})}
	case types.DoubleKind:
		return object{"double_value": json.RawMessage(g.pick([]string{"0.0", "1.0", "-1.5", "3.7", "1e300", "\"NaN\"", "\"Infinity\"", "0.1", "-0.0"}))}
	case types.StringKind:
		return object{"string_value": g.pick(texts)}
	case types.BytesKind:
		return object{"bytes_value": base64.StdEncoding.EncodeToString([]byte(g.pick(bytesTexts)))}
	case types.TimestampKind:
		return wellKnown("Timestamp", g.pick([]string{"2009-02-13T23:31:30Z", "2024-02-29T12:34:56.789Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"}))
	case types.DurationKind:
		return wellKnown("Duration", g.pick([]string{"0s", "1s", "-1.500s", "3600s", "123.456789s", "9223372036s"}))
	case types.ListKind:
		values := make([]object, g.rand.IntN(4))
		for i := range values {
			values[i] = g.value(t.Parameters()[0])
		}
		return object{"list_value": object{"values": values}}
	case types.MapKind:
		entries := []object{}
		for _, key := range []string{"a", "b", "name", "é", "a.b"} {
			if g.chance(40) {
				entries = append(entries, object{"key": object{"string_value": key}, "value": g.value(t.Parameters()[1])})
			}
		}
		return object{"map_value": object{"entries": entries}}
	case types.DynKind:
		return g.value([]*types.Type{types.IntType, types.StringType, types.DoubleType, types.UintType, types.BoolType, types.BytesType,
			types.NewListType(types.DynType), types.NewMapType(types.StringType, types.DynType), types.NullType}[g.rand.IntN(9)])
	}
	return object{"null_value": nil}
}

// document is an object with some of the fields that expressions select.
func (g *generator) document() object {
	plain := func() any {
		return []any{1, "a", true, nil, 1.5, "", 0, json.RawMessage("9223372036854775807"), []any{1, 2}, []any{}, object{"a": 1}, object{}}[g.rand.IntN(12)]
	}
	some := func(names ...string) object {
		made := object{}
		for _, name := range names {
			if g.chance(70) {
				made[name] = plain()
			}
		}
		return made
	}
	document := some("a", "b", "c", "x", "name", "a-b", "a.b", "count")
	if g.chance(80) {
		document["nested"] = some("a", "b", "name", "count")
	}
	if g.chance(80) {
		items := make([]any, g.rand.IntN(4))
		for i := range items {
			items[i] = some("name", "a", "count")
		}
		document["items"] = items
	}
	if g.chance(80) {
		document["labels"] = object{"a": "b", "name": g.pick(texts), "a.b": "1"}
	}
	return document
}
