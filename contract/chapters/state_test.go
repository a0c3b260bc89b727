// SPDX-License-Identifier: Apache-2.0

package chapters_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const stateHead = `# The state

One JSON document a key; keys are Fabric composite keys. ` + "`C`" + ` is a community, ` + "`E`" + ` an election, ` + "`V`" + ` a version of the roll. The table is
written from where the documents are declared (` + "`contract.Ref`" + `), with ` + "`go test ./contract/chapters -update`" + `.

| key | document | is in |
|---|---|---|
`

// state is the table of all kinds of documents. Each says in the comment beside it what the rest of its key is, and what it is.
func state(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("../*.go")
	chapters, err2 := filepath.Glob("../*/*.go")
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	var rows []string
	for _, path := range append(files, chapters...) {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && isRef(spec.Type) {
				rows = append(rows, row(t, spec, strings.TrimPrefix(path, "../")))
			}
			return true
		})
	}
	slices.Sort(rows)
	return stateHead + strings.Join(rows, "")
}

// isRef says that a constant is of type Ref[…], or contract.Ref[…].
func isRef(kind ast.Expr) bool {
	of, ok := kind.(*ast.IndexExpr)
	if !ok {
		return false
	}
	if of, ok := of.X.(*ast.SelectorExpr); ok {
		return of.Sel.Name == "Ref"
	}
	name, ok := of.X.(*ast.Ident)
	return ok && name.Name == "Ref"
}

func row(t *testing.T, spec *ast.ValueSpec, path string) string {
	t.Helper()
	key, what, ok := strings.Cut(strings.TrimSpace(spec.Comment.Text()), ": ")
	kind, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
	if !ok || err != nil {
		t.Fatalf("%s: a comment beside %s says what its key is, and what it is", path, spec.Names[0])
	}
	return fmt.Sprintf("| `%s~%s` | %s | `contract/%s` |\n", kind, key, what, path)
}
