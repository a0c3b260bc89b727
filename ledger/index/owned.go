// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"fmt"
	"iter"
	"math"

	"github.com/linli-project/linli/contract"
)

// Owned is a document that is a household's.
type Owned[D any] struct {
	ID  string
	Doc D
}

// OfHouseholds yields deeds, vouchers, transfers, breaches, cases or visits of a community that some households have to do with, or what
// guards of some car parks have decided: one household
// after the other, each in the order in which the ledger first had them. What several have to do with comes once. Like List, it keeps no
// connection to the file while its caller works.
func OfHouseholds[D any](
	ctx context.Context, x *Index, ref contract.Ref[D], community string, households ...string,
) iter.Seq2[Owned[D], error] {
	return once(func(yield func(Owned[D], error) bool) {
		for _, household := range households {
			for o, err := range ofHousehold(ctx, x, ref, community, household) {
				if !yield(o, err) {
					return
				}
			}
		}
	})
}

const (
	ofOwned = "SELECT o.id, d.key, d.json, d.block, d.tx FROM owned o JOIN documents d ON d.key = o.key " +
		"WHERE o.community = ? AND o.kind = ? "
	ofOneHousehold = ofOwned + "AND o.household = ? AND o.id > ? ORDER BY o.id LIMIT ?"
	ofCommunity    = ofOwned + "AND o.id < ? ORDER BY o.id DESC LIMIT ?"
)

func ofHousehold[D any](
	ctx context.Context, x *Index, ref contract.Ref[D], community, household string,
) iter.Seq2[Owned[D], error] {
	return ownedPages(0, func(last int64) ([]Owned[D], int64, error) {
		return ownedPage(ctx, x, ref, ofOneHousehold, community, ref.Kind(), household, last, listedAtOnce)
	})
}

// OfCommunity yields breaches or cases of a community, of whatever household or body, those that began last first. What several have to do
// with comes once.
func OfCommunity[D any](ctx context.Context, x *Index, ref contract.Ref[D], community string) iter.Seq2[Owned[D], error] {
	return once(ownedPages(math.MaxInt64, func(last int64) ([]Owned[D], int64, error) {
		return ownedPage(ctx, x, ref, ofCommunity, community, ref.Kind(), last, listedAtOnce)
	}))
}

// once yields what comes several times once, where it comes first.
func once[D any](all iter.Seq2[Owned[D], error]) iter.Seq2[Owned[D], error] {
	return func(yield func(Owned[D], error) bool) {
		seen := map[string]bool{}
		for o, err := range all {
			if err == nil && seen[o.ID] {
				continue
			}
			if seen[o.ID] = true; !yield(o, err) || err != nil {
				return
			}
		}
	}
}

// ownedPages yields page after page, which each begin behind the last of the one before.
func ownedPages[D any](last int64, page func(last int64) ([]Owned[D], int64, error)) iter.Seq2[Owned[D], error] {
	return func(yield func(Owned[D], error) bool) {
		for last := last; ; {
			all, next, err := page(last)
			if err != nil {
				yield(Owned[D]{}, fmt.Errorf("list what is households': %w", err))
				return
			}
			for _, o := range all {
				if !yield(o, nil) {
					return
				}
			}
			if len(all) < listedAtOnce {
				return
			}
			last = next
		}
	}
}

func ownedPage[D any](
	ctx context.Context, x *Index, ref contract.Ref[D], query string, args ...any,
) (page []Owned[D], last int64, err error) {
	rows, err := x.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		d, err := scan(after{rows, &last})
		if err != nil {
			return nil, 0, err
		}
		o := Owned[D]{ID: d.Attributes[1]}
		if o.Doc, err = ref.Decode(d.Value); err != nil {
			return nil, 0, err
		}
		page = append(page, o)
	}
	return page, last, rows.Err()
}
