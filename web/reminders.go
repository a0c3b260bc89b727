// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/rules/breach"
)

// reminder is an article of the convention that the notice board reminds of, without saying whose breach it is.
type reminder struct {
	Article int64
	Heading string
	Until   int64 // Unix time
}

// reminders are what the boards remind of. Those of the last block are remembered, as anybody may ask and each reads every breach
// there was.
type reminders struct {
	mu     sync.Mutex
	height uint64
	acting map[string][]convention.Breach // that are on some board, by community
}

// reminders are those of a community at a Unix time, by article.
func (p *Pages) reminders(ctx context.Context, community string, now int64) ([]reminder, error) {
	boards, err := p.boards(ctx, community)
	if err != nil {
		return nil, err
	}
	var all []reminder
	for _, b := range boards {
		if !b.Acts(now) {
			continue
		}
		i := slices.IndexFunc(all, func(r reminder) bool { return r.Article == b.Article })
		if i >= 0 {
			all[i].Until = max(all[i].Until, b.Ends)
			continue
		}
		article, err := read(ctx, p.Ledger, convention.Articles, community, b.Convention, strconv.FormatInt(b.Article, 10))
		if err != nil {
			return nil, err
		}
		all = append(all, reminder{b.Article, article.Heading, b.Ends})
	}
	slices.SortFunc(all, func(a, b reminder) int { return int(a.Article - b.Article) })
	return all, nil
}

// boards are the breaches of a community that lead to a reminder and have taken effect.
func (p *Pages) boards(ctx context.Context, community string) ([]convention.Breach, error) {
	r := &p.reminded
	r.mu.Lock()
	defer r.mu.Unlock()
	if height := p.Ledger.Height(); r.acting == nil || r.height != height {
		r.height, r.acting = height, map[string][]convention.Breach{}
	}
	if known, ok := r.acting[community]; ok {
		return known, nil
	}
	all, err := list(ctx, p.Ledger, convention.Breaches, community)
	if err != nil {
		return nil, err
	}
	on := slices.DeleteFunc(all, func(b convention.Breach) bool { return b.Rung.Effect != breach.Board || b.Effective == 0 })
	r.acting[community] = on
	return on, nil
}
