// Program cel-oracle: the specification with the extensions of cel-go.
package main

import (
	"fmt"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/checker"
	"github.com/google/cel-go/ext"
	"github.com/google/cel-go/parser"
	"plimsoll.dev/conformance/celgo"
)

type environment struct{}

func main() { celgo.Main(environment{}) }

func (environment) Name() string  { return "cel" }
func (environment) Other() string { return "cel-oracle-kubernetes" }

// Env is set up as cel-go's own conformance tests are.
func (environment) Env(t *celgo.Case, in *celgo.Inputs) (*cel.Env, error) {
	for _, name := range []string{"schemas", "authorizer", "request_resource", "cost_limit"} {
		if t.Has(name) {
			return nil, fmt.Errorf("environment 'cel' has no '%s'", name)
		}
	}
	in.DeclareRest()
	options := []cel.EnvOption{
		cel.StdLib(),
		cel.Macros(parser.ExistsOneMacroNew),  // langdef.md, "Macros": an alias that cel-go has, but not switched on
		cel.CrossTypeNumericComparisons(true), // langdef.md, "Ordering operators"
		cel.OptionalTypes(),
		cel.EagerlyValidateDeclarations(true),
		cel.EnableIdentifierEscapeSyntax(),
		// In this order: of functions with overloads in several libraries the first is asked first.
		ext.Strings(),
		ext.Math(),
		ext.Lists(),
		ext.Sets(),
		ext.Encoders(),
		ext.Regex(),
		ext.Network(),
		ext.Bindings(),
		ext.TwoVarComprehensions(),
		cel.Container(t.Text("container")),
	}
	if t.Flag("disable_macros") {
		options = append(options, cel.ClearMacros())
	}
	return cel.NewCustomEnv(append(options, in.Options...)...)
}

// Program counts what the expression costs, constants folded as the API server has them; where folding them fails, the
// case is about that failure, and there is no cost.
func (environment) Program(_ *celgo.Case, in *celgo.Inputs, env *cel.Env, ast *cel.Ast) (cel.Program, error) {
	strict := strictKeys(ast)
	if !in.Cost {
		return env.Program(ast, strict)
	}
	program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize), cel.CostTracking(nil))
	if err != nil {
		return env.Program(ast, strict)
	}
	return program, nil
}

func (environment) Estimate(_ *celgo.Inputs, env *cel.Env, ast *cel.Ast) (min, max uint64, err error) {
	estimate, err := env.EstimateCost(ast, unknown{})
	return estimate.Min, estimate.Max, err
}

// unknown estimates nothing.
type unknown struct{}

func (unknown) EstimateSize(checker.AstNode) *checker.SizeEstimate { return nil }

func (unknown) EstimateCallCost(string, string, *checker.AstNode, []checker.AstNode) *checker.CallEstimate {
	return nil
}
