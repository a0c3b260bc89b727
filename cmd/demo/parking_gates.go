// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	events "github.com/linli-project/linli/rules/device"
)

// The garage's gates.
const (
	gateIn  = "garage-in"
	gateOut = "garage-out"
)

// gateLog is what the oracle of the garage's gates has heard, and its log.
type gateLog struct {
	key       ed25519.PrivateKey
	community string
	log       events.Log
	texts     []string
	ids       []events.ID
	appended  int
}

func (g *gateLog) id() string { return act.KeyID(g.key.Public().(ed25519.PublicKey)) } //nolint:forcetypeassert // of this kind

// see notes that a gate has seen a car, and returns the place of the event in the log.
func (g *gateLog) see(gate, plate string, at int64) (int, error) {
	text, err := events.Event{
		Class: events.T1, Community: g.community, Device: gate, Happened: act.Int(at * 1000), Kind: events.Plate, Raw: spoken(gate + plate),
		Received: act.Int(at * 1000), V: events.Version, Values: map[string]string{"plate": plate},
	}.Encode()
	g.texts, g.ids = append(g.texts, text), append(g.ids, events.IDOf(text))
	return len(g.texts) - 1, err
}

// passage is a place in the log, and the booking that it concerns.
type passage struct {
	booking string
	place   int
}

// seen notes what the gates have seen of some cars.
func (g *gateLog) seen(all []*parked) (passages []passage, err error) {
	for _, p := range all {
		for gate, when := range map[string]int64{gateIn: p.came, gateOut: p.left} {
			if when == 0 {
				continue
			}
			place, err := g.see(gate, p.plate, when)
			if err != nil {
				return nil, err
			}
			passages = append(passages, passage{p.id, place})
		}
	}
	return passages, nil
}

// appends is the act that puts onto the ledger what was seen since the last one.
func (g *gateLog) appends(draft act.Act) (signed act.Signed, err error) {
	root, err := g.log.Root()
	if err != nil {
		return signed, err
	}
	body := device.EventsAppend{Before: act.Int(g.appended), Root: hex.EncodeToString(root)}
	for _, id := range g.ids[g.appended:] {
		body.Leaves = append(body.Leaves, id[:]...)
	}
	if g.log, err = g.log.Append(g.ids[g.appended:]...); err != nil {
		return signed, err
	}
	draft.By, draft.Seq = g.id(), body.Before+1
	g.appended = len(g.ids)
	text, err := act.Encode(draft, body)
	return act.Signed{Text: text, Signatures: []act.Signature{act.SignWithKey(g.key, text)}}, err
}

// proves is the proof of an event, as the transaction Pass takes it.
func (g *gateLog) proves(place int) (string, error) {
	path, _, err := events.Prove(uint64(place), uint64(g.appended), slices.Values(g.ids[:g.appended])) //nolint:gosec // not negative
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(device.Proof{
		Event: g.texts[place], Index: act.Int(place), Oracle: g.id(), Proof: bytes.Join(path, nil), Size: act.Int(g.appended),
	})
	return string(raw), err
}
