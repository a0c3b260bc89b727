// SPDX-License-Identifier: Apache-2.0

// Package identity is the people side of a community, off the ledger. It reads
// property rolls as offices keep them and turns the people in them into
// pseudonyms; it invites them by letter, registers their passkeys, and gives
// officers what they need to confirm, recover and revoke. Names, ID numbers and
// contacts stay in its personal-data store (Store), from which a person can be
// erased; nothing of them goes to the ledger.
//
// It drafts acts and never signs one: people and officers sign in their
// browsers, and Note tells the store what took effect.
package identity

import (
	"context"
	"io"
	"maps"
	"slices"

	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/rules/community"
)

// A Roll is a roll with its owners by name.
type Roll struct{ rollfile.Roll }

// Read reads a roll file and remarks on the people in it. Errors are rollfile.Read's.
func Read(ctx context.Context, file io.Reader) (Roll, error) {
	read, err := rollfile.Read(ctx, file)
	if err != nil {
		return Roll{}, err
	}
	roll := Roll{read}
	roll.spellAlike(knows(roll.Entries))
	roll.noteWitnesses()
	roll.Arrange()
	return roll, nil
}

// Names returns every owner's name once, sorted, without the developer.
func (r Roll) Names() []string {
	names := make(map[string]bool)
	for _, entry := range r.Entries {
		for _, owner := range entry.Owners {
			names[owner] = true
		}
	}
	delete(names, community.Developer)
	return slices.Sorted(maps.Keys(names))
}
