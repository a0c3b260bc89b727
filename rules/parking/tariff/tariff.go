// SPDX-License-Identifier: Apache-2.0

// Package tariff prices a parked car's stay by a tariff in the elements of OCPI 2.2.1 and 2.3.0, in whole numbers alone. It knows no clock
// and no time zone: when is given in Unix seconds, and where by how far the clock there is ahead of UTC.
package tariff

// A Tariff is a list of prices, each with when it holds. Of those for one type the first that holds counts.
type Tariff struct {
	Country, Party, ID string // whose it is, in OCPI's terms, and which
	Currency           string // ISO 4217
	Tax                Tax
	Min, Max           *Limit
	From, Until        int64 // Unix: it holds for what begins from then on, and before then; 0 for no bound
	Updated            int64 // Unix; 0 if it is not said
	Elements           []Element
}

// Points is the currency of our own offers: ISO 4217 has XXX for what is none. One unit is one point.
const Points = "XXX"

// Tax is whether the prices have tax in them.
type Tax string

// As OCPI 2.3.0 has them. Before it prices had none.
const (
	TaxAdded    Tax = "NO"
	TaxIncluded Tax = "YES"
	Untaxed     Tax = "N/A"
)

// A Limit is the least or the most that a whole bill comes to.
type Limit struct {
	Before Decimal  // before tax
	After  *Decimal // with tax; nil if nothing is taxed
}

// An Element is prices that hold at the same times.
type Element struct {
	Components []Component
	When       When
}

// A Component is the price of one type.
type Component struct {
	Type  Type
	Price Decimal  // of an hour, of a kWh, or of the whole
	VAT   *Decimal // per cent; nil is no tax, which is not the same as 0 %
	Step  int64    // seconds or Wh that are billed at once
}

// Type is what a price is for.
type Type string

// The types of OCPI.
const (
	Energy      Type = "ENERGY"
	Flat        Type = "FLAT"
	ParkingTime Type = "PARKING_TIME"
	Time        Type = "TIME" // charging, or the time of a reservation
)

// When is when an element holds: everything in it has to. The zero value is always.
type When struct {
	Window      Window
	From, Until int64 // days since 1970-01-01, the second exclusive; 0 for no bound
	Least, Most int64 // seconds since the stay, or the reservation, began; the second exclusive, 0 for no bound
	Days        Days
	Reservation Reservation
}

// A Window is a part of every day, in minutes since midnight: from Start until it is End the next time. So one that ends at midnight ends
// with 0, and one whose Start and End are the same is the whole day.
type Window struct{ Start, End int64 }

// Days are days of the week, Monday the lowest bit. None is all.
type Days uint8

// Reservation is whether an element is for a stay or for a reservation.
type Reservation string

// An element of a stay has none of them.
const (
	Reserved Reservation = "RESERVATION"
	Expired  Reservation = "RESERVATION_EXPIRES" // nobody came
)

// Bounds of a tariff and of what it prices. They keep every sum far from where numbers end.
const (
	MaxElements   = 64
	MaxComponents = 8
	MaxPrice      = 10_000_000 * One
	MaxVAT        = 100 * One
	MaxStep       = 366 * 24 * 3600 // seconds, or Wh
	MaxStay       = 366 * 24 * 3600 // seconds, from the reservation to the end
	MaxEnergy     = 10_000_000      // Wh
)
