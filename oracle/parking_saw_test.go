// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

// way is one way that a booking went.
type way struct {
	step     rules.Step
	from, to rules.State
}

var errAll = errors.New("all blocks are read")

// late are where only records lead that come late and in an odd order, and a lot that nobody draws: the rules' own tests go along each.
var late = map[way]bool{
	{step: rules.StepEnter, from: rules.StateEntered}:     true,
	{step: rules.StepEnter, from: rules.StateOverstay}:    true,
	{step: rules.StepEnter, from: rules.StateMissing}:     true,
	{step: rules.StepEnter, to: rules.StateDisplaced}:     true,
	{step: rules.StepEnter, to: rules.StateExited}:        true,
	{step: rules.StepLeave, from: rules.StateExited}:      true,
	{step: rules.StepTurn, from: rules.StateOverstay}:     true,
	{step: rules.StepTurn, from: rules.StateMissing}:      true,
	{step: rules.StepTurn, to: rules.StateExited}:         true,
	{step: rules.StepCorrect, from: rules.StateMissing}:   true,
	{step: rules.StepCorrect, from: rules.StateDisplaced}: true,
	{step: rules.StepCorrect, to: rules.StateEntered}:     true,
	{step: rules.StepCorrect, to: rules.StateExited}:      true,
	{step: rules.StepCorrect, to: rules.StateDisplaced}:   true,
	{step: rules.StepSettle, from: rules.StatePending}:    true,
	{step: rules.StepSettle, to: rules.StateRejected}:     true,
}

// saw compares the bookings from block to block, and demands that each transition that is not
// late was among what became of them, and nothing else.
func (g *garage) saw(all []rules.Transition) {
	g.Helper()
	height, err := g.ledger.Height(g.Context())
	g.must(err)
	stood, ways := map[string]rules.Booking{}, map[way]int{}
	err = g.ledger.Follow(g.Context(), ledger.Checkpoint{}, func(_ context.Context, b ledger.Block) error {
		for _, tx := range b.Transactions {
			if tx.Code == peer.TxValidationCode_VALID {
				g.sees(tx, stood, ways)
			}
		}
		if b.Number+1 == height {
			return errAll
		}
		return nil
	})
	if !errors.Is(err, errAll) {
		g.Fatal(err)
	}
	known := map[way]bool{}
	for _, t := range all {
		froms, tos := map[rules.State]bool{}, map[rules.State]bool{}
		if t.From == nil {
			t.From = []rules.State{""}
		}
		for _, from := range t.From {
			for _, to := range t.To {
				w := way{t.Step, from, to}
				known[w] = true
				froms[from], tos[to] = froms[from] || ways[w] > 0, tos[to] || ways[w] > 0
			}
		}
		for from, was := range froms {
			if !was && !late[way{step: t.Step, from: from}] {
				g.Errorf("nothing went from %q by %s", from, t.Step)
			}
		}
		for to, was := range tos {
			if !was && !late[way{step: t.Step, to: to}] {
				g.Errorf("nothing of %q went to %q by %s", t.From, to, t.Step)
			}
		}
	}
	maps.DeleteFunc(ways, func(w way, _ int) bool { return known[w] })
	for w, n := range ways {
		g.Errorf("%d went from %q by %s to %s, which is no transition", n, w.from, w.step, w.to)
	}
}

// sees notes what a transaction made of bookings.
func (g *garage) sees(tx ledger.Transaction, stood map[string]rules.Booking, ways map[way]int) {
	g.Helper()
	steps := map[string]rules.Step{}
	for _, sent := range index.ActsOf(tx) {
		steps[sent.Subject.ID] = signedSteps[sent.Act.Type]
		if sent.Act.Type == parking.TypeBook {
			steps[sent.Hash] = rules.StepBook
		}
	}
	for _, w := range tx.Writes {
		kind, key, _ := contract.SplitKey(w.Key)
		if kind != parking.Bookings.Kind() || key[0] != g.Community {
			continue
		}
		after, err := parking.Bookings.Decode(w.Value)
		g.must(err)
		before := stood[key[1]]
		stood[key[1]] = after
		step, acted := steps[key[1]]
		switch {
		case tx.Function == parking.TxPass:
			step = g.stepOf(before, tx.Args[2])
		case !acted && before.State == rules.StatePending: // whose lot was drawn
			step = rules.StepDraw
		case !acted:
			step = rules.StepSettle
		}
		if before.State != "" && before.State != rules.StatePending && step != rules.StepSettle {
			before = before.At(min(after.Changed, tx.Timestamp.Unix()))
		}
		ways[way{step, before.State, after.State}]++
	}
}

var signedSteps = map[string]rules.Step{
	parking.TypeExtend: rules.StepExtend, parking.TypeCancel: rules.StepCancel, parking.TypeRetract: rules.StepRetract,
	parking.TypeDisplaced: rules.StepDisplace, parking.TypeDispute: rules.StepDispute, parking.TypeResolve: rules.StepResolve,
}

// stepOf is the step that a gate's event is for a booking.
func (g *garage) stepOf(b rules.Booking, proof string) rules.Step {
	g.Helper()
	var p device.Proof
	g.must(json.Unmarshal([]byte(proof), &p))
	e, err := events.ReadEvent(p.Event)
	g.must(err)
	seen, ok := e.Passage()
	if !ok {
		g.Errorf("no passage: %s", p.Event)
	}
	switch {
	case seen.Way == events.WayNowhere:
		return rules.StepExcuse
	case seen.Way == events.WayBack:
		return rules.StepTurn
	case seen.Replaces != "" && (seen.Replaces == b.Entered.Event || seen.Replaces == b.Exited.Event):
		return rules.StepCorrect
	case seen.Way == events.WayOut || e.Device == "cam-out":
		return rules.StepLeave
	}
	return rules.StepEnter
}

// booksAt asks for a space at a time that is over.
func (c *car) booksAt(signed act.Signed) {
	raw, err := json.Marshal([]act.Signed{signed})
	c.must(err)
	c.transact(c.asked, "Submit", string(raw))
}
