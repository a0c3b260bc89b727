// SPDX-License-Identifier: Apache-2.0

package cosign

import (
	"context"
	"errors"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// Awaits says that nothing is wrong with an act, of which the ledger's rules have judged so, but that signatures are missing: another
// body's, or other owners'.
func Awaits(kind string, judged act.Code) bool {
	declared, ok := chapters.Current().Act(kind)
	together := ok && declared.SignedBy().Name == contract.ByOwners.Name
	return judged == contract.TwoBodies || together && judged == contract.WrongPerson
}

// Owners are who have to sign an act together, by their pseudonyms; of an act that is not signed by owners together, nobody. rolls are
// the versions of the roll in which a right is looked for. The error may be index.ErrNotFound.
func (s Store) Owners(ctx context.Context, a Act, rolls []int64) ([]string, error) {
	signed, err := act.Parse(a.Text, len(a.Text))
	if err != nil {
		return nil, err
	}
	switch a.Type {
	case vote.TypeVoterDesignate:
		var b vote.VoterDesignate
		if err := act.Strict(signed.Body, &b); err != nil {
			return nil, err
		}
		return s.ownersOf(ctx, a.Community, b.Right, rolls)
	case vote.TypeProxyGrant:
		var b vote.ProxyGrant
		if err := act.Strict(signed.Body, &b); err != nil {
			return nil, err
		}
		return s.granting(ctx, a.Community, b)
	}
	return nil, nil
}

// ownersOf are a right's owners in the first of these versions of the roll that has it.
func (s Store) ownersOf(ctx context.Context, community, right string, rolls []int64) ([]string, error) {
	for _, roll := range rolls {
		found, err := index.Read(ctx, s.Index, people.Rights, community, people.Version(roll), right)
		if !errors.Is(err, index.ErrNotFound) {
			return found.Owners, err
		}
	}
	return nil, index.ErrNotFound
}

// granting are who grants a proxy for a right.
func (s Store) granting(ctx context.Context, community string, b vote.ProxyGrant) ([]string, error) {
	e, err := index.Read(ctx, s.Index, vote.Elections, community, b.Election)
	if err != nil {
		return nil, err
	}
	designation, err := index.Optional(ctx, s.Index, vote.Designations, community, b.Right)
	if err != nil {
		return nil, err
	}
	right, err := index.Read(ctx, s.Index, people.Rights, community, people.Version(e.Roll), b.Right)
	return vote.WhoDecides(right, designation), err
}
