// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"encoding/json"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/breach"
	"github.com/linli-project/linli/web"
)

// reminding is a mirror of a ledger on which breaches are.
type reminding struct {
	*index.Index
	breaches []convention.Breach
}

func (r *reminding) List(ctx context.Context, documents contract.Documents, attributes ...string) iter.Seq2[index.Document, error] {
	if documents.Kind() != convention.Breaches.Kind() {
		return r.Index.List(ctx, documents, attributes...)
	}
	return func(yield func(index.Document, error) bool) {
		for _, b := range r.breaches {
			raw, err := json.Marshal(b)
			if !yield(index.Document{Value: raw}, err) {
				return
			}
		}
	}
}

func (r *reminding) Get(ctx context.Context, documents contract.Documents, attributes ...string) (index.Document, error) {
	if documents.Kind() != convention.Articles.Kind() {
		return r.Index.Get(ctx, documents, attributes...)
	}
	raw, err := json.Marshal(convention.Article{Heading: "电动自行车不进电梯"})
	return index.Document{Value: raw}, err
}

// The community's page reminds of an article as long as a breach of it is on the board, once, and of nobody.
func TestReminders(t *testing.T) {
	e := newEstate(t)
	now := time.Now().Unix()
	board := breach.Terms{Rung: breach.Rung{Effect: breach.Board, Days: 14}}
	on := convention.Breach{Breach: breach.Breach{
		Home: "somebody's", Convention: "c", Article: 2, Terms: board, Effective: now - 60, Ends: now + 3600, State: breach.StateEffective,
	}}
	over, waits, warned := on, on, on
	over.Article, over.Ends = 3, now-1
	waits.Article, waits.Effective, waits.Ends = 4, 0, 0
	warned.Article, warned.Rung = 5, breach.Rung{Effect: breach.Warning}
	for name, c := range map[string]struct {
		breaches []convention.Breach
		reminds  int
	}{"nothing": {nil, 0}, "two of one article": {[]convention.Breach{on, on, over, waits, warned}, 1}} {
		pages, err := web.New(&reminding{e.Index, c.breaches}, time.Now)
		must(t, err)
		body := get(t, pages.Handler(), "/c/garden", "zh").Body.String()
		if n := strings.Count(body, "电动自行车不进电梯"); n != c.reminds || strings.Contains(body, "somebody's") {
			t.Errorf("%s: it reminds %d times", name, n)
		}
		for _, article := range []string{"#article-3", "#article-4", "#article-5"} {
			if strings.Contains(body, article) {
				t.Errorf("%s: it reminds of %s", name, article)
			}
		}
	}
}
