// SPDX-License-Identifier: Apache-2.0

package points

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/memory"
)

// counter issues from a budget in many places, and counts for itself.
type counter struct {
	rapid.TB
	state *memory.State
	rule  Rule
	net   int64 // issued less reversed
}

// in has a transaction of a body do something, which is written if it may be.
func (n *counter) in(msp string, do func(*contract.Context) error) {
	bodies := []contract.Body{{ID: "owners", MSP: "OwnersMSP"}, {ID: "street", MSP: "StreetMSP"}}
	c := &contract.Context{
		View: contract.NewView(n.state), Tx: contract.Tx{MSP: msp}, Act: act.Act{Community: "garden"},
		Community: contract.Community{Constitution: contract.Constitution{Bodies: bodies}},
	}
	if err := do(c); err != nil {
		n.Fatal(err)
	}
}

func (n *counter) commit(c *contract.Context) error {
	err := c.Commit()
	n.state.Commit()
	return err
}

// issue issues an amount if there is so much, and demands that there is so much exactly if the budget has it.
func (n *counter) issue(msp, unit string, amount int64) {
	n.in(msp, func(c *contract.Context) error {
		at := leaseOf(c, n.rule.Rule, unit)
		l, err := draw(c, n.rule, at, amount)
		enough, want := amount <= l.Granted-l.Issued, n.net+amount <= int64(n.rule.Budget)
		if err != nil || enough != want {
			n.Fatalf("%d of %d are issued; %d more: %t (%v)", n.net, n.rule.Budget, amount, enough, err)
		}
		if !enough {
			return nil
		}
		n.net += amount
		l.Issued += amount
		if err := Leases.Put(c, l, at...); err != nil {
			return err
		}
		return n.commit(c)
	})
}

func (n *counter) reverse(msp string, amount int64) {
	n.in(msp, func(c *contract.Context) error {
		n.net -= amount
		if err := giveBack(c, n.rule.Rule, amount); err != nil {
			return err
		}
		return n.commit(c)
	})
}

// rebudget has another plan give another budget.
func (n *counter) rebudget(budget int64) {
	n.in("OwnersMSP", func(c *contract.Context) error {
		n.rule.Budget = act.Int(budget)
		if err := spread(c, n.rule); err != nil {
			return err
		}
		return n.commit(c)
	})
}

// In however many places points are issued, there are exactly as many as the budget says: not one more, and each of them is to be had.
// Neither what is reversed nor another budget changes that.
func TestBudgetInManyPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := &counter{TB: t, state: &memory.State{Documents: map[string][]byte{}}, rule: Rule{Rule: "help", Budget: 1000}}
		msps := rapid.SampledFrom([]string{"OwnersMSP", "StreetMSP", "StrangerMSP"})
		units := rapid.SampledFrom([]string{"1-101", "1-102", "1-103", "2-101", "2-102", "2-103", "3-101", "3-102"})
		t.Repeat(map[string]func(*rapid.T){
			"issue": func(t *rapid.T) {
				n.issue(msps.Draw(t, "msp"), units.Draw(t, "unit"), rapid.Int64Range(1, 200).Draw(t, "amount"))
			},
			"reverse": func(t *rapid.T) {
				if n.net > 0 {
					n.reverse(msps.Draw(t, "msp"), rapid.Int64Range(1, n.net).Draw(t, "amount"))
				}
			},
			"rebudget": func(t *rapid.T) { n.rebudget(rapid.Int64Range(1, 2000).Draw(t, "budget")) },
		})
	})
}

// Who earns writes no document in common with those who earn in other places, as long as his has something.
func TestPlacesHaveNothingInCommon(t *testing.T) {
	n := &counter{TB: t, state: &memory.State{Documents: map[string][]byte{}}, rule: Rule{Rule: "help"}}
	n.rebudget(200_000)
	before, _ := n.state.Get(Pools.Key("garden", "help"))
	for i := range 10_000 {
		n.issue([]string{"OwnersMSP", "StreetMSP"}[i%2], []string{"1-101", "1-102", "1-103"}[i%3], 1)
	}
	if after, _ := n.state.Get(Pools.Key("garden", "help")); string(after[0]) != string(before[0]) {
		t.Errorf("the leases went for more: %s, %s", before[0], after[0])
	}
	n.issue("OwnersMSP", "1-101", 100_000) // half of it is for those by which more is earned
	n.issue("StreetMSP", "1-102", 90_000)
	n.issue("StreetMSP", "1-102", 1)
}
