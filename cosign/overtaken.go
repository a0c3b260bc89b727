// SPDX-License-Identifier: Apache-2.0

package cosign

import (
	"context"
	"errors"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// Overtaken says that an act's number was used for another act since it was signed first.
func (s Store) Overtaken(ctx context.Context, waiting Act) (bool, error) {
	a, err := act.Parse(waiting.Text, len(waiting.Text))
	if err != nil {
		return false, err
	}
	last, err := s.lastLike(ctx, waiting, a)
	if err != nil || last < int64(a.Seq) {
		return false, err
	}
	_, err = s.Index.Get(ctx, contract.Acts, waiting.Community, waiting.Hash)
	if errors.Is(err, index.ErrNotFound) {
		return true, nil
	}
	return false, err
}

// lastLike is the last number that was used where a waiting act is numbered: a sheet's among the ballots of who filled it in.
func (s Store) lastLike(ctx context.Context, waiting Act, a act.Act) (int64, error) {
	if a.Type == vote.TypeBallotPaper {
		return s.lastBallot(ctx, waiting.Community, a)
	}
	by, err := index.Read(ctx, s.Index, contract.Credentials, waiting.Community, waiting.By)
	if err != nil {
		return 0, err
	}
	last, err := index.Optional(ctx, s.Index, contract.Sequences, by.Numbering(waiting.Community)...)
	return last.Seq, err
}

func (s Store) lastBallot(ctx context.Context, community string, a act.Act) (int64, error) {
	var sheet vote.BallotPaper
	if err := act.Strict(a.Body, &sheet); err != nil {
		return 0, err
	}
	e, err := index.Optional(ctx, s.Index, vote.Elections, community, sheet.Election) // the ledger says if there is none
	if err != nil {
		return 0, err
	}
	box, err := index.Optional(ctx, s.Index, vote.Boxes, e.BoxOf(community, sheet.Right)...)
	last := int64(0)
	for _, b := range box.Ballots {
		if b.Person == sheet.Person {
			last = b.Seq
		}
	}
	return last, err
}

// replacedBy are the waiting acts of a signer that he signs anew with this one, because their number was used.
func (s Store) replacedBy(ctx context.Context, anew Act) ([]string, error) {
	all, err := acts(ctx, s.DB.Read, "p.community = ? AND p.by = ? AND p.type = ? AND p.act <> ?", anew.Community, anew.By, anew.Type, anew.Hash)
	if err != nil {
		return nil, err
	}
	var hashes []string
	for _, old := range all {
		over, err := s.Overtaken(ctx, old)
		if err != nil {
			return nil, err
		}
		if over && sameBody(old.Text, anew.Text) {
			hashes = append(hashes, old.Hash)
		}
	}
	return hashes, nil
}

func sameBody(a, b string) bool {
	first, err1 := act.Parse(a, len(a))
	second, err2 := act.Parse(b, len(b))
	return err1 == nil && err2 == nil && string(first.Body) == string(second.Body)
}
