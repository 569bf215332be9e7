package main

import (
	"context"
	"errors"
	"strings"

	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/selection"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/cel/library"
	"plimsoll.dev/conformance/celgo"
)

// rules answer for an authorizer: the first that matches. A field that a rule has not matches anything.
type rules struct {
	Rules []rule `json:"rules"`
}

type rule struct {
	User, Verb, Group, Version, Resource, Subresource, Namespace, Name, Path, FieldSelector, LabelSelector *string

	Decision, Reason, Error string
}

var decisions = map[string]authorizer.Decision{
	"allow": authorizer.DecisionAllow, "deny": authorizer.DecisionDeny, "no opinion": authorizer.DecisionNoOpinion,
}

func (r rules) Authorize(_ context.Context, a authorizer.Attributes) (authorizer.Decision, string, error) {
	for _, rule := range r.Rules {
		if !rule.matches(a) {
			continue
		}
		var err error
		if rule.Error != "" {
			err = errors.New(rule.Error)
		}
		return decisions[rule.Decision], rule.Reason, err
	}
	return authorizer.DecisionNoOpinion, "", nil
}

func (r rule) matches(a authorizer.Attributes) bool {
	fields, _ := a.GetFieldSelector()
	labels, _ := a.GetLabelSelector()
	for _, pair := range []struct {
		wanted *string
		got    string
	}{
		{r.User, a.GetUser().GetName()}, {r.Verb, a.GetVerb()}, {r.Group, a.GetAPIGroup()}, {r.Version, a.GetAPIVersion()},
		{r.Resource, a.GetResource()}, {r.Subresource, a.GetSubresource()}, {r.Namespace, a.GetNamespace()},
		{r.Name, a.GetName()}, {r.Path, a.GetPath()}, {r.FieldSelector, fieldText(fields)}, {r.LabelSelector, labelText(labels)},
	} {
		if pair.wanted != nil && *pair.wanted != pair.got {
			return false
		}
	}
	return true
}

// Requirements as they are written in an expression, several joined by a comma.
func fieldText(requirements fields.Requirements) string {
	texts := []string{}
	for _, r := range requirements {
		texts = append(texts, r.Field+operators[r.Operator]+r.Value)
	}
	return strings.Join(texts, ",")
}

var operators = map[selection.Operator]string{selection.Equals: "=", selection.DoubleEquals: "==", selection.NotEquals: "!="}

func labelText(requirements labels.Requirements) string {
	texts := []string{}
	for _, r := range requirements {
		texts = append(texts, r.String())
	}
	return strings.Join(texts, ",")
}

// requested is the resource that authorizer.requestResource asks about.
type requested struct{ Group, Version, Resource, Subresource, Namespace, Name string }

func (r requested) GetName() string        { return r.Name }
func (r requested) GetNamespace() string   { return r.Namespace }
func (r requested) GetSubresource() string { return r.Subresource }
func (r requested) GetResource() schema.GroupVersionResource {
	return schema.GroupVersionResource{Group: r.Group, Version: r.Version, Resource: r.Resource}
}

func readAuthorizer(t *celgo.Case, in *celgo.Inputs) error {
	if !t.Has("authorizer") {
		return nil
	}
	var answers rules
	if err := t.JSON("authorizer", &answers); err != nil {
		return err
	}
	who := &user.DefaultInfo{Name: "system:anonymous"}
	in.Declare("authorizer", library.AuthorizerType, library.NewAuthorizerVal(who, answers))
	if !t.Has("request_resource") {
		return nil
	}
	var resource requested
	if err := t.JSON("request_resource", &resource); err != nil {
		return err
	}
	in.Declare("authorizer.requestResource", library.ResourceCheckType,
		library.NewResourceAuthorizerVal(who, answers, resource))
	return nil
}
