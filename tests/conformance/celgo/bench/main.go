// Program cel-bench measures cel-go on the expressions of tests/bench/cel.json: for each a line of name, ns of an
// evaluation, ns of a compilation (parse, check, plan) and the result, separated by tabs.
//
//	cel-bench FILE MILLISECONDS      (for each measurement)
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/ext"
	"k8s.io/apiserver/pkg/cel/library"
)

type bench struct {
	Object      json.RawMessage
	Expressions []struct{ Name, Expr string }
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cel-bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: cel-bench FILE MILLISECONDS")
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	millis, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	var b bench
	if err := json.Unmarshal(text, &b); err != nil {
		return err
	}
	object, err := readObject(b.Object)
	if err != nil {
		return err
	}
	// What both a policy of the API server and this bench may use.
	env, err := cel.NewEnv(cel.Variable("object", cel.DynType), cel.OptionalTypes(), ext.Strings(), library.Quantity())
	if err != nil {
		return err
	}
	for _, e := range b.Expressions {
		if err := measure(env, e.Name, e.Expr, map[string]any{"object": object}, time.Duration(millis)*time.Millisecond); err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	return nil
}

// readObject has whole numbers as int64, as the API server has them.
func readObject(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var object any
	err := decoder.Decode(&object)
	return whole(object), err
}

func whole(value any) any {
	switch v := value.(type) {
	case json.Number:
		if i, err := v.Int64(); err == nil {
			return i
		}
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = whole(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = whole(v[key])
		}
	}
	return value
}

func compile(env *cel.Env, expr string) (cel.Program, error) {
	ast, issues := env.Compile(expr)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	return env.Program(ast, cel.EvalOptions(cel.OptOptimize))
}

func measure(env *cel.Env, name, expr string, vars map[string]any, span time.Duration) error {
	program, err := compile(env, expr)
	if err != nil {
		return err
	}
	var result ref.Val
	evaluation := nanos(span, func() {
		if result, _, err = program.Eval(vars); err != nil {
			panic(err)
		}
	})
	compilation := nanos(span, func() {
		if _, err := compile(env, expr); err != nil {
			panic(err)
		}
	})
	shown, err := json.Marshal(result.Value())
	fmt.Printf("%s\t%.1f\t%.1f\t%s\n", name, evaluation, compilation, shown)
	return err
}

// nanos of one call, of as many as the span has room for.
func nanos(span time.Duration, call func()) float64 {
	for count := 1; ; count *= 2 {
		begin := time.Now()
		for range count {
			call()
		}
		if taken := time.Since(begin); taken >= span {
			return float64(taken.Nanoseconds()) / float64(count)
		}
	}
}
