// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/parking"
)

// lotDrawn is a lot that was drawn, and how it falls when it is drawn again.
type lotDrawn struct {
	key    string // of its document
	from   int64  // when it could be drawn, Unix time
	told   int64
	size   uint64
	bodies []string // whose heads count, as MSP ids
	heads  int      // that were on record then
	won    []string
	err    error // it could not be drawn so
}

// enough is how many bodies have to have signed a head to draw with.
func (d lotDrawn) enough() int { return len(d.bodies)*2/3 + 1 }

// drawAgain draws a lot on the state before it was drawn.
func drawAgain(state contractState, now int64, community, space, at, size string) lotDrawn {
	d := lotDrawn{key: parking.Drawings.Key(community, space, at), told: now}
	asked, err := d.asked(state, community, space, at)
	if err == nil {
		var root []byte
		if root, err = d.root(state, community, size); err == nil {
			d.won, err = fall(state, community, space, root, asked)
		}
	}
	d.err = err
	return d
}

// asked are the bookings that wait for it.
func (d *lotDrawn) asked(state contractState, community, space, at string) (waiting []rules.Booking, err error) {
	if d.from, err = strconv.ParseInt(at, 10, 64); err != nil {
		return nil, err
	}
	lot, err := document(state, parking.Drawings, community, space, at)
	switch {
	case err != nil:
		return nil, err
	case lot.At != 0 || d.told < d.from:
		return nil, errors.New("it was drawn before, or there was still time to ask")
	}
	for _, r := range lot.Asked {
		b, err := document(state, parking.Bookings, community, r.Booking)
		if err != nil {
			return nil, err
		}
		if b.State == rules.StatePending && b.From > d.told {
			waiting = append(waiting, b)
		}
	}
	return waiting, nil
}

// root is that of the head, as enough of the community's bodies have signed it, all of them since it was too late to ask.
func (d *lotDrawn) root(state contractState, community, size string) ([]byte, error) {
	n, err := strconv.ParseUint(size, 10, 64)
	if err != nil {
		return nil, err
	}
	d.size = n
	c, err := document(state, contract.Communities, community)
	if err != nil {
		return nil, err
	}
	for _, body := range c.Bodies {
		d.bodies = append(d.bodies, body.MSP)
	}
	heads, _ := state.Range(witness.Heads.Kind(), witness.SizeName(n)) // a replayed state always answers
	signed := map[string]int{}
	for _, entry := range heads {
		_, names, _ := contract.SplitKey(entry.Key)
		h, err := witness.Heads.Decode(entry.Value)
		switch {
		case err != nil:
			return nil, err
		case !slices.Contains(d.bodies, names[1]):
			continue
		case h.At < d.from:
			return nil, errors.New("the head was signed when there was still time to ask")
		}
		signed[h.Root]++
	}
	for root, by := range signed {
		if by >= d.enough() {
			return hex.DecodeString(root)
		}
	}
	return nil, fmt.Errorf("no %d bodies have signed a head of %d blocks", d.enough(), n)
}

// quarterOf counts quarters of an hour since the first midnight of Beijing.
func quarterOf(at int64) int64 { return (at + calendar.Beijing) / rules.Quarter }

// fall is who has the space: in the order of hashes whoever finds his quarters free.
func fall(state contractState, community, space string, root []byte, asked []rules.Booking) (won []string, err error) {
	turns := map[string][]byte{}
	for _, b := range asked {
		sum := sha256.Sum256(append(append(slices.Clone(root), 0), b.ID...))
		turns[b.ID] = sum[:]
	}
	slices.SortFunc(asked, func(a, b rules.Booking) int { return bytes.Compare(turns[a.ID], turns[b.ID]) })
	taken := map[int64]bool{}
	for _, b := range asked {
		free := true
		for q := quarterOf(b.From); q < quarterOf(b.Until); q++ {
			bits, err := bitsOf(state, community, space, q/rules.Quarters)
			if err != nil {
				return nil, err
			}
			free = free && !taken[q] && !bits.has(q)
		}
		if !free {
			continue
		}
		for q := quarterOf(b.From); q < quarterOf(b.Until); q++ {
			taken[q] = true
		}
		won = append(won, b.ID)
	}
	return won, nil
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

// later says whether a smaller head would have done when a lot was drawn: who draws may then choose.
func (n *notes) later(lot lotDrawn) bool {
	signed := map[string]map[string]bool{}
	for _, h := range slices.Backward(n.heads[:lot.heads]) {
		if h.told < lot.from-2*witness.Ahead { // and what was told before it, for the clocks of peers are no further apart
			break
		}
		if h.size >= lot.size || h.at < lot.from || !slices.Contains(lot.bodies, h.msp) {
			continue
		}
		name := fmt.Sprint(h.size, h.root)
		if signed[name] == nil {
			signed[name] = map[string]bool{}
		}
		if signed[name][h.msp] = true; len(signed[name]) >= lot.enough() {
			return true
		}
	}
	return false
}
