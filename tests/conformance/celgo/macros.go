package celgo

import (
	"fmt"
	"strings"

	"github.com/google/cel-go/common/types"
)

// scoped makes an expression that may use variables besides.
func (g *generator) scoped(t *types.Type, depth int, added ...variable) string {
	before := g.scope
	g.scope = append(g.scope[:len(g.scope):len(g.scope)], added...)
	expr := g.expr(t, depth)
	g.scope = before
	return expr
}

// macro is one that gives the type, or another expression where there is none.
func (g *generator) macro(t *types.Type, depth int) string {
	switch {
	case g.chance(15) && g.macros:
		name, kind := g.newName(), g.anyType(1)
		return fmt.Sprintf("cel.bind(%s, %s, %s)", name, g.expr(kind, depth-1), g.scoped(t, depth-1, variable{name, kind}))
	case t.Kind() == types.BoolKind && g.chance(70):
		return g.quantifier(depth)
	case t.Kind() == types.ListKind:
		return g.listMacro(t.Parameters()[0], depth)
	case t.Kind() == types.MapKind && g.chance(70):
		return g.mapMacro(t.Parameters()[0], t.Parameters()[1], depth)
	case isOptional(t):
		name, kind := g.newName(), g.anyType(1)
		from := g.expr(types.NewOptionalType(kind), depth-1)
		if g.chance(50) {
			return fmt.Sprintf("%s.optFlatMap(%s, %s)", receiver(from), name, g.scoped(t, depth-1, variable{name, kind}))
		}
		return fmt.Sprintf("%s.optMap(%s, %s)", receiver(from), name, g.scoped(t.Parameters()[0], depth-1, variable{name, kind}))
	case g.macros && (t.Kind() == types.IntKind || t.Kind() == types.UintKind || t.Kind() == types.DoubleKind):
		return g.extreme(t, depth)
	}
	return g.call(t, depth)
}

// extreme is math.greatest or math.least of one list, or of several.
func (g *generator) extreme(t *types.Type, depth int) string {
	name := g.pick([]string{"math.greatest", "math.least"})
	if g.chance(30) {
		return name + "(" + g.expr(types.NewListType(t), depth-1) + ")"
	}
	args := make([]string, g.rand.IntN(4)+1)
	for i := range args {
		args[i] = g.expr([]*types.Type{t, t, types.IntType, types.DoubleType, types.DynType}[g.rand.IntN(5)], depth-1)
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

// source is a list or a map with the types of what a comprehension takes from it.
func (g *generator) source(depth int) (expr string, first, second *types.Type) {
	if g.chance(30) {
		key, value := keyTypes[g.rand.IntN(len(keyTypes))], g.anyType(1)
		return receiver(g.expr(types.NewMapType(key, value), depth-1)), key, value
	}
	item := g.anyType(1)
	return receiver(g.expr(types.NewListType(item), depth-1)), types.IntType, item
}

func (g *generator) quantifier(depth int) string {
	from, first, second := g.source(depth)
	a, b := g.newName(), g.newName()
	if g.chance(40) {
		body := g.scoped(types.BoolType, depth-1, variable{a, first}, variable{b, second})
		return fmt.Sprintf("%s.%s(%s, %s, %s)", from, g.pick([]string{"all", "exists", "existsOne", "exists_one"}), a, b, body)
	}
	if strings.HasPrefix(from, "[") {
		first = second
	}
	body := g.scoped(types.BoolType, depth-1, variable{a, first})
	return fmt.Sprintf("%s.%s(%s, %s)", from, g.pick([]string{"all", "exists", "exists_one", "all", "exists", "exists_one", "existsOne"}), a, body)
}

// condition is empty, or one with a comma.
func (g *generator) condition(depth int, added ...variable) string {
	if g.chance(60) {
		return ""
	}
	return g.scoped(types.BoolType, depth-1, added...) + ", "
}

func (g *generator) listMacro(item *types.Type, depth int) string {
	from, first, second := g.source(depth)
	a, b := g.newName(), g.newName()
	switch n := g.rand.IntN(100); {
	case n < 25:
		vars := []variable{{a, first}, {b, second}}
		return fmt.Sprintf("%s.transformList(%s, %s, %s%s)", from, a, b, g.condition(depth, vars...), g.scoped(item, depth-1, vars...))
	case n < 45:
		return fmt.Sprintf("%s.filter(%s, %s)", receiver(g.expr(types.NewListType(item), depth-1)), a, g.scoped(types.BoolType, depth-1, variable{a, item}))
	case n < 60:
		key := []*types.Type{types.IntType, types.StringType, types.DoubleType, types.BoolType, types.DurationType}[g.rand.IntN(5)]
		return fmt.Sprintf("%s.sortBy(%s, %s)", receiver(g.expr(types.NewListType(item), depth-1)), a, g.scoped(key, depth-1, variable{a, item}))
	}
	if strings.HasPrefix(from, "[") {
		first = second
	}
	return fmt.Sprintf("%s.map(%s, %s%s)", from, a, g.condition(depth, variable{a, first}), g.scoped(item, depth-1, variable{a, first}))
}

func (g *generator) mapMacro(key, value *types.Type, depth int) string {
	from, first, second := g.source(depth)
	a, b := g.newName(), g.newName()
	vars := []variable{{a, first}, {b, second}}
	if g.chance(50) {
		return fmt.Sprintf("%s.transformMap(%s, %s, %s%s)", from, a, b, g.condition(depth, vars...), g.scoped(value, depth-1, vars...))
	}
	body := "{" + g.scoped(key, 1, vars...) + ": " + g.scoped(value, depth-1, vars...) + "}"
	if g.chance(10) {
		body = g.scoped(types.NewMapType(key, value), depth-1, vars...)
	}
	return fmt.Sprintf("%s.transformMapEntry(%s, %s, %s%s)", from, a, b, g.condition(depth, vars...), body)
}
