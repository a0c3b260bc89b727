// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"iter"

	"github.com/linli-project/linli/oracle/store"
)

// searchedPage is how many events are read at a time.
const searchedPage = 500

// heard yields what an oracle has heard of a community and is searched for, the last first. It reads a page of it at a time.
func heard(ctx context.Context, s *store.Store, community string, search store.Search) iter.Seq2[store.Event, error] {
	return func(yield func(store.Event, error) bool) {
		for {
			page, err := s.Find(ctx, community, search, searchedPage)
			if err != nil {
				yield(store.Event{}, err)
				return
			}
			for _, event := range page {
				if !yield(event, nil) {
					return
				}
			}
			if len(page) < searchedPage {
				return
			}
			search.Before = page[len(page)-1].Number
		}
	}
}
