// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/device"
)

var all = []Thing{Bridge, Gate, Bin, Gate, Button, Smoke, Water, Door, Lock}

// told is how a story begins, and what happens in it.
func tale(t *testing.T, seed uint64, events int) (opening, events_ []Said) {
	t.Helper()
	s := NewStory(all, seed)
	opening = s.Opening()
	for range events {
		said, ok := s.Next()
		if !ok {
			t.Fatal("the story has ended")
		}
		events_ = append(events_, said)
	}
	return opening, events_
}

func TestTheSameSeedTellsTheSameStory(t *testing.T) {
	opening, events := tale(t, 7, 1000)
	again, same := tale(t, 7, 1000)
	if diff := cmp.Diff(opening, again) + cmp.Diff(events, same); diff != "" {
		t.Error(diff)
	}
	if _, other := tale(t, 8, 1000); cmp.Equal(events, other) {
		t.Error("another seed tells the same story")
	}
}

// A short story has every thing in it.
func TestEachThingSaysSomethingAtFirst(t *testing.T) {
	_, events := tale(t, 1, len(all)-1)
	for i, said := range events {
		if said.Device != i+1 { // the bridge is the first one
			t.Errorf("event %d is of device %d", i, said.Device)
		}
	}
}

// What happens makes sense: no car goes that has not come, nothing opens that is open, no bin is more than full.
func TestAStoryMakesSense(t *testing.T) {
	opening, events := tale(t, 3, 20_000)
	inside, stands, kinds := map[any]bool{}, map[int]any{}, map[device.Kind]int{}
	for n, said := range slices.Concat(opening, events) {
		kinds[said.Kind]++
		if !slices.Contains(all[said.Device].Kinds(), said.Kind) {
			t.Errorf("a %s says %s", all[said.Device], said.Kind)
		}
		switch said.Kind {
		case device.Plate:
			plate, in := said.Values["plate"], said.Values["direction"] == "in"
			if inside[plate] == in {
				t.Fatalf("%d: %s goes %s once more", n, plate, said.Values["direction"])
			}
			inside[plate] = in
		case device.Fill:
			if percent := said.Values["percent"].(int64); percent < 0 || percent > 100 {
				t.Fatalf("%d: a bin is full to %d %%", n, percent)
			}
		case device.Drop, device.SOS, device.Bridge:
		default:
			now := fmt.Sprint(said.Values)
			if stands[said.Device] == now {
				t.Fatalf("%d: %s is %s once more", n, all[said.Device], now)
			}
			stands[said.Device] = now
		}
	}
	for _, thing := range all {
		for _, kind := range thing.Kinds() {
			if kinds[kind] == 0 && kind != device.IO { // which follows from a command
				t.Errorf("no %s in 20,000 events", kind)
			}
		}
	}
	if kinds[device.Plate] < 10_000 || kinds[device.Smoke] > 500 {
		t.Errorf("%v", kinds)
	}
}

func TestAStoryOfNobody(t *testing.T) {
	s := NewStory([]Thing{Bridge}, 1)
	if said, ok := s.Next(); ok {
		t.Errorf("%v", said)
	}
}
