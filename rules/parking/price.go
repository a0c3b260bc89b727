// SPDX-License-Identifier: Apache-2.0

package parking

// Price is what a span costs, in whole points: the sum over its quarters, each by the price for an hour that holds when it begins, rounded
// up once. Who comes later or goes sooner pays as much: nobody else could have the space.
func (t Terms) Price(s Span) int64 {
	sum := int64(0)
	for at := s.From; at < s.Until; at += Quarter {
		sum += t.rate(at)
	}
	const perHour = 3600 / Quarter
	return (sum + perHour - 1) / perHour
}

// rate is the price for an hour that holds at a time.
func (t Terms) rate(at int64) int64 {
	day, minute := split(at)
	for _, b := range t.Bands {
		if b.has(day, minute) {
			return b.Hour
		}
	}
	return t.Hour
}

// overstayed is what each quarter begun after the end costs, up to the deposit.
func (t Terms) overstayed(end, left int64) int64 {
	if left <= end {
		return 0
	}
	return min((left-end+Quarter-1)/Quarter, t.Deposit) * t.Overstay
}

// late is what it costs not to come, of a price: rounded down.
func (t Terms) late(price int64) int64 { return price * t.Late / 100 }

// hold is what is held for a price.
func (t Terms) hold(price int64) int64 { return price + t.Deposit*t.Overstay }
