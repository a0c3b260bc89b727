// SPDX-License-Identifier: Apache-2.0

package cosign

import (
	"context"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
)

// Overtaken says that an act's number was used for another act since it was signed first.
func (s Store) Overtaken(ctx context.Context, waiting Act) (bool, error) {
	a, declared, err := read(waiting)
	if err != nil {
		return false, err
	}
	by, err := index.Read(ctx, s.Index, contract.Credentials, waiting.Community, waiting.By)
	if err != nil {
		return false, err
	}
	v := contract.NewView(s.Index.State(ctx))
	last, err := declared.LastOf(v, a, by)
	if err != nil || last.Seq < int64(a.Seq) {
		return false, err
	}
	kept, err := declared.IsKept(v, a, waiting.Hash)
	return !kept, err
}

// replacedBy are the waiting acts of a signer that he signs anew with this one, because their number was used.
func (s Store) replacedBy(ctx context.Context, anew Act) ([]string, error) {
	all, err := acts(ctx, s.DB.Read, "p.community = $1 AND p.by = $2 AND p.type = $3 AND p.act <> $4", anew.Community, anew.By, anew.Type,
		anew.Hash)
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
