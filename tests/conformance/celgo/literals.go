package celgo

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/cel-go/common/types"
)

func (g *generator) pick(pool []string) string { return pool[g.rand.IntN(len(pool))] }

// chance is true in n of a hundred cases.
func (g *generator) chance(n int) bool { return g.rand.IntN(100) < n }

// text quotes a string in one of the ways that there are.
func (g *generator) text(s string) string {
	quote := g.pick([]string{"'", "'", "'", `"`, `"`, "'''", `"""`})
	if g.chance(10) && !strings.ContainsAny(s, quote+"\r\n\\") && utf8.ValidString(s) {
		return g.pick([]string{"r", "R"}) + quote + s + quote
	}
	var out strings.Builder
	for _, r := range s {
		out.WriteString(g.char(r, quote))
	}
	return quote + out.String() + quote
}

func (g *generator) char(r rune, quote string) string {
	switch {
	case r == '\\' || strings.ContainsRune(quote, r) || r == '?' && g.chance(20) || r == '`' && g.chance(50):
		return "\\" + string(r)
	case r == '\n' && (len(quote) == 1 || g.chance(50)):
		return "\\n"
	case r == '\r' || r == 0:
		return fmt.Sprintf("\\x%02x", r)
	case g.chance(4) && r < 0x100:
		return g.pick([]string{fmt.Sprintf("\\x%02x", r), fmt.Sprintf("\\X%02X", r), fmt.Sprintf("\\%03o", r)})
	case g.chance(4) && r < 0x10000:
		return fmt.Sprintf("\\u%04x", r)
	case g.chance(4):
		return fmt.Sprintf("\\U%08X", r)
	}
	return string(r)
}

func (g *generator) bytes(s string) string {
	var out strings.Builder
	for i := range len(s) {
		if c := s[i]; c >= ' ' && c < 0x7f && c != '\'' && c != '\\' {
			out.WriteByte(c)
		} else {
			out.WriteString(g.pick([]string{fmt.Sprintf("\\x%02x", c), fmt.Sprintf("\\%03o", c)}))
		}
	}
	return g.pick([]string{"b", "b", "b", "B"}) + "'" + out.String() + "'"
}

// leaf is a literal, or the shortest call that gives the type.
func (g *generator) leaf(t *types.Type, pool []string) string {
	switch t.Kind() {
	case types.BoolKind:
		return g.pick([]string{"true", "false"})
	case types.IntKind:
		if g.chance(50) {
			return g.pick(smallInts)
		}
		return g.pick(ints)
	case types.UintKind:
		return g.pick(uints)
	case types.DoubleKind:
		return g.pick(doubles)
	case types.StringKind:
		if pool == nil || g.chance(10) {
			pool = texts
		}
		return g.text(g.pick(pool))
	case types.BytesKind:
		return g.bytes(g.pick(bytesTexts))
	case types.NullTypeKind:
		return "null"
	case types.TimestampKind:
		if g.chance(20) {
			return "timestamp(" + g.pick(ints) + ")"
		}
		return "timestamp(" + g.text(g.pick(timestamps)) + ")"
	case types.DurationKind:
		return "duration(" + g.text(g.pick(durations)) + ")"
	case types.TypeKind:
		return g.pick([]string{"int", "uint", "double", "string", "bytes", "bool", "list", "map", "type", "null_type", "optional_type",
			"google.protobuf.Timestamp", "google.protobuf.Duration"})
	case types.ListKind:
		return g.list(t.Parameters()[0], 0)
	case types.MapKind:
		return g.mapping(t.Parameters()[0], t.Parameters()[1], 0)
	}
	return g.leafOf(t)
}

// hidden is no literal for those who look at literals before anything is evaluated.
func (g *generator) hidden(literal string) string {
	if g.chance(50) {
		return "dyn(" + literal + ")"
	}
	return literal
}

func (g *generator) leafOf(t *types.Type) string {
	if isOptional(t) {
		if g.chance(30) {
			return "optional.none()"
		}
		return g.pick([]string{"optional.of(", "optional.ofNonZeroValue("}) + g.leaf(t.Parameters()[0], nil) + ")"
	}
	switch t.TypeName() {
	case "net.IP":
		return "ip(" + g.hidden(g.text(g.pick(addresses))) + ")"
	case "net.CIDR":
		return "cidr(" + g.hidden(g.text(g.pick(networks))) + ")"
	case "kubernetes.Quantity":
		return "quantity(" + g.text(g.pick(quantities)) + ")"
	case "kubernetes.Semver":
		return "semver(" + g.text(g.pick(semvers)) + g.pick([]string{")", ")", ", true)", ", false)"})
	case "kubernetes.URL":
		return "url(" + g.text(g.pick(urls)) + ")"
	case "kubernetes.NamedFormat":
		return "format." + g.pick(formatNames[:13]) + "()"
	}
	return g.leaf(g.anyType(1), nil)
}

func (g *generator) list(item *types.Type, depth int) string {
	items := make([]string, g.rand.IntN(4))
	for i := range items {
		items[i] = g.expr(item, depth-1)
		if g.chance(3) {
			items[i] = "?" + g.expr(types.NewOptionalType(item), depth-1)
		}
	}
	return "[" + strings.Join(items, ", ") + "]"
}

var keys = []string{"a", "b", "c", "x", "name", "1", "", "é", "a.b", "a-b"}

func (g *generator) mapping(key, value *types.Type, depth int) string {
	entries := make([]string, g.rand.IntN(4))
	for i := range entries {
		name := g.leaf(key, keys)
		item := g.expr(value, depth-1)
		if g.chance(3) {
			name, item = "?"+name, g.expr(types.NewOptionalType(value), depth-1)
		}
		entries[i] = name + ": " + item
	}
	return "{" + strings.Join(entries, ", ") + "}"
}

func isOptional(t *types.Type) bool {
	return t.TypeName() == "optional_type" && len(t.Parameters()) == 1
}
