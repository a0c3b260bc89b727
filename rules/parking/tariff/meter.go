// SPDX-License-Identifier: Apache-2.0

package tariff

import "slices"

// A meter adds up what was used of each component.
type meter struct {
	tariff Tariff
	offset int64
	used   map[key]*use
}

// key is a component of an element.
type key struct{ element, component int }

// use is how much of a component was used and is billed, in seconds, Wh, or times.
type use struct{ volume, billed int64 }

// A span is a time in which the same elements can hold: of a stay or a reservation that began at start, from and until so many seconds
// later.
type span struct{ start, from, until int64 }

// An among says which elements are looked through for a type.
type among func(Type, When) bool

// reservation measures the time from the reservation to the start, or to the end where nobody came. A reservation that expired is priced
// by what is for expired ones, type by type, and where there is no such price by what is for reservations.
func (m *meter) reservation(v Visit) {
	if v.Reserved == 0 && !v.Expired {
		return
	}
	kind, until := func(Type) Reservation { return Reserved }, v.Start
	if v.Expired {
		kind, until = m.ofExpired, v.End
	}
	those := func(of Type, when When) bool { return when.Reservation == kind(of) }
	begin := v.begin()
	m.flat(span{begin, 0, until - begin}, those)
	last := m.time(Time, span{begin, 0, until - begin}, those)
	m.step(Time, last, those)
}

func (m *meter) ofExpired(of Type) Reservation {
	for _, e := range m.tariff.Elements {
		if e.When.Reservation == Expired && slices.ContainsFunc(e.Components, func(c Component) bool { return c.Type == of }) {
			return Expired
		}
	}
	return Reserved
}

// stay measures the stay: it charges first, and is parked then. Time is rounded to its step once: parked time if any is billed, charging
// time otherwise.
func (m *meter) stay(v Visit) {
	those := func(_ Type, when When) bool { return when.Reservation == "" }
	whole := v.End - v.Start
	m.flat(span{v.Start, 0, whole}, those)
	m.step(Energy, m.energy(v, those), those)
	charged := m.time(Time, span{v.Start, 0, v.Charging}, those)
	parked := m.time(ParkingTime, span{v.Start, v.Charging, whole}, those)
	if parked != nil {
		m.step(ParkingTime, parked, those)
		return
	}
	m.step(Time, charged, those)
}

// flat bills the first flat price that holds, once.
func (m *meter) flat(s span, those among) {
	for at := s.from; ; {
		k, steady := m.at(Flat, s.start, at, those)
		if k != nil {
			m.add(*k, 1)
			return
		}
		if at += steady; at >= s.until {
			return
		}
	}
}

// time adds the seconds of a span to the components of a type, and returns the last of them that was used.
func (m *meter) time(of Type, s span, those among) (last *key) {
	m.walk(of, s, those, func(k key, from, until int64) {
		m.add(k, until-from)
		last = &k
	})
	return last
}

// energy does the same with the energy, of which by any second as much has been taken as of the time has passed, in whole Wh.
func (m *meter) energy(v Visit, those among) (last *key) {
	m.walk(Energy, span{v.Start, 0, v.Charging}, those, func(k key, from, until int64) {
		if taken := v.Energy*until/v.Charging - v.Energy*from/v.Charging; taken > 0 {
			m.add(k, taken)
			last = &k
		}
	})
	return last
}

// walk goes through a span in pieces in which one component of a type holds.
func (m *meter) walk(of Type, s span, those among, each func(k key, from, until int64)) {
	for at := s.from; at < s.until; {
		k, steady := m.at(of, s.start, at, those)
		until := min(at+steady, s.until)
		if k != nil {
			each(*k, at, until)
		}
		at = until
	}
}

// at is the component of a type that holds at a second, nil if none does, and for how many seconds that stays so at least.
func (m *meter) at(of Type, start, since int64, those among) (found *key, steady int64) {
	now := instant{since, start + since + m.offset}
	steady = When{}.steady(now)
	for i, e := range m.tariff.Elements {
		c := slices.IndexFunc(e.Components, func(c Component) bool { return c.Type == of })
		if c < 0 || !those(of, e.When) {
			continue
		}
		steady = min(steady, e.When.steady(now))
		if e.When.holds(now) {
			return &key{i, c}, steady // what comes later does not count as long as this one holds
		}
	}
	return nil, steady
}

func (m *meter) add(k key, volume int64) {
	u := m.used[k]
	if u == nil {
		u = &use{}
		m.used[k] = u
	}
	u.volume += volume
	u.billed += volume
}

// step rounds the whole volume of a type up to the step of its last component, which bills what is added.
func (m *meter) step(of Type, last *key, those among) {
	if last == nil {
		return
	}
	total := int64(0)
	for k, u := range m.used {
		if e := m.tariff.Elements[k.element]; e.Components[k.component].Type == of && those(of, e.When) {
			total += u.volume
		}
	}
	step := max(m.component(*last).Step, 1)
	m.used[*last].billed += (total+step-1)/step*step - total
}

func (m *meter) component(k key) Component {
	return m.tariff.Elements[k.element].Components[k.component]
}
