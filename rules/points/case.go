// SPDX-License-Identifier: Apache-2.0

package points

// Case is a history in one document: what is simulated.
type Case struct {
	Name  string     `json:"name,omitempty"`
	Rules CaseRules  `json:"rules"`
	Steps []CaseStep `json:"steps"` // in order
	At    *int64     `json:"at"`    // when the book is looked at
}

// CaseRules are a program with one rule.
type CaseRules struct {
	LifeDays   int64 `json:"lifeDays"`
	DayCap     int64 `json:"dayCap"`
	MaxBalance int64 `json:"maxBalance"`
	Budget     int64 `json:"budget"`
	Gifts      bool  `json:"gifts"`
}

func (r CaseRules) program() Program {
	return Program{LifeDays: r.LifeDays, MaxBalance: r.MaxBalance, Gifts: r.Gifts}
}

func (r CaseRules) rule() Rule { return Rule{DayCap: r.DayCap, Budget: r.Budget} }

// CaseStep is a step of a case. A field that is not given is nil; which a step has is in Forms.
type CaseStep struct {
	ID      string  `json:"id"`
	Do      Step    `json:"do"`
	At      *int64  `json:"at"`
	Account *string `json:"account,omitempty"`
	From    *string `json:"from,omitempty"`
	To      *string `json:"to,omitempty"`
	Amount  *int64  `json:"amount,omitempty"`
	Cause   *string `json:"cause,omitempty"`
	Until   *int64  `json:"until,omitempty"`
	Hold    *string `json:"hold,omitempty"` // id of the step that made it
	Earn    *string `json:"earn,omitempty"` // id of the step that earned
}

// OK is the outcome of a step that was accepted.
const OK = "ok"

// Result is what a case comes to.
type Result struct {
	Steps      []string                 `json:"steps"` // OK or the reason, of each step
	Accounts   map[string]ResultAccount `json:"accounts"`
	Issued     int64                    `json:"issued"` // less what was reversed
	Spent      int64                    `json:"spent"`
	Expired    int64                    `json:"expired"`
	BudgetUsed int64                    `json:"budgetUsed"`
}

// ResultAccount is an account that any step names.
type ResultAccount struct {
	Usable int64       `json:"usable"`
	Held   int64       `json:"held"`
	Lots   []ResultLot `json:"lots"` // by end, those without one last
}

// ResultLot is all points of an account that end together.
type ResultLot struct {
	Until  int64 `json:"until"`
	Amount int64 `json:"amount"`
}

// Run keeps the book of a case. Errors wrap ErrInvalidCase or ErrInvalidRules: the case is no history.
func Run(c Case) (Result, error) {
	if err := c.validate(); err != nil {
		return Result{}, err
	}
	b := NewBook(c.Rules.program(), c.Rules.rule())
	causes := map[string]string{} // of the earnings that were accepted, by step
	steps := []string{}
	for _, s := range c.Steps {
		reason := s.take(b, causes)
		if reason != Allowed {
			steps = append(steps, string(reason))
			continue
		}
		steps = append(steps, OK)
		if s.Do == StepEarn {
			causes[s.ID] = *s.Cause
		}
	}
	result := b.result()
	result.Steps = steps
	for _, s := range c.Steps {
		for _, id := range s.accounts() {
			result.Accounts[id] = b.Account(id).result(*c.At)
		}
	}
	return result, nil
}

// take takes a step in a book.
func (s CaseStep) take(b *Book, causes map[string]string) Reason {
	now := *s.At
	switch s.Do {
	case StepEarn:
		return b.Earn(now, *s.To, *s.Amount, *s.Cause)
	case StepGift:
		return b.Gift(now, *s.From, *s.To, *s.Amount)
	case StepSpend:
		return b.Spend(now, *s.From, *s.Amount)
	case StepHold:
		return b.Hold(now, s.ID, *s.From, *s.Amount, *s.Until)
	case StepMore:
		return b.More(now, *s.Hold, *s.Amount)
	case StepPost:
		return b.Post(now, *s.Hold, s.of(b))
	case StepPay:
		return b.PayTo(*s.Hold, *s.To, s.of(b))
	case StepRelease:
		return b.Release(*s.Hold)
	case StepExpire:
		return b.Expire(now, *s.Account)
	case StepReverse:
		return b.reverse(now, causes, *s.Earn, *s.Amount)
	}
	return Nothing // validate knows the steps
}

// of is how much of a hold a step pays: all, if it does not say.
func (s CaseStep) of(b *Book) int64 {
	if s.Amount != nil {
		return *s.Amount
	}
	return b.Holds[*s.Hold].Amount()
}

// reverse takes back what an accepted step earned.
func (b *Book) reverse(now int64, causes map[string]string, earn string, amount int64) Reason {
	cause, earned := causes[earn]
	if !earned {
		return NoSuchEarn
	}
	return b.Reverse(now, cause, amount)
}

// accounts are those that a step names.
func (s CaseStep) accounts() []string {
	var named []string
	for _, id := range []*string{s.Account, s.From, s.To} {
		if id != nil {
			named = append(named, *id)
		}
	}
	return named
}

// result is the sums of a book, from its transfers alone.
func (b *Book) result() Result {
	balances := map[string]int64{}
	for _, t := range b.Transfers {
		balances[t.From] -= t.Amount
		balances[t.To] += t.Amount
	}
	return Result{
		Accounts: map[string]ResultAccount{}, Issued: -balances[Issued], Spent: balances[Spent], Expired: balances[Expired],
		BudgetUsed: b.Budget.Used,
	}
}

func (a Account) result(at int64) ResultAccount {
	r := ResultAccount{Usable: a.Usable(at), Held: a.Held, Lots: []ResultLot{}}
	for _, l := range forget(a.Lots) {
		r.Lots = append(r.Lots, ResultLot{Until: l.Until, Amount: l.Amount})
	}
	return r
}
