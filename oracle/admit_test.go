// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/store"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

// A gate is told what is new to it, what it may not have taken, and whom to let in no more; not what it has, nor what is over by itself.
func TestNewsForAGate(t *testing.T) {
	now := time.UnixMilli(1_800_000_000_000)
	at := act.Int(now.UnixMilli())
	guest := func(plate string, until act.Int) dialect.Guest {
		return dialect.Guest{From: at - 500, Plate: plate, Until: until}
	}
	gone := func(plate string) dialect.Guest { return dialect.Guest{From: at - 1000, Plate: plate, Until: at} }
	told := times{
		"has": guest("has", at+9), "extended": guest("extended", at+9), "cancelled": guest("cancelled", at+9), "over": guest("over", at-1),
		"unsure": {}, "unsure too": {},
	}
	list := []dialect.Guest{guest("has", at+9), guest("extended", at+20), guest("new", at+9), guest("unsure", at+9)}
	for whole, want := range map[bool][]dialect.Guest{
		false: {list[1], list[2], list[3], gone("cancelled"), gone("unsure too")},
		true:  {list[0], list[1], list[2], list[3], gone("cancelled"), gone("unsure too")},
	} {
		news, after := told.news(list, now, whole)
		if diff := cmp.Diff(want, news); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if lacks, stale := told.otherThan(list, now); len(lacks) != 3 || stale != 2 {
			t.Errorf("the gate lacks %v, and may let in %d more", lacks, stale)
		}
		if again, last := after.news(list, now, false); len(again) > 0 || !cmp.Equal(after, last) || len(after) != len(list) {
			t.Errorf("told twice: %v", again)
		}
	}
}

// What came of telling a gate is kept, with when it was so first and when the gate last took what it was told.
func TestCameOfTelling(t *testing.T) {
	d := newDoorman(t)
	d.metrics = newMetrics()
	d.books("b", d.keeps("粤A00001", 9), rules.StateReserved, 1, 2)
	put(d, device.Devices, "in", device.Device{DeviceEnrol: device.DeviceEnrol{
		Commands: []events.Command{events.List}, Device: "in", Profile: "vzenith",
	}})
	d.block()
	lot := parking.Lot{LotSet: parking.LotSet{Lot: "east", Gates: []parking.Gate{
		{Device: "in", Way: events.WayIn}, {Device: "out", Way: events.WayOut},
	}}}
	a := &admission{Oracle: d.Oracle}
	if err := a.keepTold(t.Context(), "in", times{}, times{"粤A00001": {}, "粤A00002": {}}); err != nil {
		t.Fatal(err)
	}
	first := d.at.Unix()
	for i, c := range []struct {
		outcome     events.Outcome
		since, took int64
		lacks       int
	}{
		{Away, first, 0, 1}, {Away, first, 0, 1}, {events.Done, first + 2, first + 2, 0}, {events.Done, first + 2, first + 3, 0},
		{events.Failed, first + 4, first + 3, 1}, {events.Unknown, first + 5, first + 3, 1},
	} {
		if err := a.cameOf(t.Context(), "in", c.outcome); err != nil {
			t.Fatal(err)
		}
		all, err := d.GateLists(t.Context(), lot)
		if err != nil || len(all) != 1 || all[0].Telling != (store.Telling{Outcome: c.outcome, Since: c.since, Took: c.took}) ||
			len(all[0].Lacks) != c.lacks || all[0].Stale != c.lacks || all[0].Listed != 1 || !all[0].Takes {
			t.Errorf("%d: %+v %v", i, all, err)
		}
		d.at = d.at.Add(time.Second)
	}
}
