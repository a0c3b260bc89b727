// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/device"
)

// An oracle is enrolled by two bodies, its own among them, and ended by its own alone or by two others.
func TestOracles(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	own, other := w.Two()[0], w.Two()[1]
	first, second := town.NewProgram(t, own.Body), town.NewProgram(t, own.Body)
	enrol := w.Make(device.TypeOracleEnrol, first.Enrolment(), two(w)...)
	w.OK(enrol)
	o, _ := town.Read(w, device.Oracles, w.ID, first.ID())
	if o.Body != own.Body || o.Act != act.HashOf(enrol.Text).String() || o.Retired != "" {
		t.Errorf("%+v", o)
	}
	w.OK(w.Make(device.TypeOracleEnrol, second.Enrolment(), two(w)...))

	retire := func(p town.Program) device.OracleRetire { return device.OracleRetire{Oracle: p.ID()} }
	w.Refused(contract.TwoBodies, w.Make(device.TypeOracleRetire, retire(first), other))
	w.OK(w.Make(device.TypeOracleRetire, retire(first), own))
	w.OK(w.Make(device.TypeOracleRetire, retire(second), other, third(w)))
	w.Refused(contract.Revoked, w.Make(device.TypeOracleRetire, retire(first), own))
	w.Refused(contract.Exists, w.Make(device.TypeOracleEnrol, first.Enrolment(), two(w)...))
	if o, _ := town.Read(w, device.Oracles, w.ID, second.ID()); o.Retired == "" {
		t.Error("two bodies retire an oracle, and it is none")
	}
}

// A body has so many oracles in all its years, and another body has as many.
func TestOraclesAreBounded(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	officers := two(w)
	for range device.MaxOracles {
		w.OK(w.Make(device.TypeOracleEnrol, town.NewProgram(t, officers[0].Body).Enrolment(), officers...))
	}
	w.Refused(contract.TooMany, w.Make(device.TypeOracleEnrol, town.NewProgram(t, officers[0].Body).Enrolment(), officers...))
	w.OK(w.Make(device.TypeOracleEnrol, town.NewProgram(t, officers[1].Body).Enrolment(), officers...))
}

// A device is enrolled by two bodies, its own among them, and ended by its own alone or by two others. Its id is never used again; the
// name it connects with is.
func TestDevices(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	own, other := w.Two()[0], w.Two()[1]
	enrol := w.Make(device.TypeDeviceEnrol, gate(w), two(w)...)
	w.OK(enrol)
	d, _ := town.Read(w, device.Devices, w.ID, "gate-1")
	if d.Act != act.HashOf(enrol.Text).String() || d.Place != "东门 East gate" || d.Withdrawn != "" {
		t.Errorf("%+v", d)
	}
	for kind, says := range map[rules.Kind]bool{rules.Plate: true, rules.Silence: true, rules.Smoke: false} {
		if d.Says(kind) != says {
			t.Errorf("it may say %s: %t", kind, !says)
		}
	}
	w.Refused(contract.Exists, w.Make(device.TypeDeviceEnrol, gate(w), two(w)...))
	next := gate(w)
	next.Device = "gate-2"
	w.Refused(contract.Exists, w.Make(device.TypeDeviceEnrol, next, two(w)...)) // of the name that it connects with

	withdraw := func(id string) device.DeviceWithdraw { return device.DeviceWithdraw{Device: id} }
	w.Refused(contract.TwoBodies, w.Make(device.TypeDeviceWithdraw, withdraw("gate-1"), other))
	w.OK(w.Make(device.TypeDeviceWithdraw, withdraw("gate-1"), own))
	w.Refused(contract.Revoked, w.Make(device.TypeDeviceWithdraw, withdraw("gate-1"), own))
	w.Refused(contract.Exists, w.Make(device.TypeDeviceEnrol, gate(w), two(w)...))
	w.OK(w.Make(device.TypeDeviceEnrol, next, two(w)...))
	w.OK(w.Make(device.TypeDeviceWithdraw, withdraw("gate-2"), third(w), other))
	w.Refused(contract.NotFound, w.Make(device.TypeDeviceWithdraw, withdraw("gate-3"), own))
}

// What signs has a key, of either sort; nothing else has one.
func TestKeysOfDevices(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	es256, err2 := x509.MarshalPKIXPublicKey(&town.Must(t, private, err).PublicKey)
	ed25519, err3 := x509.MarshalPKIXPublicKey(town.NewProgram(t, "").Key.Public())
	for i, key := range [][]byte{town.Must(t, es256, err2), town.Must(t, ed25519, err3)} {
		d := gate(w)
		d.Device, d.Transport = fmt.Sprintf("gate-%d", i), fmt.Sprintf("gate-%d", i)
		d.Class, d.Key = rules.T2, key
		w.OK(w.Make(device.TypeDeviceEnrol, d, two(w)...))
		d.Device, d.Class = d.Device+"-a", rules.T1
		w.Refused(act.BadKey, w.Make(device.TypeDeviceEnrol, d, two(w)...))
		d.Class, d.Key = rules.T3, nil
		w.Refused(act.BadKey, w.Make(device.TypeDeviceEnrol, d, two(w)...))
	}
}
