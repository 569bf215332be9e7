// Program cel-oracle-kubernetes: the environment of the API server.
package main

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/checker"
	"k8s.io/apimachinery/pkg/util/version"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	apiservercel "k8s.io/apiserver/pkg/cel"
	"k8s.io/apiserver/pkg/cel/common"
	"k8s.io/apiserver/pkg/cel/environment"
	"k8s.io/apiserver/pkg/cel/library"
	"k8s.io/apiserver/pkg/cel/openapi"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"plimsoll.dev/conformance/celgo"
)

// kubernetes is used for one case at a time.
type kubernetes struct {
	types map[string]*apiservercel.DeclType
}

func main() { celgo.Main(&kubernetes{}) }

func (*kubernetes) Name() string  { return "kubernetes" }
func (*kubernetes) Other() string { return "cel-oracle" }

// Env is what the API server evaluates stored expressions in, those of mutating policies included.
func (k *kubernetes) Env(t *celgo.Case, in *celgo.Inputs) (*cel.Env, error) {
	if err := k.readSchemas(t, in); err != nil {
		return nil, err
	}
	if err := readAuthorizer(t, in); err != nil {
		return nil, err
	}
	in.DeclareRest()
	in.Options = append(in.Options, environment.UnversionedLib(library.JSONPatch))
	options := environment.VersionedOptions{IntroducedVersion: version.MajorMinor(1, 0), EnvOptions: in.Options}
	for _, declared := range k.types {
		options.DeclTypes = append(options.DeclTypes, declared)
	}
	set, err := environment.MustBaseEnvSet(version.MajorMinor(1, 36)).Extend(options)
	if err != nil {
		return nil, err
	}
	return set.StoredExpressionsEnv(), nil
}

// Program has the options of validation rules and of admission policies.
func (k *kubernetes) Program(t *celgo.Case, _ *celgo.Inputs, env *cel.Env, ast *cel.Ast) (cel.Program, error) {
	limit := uint64(celconfig.PerCallLimit)
	if t.Has("cost_limit") {
		parsed, err := strconv.ParseUint(t.Text("cost_limit"), 10, 64)
		if err != nil {
			return nil, err
		}
		limit = parsed
	}
	return env.Program(ast, cel.CostLimit(limit), cel.CostTracking(k.estimator()),
		cel.InterruptCheckFrequency(celconfig.CheckFrequency))
}

// readSchemas types variables as the rules of a CustomResourceDefinition see them.
func (k *kubernetes) readSchemas(t *celgo.Case, in *celgo.Inputs) error {
	var schemas map[string]json.RawMessage
	if err := t.JSON("schemas", &schemas); err != nil {
		return err
	}
	k.types = map[string]*apiservercel.DeclType{}
	for name, text := range schemas {
		typeName := name
		if err := json.Unmarshal(text, &typeName); err == nil { // the name of another variable with the same type
			text = schemas[typeName]
		}
		schema := &openapi.Schema{Schema: &spec.Schema{}}
		if err := json.Unmarshal(text, schema.Schema); err != nil {
			return fmt.Errorf("schemas: %s: %w", name, err)
		}
		declared := common.SchemaDeclType(schema, schema.IsXEmbeddedResource())
		if declared == nil {
			return fmt.Errorf("schemas: %s: no type", name)
		}
		k.types[name] = declared.MaybeAssignTypeName("schema." + typeName)
		var value any
		if document, ok := in.Values[name]; ok {
			value = common.UnstructuredToVal(document, schema)
		}
		in.Declare(name, k.types[name].CelType(), value)
	}
	return nil
}

func (k *kubernetes) estimator() *library.CostEstimator {
	return &library.CostEstimator{SizeEstimator: sizes{k.types}}
}

func (k *kubernetes) Estimate(_ *celgo.Inputs, env *cel.Env, ast *cel.Ast) (min, max uint64, err error) {
	estimate, err := env.EstimateCost(ast, k.estimator())
	return estimate.Min, estimate.Max, err
}

// sizes are the limits that schemas state, by the path of an expression, as k8s.io/apiextensions-apiserver
// pkg/apiserver/schema/cel/compilation.go finds them.
type sizes struct {
	types map[string]*apiservercel.DeclType
}

func (s sizes) EstimateSize(element checker.AstNode) *checker.SizeEstimate {
	path := element.Path()
	if len(path) == 0 {
		return nil
	}
	declared := s.types[path[0]]
	for _, name := range path[1:] {
		if declared == nil {
			return nil
		}
		switch name {
		case "@items", "@values":
			declared = declared.ElemType
		case "@keys":
			declared = declared.KeyType
		default:
			field, known := declared.Fields[name]
			if !known {
				return nil
			}
			declared = field.Type
		}
	}
	if declared == nil {
		return nil
	}
	return &checker.SizeEstimate{Min: 0, Max: uint64(declared.MaxElements)}
}

func (sizes) EstimateCallCost(string, string, *checker.AstNode, []checker.AstNode) *checker.CallEstimate {
	return nil
}
