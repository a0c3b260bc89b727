// SPDX-License-Identifier: Apache-2.0

package cosign

import (
	"context"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/ledger/index"
)

// OfParties says whether an act is between parties, for each of which one person signs, whoever speaks for it.
func (a Act) OfParties() bool {
	declared, ok := chapters.Current().Act(a.Type)
	return ok && ofParties(declared)
}

func ofParties(d contract.Declared) bool {
	by := d.SignedBy().Name
	return by == contract.ByParties.Name || by == contract.ByOfficerAndParties.Name
}

// Parties are those that a waiting act is between, as they are now. The error may be index.ErrNotFound.
func (s Store) Parties(ctx context.Context, waiting Act) ([]contract.Party, error) {
	a, declared, err := read(waiting)
	if err != nil {
		return nil, err
	}
	parties, err := declared.PartiesOf(contract.NewView(s.Index.State(ctx)), a)
	if act.CodeOf(err) == contract.NotFound {
		err = index.ErrNotFound
	}
	return parties, err
}

// Names are those of parties.
func Names(parties []contract.Party) []string {
	names := make([]string, len(parties))
	for i, p := range parties {
		names[i] = p.Name
	}
	return names
}

// PartyOf is for which of the parties somebody signs an act: the one for which he has, one that nobody has signed for, or another that he
// speaks for. It is "" if he speaks for none.
func (a Act) PartyOf(parties []contract.Party, by contract.Credential) string {
	name, signed := "", a.Signed()
	for _, s := range a.Signatures {
		if s.By == by.ID {
			return s.Person
		}
	}
	for _, p := range parties {
		if p.SpokenForBy(by) && (name == "" || slices.Contains(signed, name)) {
			name = p.Name
		}
	}
	return name
}

// Lapsed are the passkeys, beside the first signer's, whose signatures are of no use any more: revoked, or of somebody who speaks no longer
// for whom he has signed. Somebody else may sign for that party, who thus is not held up by it. An act that was sent has none: it may be on
// the ledger with them.
func (s Store) Lapsed(ctx context.Context, a Act, parties []contract.Party) ([]string, error) {
	var lapsed []string
	if a.Sent() {
		return nil, nil
	}
	for _, signature := range a.Signatures[1:] {
		by, err := index.Optional(ctx, s.Index, contract.Credentials, a.Community, signature.By)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(parties, func(p contract.Party) bool { return p.Name == signature.Person && p.SpokenForBy(by) }) {
			lapsed = append(lapsed, signature.By)
		}
	}
	return lapsed, nil
}

// Without is an act without the signatures of these passkeys.
func (a Act) Without(passkeys []string) Act {
	a.Signatures = slices.DeleteFunc(slices.Clone(a.Signatures), func(s Signature) bool { return slices.Contains(passkeys, s.By) })
	return a
}
