// SPDX-License-Identifier: Apache-2.0

package machinetest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/crowd"
	"github.com/linli-project/linli/internal/ownersvote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
)

// saying is a line of those who hold a vote, of which one thing is set. They go on when they get a line back.
type saying struct {
	Admit   *crowd.Told             // officers whom the bodies' administrators are to admit
	Ballots map[string][]act.Signed // to be cast, by the machine to which their people go
	Result  *vote.Result            // which is published
}

// holding are the officers of all bodies, and the people while they sign; what they do reaches the ledger through one machine, but for
// ballots, which are given away.
type holding struct {
	answers *bufio.Scanner
	bodies  []string
}

// say says something, and returns when it is answered.
func (h *holding) say(s saying) error {
	if err := json.NewEncoder(os.Stdout).Encode(s); err != nil {
		return err
	}
	if !h.answers.Scan() {
		return errors.New("nobody answers")
	}
	return nil
}

// atOnce is how many ballots are given away at a time.
const atOnce = 48

// carry gives ballots away, each body's people to its machine.
func (h *holding) carry(_ context.Context, ballots []act.Signed) error {
	for batch := range slices.Chunk(ballots, atOnce) {
		to := map[string][]act.Signed{}
		for i, ballot := range batch {
			body := h.bodies[i%len(h.bodies)]
			to[body] = append(to[body], ballot)
		}
		if err := h.say(saying{Ballots: to}); err != nil {
			return err
		}
	}
	return nil
}

// holdVote is the demo's vote of a community whose register lies there.
func holdVote(ctx context.Context, n *network.Network) error {
	constitution, err := n.Constitution(ctx, crowd.Name, "rehearsal", crowd.RelyingParty)
	if err != nil {
		return err
	}
	v, err := village.New(crowd.Garden, constitution)
	if err != nil {
		return err
	}
	h, t := &holding{answers: bufio.NewScanner(os.Stdin)}, crowd.Told{Constitution: constitution, Officers: map[string]people.OfficerKey{}}
	for _, body := range constitution.Bodies {
		h.bodies, t.Officers[body.ID] = append(h.bodies, body.ID), v.Officers[body.ID].OfficerKey()
	}
	if err := h.say(saying{Admit: &t}); err != nil {
		return err
	}
	l, err := village.Connect(ctx, n)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := enrol(ctx, l, v); err != nil {
		return err
	}
	e, err := ownersvote.Open(ctx, l, v, ownersvote.Hooks{Carry: h.carry, Tell: func(string, ...any) {}})
	if err != nil {
		return err
	}
	if err := e.Cast(ctx); err != nil {
		return err
	}
	if err := e.Count(ctx); err != nil {
		return err
	}
	return h.say(saying{Result: &e.Result})
}

// Where the people of a vote work.
const (
	register = "register.csv"
	personal = "people.db"
)

// enrol brings the register onto the ledger, and everybody's passkey.
func enrol(ctx context.Context, l *village.Ledger, v *village.Village) (err error) {
	file, err := os.Open(register)
	if err != nil {
		return err
	}
	defer file.Close()
	store, err := identity.Open(ctx, personal)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := ownersvote.LoadRoll(ctx, l, v, store, file); err != nil {
		return err
	}
	return l.EnrolAll(ctx, v)
}

// castBallots are people at a body's machine: of each line of ballots they say when all are on the ledger.
func castBallots(ctx context.Context, n *network.Network) error {
	l, err := village.Connect(ctx, n)
	if err != nil {
		return err
	}
	defer l.Close()
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, longestLine)
	for in.Scan() {
		var ballots []act.Signed
		if err := json.Unmarshal(in.Bytes(), &ballots); err != nil {
			return err
		}
		var casting errgroup.Group
		for _, ballot := range ballots {
			casting.Go(func() error { return crowd.Persist(ctx, l, ballot) })
		}
		if err := casting.Wait(); err != nil {
			return err
		}
		fmt.Println(len(ballots), "ballots")
	}
	return in.Err()
}
