package celgo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	celpb "cel.dev/expr"
	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"google.golang.org/protobuf/encoding/protojson"
)

// extras are the answers that a case has only when asked for: its cost and its estimate. Either is also given where
// the case has one already.
type extras struct{ cost, estimate bool }

// Inputs are what a case declares and binds.
type Inputs struct {
	Options  []cel.EnvOption // declarations
	Values   map[string]any  // by variable
	Cost     bool            // is wanted
	declared map[string]bool
}

var answers = []string{"value", "eval_error", "check_error", "program_error", "typed_result", "unknown", "cost", "estimate"}

// answer replaces the expectations of a case by the engine's. It fails on a case that it cannot read.
func answer(env Environment, t *Case, wanted extras) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			t.set("eval_error", object{"errors": []object{{"message": fmt.Sprint("panic: ", fault)}}})
		}
	}()
	wanted.cost = wanted.cost || t.Has("cost")
	wanted.estimate = wanted.estimate || t.Has("estimate")
	typed := t.Has("typed_result")
	for _, name := range answers {
		delete(t.fields, name)
	}
	in, err := readInputs(t)
	if err != nil {
		return err
	}
	celEnv, err := env.Env(t, in)
	if err != nil {
		return err
	}
	program, err := prepare(celEnv, env, t, in, wanted)
	if err != nil || program == nil {
		return err
	}
	return program.answer(t, wanted.cost, typed)
}

// prepared is what a case comes down to once its expression was accepted.
type prepared struct {
	ast     *cel.Ast
	program cel.Program
	in      *Inputs
}

// prepare returns nothing where the case is answered without an evaluation.
func prepare(celEnv *cel.Env, env Environment, t *Case, in *Inputs, wanted extras) (*prepared, error) {
	in.Cost = wanted.cost
	ast, problem := compile(celEnv, t)
	if problem != nil {
		t.set("check_error", true)
		describe(t, "check: "+problem.Error())
		return nil, nil
	}
	if wanted.estimate {
		min, max, err := env.Estimate(in, celEnv, ast)
		if err != nil {
			return nil, err
		}
		t.set("estimate", object{"min": strconv.FormatUint(min, 10), "max": strconv.FormatUint(max, 10)})
	}
	if t.Flag("check_only") {
		return nil, setTyped(t, ast, nil)
	}
	program, problem := env.Program(t, in, celEnv, ast)
	if problem != nil {
		t.set("check_error", true)
		t.set("program_error", true)
		describe(t, "program: "+problem.Error())
		return nil, nil
	}
	return &prepared{ast, program, in}, nil
}

func (p *prepared) answer(t *Case, cost, typed bool) error {
	value, details, problem := p.program.ContextEval(context.Background(), p.in.Values)
	if cost && details != nil && details.ActualCost() != nil {
		t.set("cost", strconv.FormatUint(*details.ActualCost(), 10))
	}
	switch {
	case problem != nil:
		t.set("eval_error", object{"errors": []object{{"message": problem.Error()}}})
	case types.IsUnknown(value):
		t.set("unknown", true)
	case typed:
		return setTyped(t, p.ast, valueForm(value))
	default:
		t.set("value", valueForm(value))
	}
	return nil
}

func compile(env *cel.Env, t *Case) (*cel.Ast, error) {
	ast, issues := env.Parse(t.Text("expr"))
	if issues.Err() == nil && !t.Flag("disable_check") {
		ast, issues = env.Check(ast)
	}
	return ast, issues.Err()
}

// describe keeps the engine's words, for whoever reads the case.
func describe(t *Case, text string) {
	if !t.Has("description") || strings.HasPrefix(t.Text("description"), "check: ") || strings.HasPrefix(t.Text("description"), "program: ") {
		t.set("description", text)
	}
}

func setTyped(t *Case, ast *cel.Ast, result object) error {
	form, err := typeForm(ast.OutputType())
	if err != nil {
		return err
	}
	typed := object{"deduced_type": form}
	if result != nil {
		typed["result"] = result
	}
	t.set("typed_result", typed)
	return nil
}

func typeForm(t *types.Type) (json.RawMessage, error) {
	message, err := types.TypeToProto(t)
	if err != nil {
		return nil, err
	}
	return protojson.MarshalOptions{UseProtoNames: true}.Marshal(message)
}

func readInputs(t *Case) (*Inputs, error) {
	in := &Inputs{Values: map[string]any{}, declared: map[string]bool{}}
	if err := in.readDeclarations(t); err != nil {
		return nil, err
	}
	if err := in.readBindings(t); err != nil {
		return nil, err
	}
	return in, in.readJSON(t)
}

// Declare adds a variable; a value that is nil leaves it as it is.
func (in *Inputs) Declare(name string, kind *cel.Type, value any) {
	in.Options = append(in.Options, cel.Variable(name, kind))
	in.declared[name] = true
	if value != nil {
		in.Values[name] = value
	}
}

// DeclareRest makes variables that nothing was said about dyn.
func (in *Inputs) DeclareRest() {
	for _, name := range slices.Sorted(maps.Keys(in.Values)) {
		if !in.declared[name] {
			in.Declare(name, cel.DynType, nil)
		}
	}
}

func (in *Inputs) readDeclarations(t *Case) error {
	var declarations []json.RawMessage
	if err := t.JSON("type_env", &declarations); err != nil {
		return err
	}
	for _, text := range declarations {
		decl := &celpb.Decl{}
		if err := protojson.Unmarshal(text, decl); err != nil {
			return fmt.Errorf("type_env: %w", err)
		}
		option, err := cel.ProtoAsDeclaration(decl)
		if err != nil {
			return fmt.Errorf("type_env: %w", err)
		}
		in.Options = append(in.Options, option)
		in.declared[decl.GetName()] = true
	}
	return nil
}

func (in *Inputs) readBindings(t *Case) error {
	var bindings map[string]struct {
		Value json.RawMessage `json:"value"`
	}
	if err := t.JSON("bindings", &bindings); err != nil {
		return err
	}
	for name, binding := range bindings {
		if binding.Value == nil {
			in.Values[name] = types.NewUnknown(1, nil)
			continue
		}
		message := &celpb.Value{}
		if err := protojson.Unmarshal(binding.Value, message); err != nil {
			return fmt.Errorf("bindings: %s: %w", name, err)
		}
		value, err := cel.ProtoAsValue(types.DefaultTypeAdapter, message)
		if err != nil {
			return fmt.Errorf("bindings: %s: %w", name, err)
		}
		in.Values[name] = value
	}
	return nil
}

// readJSON reads variables from plain JSON.
func (in *Inputs) readJSON(t *Case) error {
	if !t.Has("json") {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(t.fields["json"]))
	decoder.UseNumber()
	var documents map[string]any
	if err := decoder.Decode(&documents); err != nil {
		return err
	}
	for name, document := range documents {
		in.Values[name] = plain(document)
	}
	return nil
}

// plain turns numbers without fraction and exponent into int64, others into float64, as the API server does.
func plain(document any) any {
	switch d := document.(type) {
	case json.Number:
		if i, err := d.Int64(); err == nil {
			return i
		}
		f, _ := d.Float64()
		return f
	case []any:
		for i := range d {
			d[i] = plain(d[i])
		}
	case map[string]any:
		for key := range d {
			d[key] = plain(d[key])
		}
	}
	return document
}
