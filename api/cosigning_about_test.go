// SPDX-License-Identifier: Apache-2.0

package api

import (
	"testing"

	"github.com/linli-project/linli/contract/chapters"
)

// The pages ask who it is about where an act's declaration says that it is about one person: of these acts, and of no others, the
// server can tell.
func TestWhomAnActIsAbout(t *testing.T) {
	tell := (&cosigningGroup{}).abouts()
	for _, declared := range chapters.Current().Acts() {
		if _, told := tell[declared.Name()]; told != declared.AboutPerson() {
			t.Errorf("%s: declared to be about a person: %v; the server tells whom: %v", declared.Name(), declared.AboutPerson(), told)
		}
	}
}
