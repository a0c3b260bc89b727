// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	events "github.com/linli-project/linli/rules/device"
)

// card is the commitment to a card, of which nobody but the oracle knows which one it is.
func card(digit string) string { return strings.Repeat(digit, 64) }

// A yard is a site with bins, whose oracle is of the first body; ann has the card "a".
type yard struct {
	*site
	history *town.History
	drops   int
}

func newYard(s *site) *yard {
	s.Helper()
	y := &yard{site: s, history: &town.History{By: s.EnrolledOracle(s.first.Body)}}
	now := act.Int(s.Now().Unix())
	for id, class := range map[string]events.Class{"bin-1": events.T1, "bin-0": events.T0} {
		s.by(device.TypeDeviceEnrol, device.DeviceEnrol{
			Body: s.first.Body, Class: class, Commands: []events.Command{}, Device: id, From: now, Kinds: []events.Kind{events.Drop},
			Place: "3-2 垃圾房", Profile: "bin", Transport: id, Until: now + 3600,
		}, s.Two()...)
	}
	s.by(points.TypeBinCard, points.BinCard{Card: card("a"), Unit: "1-101"}, s.Two()...)
	return y
}

// drop is a bin's word that the oracle has logged, changed by change, as ann shows it.
func (y *yard) drop(change func(*events.Event)) points.PointsBin {
	y.Helper()
	now := act.Int(y.Now().UnixMilli())
	y.drops++
	e := events.Event{
		Class: events.T1, Community: y.ID, Counter: act.Int(y.drops), Device: "bin-1", Happened: now, Kind: events.Drop,
		Raw: y.Constitution.Net, Received: now, V: events.Version,
		Values: map[string]string{"card": card("a"), "grams": "1240", "stream": "kitchen"},
	}
	change(&e)
	text, err := e.Encode()
	town.Must(y, text, err)
	y.OK(y.history.Append(y.Town, events.IDOf(text)))
	size := len(y.history.IDs)
	p := y.history.Prove(y, y.ID, text, size-1, size)
	return points.PointsBin{
		Event: text, Index: p.Index, Oracle: p.Oracle, Proof: p.Proof, Rule: "kitchen", Size: p.Size, Unit: "1-101",
	}
}

func asItIs(*events.Event) {}

// What somebody sorted into a bin is shown by the oracle's log, and pays once.
func TestBinPays(t *testing.T) {
	y := newYard(newSite(t))
	drop := y.drop(asItIs)
	shown := y.once(points.TypePointsBin, drop, y.Ann)
	y.OK(shown)
	y.has("1-101", 1)
	y.Refused(contract.Already, shown)
	other := y.Draft(points.TypePointsBin, 1, y.Ann)
	other.Exp--
	y.Refused(points.Paid, y.Sign(other, drop, y.Ann))

	y.OK(y.once(points.TypePointsBin, y.drop(asItIs), y.Ann))
	y.Refused(points.OverDayCap, y.once(points.TypePointsBin, y.drop(asItIs), y.Ann))
	y.Clock.Pass(day)
	y.OK(y.once(points.TypePointsBin, y.drop(asItIs), y.Ann))
	y.has("1-101", 3)
}
