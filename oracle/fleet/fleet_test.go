// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/linli-project/linli/oracle/broker"
)

// keyed is a key of a device that signs, as it stands in a fleet's file.
func keyed(t testing.TB) string {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// small is a fleet with a camera, a lock, and a door behind a bridge.
func small(t testing.TB) Fleet {
	t.Helper()
	authority, err := broker.OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	certificate, _, err := authority.Issue("lock-1")
	if err != nil {
		t.Fatal(err)
	}
	return Fleet{
		MQTT: "127.0.0.1:8883", Push: "http://127.0.0.1:8880", Authority: string(authority.Certificate()),
		Devices: []Device{
			{Device: "gate-1", Name: "gate-1", Thing: Gate, Profile: "hikvision", Digest: "secret"},
			{Device: "lock-1", Name: "lock-1", Thing: Lock, Profile: "linli", Certificate: string(certificate), Key: keyed(t)},
			{Device: "hub", Name: "hub", Thing: Bridge, Profile: "zigbee2mqtt", Password: "secret"},
			{Device: "door-1", Name: "hub:hall", Thing: Door, Profile: "zigbee2mqtt"},
		},
	}
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Fleet)
		want   string
	}{
		"as it is":            {func(*Fleet) {}, ""},
		"no devices":          {func(f *Fleet) { f.Devices = nil }, "there are no devices"},
		"no name":             {func(f *Fleet) { f.Devices[0].Name = "" }, `device 1, "": "name" is needed`},
		"no id":               {func(f *Fleet) { f.Devices[0].Device = "" }, `"device" is needed`},
		"a profile":           {func(f *Fleet) { f.Devices[0].Profile = "axis" }, `nobody here who speaks "axis"`},
		"a thing":             {func(f *Fleet) { f.Devices[0].Thing = Lock }, `no "lock" speaks "hikvision" here; it is one of ["gate"]`},
		"no proof":            {func(f *Fleet) { f.Devices[2].Password = "" }, "is needed"},
		"two proofs":          {func(f *Fleet) { f.Devices[2].Token = "x" }, "is needed"},
		"a digest over MQTT":  {func(f *Fleet) { f.Devices[2].Password, f.Devices[2].Digest = "", "x" }, `"digest" goes with`},
		"a token for nothing": {func(f *Fleet) { f.Devices[2].Password, f.Devices[2].Token = "", "x" }, `"token" goes with`},
		"a camera's password": {func(f *Fleet) { f.Devices[0].Password, f.Devices[0].Digest = "x", "" }, `"digest" goes with`},
		"no key":              {func(f *Fleet) { f.Devices[1].Key = "" }, `"key" goes with`},
		"a key for nothing":   {func(f *Fleet) { f.Devices[2].Key = "x" }, `"key" goes with`},
		"no PEM":              {func(f *Fleet) { f.Devices[1].Key = "x" }, `"key": not PEM`},
		"no certificate":      {func(f *Fleet) { f.Devices[1].Certificate = "x" }, `"certificate": `},
		"twice":               {func(f *Fleet) { f.Devices[0].Name = "hub" }, `two devices have the name "hub"`},
		"no bridge":           {func(f *Fleet) { f.Devices[3].Name = "gate-1:hall" }, `is behind "gate-1", which is no bridge`},
		"a proof behind it":   {func(f *Fleet) { f.Devices[3].Password = "x" }, "proves nothing itself"},
		"no push":             {func(f *Fleet) { f.Push = "" }, `"push" is needed for "gate-1"`},
		"no http":             {func(f *Fleet) { f.Push = "127.0.0.1:8880" }, `"push" is needed for "gate-1"`},
		"no broker":           {func(f *Fleet) { f.MQTT = "" }, `"mqtt": `},
		"no authority":        {func(f *Fleet) { f.Authority = "x" }, `"authority": `},
		"neither is needed":   {func(f *Fleet) { f.MQTT, f.Authority, f.Devices = "", "", f.Devices[:1] }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := small(t)
			c.change(&f)
			raw, err := json.Marshal(f)
			if err != nil {
				t.Fatal(err)
			}
			if _, err = Read(raw); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, not %q", err, c.want)
			}
		})
	}
	for text, want := range map[string]string{
		``: "EOF", `[]`: "cannot unmarshal", `{"devices": [], "more": 1}`: `unknown field "more"`, `{"devices": []} x`: "more behind it",
		`{"devices": [{"topics": []}]}`: `unknown field "topics"`,
	} {
		if _, err := Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %q", text, err, want)
		}
	}
}
