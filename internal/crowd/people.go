// SPDX-License-Identifier: Apache-2.0

package crowd

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// Told is what the people of a vote tell the bodies' administrators.
type Told struct {
	Constitution contract.Constitution
	Officers     map[string]people.OfficerKey // by body
}

// admit has the administrators of a machine's bodies make their officers known.
func admit(ctx context.Context, n *network.Network) error {
	var t Told
	if err := json.NewDecoder(os.Stdin).Decode(&t); err != nil {
		return err
	}
	for _, b := range n.Here() {
		if _, err := n.Admit(ctx, b.ID, Garden, t.Constitution, t.Officers[b.ID]); err != nil {
			return err
		}
	}
	return nil
}

// Homes is how many households vote.
const Homes = 12

// hold is a vote of the community, whose people reach the ledger through one body's machine. It says who the officers are, and goes on
// when they are admitted.
func hold(ctx context.Context, n *network.Network) error {
	constitution, err := n.Constitution(ctx, Name, "rehearsal", RelyingParty)
	if err != nil {
		return err
	}
	v, err := village.New(Garden, constitution)
	if err != nil {
		return err
	}
	t := Told{Constitution: constitution, Officers: map[string]people.OfficerKey{}}
	for body, officer := range v.Officers {
		t.Officers[body] = officer.OfficerKey()
	}
	if err := json.NewEncoder(os.Stdout).Encode(t); err != nil {
		return err
	}
	in := bufio.NewScanner(os.Stdin)
	in.Scan() // they are admitted
	l, err := village.Connect(ctx, n)
	if err != nil {
		return err
	}
	defer l.Close()
	e, on, err := opened(ctx, l, v)
	if err != nil {
		return err
	}
	for i, right := range v.Rights {
		choice := []string{election.Agree, "disagree"}[i%2]
		ballot, err := e.Cast(on, v.Voter(right), right.ID, 1, election.Selections{"roof": {choice}})
		if err != nil {
			return err
		}
		if err := Persist(ctx, l, ballot); err != nil {
			return err
		}
		fmt.Fprintln(os.Stdout, "cast", i)
		in.Scan() // and the next one
	}
	if err := l.CloseAndUnseal(ctx, e, on.Bodies[1:]); err != nil {
		return err
	}
	result, err := l.Tally(ctx, e, func(int, int) {})
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "agree", result.Contests[0].Tally[election.Agree].Heads)
	return l.Publish(ctx, e, result)
}

// Persist casts a ballot again as long as it is not known what became of it, as a voter's page does: it takes effect once.
func Persist(ctx context.Context, l *village.Ledger, ballot act.Signed) error {
	for {
		_, err := l.Cast(ctx, ballot)
		var unknown *ledger.UnknownOutcome
		if !errors.As(err, &unknown) && !errors.Is(err, ledger.ErrUnavailable) {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func opened(ctx context.Context, l *village.Ledger, v *village.Village) (*village.Election, vote.Election, error) {
	var none vote.Election
	units := make([]community.Unit, Homes)
	for i := range units {
		id := strconv.Itoa(101 + i)
		units[i] = community.Unit{ID: id, Kind: community.Home, Status: community.Sold, AreaDm2: 9000, Owners: []string{"o-" + id}}
	}
	if err := v.SetRoll(units); err != nil {
		return nil, none, err
	}
	if err := l.Settle(ctx, v); err != nil {
		return nil, none, err
	}
	e, err := v.NewElection("roof")
	if err != nil {
		return nil, none, err
	}
	on, err := l.Open(ctx, e, "Roof", vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, Revote: true},
		[]vote.DraftContest{{ID: "roof", Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "Roof"}})
	return e, on, err
}
