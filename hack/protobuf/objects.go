package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/rand"
	"reflect"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	extensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/randfill"
)

// What may stand in a string: what JSON escapes, and characters of every length.
var letters = []rune("abcXYZ019-./ \"\\<>&\n\t\x01\u00e9\u2028\ufffd\U0001F600")

var quantities = []string{"0", "1", "-1", "100m", "1500m", "1Ki", "128Mi", "1.5Gi", "1e3", "12E", "0.1", "1n", "3u", "123456789012345678901"}

var documents = []string{`{}`, `[]`, `null`, `"text"`, `1`, `-1.5`, `1e300`, `true`, `{"b":{"a":[1,2.0,"x\u00e9"]},"a":null}`}

func text(random *rand.Rand) string {
	var text strings.Builder
	for range random.Intn(12) {
		text.WriteRune(letters[random.Intn(len(letters))])
	}
	return text.String()
}

func moment(random *rand.Rand) time.Time {
	switch random.Intn(6) {
	case 0:
		return time.Time{}
	case 1:
		return time.Unix(random.Int63n(300000000000)-62100000000+1, random.Int63n(1000000000))
	}
	return time.Unix(random.Int63n(4000000000), random.Int63n(1000000000))
}

func integer(random *rand.Rand) int64 {
	edges := []int64{0, 1, -1, math.MaxInt32, math.MinInt32, math.MaxInt64, math.MinInt64}
	if random.Intn(2) == 0 {
		return edges[random.Intn(len(edges))]
	}
	return random.Int63n(1 << random.Intn(63))
}

func real(random *rand.Rand) float64 {
	edges := []float64{0, 1, -1, 0.1, 1e20, 1e21, 1 << 63, -(1 << 63), 1 << 53, 1e19, -1e19, 5e-324, math.MaxFloat64}
	if random.Intn(2) == 0 {
		return edges[random.Intn(len(edges))]
	}
	return random.NormFloat64() * 1000
}

func document(random *rand.Rand) []byte {
	return []byte(documents[random.Intn(len(documents))])
}

func filler(seed int64) *randfill.Filler {
	random := rand.New(rand.NewSource(seed))
	return randfill.NewWithSeed(seed).NilChance(0.3).NumElements(1, 3).MaxDepth(14).Funcs(
		func(s *string, c randfill.Continue) { *s = text(random) },
		func(i *int64, c randfill.Continue) { *i = integer(random) },
		func(i *int32, c randfill.Continue) { *i = int32(integer(random)) },
		func(f *float64, c randfill.Continue) { *f = real(random) },
		func(t *metav1.TypeMeta, c randfill.Continue) {},
		func(t *metav1.Time, c randfill.Continue) { t.Time = moment(random) },
		func(t *metav1.MicroTime, c randfill.Continue) { t.Time = moment(random) },
		func(d *metav1.Duration, c randfill.Continue) { d.Duration = time.Duration(integer(random)) },
		func(q *resource.Quantity, c randfill.Continue) {
			*q = resource.MustParse(quantities[random.Intn(len(quantities))])
		},
		func(i *intstr.IntOrString, c randfill.Continue) {
			*i = intstr.FromInt32(int32(integer(random)))
			if random.Intn(2) == 0 {
				*i = intstr.FromString(text(random))
			}
		},
		func(r *runtime.RawExtension, c randfill.Continue) {
			if random.Intn(3) > 0 {
				r.Raw = []byte(`{"kind":"X","apiVersion":"v1","data":` + string(document(random)) + `}`)
			}
		},
		func(j *extensionsv1.JSON, c randfill.Continue) {
			if random.Intn(4) > 0 {
				j.Raw = document(random)
			}
		},
		func(f *metav1.FieldsV1, c randfill.Continue) {
			if random.Intn(4) > 0 {
				f.SetRawBytes([]byte(`{"f:metadata":{"f:labels":{".":{},"f:app":{}}}}`))
			}
		},
	)
}

type encoder struct {
	types    *runtime.Scheme
	protobuf *protobuf.Serializer
	json     *json.Serializer
	out      io.Writer
}

// What the API server does behind its storage's back: see `named` in types.go.
func name(object runtime.Object) {
	sets := []appsv1.StatefulSet{}
	switch found := object.(type) {
	case *appsv1.StatefulSet:
		sets = append(sets, *found)
	case *appsv1.StatefulSetList:
		sets = found.Items
	}
	for _, set := range sets {
		for i := range set.Spec.VolumeClaimTemplates {
			set.Spec.VolumeClaimTemplates[i].APIVersion = "v1"
			set.Spec.VolumeClaimTemplates[i].Kind = "PersistentVolumeClaim"
		}
	}
}

// The object through protobuf, as API servers store it, then its protobuf and its JSON, each behind its length.
func (e *encoder) write(object runtime.Object, kind schema.GroupVersionKind) error {
	object.GetObjectKind().SetGroupVersionKind(kind)
	var wire, text bytes.Buffer
	if err := e.protobuf.Encode(object, &wire); err != nil {
		return err
	}
	stored, _, err := e.protobuf.Decode(wire.Bytes(), nil, nil)
	if err != nil {
		return err
	}
	name(stored)
	if err := e.json.Encode(stored, &text); err != nil {
		return err
	}
	for _, body := range [][]byte{wire.Bytes(), text.Bytes()} {
		length := binary.LittleEndian.AppendUint32(nil, uint32(len(body)))
		if _, err := e.out.Write(append(length, body...)); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) random(fill *randfill.Filler, kind schema.GroupVersionKind) (runtime.Object, error) {
	object, err := e.types.New(kind)
	if err == nil {
		fill.Fill(object)
	}
	return object, err
}

func (e *encoder) kind(fill *randfill.Filler, kind schema.GroupVersionKind, count int) error {
	for range count {
		object, err := e.random(fill, kind)
		if err != nil {
			return err
		}
		if err := e.write(object, kind); err != nil {
			return err
		}
	}
	if kind.Kind == "Status" {
		return nil
	}
	kind.Kind += "List"
	list, err := e.random(fill, kind)
	if err != nil || reflect.ValueOf(list).Elem().FieldByName("Items").Len() == 0 {
		return err // null in Go, [] from a server
	}
	return e.write(list, kind)
}

func writeObjects(out io.Writer, types *runtime.Scheme, seed int64, count int) error {
	e := &encoder{types, protobuf.NewSerializer(types, types),
		json.NewSerializerWithOptions(json.DefaultMetaFactory, types, types, json.SerializerOptions{}), out}
	for i, kind := range listed(types) {
		if err := e.kind(filler(seed*1000+int64(i)), kind, count); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return nil
}
