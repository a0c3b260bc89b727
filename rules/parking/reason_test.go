// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"testing"

	"github.com/linli-project/linli/rules/parking"
)

// Every reason is one for which something is refused, and nothing is refused for another.
func TestReasons(t *testing.T) {
	refused := map[parking.Reason]bool{}
	say := func(_ parking.Booking, reason parking.Reason) { refused[reason] = true }
	bad := func(o parking.Offer, say func(*parking.Offer)) parking.Offer {
		say(&o)
		return o
	}
	refused[bad(offer, func(o *parking.Offer) { o.Windows = nil }).Check()] = true
	refused[bad(offer, func(o *parking.Offer) { o.Terms.Hour = -1 }).Check()] = true
	refused[bad(offer, func(o *parking.Offer) { o.Terms.Late = 101 }).Check()] = true
	own, outsider, short := ask, ask, ask
	own.Guest, outsider.Guest, short.Span.Until = host, parking.Party{Body: "clinic"}, begin
	b, in := booked(t), came(t)
	freed := ok(t)(b.Enter(begin+hour, at("in", begin)))
	pending := requested(t)
	say(offer.Book(parking.Booking{}, asked, parking.Asked{}))
	say(offer.Book(parking.Booking{}, asked, own))
	say(offer.Book(parking.Booking{}, asked, outsider))
	say(offer.Book(parking.Booking{}, asked, short))
	say(parking.Offer{}.Book(parking.Booking{}, asked, ask))
	say(offer.Extend(freed, begin+hour, guest, lunch.Until+hour))
	say(parking.Booking{}.Cancel(asked, guest))
	say(b.At(begin+100*day).Cancel(begin+100*day, guest))
	say(in.Cancel(begin, guest))
	say(b.Cancel(begin, host))
	say(b.Retract(begin, host, "h"))
	say(b.Enter(begin, at("e", begin-hour)))
	say(in.Correct(begin, "e"))
	say(in.Enter(begin, at("in", begin)))
	say(disputed(t, in).Resolve(begin, -1, "h"))
	say(in.Settle(begin))
	say(pending.Drawn(asked-2*day, true))
	for _, reason := range parking.Reasons() {
		if !refused[reason] {
			t.Errorf("nothing is refused with %s", reason)
		}
		delete(refused, reason)
	}
	for reason := range refused {
		t.Errorf("%q is not among the reasons", reason)
	}
}
