// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/rules/convention"
)

var (
	numbers = []string{
		"value.a", "value.b", "event.hour", "event.at", "report.households", "order.hour", "earlier.days30", "article7.days90",
	}
	flags   = []string{"flag.a", "flag.b", "report.confirmed"}
	places  = []string{"event.place", "report.place", "order.place", "event.device"}
	samples = []string{"3-lift", "3-2", "lift", "3", "-lift"}
	values  = []int64{0, 1, 2, 22, 100, -5, math.MaxInt64, 1_790_000_000}
)

// drawYesNo draws a part that is yes or no.
func drawYesNo(t *rapid.T, depth int) convention.Node {
	if depth == 0 {
		return fact(rapid.SampledFrom(flags).Draw(t, "flag"))
	}
	sub := func() convention.Node { return drawYesNo(t, depth-1) }
	switch rapid.IntRange(0, 8).Draw(t, "shape") {
	case 0, 1:
		return node(convention.OpAnd, sub(), sub())
	case 2:
		return node(convention.OpOr, sub(), sub())
	case 3:
		not := node(convention.OpNot, sub())
		if not.Args[0].Op == convention.OpNot { // CEL makes nothing of two of them
			return not.Args[0]
		}
		return not
	case 4:
		return node(convention.OpChoose, sub(), sub(), sub())
	case 5:
		op := rapid.SampledFrom([]convention.Op{convention.OpStartsWith, convention.OpEndsWith, convention.OpContains}).Draw(t, "op")
		return node(op, fact(rapid.SampledFrom(places).Draw(t, "place")), text(t))
	case 6:
		return node(convention.OpIn, fact(rapid.SampledFrom(places).Draw(t, "place")), node(convention.OpList, text(t), text(t)))
	case 7:
		return node(convention.OpEqual, fact(rapid.SampledFrom(places).Draw(t, "place")), text(t))
	}
	op := rapid.SampledFrom([]convention.Op{
		convention.OpEqual, convention.OpUnequal, convention.OpLess, convention.OpAtMost, convention.OpMore, convention.OpAtLeast,
	}).Draw(t, "op")
	return node(op, drawNumber(t, depth-1), drawNumber(t, depth-1))
}

func drawNumber(t *rapid.T, depth int) convention.Node {
	shape := rapid.IntRange(0, 7).Draw(t, "shape")
	if depth == 0 {
		shape %= 4
	}
	sub := func() convention.Node { return drawNumber(t, depth-1) }
	switch shape {
	case 0, 1:
		return fact(rapid.SampledFrom(numbers).Draw(t, "number"))
	case 2, 3:
		return convention.Node{Op: convention.OpNumber, Number: rapid.SampledFrom(values).Draw(t, "value")}
	case 4:
		return node(convention.OpNegative, fact(rapid.SampledFrom(numbers).Draw(t, "number")))
	case 5:
		by := convention.Node{Op: convention.OpNumber, Number: rapid.SampledFrom([]int64{1, 3, 7}).Draw(t, "by")}
		return node(rapid.SampledFrom([]convention.Op{convention.OpDivide, convention.OpRest}).Draw(t, "op"), sub(), by)
	}
	op := rapid.SampledFrom([]convention.Op{convention.OpAdd, convention.OpSubtract, convention.OpMultiply}).Draw(t, "op")
	return node(op, sub(), sub())
}

func node(op convention.Op, args ...convention.Node) convention.Node {
	return convention.Node{Op: op, Args: args}
}

func fact(name string) convention.Node { return convention.Node{Op: convention.OpFact, Text: name} }

func text(t *rapid.T) convention.Node {
	return convention.Node{Op: convention.OpText, Text: rapid.SampledFrom(samples).Draw(t, "text")}
}

func drawFacts(t *rapid.T) convention.Facts {
	at := rapid.SampledFrom([]int64{1_790_000_000, 1_790_050_000}).Draw(t, "at")
	place := func() string { return rapid.SampledFrom(append(samples, "")).Draw(t, "place") }
	f := convention.Facts{At: at}
	if rapid.Bool().Draw(t, "event") {
		f.Event = &convention.Event{
			Kind: "object", Class: "T2", Place: place(), Device: place(), At: at, Values: map[string]int64{}, Flags: map[string]bool{},
		}
		for _, name := range []string{"a", "b"} {
			if rapid.Bool().Draw(t, "said") {
				f.Event.Values[name] = rapid.SampledFrom(values).Draw(t, "value")
				f.Event.Flags[name] = rapid.Bool().Draw(t, "flag")
			}
		}
	}
	if rapid.Bool().Draw(t, "report") {
		f.Report = &convention.Report{
			Place: place(), Households: rapid.Int64Range(0, 3).Draw(t, "households"), Confirmed: rapid.Bool().Draw(t, "yes"),
		}
	}
	if rapid.Bool().Draw(t, "order") {
		f.Order = &convention.Order{Place: place(), At: at}
	}
	for range rapid.IntRange(0, 3).Draw(t, "earlier") {
		f.Earlier = append(f.Earlier, convention.Earlier{
			Article: rapid.SampledFrom([]int64{2, 7}).Draw(t, "article"), At: at - 43200*rapid.Int64Range(0, 200).Draw(t, "half days"),
		})
	}
	return f
}

// by is a second judge, which shares nothing with CEL: what a part is, or nothing if that is not known.
type by struct{ facts convention.Facts }

func (b by) yesNo(n convention.Node) (yes, known bool) {
	switch n.Op {
	case convention.OpFact:
		return b.flag(n.Text)
	case convention.OpNot:
		yes, known = b.yesNo(n.Args[0])
		return !yes, known
	case convention.OpAnd, convention.OpOr:
		decides := n.Op == convention.OpOr // what one side is, whatever the other
		left, leftKnown := b.yesNo(n.Args[0])
		right, rightKnown := b.yesNo(n.Args[1])
		if leftKnown && left == decides || rightKnown && right == decides {
			return decides, true
		}
		return !decides, leftKnown && rightKnown
	case convention.OpChoose:
		which, known := b.yesNo(n.Args[0])
		if !known {
			return false, false
		}
		if which {
			return b.yesNo(n.Args[1])
		}
		return b.yesNo(n.Args[2])
	case convention.OpStartsWith, convention.OpEndsWith, convention.OpContains, convention.OpIn:
		return b.text(n)
	}
	if n.Args[1].Op == convention.OpText {
		return b.text(n)
	}
	return b.compared(n)
}

func (b by) text(n convention.Node) (yes, known bool) {
	is := b.place(n.Args[0].Text)
	with := n.Args[1].Text
	switch n.Op {
	case convention.OpStartsWith:
		yes = strings.HasPrefix(is, with)
	case convention.OpEndsWith:
		yes = strings.HasSuffix(is, with)
	case convention.OpContains:
		yes = strings.Contains(is, with)
	case convention.OpIn:
		yes = slices.ContainsFunc(n.Args[1].Args, func(one convention.Node) bool { return one.Text == is })
	default:
		yes = is == with
	}
	return yes, is != ""
}

func (b by) compared(n convention.Node) (yes, known bool) {
	left, right := b.number(n.Args[0]), b.number(n.Args[1])
	if left == nil || right == nil {
		return false, false
	}
	sign := left.Cmp(right)
	switch n.Op {
	case convention.OpEqual:
		return sign == 0, true
	case convention.OpUnequal:
		return sign != 0, true
	case convention.OpLess:
		return sign < 0, true
	case convention.OpAtMost:
		return sign <= 0, true
	case convention.OpMore:
		return sign > 0, true
	}
	return sign >= 0, true
}

// number is nil if it is not known, or too large.
func (b by) number(n convention.Node) *big.Int {
	if n.Op == convention.OpNumber {
		return big.NewInt(n.Number)
	}
	if n.Op == convention.OpFact {
		return b.value(n.Text)
	}
	args := make([]*big.Int, len(n.Args))
	for i := range n.Args {
		if args[i] = b.number(n.Args[i]); args[i] == nil {
			return nil
		}
	}
	result := new(big.Int)
	switch n.Op {
	case convention.OpNegative:
		result.Neg(args[0])
	case convention.OpAdd:
		result.Add(args[0], args[1])
	case convention.OpSubtract:
		result.Sub(args[0], args[1])
	case convention.OpMultiply:
		result.Mul(args[0], args[1])
	case convention.OpDivide:
		result.Quo(args[0], args[1])
	case convention.OpRest:
		result.Rem(args[0], args[1])
	}
	if !result.IsInt64() {
		return nil
	}
	return result
}

func (b by) value(name string) *big.Int {
	group, field, _ := strings.Cut(name, ".")
	f := b.facts
	switch {
	case group == "value" && f.Event != nil:
		if v, ok := f.Event.Values[field]; ok {
			return big.NewInt(v)
		}
	case name == "event.hour" && f.Event != nil:
		return big.NewInt((f.Event.At/3600 + 8) % 24)
	case name == "event.at" && f.Event != nil:
		return big.NewInt(f.Event.At)
	case name == "order.hour" && f.Order != nil:
		return big.NewInt((f.Order.At/3600 + 8) % 24)
	case name == "report.households" && f.Report != nil:
		return big.NewInt(f.Report.Households)
	case name == "earlier.days30":
		return b.before(2, 30)
	case name == "article7.days90":
		return b.before(7, 90)
	}
	return nil
}

func (b by) before(article, days int64) *big.Int {
	n := int64(0)
	for _, e := range b.facts.Earlier {
		if e.Article == article && (b.facts.At+28800)/86400-(e.At+28800)/86400 <= days {
			n++
		}
	}
	return big.NewInt(n)
}

func (b by) flag(name string) (yes, known bool) {
	if name == "report.confirmed" {
		return b.facts.Report != nil && b.facts.Report.Confirmed, b.facts.Report != nil
	}
	if b.facts.Event == nil {
		return false, false
	}
	yes, known = b.facts.Event.Flags[strings.TrimPrefix(name, "flag.")]
	return yes, known
}

func (b by) place(name string) string {
	switch f := b.facts; {
	case name == "event.place" && f.Event != nil:
		return f.Event.Place
	case name == "event.device" && f.Event != nil:
		return f.Event.Device
	case name == "report.place" && f.Report != nil:
		return f.Report.Place
	case name == "order.place" && f.Order != nil:
		return f.Order.Place
	}
	return ""
}

// Drawn conditions come out of CEL as out of the second judge, at no more than the cost that was estimated, and never as a breach without
// the facts that they are said to need. What is printed is read as the same.
func TestConditions(t *testing.T) {
	c := compiler(t)
	seen := map[convention.Why]int{}
	drawn := func(t *rapid.T) {
		for range 5 {
			when := drawYesNo(t, 3).String()
			condition, refusals := c.Compile(when)
			if len(refusals) > 0 {
				if code := refusals[0].Code; code != convention.NoFact && code != convention.TooLong && code != convention.TooCostly {
					t.Fatalf("%s: %+v (%s)", when, refusals[0], refusals[0].CEL)
				}
				continue
			}
			if again := condition.Root.String(); again != when {
				t.Fatalf("%s is read as %s", when, again)
			}
			for range 10 {
				seen[judged(t, condition, drawFacts(t))]++
			}
		}
	}
	// numbers seldom are so large
	for round := 0; round == 0 || round < 50 && seen[convention.Uncounted] == 0 && !testing.Short(); round++ {
		rapid.Check(t, drawn)
	}
	for _, why := range []convention.Why{convention.Met, convention.NotMet, convention.Unsaid, convention.Uncounted} {
		if seen[why] == 0 && !testing.Short() {
			t.Errorf("nothing was %q: %v", why, seen)
		}
	}
}

func judged(t *rapid.T, condition convention.Condition, f convention.Facts) convention.Why {
	rule := convention.Rule{Condition: condition, Decay: 365}
	got := rule.Judge(2, f)
	yes, known := by{f}.yesNo(condition.Root)
	if got.Breach != (yes && known) || (got.Why == convention.NotMet) != (known && !yes) {
		t.Fatalf("%s of %+v: %+v, expected %t, known %t", condition.When, f, got, yes, known)
	}
	if again := rule.Judge(2, f); again != got {
		t.Fatalf("%s of %+v: %+v, and again %+v", condition.When, f, got, again)
	}
	if cost := condition.ActualCost(2, f); cost > uint64(condition.Cost) {
		t.Fatalf("%s of %+v costs %d, more than %d", condition.When, f, cost, condition.Cost)
	}
	for _, group := range condition.Needs() {
		without := f
		switch group {
		case convention.GroupDevice:
			without.Event = nil
		case convention.GroupReport:
			without.Report = nil
		case convention.GroupOrder:
			without.Order = nil
		case convention.GroupEarlier:
			continue // they are known always
		}
		if rule.Judge(2, without).Breach {
			t.Fatalf("%s is met without a %s: %+v", condition.When, group, without)
		}
	}
	return got.Why
}
