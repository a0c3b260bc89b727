// SPDX-License-Identifier: Apache-2.0

package village

import (
	"golang.org/x/sync/errgroup"

	"context"
	"fmt"
	"strings"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/count"
	"github.com/linli-project/linli/network"
)

// Ledger is a community's way to a running network: a client of the first body, and a relay on it.
type Ledger struct {
	*ledger.Client
	*ledger.Relay
	Network *network.Network
}

// Connect connects as the first body.
func Connect(ctx context.Context, n *network.Network) (*Ledger, error) {
	client, err := n.Connect(ctx, n.Here()[0].ID, network.Client)
	if err != nil {
		return nil, err
	}
	return &Ledger{Client: client, Relay: ledger.NewRelay(client, ledger.Options{}), Network: n}, nil
}

// Close ends relay and client.
func (l *Ledger) Close() {
	l.Relay.Close()
	l.Client.Close()
}

// Outcome is what an act came to, and how long that took the caller.
type Outcome struct {
	ledger.Receipt
	Err  error
	Took time.Duration
}

// inFlight is how many acts Send lets wait for their blocks at a time.
const inFlight = 2000

// Send relays acts and returns what became of each, in order. All are on their way at once: the relay keeps those of one signer in order.
func (l *Ledger) Send(ctx context.Context, acts []act.Signed) []Outcome {
	outcomes := make([]Outcome, len(acts))
	var group errgroup.Group
	group.SetLimit(inFlight)
	for _, run := range runs(acts) {
		group.Go(func() error {
			began := time.Now()
			those := make([]act.Signed, len(run))
			for k, i := range run {
				those[k] = acts[i]
			}
			answers := l.CastAll(ctx, those)
			for k, i := range run {
				outcomes[i] = Outcome{Receipt: answers[k].Receipt, Err: answers[k].Err, Took: time.Since(began)}
			}
			return nil
		})
	}
	_ = group.Wait() // never fails: each outcome has its own error
	return outcomes
}

// runs groups the places of acts that have to keep their order. Ballots are numbered by right and person, and cast at once.
func runs(acts []act.Signed) [][]int {
	var all [][]int
	of := map[string]int{}
	for i, signed := range acts {
		a, err := act.Parse(signed.Text, len(signed.Text))
		if known, ok := of[a.By]; ok && err == nil && !strings.HasPrefix(a.Type, "ballot.") {
			all[known] = append(all[known], i)
			continue
		}
		of[a.By] = len(all)
		all = append(all, []int{i})
	}
	return all
}

// Must relays acts of which every one has to take effect.
func (l *Ledger) Must(ctx context.Context, acts ...act.Signed) error {
	for i, outcome := range l.Send(ctx, acts) {
		if outcome.Err != nil {
			a, _ := act.Parse(acts[i].Text, len(acts[i].Text)) //nolint:gosec // a place in all
			return fmt.Errorf("%s: %w", a.Type, outcome.Err)
		}
	}
	return nil
}

// Do relays one act that has to take effect: Do(ctx)(e.Step("election.open")).
func (l *Ledger) Do(ctx context.Context) func(act.Signed, error) error {
	return func(signed act.Signed, err error) error {
		if err != nil {
			return err
		}
		return l.Must(ctx, signed)
	}
}

// Found has every body found the community; those of other machines than the ledger's do so on theirs.
func (l *Ledger) Found(ctx context.Context, v *Village, elsewhere ...*network.Network) (err error) {
	officers := map[string][]people.OfficerKey{}
	for body, officer := range v.Officers {
		officers[body] = []people.OfficerKey{officer.OfficerKey()}
	}
	var block uint64
	for _, n := range append([]*network.Network{l.Network}, elsewhere...) {
		if _, block, err = n.Found(ctx, v.ID, v.Constitution, officers); err != nil {
			return err
		}
	}
	return l.CatchUp(ctx, block)
}

// CatchUp waits until the peer in use has a block that another body's peer has shown.
func (l *Ledger) CatchUp(ctx context.Context, block uint64) error {
	for {
		height, err := l.Client.Height(ctx)
		if err != nil || height > block {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// LoadRoll has the roll approved as version and loads it; progress is told after each chunk.
func (l *Ledger) LoadRoll(ctx context.Context, v *Village, version int64, progress func(done, all int)) error {
	if err := l.Do(ctx)(v.ApproveRoll(version)); err != nil {
		return err
	}
	for i := range v.Roll.Chunks {
		args, err := chunk(v.ID, v.Roll, version, i)
		if err == nil {
			_, _, err = l.Client.Submit(ctx, "LoadRoll", args...)
		}
		if err != nil {
			return fmt.Errorf("load chunk %d of the roll: %w", i, err)
		}
		progress(i+1, len(v.Roll.Chunks))
	}
	return nil
}

// EnrolAll invites every owner, enrols a passkey for each, has two bodies confirm them, and lets co-owners designate their
// voters.
func (l *Ledger) EnrolAll(ctx context.Context, v *Village) error {
	for _, step := range []func() ([]act.Signed, error){v.IssueCodes, v.Enrol, v.Confirm, v.Designate} {
		acts, err := step()
		if err != nil {
			return err
		}
		if err := l.Must(ctx, acts...); err != nil {
			return err
		}
	}
	return nil
}

// Open takes an election from its draft to its opening, drill included, and returns it as the ledger has it.
func (l *Ledger) Open(ctx context.Context, e *Election, title string, rules vote.DraftRules,
	contests []vote.DraftContest) (vote.Election, error) {
	if err := l.Prepare(ctx, e, title, rules, contests); err != nil {
		return vote.Election{}, err
	}
	if err := l.Do(ctx)(e.Step(vote.TypeElectionOpen)); err != nil {
		return vote.Election{}, err
	}
	return l.Election(ctx, e)
}

// Prepare takes an election from its draft to its notice.
func (l *Ledger) Prepare(ctx context.Context, e *Election, title string, rules vote.DraftRules, contests []vote.DraftContest) error {
	c, err := ledger.Read(ctx, l.Client, contract.Communities, e.Village.ID)
	if err != nil {
		return err
	}
	if err := l.Do(ctx)(e.Create(title, c.Roll, rules, contests)); err != nil {
		return err
	}
	keys, err := e.Keys()
	if err != nil {
		return err
	}
	tests, answers, err := e.Drill()
	if err != nil {
		return err
	}
	for _, acts := range [][]act.Signed{keys, tests, answers} {
		if err := l.Must(ctx, acts...); err != nil {
			return err
		}
	}
	return l.Do(ctx)(e.Notice())
}

// Election reads an election.
func (l *Ledger) Election(ctx context.Context, e *Election) (vote.Election, error) {
	return ledger.Read(ctx, l.Client, vote.Elections, e.Village.ID, e.ID)
}

// CloseAndUnseal ends the casting, and the given bodies publish their keys.
func (l *Ledger) CloseAndUnseal(ctx context.Context, e *Election, bodies []string) error {
	if err := l.Do(ctx)(e.Step(vote.TypeElectionClose)); err != nil {
		return err
	}
	for _, body := range bodies {
		if err := l.Do(ctx)(e.Unseal(body)); err != nil {
			return err
		}
	}
	return nil
}

// Tally counts an election and returns its result.
func (l *Ledger) Tally(ctx context.Context, e *Election, progress func(done, all int)) (vote.Result, error) {
	if _, err := count.Election(ctx, l.Client, e.Village.ID, e.ID, 0, progress); err != nil {
		return vote.Result{}, err
	}
	return ledger.Read(ctx, l.Client, vote.Results, e.Village.ID, e.ID)
}

// Publish has two bodies sign the result, and starts the days for objections.
func (l *Ledger) Publish(ctx context.Context, e *Election, result vote.Result) error {
	hash, err := result.Hash()
	if err != nil {
		return err
	}
	if err := l.Do(ctx)(e.Publish(hash)); err != nil {
		return err
	}
	return l.Do(ctx)(e.Hear())
}
