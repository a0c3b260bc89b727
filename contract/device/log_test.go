// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/device"
)

// The ledger's log is the oracle's, whatever number of events it appends at a time; each root stays.
func TestAppend(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	h := &town.History{By: w.EnrolledOracle(w.Convener().Body)}
	for i, n := range []int{1, 2, 256, 1, 5} {
		var events []rules.ID
		for j := range n {
			events = append(events, rules.IDOf(fmt.Sprint(i, "/", j)))
		}
		w.OK(h.Append(w, events...))
		w.Clock.Pass(time.Second)
	}
	log, _ := town.Read(w, device.EventLogs, w.ID, h.By.ID())
	if log.Size != 265 || log.Root != h.Root(w, 265) {
		t.Errorf("%+v", log)
	}
	for size, ago := range map[int]time.Duration{1: 5, 3: 4, 259: 3, 260: 2, 265: 1} {
		root, ok := town.Read(w, device.EventRoots, w.ID, h.By.ID(), strconv.Itoa(size))
		if !ok || root.Root != h.Root(w, size) || root.At != w.Now().Add(-ago*time.Second).Unix() {
			t.Errorf("at %d: %+v", size, root)
		}
	}
}

// What was sent again changes nothing, however late; what comes in another order waits for what is before it.
func TestResentAndReordered(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	h := &town.History{By: w.EnrolledOracle(w.Convener().Body)}
	first, second, third := h.Append(w, ids("a", "b")...), h.Append(w, ids("c")...), h.Append(w, ids("d")...)
	w.Refused(device.LogMoved, second)
	w.OK(first)
	w.Refused(contract.Already, first)
	w.Refused(device.LogMoved, third)
	w.OK(second, third) // in one batch
	for _, again := range []act.Signed{first, second, third} {
		w.Refused(contract.Already, again)
	}
	log, _ := town.Read(w, device.EventLogs, w.ID, h.By.ID())
	if log.Size != 4 || log.Root != h.Root(w, 4) {
		t.Errorf("%+v", log)
	}
}

// Of two histories one is on the ledger, and who holds the other is told where they part.
func TestFork(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	h := &town.History{By: w.EnrolledOracle(w.Convener().Body)}
	w.OK(h.Append(w, ids("a")...))
	other := h.Fork()
	w.OK(h.Append(w, ids("b")...))

	told := w.Outcomes(other.Append(w, ids("c")...))[0]
	if told.Code != device.LogMoved || told.Args["size"] != "2" {
		t.Errorf("an append to the log as it was: %s", town.Said(told))
	}
	told = w.Outcomes(other.Append(w, ids("d")...))[0]
	if told.Code != device.LogDiffers || told.Args["root"] != h.Root(w, 2) || told.Args["size"] != "2" {
		t.Errorf("an append to another history of as many events: %s", town.Said(told))
	}
	ahead := h.Fork()
	ahead.Append(w, ids("e")...)
	w.Refused(device.LogMoved, ahead.Append(w, ids("f")...))
	w.OK(h.Append(w, ids("c")...))
}

// Each oracle has a log of its own, and none writes another's.
func TestLogsApart(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	one, two := &town.History{By: w.EnrolledOracle(w.Two()[0].Body)}, &town.History{By: w.EnrolledOracle(w.Two()[1].Body)}
	w.OK(one.Append(w, ids("a")...), two.Append(w, ids("b", "c")...), one.Append(w, ids("d")...))
	for _, h := range []*town.History{one, two} {
		log, _ := town.Read(w, device.EventLogs, w.ID, h.By.ID())
		if log.Size != 2 || log.Root != h.Root(w, 2) {
			t.Errorf("%+v", log)
		}
	}
}

// An oracle that floods the ledger is stopped for the hour, which no clock that goes back begins anew; another one is not.
func TestFlood(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	w.Reach(w.Now().Truncate(time.Hour).Add(50 * time.Minute).Unix())
	h := &town.History{By: w.EnrolledOracle(w.Convener().Body)}
	for range device.MaxAppends / contract.MaxBatch {
		var flood []act.Signed
		for range contract.MaxBatch {
			flood = append(flood, h.Append(w, rules.IDOf(strconv.Itoa(len(h.IDs)))))
		}
		w.OK(flood...)
	}
	more := h.Append(w, ids("more")...)
	w.Refused(contract.TooMany, more)
	w.OK((&town.History{By: w.EnrolledOracle(w.Two()[1].Body)}).Append(w, ids("another's")...))
	w.Clock.Pass(15 * time.Minute) // the next hour
	w.OK(more)
	w.Clock.Pass(-15 * time.Minute)
	back := h.Append(w, ids("back")...)
	w.OK(back)
	log, _ := town.Read(w, device.EventLogs, w.ID, h.By.ID())
	if log.Appends != 2 {
		t.Errorf("%d appends in the hour, not 2", log.Appends)
	}
}
