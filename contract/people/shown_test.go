// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/town"
)

// Bodies cannot found a community under names that are not seen as they are written.
func TestLookalikeBodies(t *testing.T) {
	for name, change := range map[string]func(*contract.Constitution){
		"a community that turns the line": func(c *contract.Constitution) { c.Name = "Garden\u202e" },
		"a body with a zero-width space":  func(c *contract.Constitution) { c.Bodies[0].Name += "\u200b" },
		"two bodies of one name":          func(c *contract.Constitution) { c.Bodies[0].Name, c.Bodies[1].Name = "Garden", "GARDEN " },
	} {
		t.Run(name, func(t *testing.T) {
			w := town.OnBook(t, "rehearsal")
			w.Constitution.Bodies = slices.Clone(w.Constitution.Bodies)
			change(&w.Constitution)
			for _, body := range w.Constitution.Bodies {
				town.Fails(t, w.FoundAs(w.Admin(body.ID), w.Officers[body.ID]), contract.BadArguments)
			}
		})
	}
}
