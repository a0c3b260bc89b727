// SPDX-License-Identifier: Apache-2.0

package index

import (
	"fmt"
	"iter"
	"slices"
)

// inTurn yields what a query selects, in the order of two columns, a page after the other; page reads one, with the two of its last row.
// Like List, it keeps no connection to the file while its caller works.
func inTurn[T any](
	what, query, by string, args []any, page func(query string, args []any) (items []T, last []any, err error),
) iter.Seq2[T, error] {
	ordered := fmt.Sprintf(" ORDER BY %s LIMIT %d", by, listedAtOnce)
	return func(yield func(T, error) bool) {
		asked, given := query+ordered, args
		for {
			items, last, err := page(asked, given)
			if err != nil {
				var none T
				yield(none, fmt.Errorf("%s: %w", what, err))
				return
			}
			for _, one := range items {
				if !yield(one, nil) {
					return
				}
			}
			if len(items) < listedAtOnce {
				return
			}
			asked, given = query+" AND ("+by+") > (?, ?)"+ordered, slices.Concat(args, last)
		}
	}
}
