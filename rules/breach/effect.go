// SPDX-License-Identifier: Apache-2.0

package breach

import "slices"

// Effect is what a breach may lead to. There is nothing else: no money, and nothing that keeps a person or a car from home or a home from
// water, power, heat or gas. Several ordinances forbid those outright (Zhengzhou, Art. 55; Weifang).
type Effect string

// The effects, the mildest first.
const (
	Notice  Effect = "notice"  // the household is told what happened
	Warning Effect = "warning" // and what comes next time
	Points  Effect = "points"  // points are withheld, as many as there are
	Pause   Effect = "pause"   // a service that is booked cannot be, for some days
	Board   Effect = "board"   // a reminder of the article on the notice board, without a name, for some days
)

// Effects are all that there are, the mildest first.
func Effects() []Effect { return []Effect{Notice, Warning, Points, Pause, Board} }

// Penalty says whether an effect is felt.
func (e Effect) Penalty() bool { return slices.Contains([]Effect{Points, Pause, Board}, e) }

// Lasts says whether an effect is for some days.
func (e Effect) Lasts() bool { return e == Pause || e == Board }

// services are what can be paused: what one books to enjoy. Nobody needs one of them to be at home. Parking is none of them.
var services = []string{"activity-room", "barbecue", "court", "gym", "library", "pool", "tool-loan", "workshop"}

// Services are the kinds of bookable services that can be paused.
func Services() []string { return slices.Clone(services) }

// Rung is a step of a ladder: an effect with how much of it.
type Rung struct {
	Effect  Effect `json:"effect"`
	Points  int64  `json:"points,omitempty"`
	Service string `json:"service,omitempty"`
	Days    int64  `json:"days,omitempty"`
}

// Bounds of what an article sets, in days and points.
const (
	MinCure   = 1
	MaxCure   = 90
	MinAppeal = 7 // time to read a notice, and to ask somebody
	MaxAppeal = 90
	MinDecay  = 30
	MaxDecay  = 1095 // three years
	MaxPoints = 1000
	MaxDays   = 90 // of an effect
)

// Valid says whether a rung is one that there can be.
func (r Rung) Valid() bool {
	switch {
	case !slices.Contains(Effects(), r.Effect),
		(r.Effect == Points) != (r.Points != 0) || r.Points < 0 || r.Points > MaxPoints,
		(r.Effect == Pause) != slices.Contains(services, r.Service) || r.Effect != Pause && r.Service != "",
		r.Effect.Lasts() != (r.Days != 0) || r.Days < 0 || r.Days > MaxDays:
		return false
	}
	return true
}

// Valid says whether terms are ones that an article can have.
func (t Terms) Valid() bool {
	return t.Rung.Valid() && within(t.CureDays, MinCure, MaxCure) && within(t.AppealDays, MinAppeal, MaxAppeal) &&
		within(t.DecayDays, MinDecay, MaxDecay)
}

func within(n, least, most int64) bool { return n >= least && n <= most }

// RungFor is the rung of a ladder, which has one at least, for a household with so many earlier breaches: one up for each, and the last for
// all that follow.
func RungFor(ladder []Rung, earlier int) Rung { return ladder[min(earlier, len(ladder)-1)] }
