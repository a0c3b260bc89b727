// SPDX-License-Identifier: Apache-2.0

package tariff

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
)

// A Bill says what a visit costs. Every figure is rounded to four decimals once, from the exact one, a half up: so lines may differ from
// their sum in the last decimal.
type Bill struct {
	Currency  string  `json:"currency"`
	Lines     []Line  `json:"lines"`
	Before    Decimal `json:"before_tax"`
	Tax       Decimal `json:"tax"`
	After     Decimal `json:"after_tax"`
	LimitedBy string  `json:"limited_by,omitempty"` // min_price or max_price, if the lines come to another sum
}

// A Line is what one component of the tariff comes to.
type Line struct {
	Element     int         `json:"element"` // in the tariff, from 0
	Reservation Reservation `json:"reservation,omitempty"`
	Type        Type        `json:"type"`
	Volume      int64       `json:"volume"` // seconds, Wh, or times
	Billed      int64       `json:"billed"` // after the step
	Price       Decimal     `json:"unit_price"`
	VAT         *Decimal    `json:"vat,omitempty"`
	Before      Decimal     `json:"before_tax"`
	Tax         Decimal     `json:"tax"`
}

// grain is into how many parts a ten-thousandth is split, so that the price of a second and of a Wh is whole.
const grain = 18_000

// taxGrain does the same for the tax, whose rate is in ten-thousandths of a per cent.
const taxGrain = int64(MaxVAT)

// per is how many grains of its price one of a type is.
func per(of Type) int64 {
	switch of {
	case Time, ParkingTime:
		return grain / 3600
	case Energy:
		return grain / 1000
	default: // Flat
		return grain
	}
}

// InPoints is what a bill comes to in whole points, rounded up here, at the end: a point that is begun is paid. Where prices are whole
// points, four decimals lose nothing of this: no second costs less than one of them.
func InPoints(b Bill) int64 { return int64((b.After + One - 1) / One) }

// bill adds up what was used.
func (m *meter) bill() Bill {
	b := Bill{Currency: m.tariff.Currency, Lines: []Line{}}
	sums := map[Decimal]*big.Int{} // by the rate of the tax
	for _, k := range slices.SortedFunc(maps.Keys(m.used), key.compare) {
		c, u := m.component(k), *m.used[k]
		exact := new(big.Int).Mul(big.NewInt(int64(c.Price)*per(c.Type)), big.NewInt(u.billed))
		line := Line{Element: k.element, Reservation: m.tariff.Elements[k.element].When.Reservation, Type: c.Type,
			Volume: u.volume, Billed: u.billed, Price: c.Price, VAT: c.VAT}
		line.Before, line.Tax = m.tariff.Tax.split(exact, rate(c.VAT))
		b.Lines = append(b.Lines, line)
		if sums[rate(c.VAT)] == nil {
			sums[rate(c.VAT)] = new(big.Int)
		}
		sums[rate(c.VAT)].Add(sums[rate(c.VAT)], exact)
	}
	b.total(m.tariff.Tax, sums)
	b.limit(m.tariff.Min, m.tariff.Max)
	return b
}

// total adds up exact sums, each of one rate. The tax is rounded for each rate.
func (b *Bill) total(tax Tax, sums map[Decimal]*big.Int) {
	all := new(big.Int)
	for rate, sum := range sums {
		_, of := tax.split(sum, rate)
		b.Tax += of
		all.Add(all, sum)
	}
	b.Before = rounded(all, grain)
	if tax == TaxIncluded {
		b.Before -= b.Tax
	}
	b.After = b.Before + b.Tax
}

// split is what an exact sum is before tax, and its tax.
func (tax Tax) split(exact *big.Int, rate Decimal) (before, of Decimal) {
	part := new(big.Int).Mul(exact, big.NewInt(int64(rate)))
	if tax == TaxIncluded {
		of = rounded(part, grain*(taxGrain+int64(rate)))
		return rounded(exact, grain) - of, of
	}
	return rounded(exact, grain), rounded(part, grain*taxGrain)
}

// limit applies the least and the most, each to the sum before and to the sum with tax.
func (b *Bill) limit(least, most *Limit) {
	before, after := b.Before, b.After
	if least != nil {
		b.Before, b.After = max(b.Before, least.Before), max(b.After, least.after())
	}
	if b.Before != before || b.After != after {
		b.LimitedBy = "min_price"
	}
	before, after = b.Before, b.After
	if most != nil {
		b.Before, b.After = min(b.Before, most.Before), min(b.After, most.after())
	}
	if b.Before != before || b.After != after {
		b.LimitedBy = "max_price"
	}
	b.Tax = b.After - b.Before
}

func (l Limit) after() Decimal {
	if l.After == nil {
		return l.Before
	}
	return *l.After
}

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.element, other.element), cmp.Compare(k.component, other.component))
}

func rate(vat *Decimal) Decimal {
	if vat == nil {
		return 0
	}
	return *vat
}
