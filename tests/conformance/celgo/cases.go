package celgo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
)

// caseFile is a file of cases in the form of the specification's suite.
type caseFile struct {
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	Environment string    `json:"environment,omitempty"`
	Section     []section `json:"section"`
}

type section struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Test        []Case `json:"test"`
}

// Case is one test. Fields that nobody here knows are kept as they are.
type Case struct{ fields map[string]json.RawMessage }

func (t *Case) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &t.fields) }

func readFile(text []byte) (*caseFile, error) {
	file := &caseFile{}
	return file, json.Unmarshal(text, file)
}

func (f *caseFile) environment() string {
	if f.Environment == "" {
		return "cel"
	}
	return f.Environment
}

// Fields in the order they are written in; others follow, sorted.
var fieldOrder = []string{
	"name", "description", "source", "expr", "container", "disable_check", "disable_macros", "check_only", "type_env", "schemas",
	"json", "bindings", "authorizer", "request_resource", "cost_limit", "value", "typed_result", "eval_error", "check_error",
	"program_error", "cost", "estimate",
}

func (t Case) MarshalJSON() ([]byte, error) {
	known := map[string]bool{}
	var names, rest []string
	for _, name := range fieldOrder {
		known[name] = true
		if _, ok := t.fields[name]; ok {
			names = append(names, name)
		}
	}
	for name := range t.fields {
		if !known[name] {
			rest = append(rest, name)
		}
	}
	sort.Strings(rest)
	var out bytes.Buffer
	for i, name := range append(names, rest...) {
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(encode(name))
		out.WriteByte(':')
		out.Write(t.fields[name])
	}
	return []byte("{" + out.String() + "}"), nil
}

// write prints one test a line.
func (f *caseFile) write() ([]byte, error) {
	head, tests := *f, [][]Case{}
	head.Section = nil
	var out bytes.Buffer
	for _, s := range f.Section {
		tests = append(tests, s.Test)
	}
	text := encode(head)
	out.Write(bytes.TrimSuffix(text, []byte(`"section":null}`)))
	out.WriteString("\"section\":[\n")
	for i, s := range f.Section {
		s.Test = nil
		out.Write(bytes.TrimSuffix(encode(s), []byte("null}")))
		out.WriteString("[\n")
		for k, t := range tests[i] {
			line, err := t.MarshalJSON()
			if err != nil {
				return nil, err
			}
			if err := json.Compact(&out, line); err != nil {
				return nil, err
			}
			out.WriteString(separator(k, len(tests[i])))
		}
		out.WriteString("]}" + separator(i, len(f.Section)))
	}
	out.WriteString("]}\n")
	return out.Bytes(), nil
}

func separator(i, len int) string {
	if i+1 < len {
		return ",\n"
	}
	return "\n"
}

// encode is json.Marshal without the escapes that HTML needs.
func encode(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // values of our own making only
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

func (t *Case) Has(name string) bool {
	_, ok := t.fields[name]
	return ok
}

func (t *Case) Text(name string) string {
	var text string
	_ = json.Unmarshal(t.fields[name], &text)
	return text
}

func (t *Case) Flag(name string) bool {
	var flag bool
	_ = json.Unmarshal(t.fields[name], &flag)
	return flag
}

// JSON reads a field; a field that is not there leaves `into` as it is.
func (t *Case) JSON(name string, into any) error {
	if !t.Has(name) {
		return nil
	}
	if err := json.Unmarshal(t.fields[name], into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (t *Case) set(name string, value any) {
	t.fields[name] = encode(value)
}
