// SPDX-License-Identifier: Apache-2.0

package points

// bookRule is the id of a book's one rule.
const bookRule = "rule"

// Book is a whole history on paper: every document in memory, and nothing else than the steps of this package. It has one rule.
type Book struct {
	Program   Program
	Rule      Rule
	Accounts  map[string]Account
	Holds     map[string]Hold
	Earnings  map[string]Earning
	Budget    Budget // in one piece
	Transfers []Transfer
}

// NewBook is a book in which nothing has happened.
func NewBook(p Program, r Rule) *Book {
	return &Book{
		Program: p, Rule: r, Accounts: map[string]Account{}, Holds: map[string]Hold{}, Earnings: map[string]Earning{},
		Budget: r.Pieces(1)[0],
	}
}

// Account is an account as it stands; one that has never been used is empty.
func (b *Book) Account(id string) Account {
	a := b.Accounts[id]
	a.ID = id
	return a
}

// moved notes transfers.
func (b *Book) moved(transfers []Transfer, reason Reason) Reason {
	b.Transfers = append(b.Transfers, transfers...)
	return reason
}

func (b *Book) store(accounts ...Account) {
	for _, a := range accounts {
		b.Accounts[a.ID] = a
	}
}

// Earn pays a cause.
func (b *Book) Earn(now int64, to string, amount int64, cause string) Reason {
	i := Issue{b.Account(to), b.Earnings[cause], b.Budget}
	i, moved, reason := i.Earn(now, b.Program, b.Rule, Claim{ID: cause, RuleID: bookRule, Amount: amount})
	b.issue(i)
	return b.moved(moved, reason)
}

// Reverse takes back what a cause was paid.
func (b *Book) Reverse(now int64, cause string, amount int64) Reason {
	e := b.Earnings[cause]
	i, moved, reason := Issue{b.Account(e.Account), e, b.Budget}.Reverse(now, amount)
	b.issue(i)
	return b.moved(moved, reason)
}

func (b *Book) issue(i Issue) {
	if i.Earning.Amount != 0 {
		b.store(i.Account)
		b.Earnings[i.Earning.ID] = i.Earning
		b.Budget = i.Budget
	}
}

// Gift gives points of one account to another.
func (b *Book) Gift(now int64, from, to string, amount int64) Reason {
	payer, receiver, moved, reason := Gift(now, b.Program, b.Account(from), b.Account(to), amount)
	b.store(payer, receiver)
	return b.moved(moved, reason)
}

// Spend pays for a service.
func (b *Book) Spend(now int64, from string, amount int64) Reason {
	a, moved, reason := b.Account(from).Spend(now, amount)
	b.store(a)
	return b.moved(moved, reason)
}

// Expire takes an account's ended lots.
func (b *Book) Expire(now int64, account string) Reason {
	a, moved, reason := b.Account(account).Expire(now)
	b.store(a)
	return b.moved(moved, reason)
}

// Hold sets points aside.
func (b *Book) Hold(now int64, id, from string, amount, until int64) Reason {
	after, moved, reason := b.Account(from).HoldFor(now, id, amount, until)
	b.book(after)
	return b.moved(moved, reason)
}

func (b *Book) booking(hold string) Booking {
	h := b.Holds[hold]
	return Booking{b.Account(h.From), h}
}

func (b *Book) book(after Booking) {
	if after.Hold.State != "" {
		b.store(after.Account)
		b.Holds[after.Hold.ID] = after.Hold
	}
}

// More sets more points aside.
func (b *Book) More(now int64, hold string, amount int64) Reason {
	after, moved, reason := b.booking(hold).More(now, amount)
	b.book(after)
	return b.moved(moved, reason)
}

// PayTo pays another account an amount of a hold.
func (b *Book) PayTo(hold, to string, amount int64) Reason {
	after, receiver, moved, reason := b.booking(hold).PayTo(b.Program, b.Account(to), amount)
	b.book(after)
	if reason == Allowed {
		b.store(receiver)
	}
	return b.moved(moved, reason)
}

// Post pays an amount of a hold.
func (b *Book) Post(now int64, hold string, amount int64) Reason {
	after, moved, reason := b.booking(hold).Post(now, amount)
	b.book(after)
	return b.moved(moved, reason)
}

// Release gives a hold back.
func (b *Book) Release(hold string) Reason {
	after, moved, reason := b.booking(hold).Release()
	b.book(after)
	return b.moved(moved, reason)
}
