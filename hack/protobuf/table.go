package main

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// A list has its metadata as field 1 and its items as field 2: the reader relies on it.
func checkList(types *runtime.Scheme, kind schema.GroupVersionKind) {
	list := types.AllKnownTypes()[kind.GroupVersion().WithKind(kind.Kind+"List")]
	meta, _ := list.FieldByName("ListMeta")
	items, _ := list.FieldByName("Items")
	if readTags(list, meta).number != 1 || readTags(list, items).number != 2 {
		fail(list, "Items", "no list as others are")
	}
	if items.Type.Elem() != types.AllKnownTypes()[kind] {
		fail(list, "Items", "are %s", items.Type.Elem())
	}
}

func version(path string) string {
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		if module.Path == path {
			return module.Version
		}
	}
	return "unknown"
}

func writeTable(out io.Writer, types *runtime.Scheme) {
	all := &collector{messages: map[string]*message{}}
	kinds := listed(types)
	for _, kind := range kinds {
		if kind.Kind != "Status" {
			checkList(types, kind)
		}
		all.message(types.AllKnownTypes()[kind], "")
	}
	fmt.Fprintf(out, "/* Written by hack/protobuf/update.sh from the Go types of k8s.io/api %s: do not edit.\n", version("k8s.io/api"))
	fmt.Fprintf(out, " * What the rows mean: protobuf_types_priv.h. %d kinds, %d messages. */\nenum {\n", len(kinds), len(all.order))
	for _, m := range all.order {
		fmt.Fprintf(out, "%s,\n", m.index())
	}
	most := 0
	for _, m := range all.order {
		most = max(most, len(m.slots))
	}
	fmt.Fprintf(out, "};\nenum { MEMBERS_MAX = %d };\n", most)
	for _, m := range all.order {
		writeMessage(out, m)
	}
	fmt.Fprint(out, "\nstatic const struct kube_protobuf_type types[] = {\n")
	for _, m := range all.order {
		form := "TYPE"
		if len(m.fields) == 0 {
			form = "EMPTY"
		}
		fmt.Fprintf(out, "[%[3]s] = %[4]s(%[2]q, f_%[1]s, m_%[1]s),\n", m.symbol, m.name, m.index(), form)
	}
	fmt.Fprint(out, "};\n\n/* Sorted by kind, then by apiVersion. */\nstatic const struct kind_row kinds[] = {\n")
	for _, kind := range kinds {
		m := all.message(types.AllKnownTypes()[kind], "")
		fmt.Fprintf(out, "{%q, %q, %s},\n", kind.Kind, kind.GroupVersion().String(), m.index())
	}
	fmt.Fprint(out, "};\n")
}

func (m *message) index() string {
	return "T_" + strings.ToUpper(m.symbol)
}

func writeMessage(out io.Writer, m *message) {
	if len(m.fields) == 0 {
		return
	}
	fmt.Fprintf(out, "\n/* %s */\nstatic const struct kube_protobuf_field f_%s[] = {\n", m.name, m.symbol)
	for _, field := range m.fields {
		flags, inner := "0", "0"
		if len(field.flags) > 0 {
			flags = strings.Join(field.flags, " | ")
		}
		if field.message != nil {
			inner = field.message.index()
		}
		fmt.Fprintf(out, "[%d] = {%s, %s, %d, %s},\n", field.number, field.kind, flags, field.slot, inner)
	}
	fmt.Fprintf(out, "};\nstatic const struct value_entry m_%s[] = {\n", m.symbol)
	for _, s := range m.slots {
		absent := s.absent
		if s.zero != nil {
			absent = "STRUCT(" + s.zero.index() + ")"
		}
		fmt.Fprintf(out, "{KEY(%q), %s},\n", s.name, absent)
	}
	fmt.Fprint(out, "};\n")
}
