// SPDX-License-Identifier: Apache-2.0

package breach

// Days within which something has to happen that no article sets.
const (
	NoticeWithin = 30 // a breach of which nobody told the household lapses
	DecideWithin = 60 // an appeal that is not decided is the household's
)

// next is the time-out that runs: when it is, and what the breach is then.
func (b Breach) next() (at int64, to State, ok bool) {
	switch b.State {
	case StateFound:
		return b.NoticeBy, StateLapsed, true
	case StateNoticed:
		return max(b.CureBy, b.AppealBy), StateDue, true
	case StateAppealed:
		return b.DecideBy, StateDismissed, true
	case StateUpheld:
		return b.CureBy, StateDue, true
	case StateDue, StateCured:
		return b.DecayBy, StateDecayed, true
	case StateEffective:
		return max(b.Ends, b.DecayBy), StateDecayed, true
	}
	return 0, "", false
}

// NextAt is when time alone next changes something, or an effect may begin, as a Unix time; 0 if nothing is to come.
func (b Breach) NextAt() int64 {
	if b.State == StateDue {
		return b.Due
	}
	at, _, _ := b.next()
	return at
}

// At is the breach as it is at a time if nobody did anything since: each time-out up to it has come at its own time. So it does not matter
// when, how often, and in which order anybody asks.
func (b Breach) At(now int64) Breach {
	for at, to, ok := b.next(); ok && at <= now; at, to, ok = b.next() {
		at = max(at, b.Changed)
		b.Changed = at
		if to == StateDue {
			b.State, b.Due = to, at
			continue
		}
		if to == StateDismissed {
			b.Decided = at
		}
		b = b.close(to, at)
	}
	return b
}

// Counts says whether a breach is one of the earlier ones at a time: the household had its days for it or did not contest it, nobody let it
// be, and it is not too old.
func (b Breach) Counts(now int64) bool {
	b = b.At(now)
	return b.State.Stands() && now < b.DecayBy
}

// Acts says whether its effect is on at a time.
func (b Breach) Acts(now int64) bool {
	return b.Effective != 0 && b.Effective <= now && now < b.Ends
}
