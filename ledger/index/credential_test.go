// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/community"
)

// A person's credentials are those that he has enrolled, as they are now; an officer's are nobody's.
func TestCredentialsOf(t *testing.T) {
	ctx := t.Context()
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	book := village.Book{Handle: func(b ledger.Block) error { return x.Apply(ctx, b) }}
	done := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	v, err := village.New("garden", village.Garden())
	done(err)
	done(v.SetRoll([]community.Unit{{ID: "u", Kind: community.Home, Status: community.Sold, AreaDm2: 9000,
		Owners: []string{"ann", "bob"}}}))
	done(book.Found(v))
	done(book.LoadRoll(v, 1))
	done(book.Submit(v.IssueCodes()))
	done(book.Submit(v.Enrol()))
	done(book.Submit(v.Confirm()))
	of := func(community, person string) []contract.Credential {
		t.Helper()
		all, err := x.CredentialsOf(ctx, community, person)
		done(err)
		return all
	}
	if got := of(v.ID, "ann"); len(got) != 1 || got[0].ID != v.People["ann"].Key.ID() || got[0].Status != contract.Active ||
		got[0].Act == "" {
		t.Errorf("%+v", got)
	}
	signed, err := v.Act("credential.revoke", people.CredentialRevoke{Credential: v.People["ann"].Key.ID(),
		Reason: strings.Repeat("a", 64)}, v.People["ann"])
	done(err)
	done(book.Submit([]act.Signed{signed}, nil))
	if got := of(v.ID, "ann"); len(got) != 1 || got[0].Status != contract.StatusRevoked {
		t.Errorf("revoked: %+v", got)
	}
	for community, person := range map[string]string{v.ID: "", "elsewhere": "ann"} {
		if got := of(community, person); len(got) != 0 {
			t.Errorf("of %q in %q: %+v", person, community, got)
		}
	}
	done(x.Rebuild(ctx))
	if got := of(v.ID, "bob"); len(got) != 0 {
		t.Errorf("of an empty index: %+v", got)
	}
}
