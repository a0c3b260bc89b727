// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"fmt"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/verify/fabric"
)

// CountedParking is what became of a community's parking spaces, on a recounted ledger.
type CountedParking struct {
	Community string `json:"community"`
	Bookings  int    `json:"bookings"`
	Closed    int    `json:"closed"`
	Paid      int64  `json:"paid"`     // points, for those that are closed
	Seen      int    `json:"seen"`     // events of gates that were shown for them
	ByBodies  int    `json:"byBodies"` // that two bodies have resolved: how, is their word
	Lots      int    `json:"lots"`     // that were drawn
}

// Parking is what became of a community's parking spaces.
func (Contract) Parking(s *Simulation, community string) CountedParking {
	c := countParking(contractState{s}, community, func(string, error) {}) // what cannot be read is accused elsewhere
	counted := CountedParking{Community: community, Bookings: len(c.bookings), Lots: len(c.drawn)}
	for _, b := range c.bookings {
		if b.State.Closed() {
			counted.Closed++
			counted.Paid += b.Due
		}
		if byBodies(b) {
			counted.ByBodies++
		}
	}
	for _, seen := range s.notes.sightings {
		if seen.community == community {
			counted.Seen++
		}
	}
	return counted
}

// parking says what became of the parking spaces of each community that has any.
func (c *recounted) parking(state fabric.State) {
	if c.report.Blocks == 0 {
		return
	}
	s := c.atEnd(state, Chaincode)
	communities, _ := contractState{s}.Range(contract.Communities.Kind()) // a replayed state always answers
	for _, entry := range communities {
		_, names, _ := contract.SplitKey(entry.Key)
		if counted := (Contract{}).Parking(s, names[0]); counted.Bookings > 0 {
			c.report.Parking = append(c.report.Parking, counted)
		}
	}
}

func (p CountedParking) write(out *strings.Builder) {
	fmt.Fprintf(out, "parking of %s: %d bookings, %d of them over, for %d points; %d events of gates; %d lots drawn again\n",
		p.Community, p.Bookings, p.Closed, p.Paid, p.Seen, p.Lots)
	if p.ByBodies > 0 {
		fmt.Fprintf(out, "%12s%d were resolved by two bodies: how much is owed is their word, and not counted again\n", "", p.ByBodies)
	}
}
