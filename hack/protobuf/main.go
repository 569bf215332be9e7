// What pkg/kube's protobuf reader must know of Kubernetes' built-in types, and objects to test it with.
//
// usage: protobuf table                         writes pkg/kube/protobuf_table.inc
//
//	protobuf objects --seed N --count N    writes N random objects of every kind in both encodings
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"reflect"
	"sort"

	extensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	registrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "protobuf:", err)
		os.Exit(1)
	}
}

// Every built-in type that API servers encode as protobuf.
func builtin() *runtime.Scheme {
	types := runtime.NewScheme()
	must(scheme.AddToScheme(types))
	must(extensionsv1.AddToScheme(types))
	must(registrationv1.AddToScheme(types))
	meta := schema.GroupVersion{Group: "meta.k8s.io", Version: "v1"}
	types.AddKnownTypes(meta, &metav1.PartialObjectMetadata{}, &metav1.PartialObjectMetadataList{})
	return types
}

// APIGroupList has no metadata: it is no list of objects.
func isList(t reflect.Type) bool {
	_, found := t.FieldByName("ListMeta")
	return found
}

// Servers before this one are asked for JSON when the kind is gone since.
const oldestMinor = 30

// Whether no server from oldestMinor on has it.
// Source: APILifecycleRemoved, from the +k8s:prerelease-lifecycle-gen:removed tags.
func isGone(t reflect.Type) bool {
	kind, ok := reflect.New(t).Interface().(interface{ APILifecycleRemoved() (int, int) })
	if !ok {
		return false
	}
	major, minor := kind.APILifecycleRemoved()
	return major == 1 && minor <= oldestMinor
}

// The kinds that can be listed, and Status, which is what a refusal is; sorted.
func listed(types *runtime.Scheme) []schema.GroupVersionKind {
	var kinds []schema.GroupVersionKind
	for kind := range types.AllKnownTypes() {
		if kind.Version == runtime.APIVersionInternal || isGone(types.AllKnownTypes()[kind]) {
			continue
		}
		isStatus := kind == schema.GroupVersionKind{Version: "v1", Kind: "Status"}
		list := types.AllKnownTypes()[kind.GroupVersion().WithKind(kind.Kind+"List")]
		if isStatus || kind.Kind != "" && list != nil && isList(list) {
			kinds = append(kinds, kind)
		}
	}
	sort.Slice(kinds, func(i, j int) bool {
		if kinds[i].Kind != kinds[j].Kind {
			return kinds[i].Kind < kinds[j].Kind
		}
		return kinds[i].GroupVersion().String() < kinds[j].GroupVersion().String()
	})
	return kinds
}

func main() {
	what := ""
	if len(os.Args) > 1 {
		what = os.Args[1]
	}
	flags := flag.NewFlagSet("protobuf "+what, flag.ExitOnError)
	seed := flags.Int64("seed", 1, "of the random objects")
	count := flags.Int("count", 1, "objects of every kind")
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	switch what {
	case "table":
		writeTable(out, builtin())
	case "objects":
		must(flags.Parse(os.Args[2:]))
		must(writeObjects(out, builtin(), *seed, *count))
	default:
		fmt.Fprintln(os.Stderr, "usage: protobuf table | objects --seed N --count N")
		os.Exit(2)
	}
	must(out.Flush())
}
