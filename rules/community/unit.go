// SPDX-License-Identifier: Apache-2.0

// Package community holds who owns what in a residential community, and what
// that counts for in a vote: units, heads, rights and the roll that freezes
// them. It knows no ledger, no clock and no names: owners are pseudonyms.
package community

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Developer is the pseudonym of the head that holds every unit that is unsold,
// or sold but not delivered (法释〔2009〕7号 Art. 9).
const Developer = "developer"

// Bounds of the roll. Every sum over distinct units stays below MaxTotalDm2, so
// the rules may multiply areas by small integers without overflow.
const (
	MaxAreaDm2  int64 = 1e10 // 100 km² in one unit
	MaxTotalDm2 int64 = 1e15
)

// Kind is the use of a unit.
type Kind string

// The uses a unit can have.
const (
	Home    Kind = "home"
	Shop    Kind = "shop"
	Office  Kind = "office"
	Parking Kind = "parking"
)

// Kinds lists every use in the order reports print them.
func Kinds() []Kind { return []Kind{Home, Shop, Office, Parking} }

// Status says whether a unit has left the developer's hands.
type Status string

// The statuses of a unit.
const (
	Sold        Status = "sold"
	Unsold      Status = "unsold"
	Undelivered Status = "undelivered"
)

// A Unit is an exclusive part (专有部分) with its area in dm² (0.01 m²) and the
// pseudonyms of its owners. Units that are not sold need no owner.
type Unit struct {
	ID      string   `json:"unit"`
	Kind    Kind     `json:"kind"`
	Status  Status   `json:"status"`
	AreaDm2 int64    `json:"areaDm2"`
	Owners  []string `json:"owners"`
}

// ErrInvalidRoll is wrapped by every error about the units of a roll. The
// register has to be corrected; nothing was accepted.
var ErrInvalidRoll = errors.New("invalid roll")

// Validate reports every fault of the units, each wrapped in ErrInvalidRoll: a
// unit twice, an area that is not positive or beyond MaxAreaDm2, an unknown
// kind or status, an owner missing, repeated or malformed, a total beyond
// MaxTotalDm2.
func Validate(units []Unit) error {
	var faults []error
	seen := make(map[string]bool, len(units))
	var total int64
	for _, unit := range units {
		if seen[unit.ID] {
			faults = append(faults, invalid(unit, "the same unit twice"))
		}
		seen[unit.ID] = true
		if fault := unit.fault(); fault != "" {
			faults = append(faults, invalid(unit, fault))
			continue
		}
		if total += unit.AreaDm2; total > MaxTotalDm2 {
			return errors.Join(append(faults, invalid(unit, "total area beyond the bound"))...)
		}
	}
	return errors.Join(faults...)
}

func invalid(unit Unit, fault string) error {
	return fmt.Errorf("%w: unit %q: %s", ErrInvalidRoll, unit.ID, fault)
}

func (u Unit) fault() string {
	switch {
	case !WellFormed(u.ID):
		return "no unit number, or a malformed one"
	case !slices.Contains(Kinds(), u.Kind):
		return "unknown kind"
	case u.Status != Sold && u.Status != Unsold && u.Status != Undelivered:
		return "unknown status"
	case u.AreaDm2 <= 0:
		return "area not positive"
	case u.AreaDm2 > MaxAreaDm2:
		return "area beyond the bound"
	}
	return u.ownerFault()
}

func (u Unit) ownerFault() string {
	if u.Status == Sold && len(u.Owners) == 0 {
		return "owner missing"
	}
	seen := make(map[string]bool, len(u.Owners))
	for _, owner := range u.Owners {
		switch {
		case !WellFormed(owner):
			return "malformed owner"
		case seen[owner]:
			return "the same owner twice"
		}
		seen[owner] = true
	}
	return ""
}

// MaxName is the most bytes that the name of a unit or the pseudonym of a person has.
const MaxName = 256

// WellFormed says whether a name can be that of a unit or a person's pseudonym: not empty, and without anything that
// divides names in a right's ID (a line break) or in the ledger's keys. All control characters are out, so that no two sets
// of well-formed owners are joined into one text. Whatever brings a name onto the ledger holds it against this.
func WellFormed(name string) bool {
	return name != "" && len(name) <= MaxName && utf8.ValidString(name) && !strings.ContainsFunc(name, divides)
}

func divides(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) || r == unicode.MaxRune
}

// Holders returns the head a unit belongs to: its owners in sorted order, or
// the developer while it is unsold or undelivered.
func (u Unit) Holders() []string {
	if u.Status != Sold {
		return []string{Developer}
	}
	return slices.Sorted(slices.Values(u.Owners))
}
