// SPDX-License-Identifier: Apache-2.0

package tariff

import (
	"errors"
	"fmt"
)

// A Visit is what is to be priced: a stay, with the reservation before it if there was one, or a reservation that nobody used.
type Visit struct {
	Reserved int64 // Unix: when it was reserved, 0 if it was not
	Start    int64
	End      int64 // of the stay, or when the reservation expired
	Charging int64 // seconds at the beginning of the stay in which it was charging
	Energy   int64 // Wh, taken evenly while it was charging
	Expired  bool  // it was reserved, and nobody came
}

// Why a visit has no price.
var (
	ErrOrder    = errors.New("the reservation, the start and the end have to follow each other, after 1970")
	ErrTooLong  = fmt.Errorf("from the reservation to the end there are more than %d days", MaxStay/(24*3600))
	ErrCharging = errors.New("it cannot charge longer than it stays, and takes energy only while it is charging")
	ErrEnergy   = fmt.Errorf("the energy has to be 0 to %d Wh", MaxEnergy)
	ErrExpired  = errors.New("where nobody came, nothing was charged")
	ErrNotValid = errors.New("the tariff is not valid when the stay begins")
	ErrOffset   = errors.New("a clock is at most 14 hours from UTC")
)

// maxOffset is how far a clock is from UTC at most, in seconds.
const maxOffset = 14 * 3600

// Price prices a visit at a place whose clock is offset seconds ahead of UTC. The tariff is one that was read, or that an offer made.
func (t Tariff) Price(v Visit, offset int64) (Bill, error) {
	if err := v.check(); err != nil {
		return Bill{}, err
	}
	if offset < -maxOffset || offset > maxOffset {
		return Bill{}, ErrOffset
	}
	if t.From != 0 && v.Start < t.From || t.Until != 0 && v.Start >= t.Until {
		return Bill{}, ErrNotValid
	}
	m := meter{tariff: t, offset: offset, used: map[key]*use{}}
	m.reservation(v)
	if !v.Expired {
		m.stay(v)
	}
	return m.bill(), nil
}

// begin is when the reservation began, or the stay if there was none.
func (v Visit) begin() int64 {
	if v.Reserved != 0 {
		return v.Reserved
	}
	return v.Start
}

func (v Visit) check() error {
	switch {
	case v.Reserved < 0 || v.Start <= 0 || v.Start < v.begin() || v.End < v.Start:
		return ErrOrder
	case v.End-v.begin() > MaxStay:
		return ErrTooLong
	case v.Energy < 0 || v.Energy > MaxEnergy:
		return ErrEnergy
	case v.Expired && (v.Charging != 0 || v.Energy != 0):
		return ErrExpired
	case v.Charging < 0 || v.Charging > v.End-v.Start || v.Energy > 0 && v.Charging == 0:
		return ErrCharging
	}
	return nil
}
