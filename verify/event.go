// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	rules "github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/verify/fabric"
)

// Event is what an event proof comes to on a recounted ledger.
//
// That it passes says: the oracle that the proof names has logged an event with this text by the time that Logged says, and its device may
// say such a thing. That it happened is the device's word, and that the device said it the oracle's, unless the device signs (T2, T3) and
// what it signed was kept.
type Event struct {
	Status    Status       `json:"status"`
	Detail    string       `json:"detail,omitempty"` // what is wrong
	ID        string       `json:"id"`
	Community string       `json:"community"`
	Oracle    string       `json:"oracle"`
	Body      string       `json:"body,omitempty"` // whose oracle it is
	Index     int64        `json:"index"`
	Logged    int64        `json:"logged,omitempty"` // Unix time of the append that brought it onto the ledger, by its sender's clock
	Event     *rules.Event `json:"event,omitempty"`  // what it says; nil if that is not shown
}

// errLater is that of what a ledger that goes on might show.
var errLater = errors.New("the ledger as it is here does not reach that far: export it anew")

// Event checks an event proof against the state at the end of a recounted ledger. A proof that passes on a ledger that is not accepted
// proves nothing.
func (Contract) Event(s *Simulation, p rules.EventProof) Event {
	e := Event{Status: Pass, ID: p.ID, Community: p.Community, Oracle: p.Oracle, Index: int64(p.Index)}
	err := e.check(contractState{s}, p)
	switch {
	case errors.Is(err, errLater):
		e.Status, e.Detail = NotProven, err.Error()
	case err != nil:
		e.Status, e.Detail = Fail, err.Error()
	}
	return e
}

// check fills in what is known as far as it comes.
func (e *Event) check(state contractState, p rules.EventProof) error {
	oracle, err := document(state, device.Oracles, p.Community, p.Oracle)
	if err != nil {
		return fmt.Errorf("community %q has never enrolled this oracle", p.Community)
	}
	e.Body = oracle.Body
	if err := e.checkRoot(state, p); err != nil {
		return err
	}
	if p.Event == "" { // its oracle has forgotten it
		return nil
	}
	said, err := rules.ReadEvent(p.Event)
	if err != nil {
		return fmt.Errorf("the log has this text, and it is %w", err)
	}
	e.Event = &said
	return e.checkSaid(state, oracle, said)
}

// checkRoot shows that the event is in the log, and finds since when.
func (e *Event) checkRoot(state contractState, p rules.EventProof) error {
	root, err := document(state, device.EventRoots, p.Community, p.Oracle, strconv.FormatInt(int64(p.Size), 10))
	if err != nil {
		log, err := document(state, device.EventLogs, p.Community, p.Oracle)
		if err == nil && int64(p.Size) <= log.Size {
			return fmt.Errorf("no append has ended when the oracle's log had %d events: the ledger has no such root", p.Size)
		}
		return fmt.Errorf("the oracle's log has %d events here, and the proof is of %d: %w", log.Size, p.Size, errLater)
	}
	if root.Root != p.Root {
		return fmt.Errorf("the ledger has another root for the log when it had %d events: %s, not %s", p.Size, root.Root, p.Root)
	}
	hash, err := hex.DecodeString(root.Root)
	if err != nil {
		return err
	}
	if err := p.Included(hash); err != nil {
		return err
	}
	e.Logged = loggedAt(state, p, root.At)
	return nil
}

// loggedAt is the time of the first root that has the event; at is that of one that has it.
func loggedAt(state contractState, p rules.EventProof, at int64) int64 {
	first := int64(p.Size)
	roots, _ := state.Range(device.EventRoots.Kind(), p.Community, p.Oracle) // a replayed state always answers
	for _, entry := range roots {
		_, names, ok := contract.SplitKey(entry.Key)
		if !ok || len(names) != 3 {
			continue
		}
		size, err := strconv.ParseInt(names[2], 10, 64)
		if err != nil || size <= int64(p.Index) || size >= first {
			continue
		}
		if root, err := device.EventRoots.Decode(entry.Value); err == nil {
			first, at = size, root.At
		}
	}
	return at
}

// checkSaid refuses what stands in the log and no honest oracle would have put there: to the ledger the events of a log are hashes.
func (e *Event) checkSaid(state contractState, o device.Oracle, said rules.Event) error {
	if said.Community != e.Community {
		return fmt.Errorf("it happened in community %q, and stands in a log of %q", said.Community, e.Community)
	}
	if int64(said.Received)/1000 > e.Logged+device.Ahead {
		return errors.New("it says that it was received after it was logged")
	}
	d, err := document(state, device.Devices, said.Community, said.Device)
	if err != nil {
		return fmt.Errorf("community %q has never enrolled device %q", said.Community, said.Device)
	}
	if err := device.MayBeSaid(o, d, said); err != nil {
		return fmt.Errorf("its device may not say this, or not to this oracle: %w", err)
	}
	return nil
}

// events checks what was shown of devices' events, and counts all that there are. On a ledger that is not accepted no event is proven.
func (c *recounted) events(state fabric.State, proofs []rules.EventProof) {
	if c.report.Blocks == 0 {
		return
	}
	s := newSimulation(state, Chaincode)
	logs, _ := contractState{s}.Range(device.EventLogs.Kind()) // a replayed state always answers
	for _, entry := range logs {
		if log, err := device.EventLogs.Decode(entry.Value); err == nil {
			c.report.Logged += log.Size
		}
	}
	for _, p := range proofs {
		e := Contract{}.Event(s, p)
		if e.Status == Pass && !c.report.OK() {
			e.Status, e.Detail = NotProven, "the ledger is not accepted"
		}
		c.report.Events = append(c.report.Events, e)
	}
}

// Proven says whether every event, sheet and head that was to be shown is, on a ledger that is accepted.
func (r *Report) Proven() bool {
	return r.OK() && r.headsProven() && !slices.ContainsFunc(r.Events, func(e Event) bool { return e.Status != Pass }) &&
		!slices.ContainsFunc(r.Sheets, func(s CheckedSheet) bool { return s.Status != Pass })
}

func (e *Event) write(out *strings.Builder) {
	fmt.Fprintf(out, "%-10s  event %s\n", e.Status, e.ID)
	line := func(format string, args ...any) { fmt.Fprintf(out, "%12s"+format+"\n", append([]any{""}, args...)...) }
	if e.Detail != "" {
		line("%s", e.Detail)
	}
	if e.Event != nil {
		line("%s of device %s (%s) in %s%s", e.Event.Kind, e.Event.Device, e.Event.Class, e.Event.Community, valuesOf(*e.Event))
		line("happened %s, received %s", milli(int64(e.Event.Happened)), milli(int64(e.Event.Received)))
	}
	if e.Logged > 0 {
		at := time.Unix(e.Logged, 0).UTC().Format(time.RFC3339)
		line("on the ledger %s: number %d in the log of oracle %s of %s", at, e.Index, e.Oracle, e.Body)
	}
	if e.Logged > 0 && e.Event == nil && e.Detail == "" {
		line("what it says is not in the proof: its oracle has forgotten it")
	}
}

// valuesOf are an event's values as words that no value can pretend to be.
func valuesOf(e rules.Event) string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(e.Values)) {
		fmt.Fprintf(&out, ", %q: %q", name, e.Values[name])
	}
	return out.String()
}

// milli is a Unix time in milliseconds for a reader.
func milli(at int64) string { return time.UnixMilli(at).UTC().Format("2006-01-02T15:04:05.000Z") }
