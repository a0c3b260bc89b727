// SPDX-License-Identifier: Apache-2.0

package order

import "slices"

// Priority is how much haste there is.
type Priority string

// The priorities.
const (
	Emergency Priority = "emergency"
	Urgent    Priority = "urgent"
	Ordinary  Priority = "ordinary"
)

// Priorities are all that there are, the greatest haste first.
func Priorities() []Priority { return []Priority{Emergency, Urgent, Ordinary} }

// Known says whether there is such a priority.
func (p Priority) Known() bool { return slices.Contains(Priorities(), p) }

const (
	second int64 = 1
	minute       = 60 * second
	hour         = 60 * minute
	day          = 24 * hour
)

// Limits are how many seconds there are for what has to happen, of one priority.
type Limits struct {
	Triage     int64 // from the raising, for somebody to say whose it is if no duty does; then the supervisor is called
	Accept     int64 // from each call; then the next two are called
	Supervisor int64 // from the raising, for a worker to have accepted; then the supervisor is called
	Arrive     int64 // from the raising; then it is a breach
	Done       int64 // from the raising; then it is one too
	Again      int64 // how often it is said again while something of this is overdue
}

// limits are of each priority. Those of an emergency are what a grid's workers are held to: accept within 60 s, the supervisor at 5
// minutes, on site within 18 (/docs/orders.md says where from); the others are Linli's own.
var limits = map[Priority]Limits{
	Emergency: {Triage: 60, Accept: 60, Supervisor: 5 * minute, Arrive: 18 * minute, Done: 4 * hour, Again: 5 * minute},
	Urgent:    {Triage: day, Accept: 15 * minute, Supervisor: hour, Arrive: 2 * hour, Done: day, Again: 2 * hour},
	Ordinary:  {Triage: day, Accept: 8 * hour, Supervisor: day, Arrive: 3 * day, Done: 7 * day, Again: day},
}

// Limits are those of a known priority.
func (p Priority) Limits() Limits { return limits[p] }

// above says whether there is more haste than with another.
func (p Priority) above(other Priority) bool {
	return slices.Index(Priorities(), p) < slices.Index(Priorities(), other)
}

// What holds for all priorities.
const (
	ConfirmWithin  = 7 * day  // from done on; then the order is closed as unanswered
	ReopenWithin   = 7 * day  // from done on
	UnansweredOpen = 30 * day // how long an order that was closed as unanswered can be reopened

	Ahead  = 15 * minute // by how much a worker's clock may be ahead of the ledger's
	Behind = day         // how long after it happened a worker may say so: he was without a connection
)

// How many of something an order has at the most.
const (
	MaxAffected = 64
	MaxCalled   = 64
	MaxReopened = 5
	MaxHelp     = 4
	NextCalled  = 2 // how many more are called when nobody accepts in time
)
