package celgo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/decls"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
)

// generator makes expressions of the functions that an environment has, by the types of their signatures, so that a
// function that is new there is used without a word here.
type generator struct {
	rand      *rand.Rand
	functions []signature
	macros    bool // cel.bind, math.greatest, math.least are there
	opaque    []*types.Type
	scope     []variable
	made      int // names of variables
	names     []string
	byName    map[string][]signature
}

type variable struct {
	name string
	kind *types.Type
}

type signature struct {
	name     string
	overload *decls.OverloadDecl
}

// unusable are functions that are not compared: the text of json.encode has blanks at random (protojson's doing), "now"
// is the clock's, and what remains of the list belongs to an authorizer.
var unusable = []string{"json.encode", "now", "in", "check", "allowed", "reason", "error", "errored", "group", "resource", "subresource",
	"fieldSelector", "labelSelector", "namespace", "name", "path", "serviceAccount"}

func newGenerator(env *cel.Env, seed uint64) *generator {
	g := &generator{rand: rand.New(rand.NewPCG(seed, 0)), byName: map[string][]signature{}}
	functions := env.Functions()
	for _, name := range sortedNames(functions) {
		if (strings.HasPrefix(name, "@") && name != operators.In) || strings.Contains(name, ".@") || strings.HasPrefix(name, "_in") ||
			strings.HasPrefix(name, "__") || slices.Contains(unusable, name) {
			continue
		}
		g.names = append(g.names, name)
		for _, overload := range functions[name].OverloadDecls() {
			g.functions = append(g.functions, signature{name, overload})
			g.byName[name] = append(g.byName[name], signature{name, overload})
			g.noteOpaque(overload.ResultType())
		}
	}
	_, g.macros = functions["math.abs"]
	g.scope = append(g.scope, variables...)
	return g
}

func sortedNames(functions map[string]*decls.FunctionDecl) []string {
	names := []string{}
	for name := range functions {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (g *generator) noteOpaque(t *types.Type) {
	known := slices.ContainsFunc(g.opaque, func(o *types.Type) bool { return o.TypeName() == t.TypeName() })
	authorization := strings.HasPrefix(t.TypeName(), "kubernetes.authorization")
	if !known && !authorization && !isOptional(t) && (t.Kind() == types.OpaqueKind || t.Kind() == types.StructKind) {
		g.opaque = append(g.opaque, t)
	}
}

var scalars = []*types.Type{types.BoolType, types.IntType, types.StringType, types.IntType, types.StringType, types.UintType, types.DoubleType,
	types.BytesType, types.TimestampType, types.DurationType, types.NullType}

var keyTypes = []*types.Type{types.StringType, types.StringType, types.IntType, types.UintType, types.BoolType}

func (g *generator) anyType(depth int) *types.Type {
	n := g.rand.IntN(100)
	switch {
	case depth > 0 && n < 12:
		return types.NewListType(g.anyType(depth - 1))
	case depth > 0 && n < 20:
		return types.NewMapType(keyTypes[g.rand.IntN(len(keyTypes))], g.anyType(depth-1))
	case depth > 0 && n < 24:
		return types.NewOptionalType(g.anyType(depth - 1))
	case n < 30:
		return types.DynType
	case n < 32:
		return types.TypeType
	case n < 38 && len(g.opaque) > 0:
		return g.opaque[g.rand.IntN(len(g.opaque))]
	}
	return scalars[g.rand.IntN(len(scalars))]
}

// expr is an expression of a type, as a rule: now and then it is of another.
func (g *generator) expr(t *types.Type, depth int) string { return g.pooled(t, depth, nil) }

func (g *generator) pooled(t *types.Type, depth int, pool []string) string {
	if g.chance(2) {
		t, pool = g.anyType(1), nil
	}
	if t.Kind() == types.DynKind || t.Kind() == types.TypeParamKind {
		t = g.anyType(1)
		if t.Kind() == types.DynKind {
			t = types.StringType
		}
	}
	if pool != nil && g.chance(70) || depth <= 0 && g.chance(90) {
		if name := g.inScope(t); name != "" && g.chance(40) {
			return name
		}
		return g.leaf(t, pool)
	}
	n := g.rand.IntN(100)
	switch {
	case n < 12:
		if name := g.inScope(t); name != "" {
			return name
		}
		return g.leaf(t, pool)
	case n < 18:
		return "dyn(" + g.expr(t, depth-1) + ")"
	case n < 22:
		return g.wrapped(g.expr(types.BoolType, depth-1) + " ? " + g.expr(t, depth-1) + " : " + g.expr(t, depth-1))
	case n < 26 && t.Kind() == types.ListKind:
		return g.list(t.Parameters()[0], depth)
	case n < 26 && t.Kind() == types.MapKind:
		return g.mapping(t.Parameters()[0], t.Parameters()[1], depth)
	case n < 40:
		return g.macro(t, depth)
	case n < 46:
		return g.selection()
	}
	return g.call(t, depth)
}

// wrapped leaves the parentheses out at times, so that precedence decides.
func (g *generator) wrapped(expr string) string {
	if g.chance(15) {
		return expr
	}
	return "(" + expr + ")"
}

func (g *generator) inScope(t *types.Type) string {
	names := []string{}
	for _, v := range g.scope {
		if sameType(v.kind, t) || v.kind.Kind() == types.DynKind && g.chance(20) {
			names = append(names, v.name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1-g.rand.IntN(min(len(names), 4))]
}

func sameType(a, b *types.Type) bool { return a.IsExactType(b) }

// call is one of the functions whose result fits.
func (g *generator) call(t *types.Type, depth int) string {
	byName := map[string][]signature{}
	names := []string{}
	for _, f := range g.functions {
		if fits(f.overload.ResultType(), t, map[string]*types.Type{}) {
			if byName[f.name] == nil {
				names = append(names, f.name)
			}
			byName[f.name] = append(byName[f.name], f)
		}
	}
	if len(names) == 0 {
		return g.leaf(t, nil)
	}
	overloads := byName[g.pick(names)]
	f := overloads[g.rand.IntN(len(overloads))]
	params := map[string]*types.Type{}
	fits(f.overload.ResultType(), t, params)
	if f.name == "format" {
		return g.format(depth)
	}
	args := make([]string, len(f.overload.ArgTypes()))
	for i, arg := range f.overload.ArgTypes() {
		args[i] = g.argument(f.name, i, g.instance(arg, params), depth-1)
	}
	if g.chance(2) {
		args = append(args, g.expr(g.anyType(1), 0))
	}
	return g.render(f, args)
}

// direct is one call with literals, each function being as likely as any other: where their edges are.
func (g *generator) direct() string {
	overloads := g.byName[g.pick(g.names)]
	f := overloads[g.rand.IntN(len(overloads))]
	params := map[string]*types.Type{}
	if f.name == "format" {
		return g.format(1)
	}
	args := make([]string, len(f.overload.ArgTypes()))
	for i, arg := range f.overload.ArgTypes() {
		args[i] = g.argument(f.name, i, g.instance(arg, params), 0)
		if g.chance(25) {
			args[i] = "dyn(" + args[i] + ")"
		}
	}
	return g.render(f, args)
}

func (g *generator) argument(name string, i int, t *types.Type, depth int) string {
	if t.Kind() == types.StringKind {
		pool := pools[fmt.Sprintf("%s:%d", name, i)]
		if pool == nil {
			pool = pools[name]
		}
		return g.pooled(t, depth, pool)
	}
	if name == "lists.range" {
		return g.pick(smallInts) // the list is made, however long
	}
	if t.Kind() == types.IntKind && !strings.Contains(name, "_") && name != "timestamp" && g.chance(60) {
		return g.pick(smallInts)
	}
	return g.expr(t, depth)
}

// fits binds type parameters of a signature.
func fits(pattern, t *types.Type, params map[string]*types.Type) bool {
	if pattern.Kind() == types.TypeParamKind {
		if bound := params[pattern.TypeName()]; bound != nil {
			return sameType(bound, t)
		}
		params[pattern.TypeName()] = t
		return true
	}
	if pattern.Kind() == types.DynKind {
		return true
	}
	if pattern.Kind() != t.Kind() || pattern.TypeName() != t.TypeName() || len(pattern.Parameters()) != len(t.Parameters()) {
		return pattern.Kind() == t.Kind() && t.Kind() == types.TypeKind
	}
	for i := range pattern.Parameters() {
		if !fits(pattern.Parameters()[i], t.Parameters()[i], params) {
			return false
		}
	}
	return true
}

func (g *generator) instance(t *types.Type, params map[string]*types.Type) *types.Type {
	switch {
	case t.Kind() == types.TypeParamKind:
		if params[t.TypeName()] == nil {
			params[t.TypeName()] = g.anyType(1)
		}
		return params[t.TypeName()]
	case t.Kind() == types.ListKind:
		return types.NewListType(g.instance(t.Parameters()[0], params))
	case t.Kind() == types.MapKind:
		key := g.instance(t.Parameters()[0], params)
		if t.Parameters()[0].Kind() == types.TypeParamKind {
			key = keyTypes[g.rand.IntN(len(keyTypes))]
			params[t.Parameters()[0].TypeName()] = key
		}
		return types.NewMapType(key, g.instance(t.Parameters()[1], params))
	case isOptional(t):
		return types.NewOptionalType(g.instance(t.Parameters()[0], params))
	}
	return t
}

func (g *generator) render(f signature, args []string) string {
	if len(args) == 2 {
		switch f.name {
		case operators.In:
			return g.wrapped(args[0] + " in " + args[1])
		case operators.Index:
			return receiver(args[0]) + "[" + args[1] + "]"
		case operators.OptIndex:
			return receiver(args[0]) + "[?" + args[1] + "]"
		case operators.OptSelect:
			return receiver(args[0]) + ".?" + g.field()
		}
		if symbol, ok := operators.FindReverseBinaryOperator(f.name); ok {
			return g.wrapped(args[0] + " " + symbol + " " + args[1])
		}
	}
	switch {
	case f.name == operators.Conditional && len(args) == 3:
		return g.wrapped(args[0] + " ? " + args[1] + " : " + args[2])
	case f.name == operators.Negate:
		return "-(" + args[0] + ")"
	case f.name == operators.LogicalNot:
		return "!(" + args[0] + ")"
	case f.overload.IsMemberFunction():
		return receiver(args[0]) + "." + f.name + "(" + strings.Join(args[1:], ", ") + ")"
	case strings.ContainsAny(f.name, "_?"):
		return "(" + args[0] + ")"
	}
	return f.name + "(" + strings.Join(args, ", ") + ")"
}

func receiver(expr string) string {
	if expr != "" && (strings.ContainsRune("-!.0123456789", rune(expr[0])) || strings.Contains(expr, " ") && !strings.HasPrefix(expr, "[")) {
		return "(" + expr + ")"
	}
	return expr
}

var fields = []string{"a", "b", "c", "x", "name", "missing", "items", "labels", "nested", "count"}

// field is seldom one that needs quotes: some environments have none.
func (g *generator) field() string {
	if g.chance(3) {
		return g.pick([]string{"`a-b`", "`a.b`", "`in`", "`a`", "`a/b c`"})
	}
	return g.pick(fields)
}

// selection is a path into what has fields.
func (g *generator) selection() string {
	path := g.pick([]string{"o", "o", "o", "o", "m", "ms", "x", "o.nested", "o.items[0]"})
	if g.chance(10) {
		path = "{" + g.text(g.pick(keys)) + ": " + g.leaf(g.anyType(1), nil) + "}"
	}
	for range 1 + g.rand.IntN(3) {
		switch n := g.rand.IntN(100); {
		case n < 60:
			path += "." + g.field()
		case n < 75:
			path += ".?" + g.field()
		case n < 85:
			path += "[" + g.text(g.pick(keys)) + "]"
		case n < 90:
			path += "[?" + g.text(g.pick(keys)) + "]"
		case n < 95:
			path += "[" + g.pick(smallInts) + "]"
		default:
			path += "[" + g.leaf(g.anyType(0), nil) + "]"
		}
	}
	if g.chance(25) {
		return "has(" + path + "." + g.field() + ")"
	}
	return path
}

func (g *generator) format(depth int) string {
	pattern := g.pick(formats)
	if g.chance(30) {
		pattern += g.pick(formats)
	}
	count := strings.Count(pattern, "%") - 2*strings.Count(pattern, "%%")
	if g.chance(5) {
		count += g.rand.IntN(3) - 1
	}
	args := []string{}
	for range max(count, 0) {
		args = append(args, g.expr(g.anyType(2), depth-1))
	}
	list := "[" + strings.Join(args, ", ") + "]"
	if g.chance(50) && len(args) > 0 {
		list = "[dyn(" + strings.Join(args, "), dyn(") + ")]"
	}
	if g.chance(5) {
		list = "dyn(" + list + ")"
	}
	return g.text(pattern) + ".format(" + list + ")"
}

func (g *generator) newName() string {
	g.made++
	if g.chance(10) {
		return g.pick([]string{"i", "s", "x", "o"}) // hides a variable
	}
	return "v" + strconv.Itoa(g.made)
}
