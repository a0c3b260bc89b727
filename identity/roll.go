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
	roll.noteNamesakes()
	return roll, nil
}

// noteNamesakes remarks on owners that appear under more than one ID number.
// Registers write a household's card, a passport or an old number beside the
// same owner, so the name decides; two people of one name have to be told apart
// in the file. Only sole owners are looked at: of several, nobody knows whose
// number it is.
//
// BUG(roll): namesakes are one head until the office tells them apart.
func (r *Roll) noteNamesakes() {
	numbers := make(map[string]string)
	remarked := make(map[string]bool)
	for _, entry := range r.Entries {
		if len(entry.Owners) != 1 || entry.IDNumber == "" {
			continue
		}
		name := entry.Owners[0]
		first, known := numbers[name]
		if !known {
			numbers[name] = entry.IDNumber
		} else if first != entry.IDNumber && !remarked[name] {
			remarked[name] = true
			r.Note(entry.Place, NamesakeNote)
		}
	}
}

// NamesakeNote marks a row whose sole owner appeared above under another ID
// number.
const NamesakeNote = "the same name under another ID number, read as one person; write two people apart, such as 张伟(2)"

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
