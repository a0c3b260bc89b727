// SPDX-License-Identifier: Apache-2.0

package points

// Step is what can be done with points.
type Step string

// The steps.
const (
	StepEarn    Step = "earn"
	StepGift    Step = "gift"
	StepSpend   Step = "spend"
	StepHold    Step = "hold"
	StepMore    Step = "more"
	StepPost    Step = "post"
	StepPay     Step = "pay"
	StepRelease Step = "release"
	StepExpire  Step = "expire"
	StepReverse Step = "reverse"
)

// Form is a step with what a case says of it and why it may be refused.
type Form struct {
	Step     Step
	Fields   []string // those that it has
	Optional []string // those that it may have
	Reasons  []Reason // in the order in which they are asked
}

// Forms are those of all steps.
func Forms() []Form {
	return []Form{
		{StepEarn, []string{"to", "amount", "cause"}, nil, []Reason{BadAmount, Paid, OverDayCap, OverMax, OverBudget, TooManyLots}},
		{StepGift, []string{"from", "to", "amount"}, nil, []Reason{BadAmount, GiftsOff, Self, NoBalance, OverMax, TooManyLots}},
		{StepSpend, []string{"from", "amount"}, nil, []Reason{BadAmount, NoBalance}},
		{StepHold, []string{"from", "amount", "until"}, nil, []Reason{BadAmount, BadUntil, NoBalance, TooManyLots}},
		{StepMore, []string{"hold", "amount"}, nil, []Reason{NoHold, HoldOver, BadAmount, NoBalance, TooManyLots}},
		{StepPost, []string{"hold"}, []string{"amount"}, []Reason{NoHold, HoldOver, BadAmount}},
		{StepPay, []string{"hold", "to"}, []string{"amount"}, []Reason{NoHold, HoldOver, Self, BadAmount}},
		{StepRelease, []string{"hold"}, nil, []Reason{NoHold, HoldOver}},
		{StepExpire, []string{"account"}, nil, []Reason{Nothing}},
		{StepReverse, []string{"earn", "amount"}, nil, []Reason{NoSuchEarn, BadAmount, OverReversed, NoBalance}},
	}
}
