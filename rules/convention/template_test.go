// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"testing"

	"github.com/linli-project/linli/rules/convention"
)

// Every template passes its own check, and stands as it is read.
func TestTemplates(t *testing.T) {
	c := compiler(t)
	names := convention.Templates()
	if len(names) != 7 {
		t.Errorf("%d templates: %v", len(names), names)
	}
	for _, name := range names {
		text, ok := convention.Template(name)
		read, refusals := c.Read(text)
		if !ok || len(refusals) > 0 || convention.Tidy(text) != text {
			t.Errorf("%s: %+v", name, refusals)
		}
		for _, a := range read.Articles {
			if a.Rule == nil || len(a.Examples) < 3 {
				t.Errorf("%s: article %d has no rule, or few examples", name, a.Number)
			}
		}
	}
	if _, ok := convention.Template("../convention"); ok {
		t.Error("there is a template outside of the templates")
	}
}
