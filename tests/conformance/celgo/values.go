package celgo

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
)

type object map[string]any

// valueForm writes a value as the suite does, in the JSON form of cel.expr.Value. Two kinds have no such form:
// {"optional_value": VALUE or null}, and of others the type alone, {"opaque_value": NAME}.
func valueForm(value ref.Val) object {
	switch v := value.(type) {
	case *types.Err:
		return object{"error_value": v.String()} // inside of another
	case types.Null:
		return object{"null_value": nil}
	case types.Bool:
		return object{"bool_value": bool(v)}
	case types.Int:
		return object{"int64_value": strconv.FormatInt(int64(v), 10)}
	case types.Uint:
		return object{"uint64_value": strconv.FormatUint(uint64(v), 10)}
	case types.Double:
		return object{"double_value": doubleForm(float64(v))}
	case types.String:
		return object{"string_value": string(v)}
	case types.Bytes:
		return object{"bytes_value": base64.StdEncoding.EncodeToString(v)}
	case types.Timestamp:
		return wellKnown("Timestamp", v.UTC().Format(time.RFC3339Nano))
	case types.Duration:
		return wellKnown("Duration", durationText(v.Duration))
	case *types.Optional:
		if !v.HasValue() {
			return object{"optional_value": nil}
		}
		return object{"optional_value": valueForm(v.GetValue())}
	case ref.Type:
		return object{"type_value": v.TypeName()}
	case traits.Mapper:
		return mapForm(v)
	case traits.Lister:
		return listForm(v)
	}
	return object{"opaque_value": value.Type().TypeName()}
}

func wellKnown(name, text string) object {
	return object{"object_value": object{"@type": "type.googleapis.com/google.protobuf." + name, "value": text}}
}

func doubleForm(v float64) any {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	case v == 0 && math.Signbit(v):
		return json.RawMessage("-0.0")
	}
	text := strconv.FormatFloat(v, 'g', -1, 64)
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		text += ".0"
	}
	return json.RawMessage(text)
}

func durationText(d time.Duration) string {
	sign := ""
	nanos := uint64(d)
	if d < 0 {
		sign, nanos = "-", -nanos
	}
	if nanos%1e9 == 0 {
		return fmt.Sprintf("%s%ds", sign, nanos/1e9)
	}
	return fmt.Sprintf("%s%d.%09ds", sign, nanos/1e9, nanos%1e9)
}

func listForm(list traits.Lister) object {
	values := []object{}
	for it := list.Iterator(); it.HasNext() == types.True; {
		values = append(values, valueForm(it.Next()))
	}
	if len(values) == 0 {
		return object{"list_value": object{}}
	}
	return object{"list_value": object{"values": values}}
}

// mapForm sorts the entries: maps of Go have no order.
func mapForm(m traits.Mapper) object {
	entries := []object{}
	for it := m.Iterator(); it.HasNext() == types.True; {
		key := it.Next()
		entries = append(entries, object{"key": valueForm(key), "value": valueForm(m.Get(key))})
	}
	if len(entries) == 0 {
		return object{"map_value": object{}}
	}
	slices.SortFunc(entries, func(a, b object) int { return bytes.Compare(encode(a["key"]), encode(b["key"])) })
	return object{"map_value": object{"entries": entries}}
}
