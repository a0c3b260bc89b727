// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/device"
)

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

// ids are those of a few events.
func ids(texts ...string) (all []rules.ID) {
	for _, text := range texts {
		all = append(all, rules.IDOf(text))
	}
	return all
}

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
func proof(t testing.TB, h *town.History, text string, index, size int) device.AlarmAcknowledge {
	t.Helper()
	return device.AlarmAcknowledge{
		Event: text, Index: act.Int(index), Oracle: h.By.ID(), Proof: path(t, index, h.IDs[:size]), Size: act.Int(size),
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
