// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/ledger/index"
)

// breachesGroup is what households are to have broken of the convention: each sees its own, officers see all.
type breachesGroup struct {
	register
}

// shownBreaches is how many are listed at most.
const shownBreaches = 500

func (g *breachesGroup) listMyBreaches(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	units, err := g.unitsOf(ctx, v.community, v.credential.Person)
	if err != nil {
		return err
	}
	return g.answer(c, v.community, index.OfHouseholds(ctx, g.index, convention.Breaches, v.community, units...))
}

func (g *breachesGroup) listBreaches(c *echo.Context) error {
	if _, err := g.saw(c, "breaches"); err != nil {
		return err
	}
	return g.answer(c, who(c).community, index.OfCommunity(c.Request().Context(), g.index, convention.Breaches, who(c).community))
}

// answer lists breaches, the one found last first.
func (g *breachesGroup) answer(c *echo.Context, community string, found iter.Seq2[index.Owned[convention.Breach], error]) error {
	l, err := g.look(c.Request().Context(), community)
	if err != nil {
		return err
	}
	list := BreachList{Items: []Breach{}}
	for b, err := range found {
		if err != nil {
			return err
		}
		shown, err := l.shown(b.Doc)
		if err != nil {
			return err
		}
		if list.Items = append(list.Items, shown); len(list.Items) == shownBreaches {
			break
		}
	}
	slices.SortStableFunc(list.Items, func(a, b Breach) int { return cmp.Compare(b.Found, a.Found) })
	return private(c, http.StatusOK, list)
}

// ledgerOfBreaches shows the breaches of a community to somebody who may read what is said of them.
type ledgerOfBreaches struct {
	register
	ctx       context.Context //nolint:containedctx // of one request
	community string
	now       int64
	owners    map[string][]string // pseudonyms, by home
}

func (g *breachesGroup) look(ctx context.Context, community string) (l ledgerOfBreaches, err error) {
	l = ledgerOfBreaches{register: g.register, ctx: ctx, community: community, now: g.now().Unix(), owners: map[string][]string{}}
	homes, err := g.store.Homes(ctx, community)
	for _, person := range slices.Sorted(maps.Keys(homes)) {
		for _, home := range homes[person] {
			l.owners[home.Unit] = append(l.owners[home.Unit], person)
		}
	}
	return l, err
}

// shown is a breach as it is now, with what was said of it as far as it is here.
func (l ledgerOfBreaches) shown(doc convention.Breach) (Breach, error) {
	b := doc.At(l.now)
	article, err := index.Optional(l.ctx, l.index, convention.Articles, l.community, b.Convention, strconv.FormatInt(b.Article, 10))
	if err != nil {
		return Breach{}, err
	}
	house, err := l.store.House(l.ctx, l.community, b.Home)
	if err := unlessNotFound(err); err != nil {
		return Breach{}, err
	}
	shown := Breach{
		Breach: b.Cause, Article: b.Article, Heading: article.Heading, Convention: b.Convention, Home: b.Home, House: house,
		Kind: doc.Kind, Place: doc.Place, Happened: doc.Happened, State: b.State, Rung: b.Rung, Found: b.Found, NoticeBy: b.NoticeBy,
		Noticed: b.Noticed, CureBy: b.CureBy, AppealBy: b.AppealBy, Cured: b.Cured, Appealed: b.Appealed, DecideBy: b.DecideBy,
		Decided: b.Decided, Effective: b.Effective, Ends: b.Ends, DecayBy: b.DecayBy, Withheld: doc.Withheld,
		Reasons: []BreachText{}, Votes: []BreachVote{}, Pardons: orEmpty(b.Pardons),
	}
	for _, vote := range b.Votes {
		shown.Votes = append(shown.Votes, BreachVote{Body: vote.Body, Verdict: BreachVoteVerdict(vote.Verdict)})
	}
	if shown.Photos, err = l.photos(doc); err != nil {
		return shown, err
	}
	return shown, l.texts(doc, &shown)
}

// texts adds what the household and officers have said, which any owner of the home has left or was the subject of.
func (l ledgerOfBreaches) texts(doc convention.Breach, shown *Breach) (err error) {
	read := func(hash string) BreachText {
		for _, owner := range l.owners[doc.Home] {
			text, failed := l.store.Text(l.ctx, l.community, owner, hash)
			if failed == nil {
				return BreachText{Hash: hash, Text: text.Text}
			}
			err = cmp.Or(err, unlessNotFound(failed))
		}
		return BreachText{Hash: hash}
	}
	shown.Ground, shown.Answer = read(doc.Ground), read(doc.Answer)
	for _, reason := range doc.Reasons {
		shown.Reasons = append(shown.Reasons, read(reason))
	}
	return err
}

func (g *breachesGroup) keepBreachText(c *echo.Context) error {
	var body KeepBreachTextJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	ctx, community := c.Request().Context(), who(c).community
	owner, err := g.ownerOf(ctx, community, body.Home)
	if err != nil {
		return err
	}
	hash, err := g.store.KeepReason(ctx, community, owner, body.Text, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, KeptText{Hash: hash})
}
