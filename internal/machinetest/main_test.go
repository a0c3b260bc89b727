// SPDX-License-Identifier: Apache-2.0

// Package machinetest has four bodies form, run and lose the network on machines of their own: network namespaces, in each of which another
// user runs linli's commands, as the pages of docs/operations have them.
package machinetest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// peopleEnv makes this executable act for people at one body's machine: it names what they do.
const peopleEnv = "LINLI_TEST_PEOPLE"

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(chaincode.New); handled {
		os.Exit(code)
	}
	does, there := map[string]func(context.Context, *network.Network) error{
		"admit": admit, "vote": holdVote, "probe": probe,
	}[os.Getenv(peopleEnv)]
	if !there {
		os.Exit(m.Run())
	}
	n, err := network.Open(os.Getenv("LINLI_DATA"))
	if err == nil {
		err = does(context.Background(), n)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// What the people of a vote tell the bodies' administrators.
type told struct {
	Constitution contract.Constitution
	Officers     map[string]people.OfficerKey // by body
}

const garden = "garden"

// admit has the administrators of a machine's bodies make their officers known.
func admit(ctx context.Context, n *network.Network) error {
	var t told
	if err := json.NewDecoder(os.Stdin).Decode(&t); err != nil {
		return err
	}
	for _, b := range n.Here() {
		if _, err := n.Admit(ctx, b.ID, garden, t.Constitution, t.Officers[b.ID]); err != nil {
			return err
		}
	}
	return nil
}

// probe makes as many blocks as it is told, as this machine's body.
func probe(ctx context.Context, n *network.Network) error {
	var blocks int
	if _, err := fmt.Scan(&blocks); err != nil {
		return err
	}
	for i := range blocks {
		if err := probeAgain(ctx, n); err != nil {
			return fmt.Errorf("block %d of %d is not made: %w", i+1, blocks, err)
		}
	}
	return nil
}

// attemptWithin is how long one attempt may take: a transaction is lost with the orderers that were given it, and who waits for it waits
// for ever.
const attemptWithin = 30 * time.Second

// probeAgain goes on until a transaction is in a block, as those do who have something to say. It says what was in the way.
func probeAgain(ctx context.Context, n *network.Network) error {
	for began := time.Now(); ; time.Sleep(time.Second) {
		attempt, cancel := context.WithTimeout(ctx, attemptWithin)
		err := n.Probe(attempt, n.Here()[0].ID)
		cancel()
		if err == nil || time.Since(began) > patience {
			return err
		}
		fmt.Fprintln(os.Stderr, time.Now().Format(time.StampMilli), err)
	}
}

// homes is how many households vote.
const homes = 12

// holdVote is a vote of the community, whose people reach the ledger through one body's machine. It says who the officers are, and goes on
// when they are admitted.
func holdVote(ctx context.Context, n *network.Network) error {
	constitution, err := n.Constitution(ctx, "花园小区", "rehearsal", relyingParty)
	if err != nil {
		return err
	}
	v, err := village.New(garden, constitution)
	if err != nil {
		return err
	}
	t := told{Constitution: constitution, Officers: map[string]people.OfficerKey{}}
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
		if err := persist(ctx, l, ballot); err != nil {
			return err
		}
		fmt.Println("cast", i)
		in.Scan() // and the next one
	}
	if err := l.CloseAndUnseal(ctx, e, on.Bodies[1:]); err != nil {
		return err
	}
	result, err := l.Tally(ctx, e, func(int, int) {})
	if err != nil {
		return err
	}
	fmt.Println("agree", result.Contests[0].Tally[election.Agree].Heads)
	return l.Publish(ctx, e, result)
}

// persist casts a ballot again as long as it is not known what became of it, as a voter's page does: it takes effect once.
func persist(ctx context.Context, l *village.Ledger, ballot act.Signed) error {
	for {
		_, err := l.Cast(ctx, ballot)
		var unknown *ledger.UnknownOutcome
		if !errors.As(err, &unknown) && !errors.Is(err, ledger.ErrUnavailable) {
			return err
		}
	}
}

func opened(ctx context.Context, l *village.Ledger, v *village.Village) (*village.Election, vote.Election, error) {
	var none vote.Election
	units := make([]community.Unit, homes)
	for i := range units {
		id := strconv.Itoa(101 + i)
		units[i] = community.Unit{ID: id, Kind: community.Home, Status: community.Sold, AreaDm2: 9000, Owners: []string{"o-" + id}}
	}
	if err := v.SetRoll(units); err != nil {
		return nil, none, err
	}
	if err := l.LoadRoll(ctx, v, 1, func(int, int) {}); err != nil {
		return nil, none, err
	}
	if err := l.EnrolAll(ctx, v); err != nil {
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
