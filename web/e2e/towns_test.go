// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/internal/village"
)

// towns founds a community for each journey of its row but whole-vote, which does all of that by pages, and has there what the journey
// starts from. It returns the tokens of their officers' links, by body, by community.
func (r *registrar) towns(t *testing.T) map[string]any {
	t.Helper()
	tokens := map[string]any{}
	for id, prepare := range map[string]func(*village.Village){
		"desk":   func(*village.Village) {},
		"orders": func(v *village.Village) { r.takeRoll(t, v) },
		"kiosk": func(v *village.Village) {
			r.takeRoll(t, v)
			hold(t, r.ledger, v, "kiosk", false)
		},
		"recovery": func(v *village.Village) {
			r.takeRoll(t, v)
			must(t, r.open(t.Context(), v, "lawn", "绿化表决", 48*time.Hour))
		},
	} {
		v := r.founded(t, id, r.constitution.Name)
		prepare(v)
		var err error
		tokens[id], err = r.invite(t.Context(), id)
		must(t, err)
	}
	return tokens
}
