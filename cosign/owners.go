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
// body's, other owners', or parties'.
func Awaits(kind string, judged act.Code) bool {
	declared, ok := chapters.Current().Act(kind)
	switch judged {
	case contract.TwoBodies:
		return true
	case contract.WrongPerson:
		return ok && declared.SignedBy().Name == contract.ByOwners.Name
	case contract.NotParties:
		return ok && ofParties(declared)
	}
	return false
}

// Owners are who have to sign an act together, by their pseudonyms, as its declaration says; of an act that is not signed by owners
// together, nobody. The right that it is about has to be in one of these versions of the roll. The error may be index.ErrNotFound.
func (s Store) Owners(ctx context.Context, waiting Act, rolls []int64) ([]string, error) {
	a, declared, err := read(waiting)
	if err != nil {
		return nil, err
	}
	owners, err := declared.OwnersOf(contract.NewView(s.Index.State(ctx)), a)
	if act.CodeOf(err) == contract.NotFound {
		err = index.ErrNotFound
	}
	if err != nil || owners == nil {
		return nil, err
	}
	_, right := waiting.Of()
	return owners, s.isIn(ctx, a.Community, right, rolls)
}

// Of is the election and the right that an act is about, each "" if it is about none.
func (a Act) Of() (election, right string) { return vote.Of(a.Subject()) }

// Subject is what an act is about.
func (a Act) Subject() contract.Subject {
	signed, declared, err := read(a)
	if err != nil {
		return contract.Subject{}
	}
	return declared.SubjectOf(signed)
}

// Read reads an act's body.
func (a Act) Read(body any) error {
	signed, err := act.Parse(a.Text, len(a.Text))
	if err != nil {
		return err
	}
	return act.Strict(signed.Body, body)
}

// read is a waiting act with its declaration.
func read(waiting Act) (act.Act, contract.Declared, error) {
	a, err := act.Parse(waiting.Text, len(waiting.Text))
	if err != nil {
		return a, nil, err
	}
	declared, ok := chapters.Current().Act(a.Type)
	if !ok {
		return a, nil, act.Refuse(contract.UnknownType)
	}
	return a, declared, nil
}

// isIn looks for a right in these versions of the roll.
func (s Store) isIn(ctx context.Context, community, right string, rolls []int64) error {
	for _, roll := range rolls {
		if _, err := s.Index.Get(ctx, people.Rights, community, people.Version(roll), right); !errors.Is(err, index.ErrNotFound) {
			return err
		}
	}
	return index.ErrNotFound
}
