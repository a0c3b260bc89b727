// SPDX-License-Identifier: Apache-2.0

// Package points is what points (积分) are: how a deed earns them, how they are given, held, spent, expire and are taken back. A step takes
// the documents it touches by value and returns new ones with the transfers it made, or the reason why it changed nothing. Points are in
// lots, each with its end; they are counted in whole points, and all times are Unix seconds of the ledger.
//
// Whatever happens: what was issued is what was spent, what expired, what the accounts have and what is held.
package points

// Bounds of what is counted; sums of so much cannot overflow.
const (
	MaxAmount  = 1_000_000_000         // points that one deed earns at most
	MaxBalance = 1_000_000_000_000_000 // points of an account, if the community has no bound of its own
	MaxLife    = 36_500                // days
	MaxTime    = 253_402_300_799       // the end of the year 9999
	MaxLots    = 1_000                 // lots of an account, those in its holds among them: its document stays small
)

// System accounts, between which and the residents' points move. A resident's account has another name.
const (
	Issued  = "*issued"  // where points come from, and go back to when an earning is reversed; its balance is never positive
	Spent   = "*spent"   // where spent points go
	Expired = "*expired" // where ended ones do
	Held    = "*held"    // where points of all open holds are
)

// Program is what a community adopted for all points.
type Program struct {
	LifeDays   int64 `json:"lifeDays"`   // a lot ends so many times 24 hours after it was earned; 0: never
	MaxBalance int64 `json:"maxBalance"` // the most an account may have, held and ended lots included; 0: no bound
	Gifts      bool  `json:"gifts"`      // whether residents may give points to one another
}

// Rule is what it adopted for one kind of deed that earns points.
type Rule struct {
	DayCap int64 `json:"dayCap"` // the most one account may earn by it in a day of Beijing; 0: no bound
	Budget int64 `json:"budget"` // the most that may be issued by it, less what was reversed; 0: no bound
}

// Lot is points that were earned together and end together.
type Lot struct {
	Amount  int64  `json:"amount"`
	Until   int64  `json:"until,omitempty"`   // usable before it; 0: without end
	At      int64  `json:"at"`                // when they were earned
	Earning string `json:"earning,omitempty"` // id of the earning; "" when an account with very many lots has forgotten it
}

// Account is what a resident has. Lots stand in the order in which payments take them.
type Account struct {
	ID       string   `json:"id"`
	Lots     []Lot    `json:"lots,omitempty"`
	Held     int64    `json:"held"`           // points in open holds
	HeldLots int      `json:"heldLots"`       // and how many lots those are in
	Days     []DaySum `json:"days,omitempty"` // what was earned on the last days, by day and rule
}

// DaySum is what an account has earned by a rule on a day, reversed or not.
type DaySum struct {
	Day    int64  `json:"day"` // days since 1970-01-01, in Beijing
	Rule   string `json:"rule"`
	Amount int64  `json:"amount"`
}

// Earning is what a cause has paid; there is one of each cause, for ever. The zero one is of a cause that has not paid.
type Earning struct {
	ID       string `json:"id"`
	Account  string `json:"account"`
	Rule     string `json:"rule"`
	Amount   int64  `json:"amount"`
	At       int64  `json:"at"`
	Reversed int64  `json:"reversed"` // of the amount
}

// Budget is a piece of a rule's budget. Rules that many earn by are counted in several pieces, so that they do not wait for one another.
type Budget struct {
	Open  bool  `json:"open,omitempty"` // without bound
	Limit int64 `json:"limit"`
	Used  int64 `json:"used"` // issued less reversed
}

// Pieces are the n pieces that a rule's budget is counted in.
func (r Rule) Pieces(n int) []Budget {
	pieces := make([]Budget, n)
	for i := range pieces {
		pieces[i] = Budget{Open: r.Budget == 0, Limit: r.Budget / int64(n)}
		if int64(i) < r.Budget%int64(n) {
			pieces[i].Limit++
		}
	}
	return pieces
}

// Transfer moves points of one lot from one account to another, for ever. All balances are sums of transfers.
type Transfer struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Amount  int64  `json:"amount"`
	Until   int64  `json:"until,omitempty"` // end of the lot
	Earning string `json:"earning,omitempty"`
}
