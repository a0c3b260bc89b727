// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

// home lists the communities on this ledger.
func (p *Pages) home(r *http.Request) (view, error) {
	all, err := list(r.Context(), p.Ledger, contract.Communities)
	return view{name: "home", title: "home.title", data: all}, err
}

// communityData is a community with its roll and votes.
type communityData struct {
	contract.Community
	Latest    *people.Roll
	Notices   []notice        // the latest first
	Elections []vote.Election // the latest first
	Points    bool            // the community has adopted a plan of points

	Convention convention.Version // in force; one without a hash if there is none
	Reminders  []reminder
	Head       head
	Network    *networkData // nil where nobody looks at it
}

func (p *Pages) community(r *http.Request) (view, error) {
	ctx := r.Context()
	c, err := p.communityOf(r)
	if err != nil {
		return view{}, err
	}
	data := communityData{Community: c, Network: p.standing()}
	if data.Notices, err = p.notices(ctx, c); err != nil {
		return view{}, err
	}
	if data.Elections, err = list(ctx, p.Ledger, vote.Elections, c.ID); err != nil {
		return view{}, err
	}
	plans, err := p.Ledger.Count(ctx, points.Plans, c.ID)
	if err != nil {
		return view{}, err
	}
	history, err := p.history(ctx, c.ID)
	if err != nil {
		return view{}, err
	}
	data.Convention = history.At(p.now().Unix())
	if data.Reminders, err = p.reminders(ctx, c.ID, p.now().Unix()); err != nil {
		return view{}, err
	}
	if data.Head, err = p.head(ctx, c); err != nil {
		return view{}, err
	}
	data.Points = plans > 0 && p.PointsSheet != nil
	slices.SortStableFunc(data.Elections, func(a, b vote.Election) int {
		return cmp.Compare(b.Times[string(election.StageDraft)], a.Times[string(election.StageDraft)])
	})
	if c.Roll > 0 {
		roll, err := p.roll(r, c.ID, c.Roll)
		if err != nil {
			return view{}, err
		}
		data.Latest = &roll
	}
	return view{name: "community", fixed: c.Name, community: c.ID, name2: c.Name, data: data}, nil
}

// lost says what to do without a phone. It has to work for who cannot sign in, on any device.
func (p *Pages) lost(r *http.Request) (view, error) {
	c, err := p.communityOf(r)
	return view{name: "lost", title: "lost.title", community: c.ID, name2: c.Name, data: c}, err
}

func (p *Pages) roll(r *http.Request, community string, version int64) (people.Roll, error) {
	return read(r.Context(), p.Ledger, people.Rolls, community, people.Version(version))
}

// electionOf reads the election in a request's path, and its community.
func (p *Pages) electionOf(r *http.Request) (contract.Community, vote.Election, error) {
	c, err := p.communityOf(r)
	if err != nil {
		return c, vote.Election{}, err
	}
	id := r.PathValue("election")
	if id == "" {
		return c, vote.Election{}, index.ErrNotFound
	}
	e, err := read(r.Context(), p.Ledger, vote.Elections, c.ID, id)
	return c, e, err
}
