// SPDX-License-Identifier: Apache-2.0

package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// An operation is found by its tag: openapi.yaml lists the tags that there are, an operation of the tag "rolls" is a method of
// rollsGroup, and the methods of rollsGroup are in rolls.go and in files that begin with its name.
func TestOperationsAreWhereTheirTagSays(t *testing.T) {
	doc, err := Spec()
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for _, tag := range doc.Tags {
		tags = append(tags, tag.Name)
	}
	s := &Server{db: &database{}, logins: &logins{sessions: newSessions(nil, true, nil)}}
	contents := groupsOf(s).contents()
	for tag, all := range contents {
		if !slices.Contains(tags, tag) {
			t.Errorf("openapi.yaml does not describe the tag %s", tag)
		}
		for id, handler := range all {
			name := runtime.FuncForPC(reflect.ValueOf(handler).Pointer()).Name() // …/api.(*rollsGroup).listRolls-fm
			if !strings.Contains(name, ".(*"+tag+"Group).") || !strings.EqualFold(name[strings.LastIndex(name, ".")+1:], id+"-fm") {
				t.Errorf("%s of the tag %s is %s", id, tag, name)
			}
		}
	}
	for _, tag := range tags {
		if len(contents[tag]) == 0 {
			t.Errorf("no operation has the tag %s", tag)
		}
	}
	for file, groups := range groupsByFile(t) {
		for _, group := range groups {
			if tag := strings.TrimSuffix(group, "Group"); file != tag+".go" && !strings.HasPrefix(file, tag+"_") {
				t.Errorf("%s has methods of %s", file, group)
			}
		}
	}
}

// groupsByFile are the groups of which a file declares methods.
func groupsByFile(t *testing.T) map[string][]string {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	groups := map[string][]string{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if group := receiverOf(d); strings.HasSuffix(group, "Group") {
				groups[f.Name()] = append(groups[f.Name()], group)
			}
		}
	}
	return groups
}

// receiverOf is the type that a declaration is a method of, or "".
func receiverOf(d ast.Decl) string {
	f, ok := d.(*ast.FuncDecl)
	if !ok || f.Recv == nil {
		return ""
	}
	of := f.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}
