// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/rules/election"
)

// story is what a run leaves to report.
type story struct {
	election vote.Election
	result   vote.Result
	enrolled rate
	cast     rate
	refused  map[act.Code]int // acts that never got onto the ledger
}

// rate is how many acts took how long.
type rate struct {
	count int
	took  time.Duration
}

func (r rate) String() string {
	return fmt.Sprintf("%d in %.1f s = %.0f/s", r.count, r.took.Seconds(), float64(r.count)/r.took.Seconds())
}

// hold founds a community and holds the vote.
func (d *demo) hold(ctx context.Context, l *village.Ledger) (*village.Village, *story, error) {
	v, err := d.found(ctx, l)
	if err != nil {
		return nil, nil, err
	}
	s := &story{refused: map[act.Code]int{}}
	if err := d.enrol(ctx, l, v, s); err != nil {
		return nil, nil, err
	}
	e, err := d.begin(ctx, l, v, s)
	if err != nil {
		return nil, nil, err
	}
	if err := d.vote(ctx, l, e, s); err != nil {
		return nil, nil, err
	}
	return v, s, d.count(ctx, l, e, s)
}

// found makes the next community of the demo: garden-1, garden-2, …
func (d *demo) found(ctx context.Context, l *village.Ledger) (*village.Village, error) {
	constitution, err := village.Constitute(l.Network, "花园小区 (synthetic)", "rehearsal")
	if err != nil {
		return nil, err
	}
	constitution.RP = act.RelyingParty{ID: "localhost", Origins: []string{d.origin}}
	id, err := freeID(ctx, l)
	if err != nil {
		return nil, err
	}
	v, err := village.New(id, constitution)
	if err != nil {
		return nil, err
	}
	if err := l.Found(ctx, v); err != nil {
		return nil, err
	}
	d.step("four bodies found the community %s, each with an officer", id)
	return v, nil
}

func freeID(ctx context.Context, l *village.Ledger) (string, error) {
	for i := 1; ; i++ {
		id := fmt.Sprintf("garden-%d", i)
		_, err := ledger.Read(ctx, l.Client, contract.Communities, id)
		if act.CodeOf(err) == contract.NotFound {
			return id, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// enrol imports the roll, prints letters and enrols the owners.
func (d *demo) enrol(ctx context.Context, l *village.Ledger, v *village.Village, s *story) (err error) {
	if err := os.MkdirAll(d.file(""), 0o700); err != nil {
		return err
	}
	store, err := identity.Open(ctx, d.file("people.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := d.importRoll(ctx, l, v, store); err != nil {
		return err
	}
	if err := d.letters(ctx, l, v, store, nil); err != nil {
		return err
	}
	began := time.Now()
	if err := l.EnrolAll(ctx, v); err != nil {
		return err
	}
	s.enrolled = rate{count: len(v.People), took: time.Since(began)}
	d.step("%d owners get a letter and enrol a passkey; two officers confirm them", len(v.People))
	return nil
}

// importRoll brings the register into the personal-data store, and its pseudonyms onto the ledger.
func (d *demo) importRoll(ctx context.Context, l *village.Ledger, v *village.Village, store *identity.Store) error {
	file, err := os.Open(d.roll)
	if err != nil {
		return fmt.Errorf("open the roll: %w (run the demo in the repository's folder, or name a file with --roll)", err)
	}
	defer file.Close()
	if err := store.KeepCommunity(ctx, v.ID, v.Constitution); err != nil {
		return err
	}
	read, err := store.Import(ctx, v.ID, file)
	if err != nil {
		return err
	}
	draft, err := store.Accept(ctx, read, "demo")
	if err != nil {
		return err
	}
	if err := v.TakeRoll(draft.Roll); err != nil {
		return err
	}
	if err := l.LoadRoll(ctx, v, draft.Version, func(int, int) {}); err != nil {
		return err
	}
	on, err := ledger.Read(ctx, l.Client, people.Rolls, v.ID, people.Version(draft.Version))
	if err != nil {
		return err
	}
	if err := store.Approved(ctx, v.ID, draft.Version, on.Act); err != nil {
		return err
	}
	d.step("roll approved by two bodies: %d units, %d heads, %s m²", v.Roll.Units, v.Roll.WithoutParking.Heads,
		amount(v.Roll.WithoutParking.AreaDm2, " m²"))
	return nil
}

// begin takes the election to its opening; one ballot comes too early.
func (d *demo) begin(ctx context.Context, l *village.Ledger, v *village.Village, s *story) (*village.Election, error) {
	e, err := v.NewElection(electionID)
	if err != nil {
		return nil, err
	}
	how := vote.DraftRules{
		Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true,
	}
	options := []string{election.Agree, "disagree", "abstain"}
	text, err := pointsPlan.Hash()
	if err != nil {
		return nil, err
	}
	sharing, err := regulation.Hash()
	if err != nil {
		return nil, err
	}
	contests := []vote.DraftContest{
		{ID: ordinary, Options: options, Seats: 1, Threshold: election.Majority,
			Title: "Ordinary: renew the property company's contract 续聘物业服务企业"},
		{ID: thanks, Options: options, Seats: 1, Text: text, Threshold: election.Majority,
			Title: "Ordinary: points for good deeds, as the plan says 积分办法"},
		{ID: convened, Options: options, Seats: 1, Text: rules.Hash(conventionText()), Threshold: election.Majority,
			Title: "Ordinary: the convention, e-bikes stay out of lifts 公约：电动自行车不进电梯"},
		{ID: shared, Options: options, Seats: 1, Text: sharing, Threshold: election.Majority,
			Title: "Ordinary: an office tower may park here by day 写字楼白天共享停车"},
		{ID: special, Options: options, Seats: 1, Threshold: election.ThreeQuarters,
			Title: "Special: let the roofs for solar panels 利用屋顶共有部分经营"},
	}
	if err := l.Prepare(ctx, e, "Owners' vote of autumn 2026 2026年秋季业主大会", how, contests); err != nil {
		return nil, err
	}
	d.step("election drafted, bodies' keys published and drilled, notice given")
	if s.election, err = l.Election(ctx, e); err != nil {
		return nil, err
	}
	if err := d.tooEarly(ctx, l, e, s); err != nil {
		return nil, err
	}
	if err := l.Do(ctx)(e.Step(vote.TypeElectionOpen)); err != nil {
		return nil, err
	}
	s.election, err = l.Election(ctx, e)
	return e, err
}

// count closes, opens the ballots with the keys of all bodies but one, counts and publishes.
func (d *demo) count(ctx context.Context, l *village.Ledger, e *village.Election, s *story) error {
	var bodies []string
	for _, body := range e.Constitution.Bodies[1:] { // the first body's key is missing
		bodies = append(bodies, body.ID)
	}
	if err := l.CloseAndUnseal(ctx, e, bodies); err != nil {
		return err
	}
	if err := d.tooLate(ctx, l, e, s); err != nil {
		return err
	}
	d.step("closed by two bodies; %d of %d keys published, the owners' committee's is missing", len(bodies), len(e.Constitution.Bodies))
	var err error
	if s.result, err = l.Tally(ctx, e, func(int, int) {}); err != nil {
		return err
	}
	d.step("ballots opened and counted on the ledger, in %d shards", len(s.election.ShardNames()))
	if err := l.Publish(ctx, e, s.result); err != nil {
		return err
	}
	d.step("result signed by two bodies")
	s.election, err = l.Election(ctx, e)
	return err
}

// rates says how fast it went.
func (d *demo) rates(s *story) {
	fmt.Fprintf(d.out, "\nEnrolled %s; ballots %s (each with a passkey signature checked by three bodies)\n", s.enrolled, s.cast)
	for _, code := range slices.Sorted(maps.Keys(s.refused)) {
		fmt.Fprintf(d.out, "  kept off the ledger, %-16s %d\n", code, s.refused[code])
	}
}
