package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	extensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// A field as it stands in a message of the wire.
type wireField struct {
	number   int
	kind     string // FIELD_*
	flags    []string
	slot     int
	message  *message // of FIELD_MESSAGE, FIELD_INLINE and the like
	jsonName string
}

// A member of the JSON object, in Go's order.
type slot struct {
	name   string
	absent string   // what it is when the wire does not have it: a C initialiser
	zero   *message // ABSENT_STRUCT
}

type message struct {
	name   string // "apps/v1 DeploymentSpec"
	symbol string // "apps_v1_DeploymentSpec"
	fields []wireField
	slots  []slot
}

type collector struct {
	messages map[string]*message
	order    []*message
}

// Types whose JSON is not that of their fields. What is empty here is a struct to encoding/json: never omitted.
var special = map[reflect.Type]struct{ kind, zero string }{
	reflect.TypeFor[metav1.Time]():                               {"FIELD_TIME", "NONE"},
	reflect.TypeFor[metav1.MicroTime]():                          {"FIELD_MICRO_TIME", "NONE"},
	reflect.TypeFor[metav1.Duration]():                           {"FIELD_DURATION", `TEXT("0s")`},
	reflect.TypeFor[resource.Quantity]():                         {"FIELD_QUANTITY", `TEXT("0")`},
	reflect.TypeFor[intstr.IntOrString]():                        {"FIELD_INT_OR_STRING", "ZERO"},
	reflect.TypeFor[runtime.RawExtension]():                      {"FIELD_RAW_JSON", "NONE"},
	reflect.TypeFor[extensionsv1.JSON]():                         {"FIELD_RAW_JSON", "NONE"},
	reflect.TypeFor[metav1.FieldsV1]():                           {"FIELD_MANAGED_SET", "NONE"},
	reflect.TypeFor[extensionsv1.JSONSchemaPropsOrBool]():        {"FIELD_CHOICE", "NO"},
	reflect.TypeFor[extensionsv1.JSONSchemaPropsOrArray]():       {"FIELD_CHOICE", "NONE"},
	reflect.TypeFor[extensionsv1.JSONSchemaPropsOrStringArray](): {"FIELD_CHOICE", "NONE"},
}

// The server names these objects in JSON; protobuf has no place for it.
// Source: Convert_apps_StatefulSetSpec_To_v1_StatefulSetSpec, kubernetes/pkg/apis/apps/v1/conversion.go.
var named = map[reflect.Type]string{reflect.TypeFor[appsv1.StatefulSetSpec](): "VolumeClaimTemplates"}

var (
	marshaler   = reflect.TypeFor[json.Marshaler]()
	unmarshaler = reflect.TypeFor[interface{ Unmarshal([]byte) error }]()
	typeMeta    = reflect.TypeFor[metav1.TypeMeta]()
)

func fail(owner reflect.Type, field, format string, arguments ...any) {
	must(fmt.Errorf("%s.%s: %s", owner, field, fmt.Sprintf(format, arguments...)))
}

// "k8s.io/api/apps/v1" gives "apps/v1".
func packageName(t reflect.Type) string {
	parts := strings.Split(t.PkgPath(), "/")
	return strings.Join(parts[max(0, len(parts)-2):], "/")
}

func (c *collector) message(t reflect.Type, suffix string) *message {
	name := packageName(t) + " " + t.Name() + suffix
	if found := c.messages[name]; found != nil {
		return found
	}
	symbol := strings.ToLower(strings.NewReplacer("/", "_", " ", "_").Replace(name))
	made := &message{name: name, symbol: symbol}
	c.messages[name] = made
	c.order = append(c.order, made)
	if suffix != "" {
		made.slots = []slot{{name: "kind", absent: fmt.Sprintf("TEXT(%q)", t.Name())},
			{name: "apiVersion", absent: `TEXT("v1")`}}
	}
	for i := range t.NumField() {
		c.field(made, t, t.Field(i))
	}
	seen := map[string]bool{}
	for _, s := range made.slots {
		if seen[s.name] {
			fail(t, s.name, "stands twice")
		}
		seen[s.name] = true
	}
	return made
}

type tags struct {
	number                  int
	name                    string
	omitEmpty, omitZero     bool
	inline, hasName, onWire bool
}

func readTags(owner reflect.Type, field reflect.StructField) tags {
	var found tags
	parts := strings.Split(field.Tag.Get("json"), ",")
	found.name, found.hasName = parts[0], parts[0] != ""
	for _, part := range parts[1:] {
		switch part {
		case "omitempty":
			found.omitEmpty = true
		case "omitzero":
			found.omitZero = true
		case "inline", "":
		default:
			fail(owner, field.Name, "json option %q", part)
		}
	}
	found.inline = field.Anonymous && !found.hasName
	if !found.hasName {
		found.name = field.Name
	}
	if wire := strings.Split(field.Tag.Get("protobuf"), ","); len(wire) > 1 {
		number, err := strconv.Atoi(wire[1])
		must(err)
		found.number, found.onWire = number, true
	}
	return found
}

func (c *collector) field(owner *message, t reflect.Type, field reflect.StructField) {
	tag := readTags(t, field)
	if !tag.onWire {
		if field.Type != typeMeta {
			fail(t, field.Name, "is not on the wire")
		}
		return
	}
	if tag.name == "-" {
		fail(t, field.Name, "is not in JSON")
	}
	if tag.inline {
		inner := c.message(field.Type, "")
		owner.fields = append(owner.fields, wireField{number: tag.number, kind: "FIELD_INLINE", slot: len(owner.slots), message: inner})
		owner.slots = append(owner.slots, inner.slots...)
		return
	}
	suffix := ""
	if named[t] == field.Name {
		suffix = " of " + t.Name()
	}
	wire, zero := c.shape(t, field, field.Type, suffix)
	wire.number, wire.slot, wire.jsonName = tag.number, len(owner.slots), tag.name
	owner.fields = append(owner.fields, wire)
	owner.slots = append(owner.slots, absence(owner, field.Type, tag, zero))
}

// What the member is without a field, and whether an empty one is written.
// Source: isEmptyValue and the omitzero rule of encoding/json.
func absence(owner *message, t reflect.Type, tag tags, zero slot) slot {
	last := &owner.fields[len(owner.fields)-1]
	zero.name = tag.name
	isStruct := t.Kind() == reflect.Struct
	if tag.omitZero && t != reflect.TypeFor[metav1.Time]() {
		must(fmt.Errorf("%s.%s: omitzero", owner.name, tag.name))
	}
	if tag.omitEmpty && !isStruct || tag.omitZero {
		zero.absent, zero.zero = "OMITTED", nil
		if t.Kind() != reflect.Pointer {
			last.flags = append(last.flags, "OMIT")
		}
	}
	return zero
}

// zero is what an absent field gives when it is not omitted.
func (c *collector) shape(owner reflect.Type, field reflect.StructField, t reflect.Type, suffix string) (wireField, slot) {
	if t.Kind() == reflect.Pointer {
		wire, _ := c.shape(owner, field, t.Elem(), suffix)
		return wire, slot{absent: "NONE"}
	}
	if known, ok := special[t]; ok {
		wire := wireField{kind: known.kind}
		if known.kind == "FIELD_CHOICE" {
			wire.message = c.message(t, "")
		}
		return wire, slot{absent: known.zero}
	}
	if t.Implements(marshaler) {
		fail(owner, field.Name, "%s has a JSON of its own", t)
	}
	switch t.Kind() {
	case reflect.Slice:
		return c.slice(owner, field, t, suffix), slot{absent: "NONE"}
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			fail(owner, field.Name, "keys are %s", t.Key())
		}
		wire, zero := c.shape(owner, field, t.Elem(), suffix)
		wire.flags = append(wire.flags, "MAP")
		_ = zero
		return wire, slot{absent: "NONE"}
	case reflect.Struct:
		inner := c.message(t, suffix)
		kind := "FIELD_MESSAGE"
		if t == reflect.TypeFor[metav1.ManagedFieldsEntry]() {
			kind = "FIELD_MANAGED"
		}
		return wireField{kind: kind, message: inner}, slot{absent: "STRUCT", zero: inner}
	case reflect.String:
		return wireField{kind: "FIELD_STRING"}, slot{absent: `TEXT("")`}
	case reflect.Bool:
		return wireField{kind: "FIELD_BOOL"}, slot{absent: "NO"}
	case reflect.Int32:
		return wireField{kind: "FIELD_INT32"}, slot{absent: "ZERO"}
	case reflect.Int64, reflect.Int:
		return wireField{kind: "FIELD_INT64"}, slot{absent: "ZERO"}
	case reflect.Float64:
		return wireField{kind: "FIELD_DOUBLE"}, slot{absent: "ZERO"}
	}
	fail(owner, field.Name, "no rule for %s", t)
	return wireField{}, slot{}
}

func (c *collector) slice(owner reflect.Type, field reflect.StructField, t reflect.Type, suffix string) wireField {
	if reflect.PointerTo(t).Implements(unmarshaler) {
		if t.Elem().Kind() != reflect.String {
			fail(owner, field.Name, "no rule for %s", t)
		}
		return wireField{kind: "FIELD_STRINGS"}
	}
	if t.Elem().Kind() == reflect.Uint8 {
		return wireField{kind: "FIELD_BYTES"}
	}
	if t.Elem().Kind() == reflect.Pointer || t.Elem().Kind() == reflect.Slice || t.Elem().Kind() == reflect.Map {
		fail(owner, field.Name, "no rule for %s", t)
	}
	wire, _ := c.shape(owner, field, t.Elem(), suffix)
	wire.flags = append(wire.flags, "LIST")
	return wire
}
