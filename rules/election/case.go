// SPDX-License-Identifier: Apache-2.0

package election

import (
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/rules/community"
)

// A Case is a whole election in one document: what a recount or a simulation
// starts from.
type Case struct {
	Name          string           `json:"name,omitempty"`
	Rules         Rules            `json:"rules"`
	Roll          []community.Unit `json:"roll"`
	Designations  []Designation    `json:"designations"`
	BarredProxies []string         `json:"barredProxies"` // in addition to Rules.Barred
	Proxies       []CaseProxy      `json:"proxies"`       // in block order
	Contests      []Contest        `json:"contests"`
	OpensAt       int64            `json:"opensAt"`
	ClosesAt      int64            `json:"closesAt"`
	Ballots       []CaseBallot     `json:"ballots"` // in block order
}

// A Designation is the voter the owners of a right agreed on.
type Designation struct {
	Owners []string `json:"owners"`
	Voter  string   `json:"voter"`
}

// A CaseProxy is a grant by the owners of a right.
type CaseProxy struct {
	Principal []string `json:"principal"`
	Proxy     string   `json:"proxy"`
}

// A CaseBallot is a ballot as cast, opened, with its right given by owners.
type CaseBallot struct {
	ID         string     `json:"id"`
	Right      []string   `json:"right"`
	By         string     `json:"by"`
	Channel    Channel    `json:"channel"`
	At         int64      `json:"at"`
	Selections Selections `json:"selections"`
}

// ErrInvalidCase is wrapped when the ballots of a case cannot be told apart or
// came in by no known channel, or when a person is spelled otherwise than in the roll.
var ErrInvalidCase = errors.New("invalid case")

// Run holds the election of a case. Errors wrap community.ErrInvalidRoll,
// ErrInvalidRules or ErrInvalidCase: the case describes no election. Counted is sorted, Rejected
// is in block order.
func Run(c Case) (Result, error) {
	if err := c.validate(); err != nil {
		return Result{}, err
	}
	hall := newHall(c)
	for _, grant := range c.Proxies {
		hall.grant(grant)
	}
	rejected := make(map[string]Reason)
	for _, cast := range c.Ballots {
		if reason := hall.receive(c, cast); reason != Accepted {
			rejected[cast.ID] = reason
		}
	}
	result := hall.tally(c, rejected)
	for _, cast := range c.Ballots {
		if reason := rejected[cast.ID]; reason != Accepted {
			result.Rejected = append(result.Rejected, Rejection{ID: cast.ID, Reason: reason})
		}
	}
	slices.Sort(result.Counted)
	return result, nil
}

func (c Case) validate() error {
	if err := c.Rules.Validate(); err != nil {
		return err
	}
	if err := ValidateContests(c.Rules, c.Contests); err != nil {
		return err
	}
	if err := c.validateBallots(); err != nil {
		return err
	}
	if err := community.Validate(c.Roll); err != nil {
		return err
	}
	return c.validateNames()
}

func (c Case) validateBallots() error {
	seen := make(map[string]bool, len(c.Ballots))
	for _, cast := range c.Ballots {
		if cast.ID == "" || seen[cast.ID] {
			return fmt.Errorf("%w: ballot %q needs an ID of its own", ErrInvalidCase, cast.ID)
		}
		seen[cast.ID] = true
		if cast.Channel != Online && cast.Channel != Paper {
			return fmt.Errorf("%w: ballot %q: unknown channel %q", ErrInvalidCase, cast.ID, cast.Channel)
		}
	}
	return nil
}

// A hall is an election under way: heads, who may cast for them, and boxes.
type hall struct {
	rules   Rules
	heads   map[string]community.Right
	owners  map[string]bool
	voters  map[string]string // right → designated voter
	proxies map[string]string // right → proxy
	load    map[string]int    // proxy → grants held
	boxes   map[string][]Ballot
}

func newHall(c Case) *hall {
	h := &hall{
		rules: c.Rules,
		heads: make(map[string]community.Right), owners: make(map[string]bool),
		voters: make(map[string]string), proxies: make(map[string]string),
		load: make(map[string]int), boxes: make(map[string][]Ballot),
	}
	h.rules.Barred = slices.Concat(c.Rules.Barred, c.BarredProxies)
	for _, right := range community.Rights(c.Roll) {
		if _, isHead := right.Counted(h.rules.CountParking); !isHead {
			continue
		}
		h.heads[right.ID] = right
		for _, owner := range right.Owners {
			h.owners[owner] = true
		}
	}
	for _, designation := range c.Designations {
		h.voters[community.RightID(designation.Owners)] = designation.Voter
	}
	return h
}

func (h *hall) grant(grant CaseProxy) {
	id := community.RightID(grant.Principal)
	_, isHead := h.heads[id]
	_, hasProxy := h.proxies[id]
	reason := GrantProxy(h.rules, Grant{
		PrincipalIsHead: isHead, HasProxy: hasProxy,
		Proxy: grant.Proxy, ProxyOwns: h.owners[grant.Proxy], ProxyHolds: h.load[grant.Proxy],
	})
	if reason == Accepted {
		h.proxies[id] = grant.Proxy
		h.load[grant.Proxy]++
	}
}

func (h *hall) receive(c Case, cast CaseBallot) Reason {
	id := community.RightID(cast.Right)
	right, isHead := h.heads[id]
	if !isHead {
		return NoSuchRight
	}
	if reason := InTime(c.OpensAt, c.ClosesAt, cast.At); reason != Accepted {
		return reason
	}
	if reason := cast.Selections.Check(c.Contests); reason != Accepted {
		return reason
	}
	role, reason := RoleOf(right, h.voters[id], h.proxies[id], cast.By)
	if reason != Accepted {
		return reason
	}
	h.boxes[id] = append(h.boxes[id], Ballot{
		ID: cast.ID, Right: id, By: cast.By, Role: role,
		Channel: cast.Channel, At: cast.At, Selections: cast.Selections,
	})
	return Accepted
}

// tally settles every box and counts, adding to rejected what the boxes reject.
func (h *hall) tally(c Case, rejected map[string]Reason) Result {
	count := NewCount(c.Contests)
	var counted, superseded []string
	for id, right := range h.heads {
		weight := right.Weight(h.rules.CountParking)
		count.Enrol(weight)
		settled := Settle(h.rules, h.boxes[id], nil)
		for _, rejection := range settled.Rejected {
			rejected[rejection.ID] = rejection.Reason
		}
		superseded = append(superseded, settled.Superseded...)
		if settled.Standing != nil {
			count.Add(weight, settled.Standing.Selections)
			counted = append(counted, settled.Standing.ID)
		}
	}
	result := Decide(h.rules, c.Contests, count)
	result.Counted = append(result.Counted, counted...)
	result.Superseded = slices.Sorted(slices.Values(superseded))
	return result
}
