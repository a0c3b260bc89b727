// SPDX-License-Identifier: Apache-2.0

package exchange

import "errors"

// A Booking is a right that somebody has been given. Whose car it is stands there as what was committed to, never as a plate.
type Booking struct {
	ID         string
	Offer      string
	Commitment string // of the plate, keyed; "" if no car is named
	At         int64  // Unix: when it was given
	From       int64
	Until      int64
	Cancelled  int64 // 0: it was not
}

// What APDS says of it.
type (
	// Assigned is an assigned right.
	Assigned struct {
		ID      string    `json:"id"`
		Version int64     `json:"version"`
		Right   Ref       `json:"rightSpecification"`
		Holder  Holder    `json:"rightHolder"`
		Method  string    `json:"issueMethod"`
		Issued  string    `json:"issuanceTime"`
		Expiry  string    `json:"expiry"`
		Uses    []Planned `json:"plannedUses"`
	}
	Holder struct {
		Credentials []Credential `json:"credentials"`
	}
	Credential struct {
		Of         string `json:"credentialAssignedType"`
		Type       string `json:"type"`
		Identifier Mark   `json:"identifier"`
	}
	Planned struct {
		Start  string `json:"startTime"`
		End    string `json:"endTime"`
		Cancel string `json:"cancelTime,omitempty"`
	}
)

// Assigned is the booking in APDS. Its version is 2 once it is cancelled.
func (b Booking) Assigned() (Assigned, error) {
	if b.ID == "" || b.Offer == "" || b.At <= 0 || b.From <= 0 || b.Until <= b.From || b.Cancelled < 0 {
		return Assigned{}, errors.New("a booking has an id, an offer, when it was given, and ends after it begins")
	}
	a := Assigned{ID: b.ID, Version: 1, Right: ref(b.Offer), Holder: Holder{[]Credential{}}, Method: "electronic", Issued: moment(b.At),
		Expiry: moment(b.Until), Uses: []Planned{{Start: moment(b.From), End: moment(b.Until)}}}
	if b.Commitment != "" {
		a.Holder.Credentials = []Credential{{"vehicle", "licensePlate", Mark{b.Commitment, "PlateCommitment"}}}
	}
	if b.Cancelled != 0 {
		a.Version, a.Uses[0].Cancel = 2, moment(b.Cancelled)
	}
	return a, nil
}
