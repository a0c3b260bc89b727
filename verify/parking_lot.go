// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/parking"
)

// lotDrawn is a lot that was drawn, with what was known then to draw it again.
type lotDrawn struct {
	key     string // of its document
	from    int64  // when it could be drawn, Unix time
	told    int64
	bodies  []string // whose heads count, as MSP ids
	heads   int      // that were on record then
	waiting []rules.Booking
	taken   map[int64]bool // quarters of the space that were others' then
	err     error          // it could not be drawn so
}

// enough is how many bodies have to have signed a head to draw with.
func (d lotDrawn) enough() int { return len(d.bodies)*2/3 + 1 }

// noteLot reads a lot on the state before it was drawn.
func noteLot(state contractState, now int64, community, space, at string) lotDrawn {
	d := lotDrawn{key: parking.Drawings.Key(community, space, at), told: now, taken: map[int64]bool{}}
	d.err = d.asked(state, community, space, at)
	if d.err == nil {
		d.err = d.free(state, community, space)
	}
	return d
}

// asked are the bookings that wait for it, and the bodies.
func (d *lotDrawn) asked(state contractState, community, space, at string) (err error) {
	if d.from, err = strconv.ParseInt(at, 10, 64); err != nil {
		return err
	}
	lot, err := document(state, parking.Drawings, community, space, at)
	switch {
	case err != nil:
		return err
	case lot.At != 0 || d.told < d.from:
		return errors.New("it was drawn before, or there was still time to ask")
	}
	for _, r := range lot.Asked {
		b, err := document(state, parking.Bookings, community, r.Booking)
		if err != nil {
			return err
		}
		if b.State == rules.StatePending && b.From > d.told {
			d.waiting = append(d.waiting, b)
		}
	}
	c, err := document(state, contract.Communities, community)
	for _, body := range c.Bodies {
		d.bodies = append(d.bodies, body.MSP)
	}
	return err
}

// free finds which of the quarters that are asked for are taken.
func (d *lotDrawn) free(state contractState, community, space string) error {
	for _, b := range d.waiting {
		for q := quarterOf(b.From); q < quarterOf(b.Until); q++ {
			bits, err := bitsOf(state, community, space, q/rules.Quarters)
			if err != nil {
				return err
			}
			d.taken[q] = bits.has(q)
		}
	}
	return nil
}

// head is the one to draw a lot with: the smallest that was on record by then, that enough of the bodies have signed, and that none of them
// signed when there was still time to ask.
func (n *notes) head(d lotDrawn) (size uint64, root string, err error) {
	heads := n.heads[:d.heads]
	signed := d.signed(heads)
	for _, size := range slices.Sorted(maps.Keys(signed)) {
		early := func(h headSigned) bool { return h.size == size && h.at < d.from && slices.Contains(d.bodies, h.msp) }
		for root, by := range signed[size] {
			if by >= d.enough() && !slices.ContainsFunc(heads, early) {
				return size, root, nil
			}
		}
	}
	return 0, "", fmt.Errorf("no %d bodies have signed a head since", d.enough())
}

// signed counts, by size and root, how many of the bodies have signed each head since.
func (d lotDrawn) signed(heads []headSigned) map[uint64]map[string]int {
	signed := map[uint64]map[string]int{}
	for _, h := range slices.Backward(heads) {
		if h.told < d.from-2*witness.Ahead { // and what was told before it, for the clocks of peers are no further apart
			break
		}
		if h.at < d.from || !slices.Contains(d.bodies, h.msp) {
			continue
		}
		if signed[h.size] == nil {
			signed[h.size] = map[string]int{}
		}
		signed[h.size][h.root]++
	}
	return signed
}

// drawAgain draws a lot again.
func (n *notes) drawAgain(d lotDrawn) (size uint64, won []string, err error) {
	if d.err != nil {
		return 0, nil, d.err
	}
	size, name, err := n.head(d)
	if err != nil {
		return 0, nil, err
	}
	root, err := hex.DecodeString(name)
	return size, d.fall(root), err
}

// quarterOf counts quarters of an hour since the first midnight of Beijing.
func quarterOf(at int64) int64 { return (at + calendar.Beijing) / rules.Quarter }

// fall is who has the space: in the order of hashes whoever finds his quarters free.
func (d lotDrawn) fall(root []byte) (won []string) {
	turns := map[string][]byte{}
	for _, b := range d.waiting {
		sum := sha256.Sum256(append(append(slices.Clone(root), 0), b.ID...))
		turns[b.ID] = sum[:]
	}
	inTurn := slices.SortedFunc(slices.Values(d.waiting), func(a, b rules.Booking) int { return bytes.Compare(turns[a.ID], turns[b.ID]) })
	taken := maps.Clone(d.taken)
	for _, b := range inTurn {
		free := true
		for q := quarterOf(b.From); q < quarterOf(b.Until); q++ {
			free = free && !taken[q]
		}
		if !free {
			continue
		}
		for q := quarterOf(b.From); q < quarterOf(b.Until); q++ {
			taken[q] = true
		}
		won = append(won, b.ID)
	}
	return won
}

// dayBits are the quarters of a day, the first in the lowest bit of the first byte.
type dayBits [rules.Quarters / 8]byte

func (d dayBits) has(quarter int64) bool { return d[quarter%rules.Quarters/8]&(1<<(quarter%8)) != 0 }
func (d *dayBits) set(quarter int64)     { d[quarter%rules.Quarters/8] |= 1 << (quarter % 8) }

// bitsOf are those of a day that is on the ledger, none of one that is not.
func bitsOf(state contractState, community, space string, day int64) (dayBits, error) {
	raw := state.s.Get(parking.Days.Key(community, space, strconv.FormatInt(day, 10)))
	if raw == nil {
		return dayBits{}, nil
	}
	doc, err := parking.Days.Decode(raw)
	return dayBits(doc.Day), err
}

// lotAgain is how a lot falls that is drawn again.
type lotAgain struct {
	told int64
	size uint64 // of the head
	won  []string
	err  error
}

// compareLots holds every lot against how it falls when it is drawn again.
func (c parkingCount) compareLots() {
	entries, _ := c.state.Range(parking.Drawings.Kind(), c.community) // a replayed state always answers
	for _, entry := range entries {
		_, names, _ := contract.SplitKey(entry.Key)
		says, err := parking.Drawings.Decode(entry.Value)
		again, ok := c.drawn[entry.Key]
		if err == nil {
			err = c.asks(says, names[1], names[2])
		}
		switch {
		case err != nil:
		case !ok && says.At == 0 && says.Size == 0 && len(says.Won) == 0:
		case !ok:
			err = errors.New("the lot was never drawn")
		case again.err != nil:
			err = fmt.Errorf("the lot could not be drawn: %w", again.err)
		case says.At != again.told || uint64(says.Size) != again.size || !slices.Equal(says.Won, again.won): //nolint:gosec // not negative
			err = fmt.Errorf("the lot, drawn again, gives %v to %v, not %v", again.size, again.won, says.Won)
		}
		if err != nil {
			c.differs(entry.Key, err)
		}
	}
}

// asks looks that those who ask for a space by lot are those whose bookings say so, each party once.
func (c parkingCount) asks(lot parking.Drawing, space, at string) error {
	parties := map[string]bool{}
	for _, r := range lot.Asked {
		b, ok := c.bookings[r.Booking]
		if !ok || b.Space != space || parking.DrawName(b) != at || b.Guest.Name() != r.Party || parties[r.Party] {
			return fmt.Errorf("booking %s of %s does not ask for it, or a second time", r.Booking, r.Party)
		}
		parties[r.Party] = true
		c.asked[r.Booking] = true
	}
	return nil
}
