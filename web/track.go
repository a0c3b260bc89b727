// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

// trackData is what became of an act that somebody looks for.
type trackData struct {
	Asked    string
	Mistyped bool
	Found    []tracked // one, unless two acts have the same number
}

// tracked is one act.
type tracked struct {
	Act      string
	Tx       string
	Block    uint64
	Status   string // in-box, replaced, counted, superseded, rejected, or done for what is no ballot
	Reason   election.Reason
	Election *contract.Election
}

var actHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// track looks an act up by the number on its receipt, or by its hash.
func (p *Pages) track(r *http.Request) (view, error) {
	c, err := p.communityOf(r)
	if err != nil {
		return view{}, err
	}
	data := trackData{Asked: strings.TrimSpace(r.URL.Query().Get("number"))}
	if data.Asked != "" {
		var hashes []string
		hashes, data.Mistyped, err = p.actsOf(r.Context(), c.ID, data.Asked)
		if err != nil {
			return view{}, err
		}
		for _, hash := range hashes {
			found, err := p.trackAct(r.Context(), c.ID, hash)
			if err != nil {
				return view{}, err
			}
			data.Found = append(data.Found, found)
		}
	}
	return view{name: "track", title: "track.title", community: c.ID, name2: c.Name, data: data}, nil
}

// actsOf are the hashes of the acts on the ledger with this number or hash.
func (p *Pages) actsOf(ctx context.Context, community, asked string) (hashes []string, mistyped bool, err error) {
	if hash := strings.ToLower(asked); actHash.MatchString(hash) {
		if _, err := read[contract.Kept](ctx, p.Ledger, "act", community, hash); err != nil {
			return nil, false, absentIsNil(err)
		}
		return []string{hash}, false, nil
	}
	reference := ReadReference(asked)
	if reference == "" {
		return nil, true, nil
	}
	for document, err := range p.Ledger.List(ctx, "act", community) {
		if err != nil {
			return nil, false, err
		}
		if hash := document.Attributes[1]; ReferenceOf(hash) == reference {
			hashes = append(hashes, hash)
		}
	}
	return hashes, false, nil
}

func (p *Pages) trackAct(ctx context.Context, community, hash string) (tracked, error) {
	document, err := p.Ledger.Get(ctx, "act", community, hash)
	if err != nil {
		return tracked{}, err
	}
	found := tracked{Act: hash, Tx: document.Tx, Block: document.Block, Status: "done"}
	elections, err := list[contract.Election](ctx, p.Ledger, "election", community)
	if err != nil {
		return found, err
	}
	for _, e := range elections {
		ok, err := p.trackBallot(ctx, community, e, &found)
		if err != nil {
			return found, err
		}
		if ok {
			found.Election = &e
			break
		}
	}
	return found, nil
}

// trackBallot says whether the act is a ballot of an election, and what became of it there.
func (p *Pages) trackBallot(ctx context.Context, community string, e contract.Election, found *tracked) (bool, error) {
	rejection, err := read[contract.Rejection](ctx, p.Ledger, "reject", community, e.ID, found.Act)
	if err == nil {
		found.Status, found.Reason = "rejected", rejection.Reason
		return true, nil
	}
	if absentIsNil(err) != nil {
		return false, err
	}
	boxes, err := list[contract.Box](ctx, p.Ledger, "box", community, e.ID)
	if err != nil {
		return false, err
	}
	for _, box := range boxes {
		if slices.ContainsFunc(box.Ballots, func(b contract.Ballot) bool { return b.Act == found.Act }) {
			return true, p.trackBoxed(ctx, community, e, box, found)
		}
	}
	return false, nil
}

// trackBoxed says what becomes of a ballot in its box: before the count by the rules, after it as it was counted.
func (p *Pages) trackBoxed(ctx context.Context, community string, e contract.Election, box contract.Box, found *tracked) error {
	found.Status = "in-box"
	if standing := election.Standing(e.Rules, ballotsOf(box)); standing != nil && standing.ID != found.Act {
		found.Status = "replaced"
	}
	if e.Result == "" {
		return nil
	}
	count, err := read[contract.Shard](ctx, p.Ledger, "tally", community, e.ID, e.Shard(box.Right))
	if err != nil {
		return err
	}
	found.Status = "counted"
	if slices.Contains(count.Superseded, found.Act) {
		found.Status = "superseded"
	}
	for _, rejection := range count.Rejected {
		if rejection.ID == found.Act {
			found.Status, found.Reason = "rejected", rejection.Reason
		}
	}
	return nil
}

// ballotsOf are a box's ballots as the rules read them.
func ballotsOf(box contract.Box) []election.Ballot {
	ballots := make([]election.Ballot, len(box.Ballots))
	for i, b := range box.Ballots {
		ballots[i] = election.Ballot{ID: b.Act, Right: box.Right, By: b.Person, Role: b.Role, Channel: b.Channel}
	}
	return ballots
}

func absentIsNil(err error) error {
	if errors.Is(err, index.ErrNotFound) {
		return nil
	}
	return err
}
