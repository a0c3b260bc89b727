// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"crypto/ed25519"
	"crypto/sha256"
	"maps"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/oracle/hear"
	"github.com/linli-project/linli/oracle/ingest"
	rules "github.com/linli-project/linli/rules/device"
)

// What cameras say of cars becomes what a car park believes of them: which plate, when, and what was taken back, whatever the camera's
// clock showed and whenever it said it. An oracle that hears it the second time hears nothing new.
func TestParkingIsHeard(t *testing.T) {
	now := time.UnixMilli(1_800_000_000_000)
	cameras := []Device{
		{Device: "in", Name: "in", Profile: "vzenith", Thing: Gate}, {Device: "out", Name: "out", Profile: "vzenith", Thing: Gate},
	}
	for move, want := range map[Move]struct {
		kinds []rules.Kind
		late  time.Duration // of the first, by the receiver's clock
	}{
		Comes: {kinds: []rules.Kind{rules.Plate}}, Goes: {kinds: []rules.Kind{rules.Plate}}, Twice: {kinds: []rules.Kind{rules.Plate}},
		Turns: {kinds: []rules.Kind{rules.Plate, rules.VehicleTurned}}, Misread: {kinds: []rules.Kind{rules.Plate, rules.Plate}},
		Missed: {kinds: []rules.Kind{rules.Plate}, late: Cut}, Astray: {kinds: []rules.Kind{rules.Plate}},
	} {
		key := sha256.Sum256([]byte(move))
		ear := hear.Ear{Register: hear.NewRegister("garden", "owners", enrolled(cameras)), Key: key[:]}
		known := map[string]rules.Known{}
		var heard []hear.Event
		for i, said := range move.Pass(0, 1, "粤A12345", 7) {
			topic, body, err := cameras[said.Device].Say(said, int64(i)+1, now)
			if err != nil {
				t.Fatal(err)
			}
			h := ear.Hear(ingest.Message{Client: cameras[said.Device].Name, Topic: topic, Body: body, Size: len(body), Received: now},
				func(id string) rules.Known { return known[id] })
			if len(h.Aside) > 0 {
				t.Errorf("%s: %v", move, h.Aside)
			}
			maps.Copy(known, h.Known)
			heard = append(heard, h.Events...)
		}
		var passages []rules.Passage
		for i, e := range heard {
			p, ok := e.Passage()
			if !ok || i >= len(want.kinds) || e.Kind != want.kinds[i] {
				t.Errorf("%s: %+v is no passage, or another one", move, e.Event)
			}
			passages = append(passages, p)
		}
		if len(passages) != len(want.kinds) {
			t.Fatalf("%s: %+v", move, passages)
		}
		if at := now.Add(-want.late).Unix(); passages[0].At != at || passages[0].Plate != ear.Commit("plate", "粤A12345") {
			t.Errorf("%s: %+v, not at %d", move, passages[0], at)
		}
		if move == Misread && (passages[1].Replaces != heard[0].ID.String() || passages[1].Plate == passages[0].Plate) {
			t.Errorf("%s corrects nothing: %+v", move, passages[1])
		}
	}
}

func enrolled(cameras []Device) (all []device.Device) {
	for _, c := range cameras {
		all = append(all, device.Device{DeviceEnrol: device.DeviceEnrol{
			Body: "owners", Class: rules.T1, Device: c.Device, Kinds: ParkingKinds(), Profile: c.Profile, Transport: c.Name, Until: act.Int(1 << 40),
		}})
	}
	return all
}

// A day of parking has every move but those that are part of another one, and two cars never share a passage.
func TestParkingDay(t *testing.T) {
	day := Parking(0, 1, "粤A12340", "粤A12341", "粤A12342", "粤A12343", "粤A12344")
	refs := map[int64]int{}
	for _, said := range day {
		refs[said.Ref]++
	}
	if len(day) != 13 || refs[1] != 1 || refs[2] != 2 || refs[3] != 2 || refs[5] != 2 {
		t.Errorf("%d things are said: %v", len(day), refs)
	}
	_, private, _ := ed25519.GenerateKey(nil)
	signs := Device{Device: "in", Name: "in", Profile: "linli", Thing: Gate, signer: private}
	for i, said := range append(Comes.Pass(0, 0, "粤A12345", 1), Turns.Pass(0, 0, "粤A12345", 2)...) {
		if topic, _, err := signs.Say(said, int64(i)+1, time.Now()); topic != "linli/in" || err != nil {
			t.Errorf("%+v: %q %v", said, topic, err)
		}
	}
}
