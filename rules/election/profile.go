// SPDX-License-Identifier: Apache-2.0

package election

// Effect is the legal effect a vote may claim. Pages and results say it.
type Effect string

// The legal effects.
const (
	StatutoryHere     Effect = "statutory-here"
	EvidenceAndMirror Effect = "evidence-and-mirror" // the vote that binds is held elsewhere
	OpinionPoll       Effect = "opinion-poll"
	Rehearsal         Effect = "rehearsal" // 演练: no effect
)

// Parking rules of a place.
const (
	ParkingCounted    = "counted"
	ParkingNotCounted = "not-counted"
	ParkingByRules    = "by-rules" // the community's own rules decide
)

// A Profile is what a place's rules ask of an election, with the source. What is
// made under it keeps it whole. Fields in Defaults were not found there: they are choices of this software and not
// that place's law. They are 15 days' notice, a window of 1 to 60 days, a result
// within 3 days, 7 days for objections, at most 3 grants for a proxy, who may be
// no property staff, parking by the community's own rules, both channels, and no
// claim to statutory effect.
type Profile struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
	Timing

	ProxyCap            int       `json:"proxyCap"`
	ProxyMustOwn        bool      `json:"proxyMustOwn"`
	PropertyStaffBarred bool      `json:"propertyStaffBarred"`
	CountParking        string    `json:"countParking"` // counted, not-counted or by-rules
	Channels            []Channel `json:"channels"`
	OfficialPlatform    bool      `json:"officialPlatform"` // statutory online votes only on the authority's platform
	LegalEffect         Effect    `json:"legalEffect"`      // of an owners' vote; see EffectOf
	Source              Text      `json:"source"`
	Read                string    `json:"read"` // the month the source was read
	Notes               []string  `json:"notes,omitempty"`
	Defaults            []string  `json:"defaults,omitempty"`
}

// A Text is for readers of either language.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// Check returns an error wrapping ErrInvalidRules for the first way in which rules
// are looser than the place allows. Only owners' votes are bound by it.
func (p Profile) Check(rules Rules) error {
	if rules.kind() != Owners {
		return nil
	}
	switch {
	case rules.ProxyCap > p.ProxyCap:
		return breach(ErrInvalidRules, "proxy-cap", "most", p.ProxyCap)
	case p.ProxyMustOwn && !rules.ProxyMustOwn:
		return breach(ErrInvalidRules, "proxy-must-own")
	case p.CountParking == ParkingCounted && !rules.CountParking:
		return breach(ErrInvalidRules, "parking-counts")
	case p.CountParking == ParkingNotCounted && rules.CountParking:
		return breach(ErrInvalidRules, "parking-does-not-count")
	}
	return nil
}

// EffectOf returns the legal effect a vote of that kind may claim in the place.
// A committee election is never more than evidence: the law read so far does not
// provide for holding it online.
func (p Profile) EffectOf(kind Kind) Effect {
	switch {
	case p.LegalEffect == Rehearsal:
		return Rehearsal
	case kind == Poll:
		return OpinionPoll
	case kind == Committee:
		return EvidenceAndMirror
	}
	return p.LegalEffect
}
