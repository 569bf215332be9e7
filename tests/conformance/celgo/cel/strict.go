package main

import (
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
	"github.com/google/cel-go/interpreter"
)

// strictKeys makes map literals as the specification has them, where cel-go is lenient: keys are bool, int, uint or
// string, and none is repeated. Source: cel-spec doc/langdef.md, "Aggregate Values", and the suite's fields.textproto.
func strictKeys(node interpreter.InterpretableV2) (interpreter.InterpretableV2, error) {
	if made, ok := node.(interpreter.InterpretableConstructor); ok && made.Type() == types.MapType {
		return &strictMap{made}, nil
	}
	return node, nil
}

type strictMap struct {
	interpreter.InterpretableConstructor
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
	for i := 0; i+1 < len(children); i += 2 {
		key, value := children[i].Exec(frame), children[i+1].Exec(frame)
		if optional, ok := value.(*types.Optional); ok && !optional.HasValue() && !holds(made, key, value) {
			continue // written with a question mark, and not there
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

func holds(made, key, value ref.Val) bool {
	found, ok := made.(traits.Mapper).Find(key)
	return ok && found == value
}
