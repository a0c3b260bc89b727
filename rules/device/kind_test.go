// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/linli-project/linli/rules/device"
)

// Every kind that is declared is known, each once.
func TestKindsAreAll(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "kind.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var declared []device.Kind
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Names) == 1 && isKind(spec.Type) {
			name, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Error(err)
			}
			declared = append(declared, device.Kind(name))
		}
		return true
	})
	known := device.Kinds()
	slices.Sort(declared)
	slices.Sort(known)
	if !slices.Equal(declared, known) || len(slices.Compact(known)) != len(declared) {
		t.Errorf("declared are %v, known are %v", declared, known)
	}
}

func isKind(kind ast.Expr) bool {
	name, ok := kind.(*ast.Ident)
	return ok && name.Name == "Kind"
}
