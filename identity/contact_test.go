// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linli-project/linli/identity"
)

// TestConfirmEmail: an address is confirmed as long as it is the same, and nobody else's is.
func TestConfirmEmail(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		town.accept(town.dryRun(strings.NewReader(firstRoll)))
		person := town.person("丙").Pseudonym
		set := func(email, phone string, confirmed bool) {
			t.Helper()
			if err := town.SetContact(ctx, garden, identity.Holder{Person: person}, email, phone, person); err != nil {
				t.Fatal(err)
			}
			if p := town.person("丙"); p.Email != email || p.Phone != phone || p.Confirmed > 0 != confirmed {
				t.Errorf("%+v, want %s, confirmed %v", p, email, confirmed)
			}
		}
		confirm := func(email string, want error) {
			t.Helper()
			if err := town.ConfirmEmail(ctx, garden, identity.Holder{Person: person}, email); !errors.Is(err, want) {
				t.Errorf("%q: %v, want %v", email, err, want)
			}
		}
		confirm("", identity.ErrNotFound)
		set("bing@mail.example", "", false)
		confirm("other@mail.example", identity.ErrNotFound)
		confirm("bing@mail.example", nil)
		set("bing@mail.example", "139", true)
		set("other@mail.example", "139", false)
		confirm("bing@mail.example", identity.ErrNotFound)
		if got := town.actions(person); strings.Count(got, "contact.email-confirmed") != 1 {
			t.Errorf("audit: %s", got)
		}
	})
}
