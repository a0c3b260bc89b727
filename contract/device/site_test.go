// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/device"
)

// A program is an oracle: somebody with a key who is no person.
type program struct {
	key  ed25519.PrivateKey
	body string
}

func newProgram(t testing.TB, body string) program {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return program{town.Must(t, key, err), body}
}

func (p program) public() act.Bytes { return act.Bytes(p.key.Public().(ed25519.PublicKey)) }
func (p program) id() string        { return act.KeyID(p.key.Public().(ed25519.PublicKey)) }

// enrolment is the act that enrols the program, before it is signed.
func (p program) enrolment() device.OracleEnrol {
	return device.OracleEnrol{Body: p.body, Key: p.public(), Name: "oracle of " + p.body}
}

// draft is an act of the program before it is signed.
func draft(w *town.Town, p program, kind string, seq int64) act.Act {
	d := w.Draft(kind, seq, w.Convener())
	d.By = p.id()
	return d
}

// sign is a draft with its body, signed by a program.
func sign(t testing.TB, d act.Act, body any, by program) act.Signed {
	t.Helper()
	text, err := act.Encode(d, body)
	return signText(town.Must(t, text, err), by)
}

func signText(text string, by program) act.Signed {
	return act.Signed{Text: text, Signatures: []act.Signature{act.SignWithKey(by.key, text)}}
}

// gate is a device of the first body as it may be enrolled.
func gate(w *town.Town) device.DeviceEnrol {
	now := act.Int(w.Now().Unix())
	return device.DeviceEnrol{
		Body: w.Constitution.Bodies[0].ID, Class: rules.T1, Commands: []rules.Command{rules.List, rules.Open}, Device: "gate-1", Every: 600,
		From: now, Kinds: []rules.Kind{rules.GateEntry, rules.Plate}, Place: "东门 East gate", Profile: "vzenith", Transport: "gate-1.garden",
		Until: now + 3600,
	}
}

// smokeAlarm is another one.
func smokeAlarm(w *town.Town) device.DeviceEnrol {
	d := gate(w)
	d.Device, d.Transport, d.Profile, d.Place = "smoke-1", "smoke-1", "zigbee2mqtt", "地下车库 Garage"
	d.Commands, d.Kinds = []rules.Command{}, []rules.Kind{rules.Smoke}
	return d
}

// two are officers of two bodies, the second one's first, so that no order is needed.
func two(w *town.Town) []*village.Signer { return []*village.Signer{w.Two()[1], w.Two()[0]} }

// third is the officer of a body that is neither.
func third(w *town.Town) *village.Signer { return w.Officers[w.Constitution.Bodies[2].ID] }

// enrolled is a new oracle of a body, on the ledger.
func enrolled(w *town.Town, body string) program {
	w.Helper()
	p := newProgram(w, body)
	w.OK(w.Make(device.TypeOracleEnrol, p.enrolment(), w.Officers[body], otherThan(w, body)))
	return p
}

func otherThan(w *town.Town, body string) *village.Signer {
	for _, officer := range w.Two() {
		if officer.Body != body {
			return officer
		}
	}
	panic("there are two bodies")
}

// A history is what an oracle holds of its log, and appends as it goes on.
type history struct {
	by  program
	log rules.Log
	ids []rules.ID
}

// root of its first events, in hex.
func (h *history) root(t testing.TB, size int) string {
	t.Helper()
	log, err := rules.Log{}.Append(h.ids[:size]...)
	root, err2 := town.Must(t, log, err).Root()
	return hex.EncodeToString(town.Must(t, root, err2))
}

// ids are those of a few events.
func ids(texts ...string) (all []rules.ID) {
	for _, text := range texts {
		all = append(all, rules.IDOf(text))
	}
	return all
}

// append is the act that appends events to what the history holds, which it holds from then on.
func (h *history) append(w *town.Town, events ...rules.ID) act.Signed {
	w.Helper()
	root, err := h.log.Root()
	body := device.EventsAppend{Before: act.Int(len(h.ids)), Root: hex.EncodeToString(town.Must(w, root, err))}
	for _, id := range events {
		body.Leaves = append(body.Leaves, id[:]...)
	}
	h.ids = append(h.ids, events...)
	h.log, err = h.log.Append(events...)
	town.Done(w, err)
	return sign(w, draft(w, h.by, device.TypeEventsAppend, int64(body.Before)+1), body, h.by)
}

// fork is a history that goes on otherwise.
func (h *history) fork() *history { return &history{h.by, h.log, slices.Clone(h.ids)} }

// smoke is an alarm of smokeAlarm that begins now.
func smoke(w *town.Town) rules.Event {
	now := act.Int(w.Now().UnixMilli())
	return rules.Event{
		Class: rules.T1, Community: w.ID, Counter: 7, Device: "smoke-1", Happened: now, Kind: rules.Smoke, Raw: w.Constitution.Net,
		Received: now, V: rules.Version, Values: map[string]string{"active": "true"},
	}
}

func encode(t testing.TB, e rules.Event) string {
	t.Helper()
	text, err := e.Encode()
	return town.Must(t, text, err)
}

// proof is the body of an acknowledgement of the event at a place of the log, when it had a size.
func (h *history) proof(t testing.TB, text string, index, size int) device.AlarmAcknowledge {
	t.Helper()
	return device.AlarmAcknowledge{
		Event: text, Index: act.Int(index), Oracle: h.by.id(), Proof: path(t, index, h.ids[:size]), Size: act.Int(size),
	}
}

// path is PATH(m, D[n]) of RFC 6962, 2.1.1.
func path(t testing.TB, m int, leaves []rules.ID) act.Bytes {
	if len(leaves) == 1 {
		return nil
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	if m < k {
		return append(path(t, m, leaves[:k]), head(t, leaves[k:])...)
	}
	return append(path(t, m-k, leaves[k:]), head(t, leaves[:k])...)
}

func head(t testing.TB, leaves []rules.ID) []byte {
	t.Helper()
	log, err := rules.Log{}.Append(leaves...)
	root, err2 := town.Must(t, log, err).Root()
	return town.Must(t, root, err2)
}
