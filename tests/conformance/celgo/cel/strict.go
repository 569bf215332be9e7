package main

import (
	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/interpreter"
)

// strictKeys makes map literals as the specification has them, where cel-go is lenient: keys are bool, int, uint or
// string, and none is repeated. Source: cel-spec doc/langdef.md, "Aggregate Values", and the suite's fields.textproto.
func strictKeys(expr *cel.Ast) cel.ProgramOption {
	maybe := map[int64][]bool{} // by map literal: which entries are written with a question mark
	for _, e := range ast.MatchDescendants(ast.NavigateAST(expr.NativeRep()), ast.KindMatcher(ast.MapKind)) {
		for _, entry := range e.AsMap().Entries() {
			maybe[e.ID()] = append(maybe[e.ID()], entry.AsMapEntry().IsOptional())
		}
	}
	return cel.CustomDecoratorV2(func(node interpreter.InterpretableV2) (interpreter.InterpretableV2, error) {
		if made, ok := node.(interpreter.InterpretableConstructor); ok && made.Type() == types.MapType {
			return &strictMap{made, maybe[made.ID()]}, nil
		}
		return node, nil
	})
}

type strictMap struct {
	interpreter.InterpretableConstructor
	maybe []bool
}

func (m *strictMap) Eval(vars interpreter.Activation) ref.Val {
	return m.Exec(interpreter.AsFrame(vars))
}

func (m *strictMap) Exec(frame *interpreter.ExecutionFrame) ref.Val {
	made := m.InterpretableConstructor.Exec(frame)
	if types.IsUnknownOrError(made) {
		return made
	}
	seen := map[ref.Val]bool{}
	children := m.InitVals()
	for i, maybe := range m.maybe {
		key := children[2*i].Exec(frame)
		if maybe && !children[2*i+1].Exec(frame).(*types.Optional).HasValue() {
			delete(seen, key)
			continue
		}
		switch key.(type) {
		case types.Bool, types.Int, types.Uint, types.String:
		default:
			return types.NewErr("unsupported key type: %v", key.Type())
		}
		if seen[key] {
			return types.NewErr("repeated key: %v", key)
		}
		seen[key] = true
	}
	return made
}
