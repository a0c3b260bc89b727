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
	MaxBudget  = 1_000_000_000_000_000 // points of a rule that has a budget
	MaxLife    = 36_500                // days
	MaxTime    = 253_402_300_799       // Unix seconds: the end of the year 9999
	MaxLots    = 1_000                 // lots of an account, those in its holds among them: its document stays small
)

// System is what the names of system accounts begin with.
const System = "*"

// The system accounts, between which and the residents' points move. A resident's account has another name.
const (
	Issued  = System + "issued"  // where points come from, and go back to when an earning is reversed; its balance is never positive
	Spent   = System + "spent"   // where spent points go
	Expired = System + "expired" // where ended ones do
	Held    = System + "held"    // where points of all open holds are
)

// Lot is points that were earned together and end together.
type Lot struct {
	Amount  int64  `json:"amount"`
	Until   int64  `json:"until,omitempty"`   // usable before it; 0: without end
	At      int64  `json:"at,omitempty"`      // when they were earned; 0 in an account with so many lots that it has forgotten
	Earning string `json:"earning,omitempty"` // id of the earning; "" as well then
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

// Transfer moves points of one lot from one account to another, for ever. All balances are sums of transfers.
type Transfer struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Amount  int64  `json:"amount"`
	Until   int64  `json:"until,omitempty"`   // end of the lot
	Earning string `json:"earning,omitempty"` // of the lot
	Hold    string `json:"hold,omitempty"`    // id of the hold, if one account is Held
}
