// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/identity"
)

func (town *town) actions(subject string) string {
	town.Helper()
	events, err := town.Audit(town.Context(), garden, 0, 10000)
	if err != nil {
		town.Fatal(err)
	}
	var actions []string
	for _, e := range events {
		if e.Subject == subject {
			actions = append(actions, e.Action)
		}
	}
	return strings.Join(actions, " ")
}

func TestPasskeys(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		town.small()
		holder := identity.Holder{Person: town.person("丙").Pseudonym}
		phone, tablet := newDevice(constitution.RP), newDevice(constitution.RP)
		tablet.authenticator.Options.BackupEligible, tablet.authenticator.Options.BackupState = true, true
		first := phone.mustRegister(t, town.rp, holder)
		second := tablet.mustRegister(t, town.rp, holder)
		if first.Flags != 0x45 || second.Flags != 0x5d || first.Transports != "internal hybrid" || first.Label != "手机" {
			t.Errorf("%+v, %+v", first, second)
		}
		ledger, err := second.Ledger()
		if err != nil || !ledger.BackupEligible {
			t.Errorf("%+v %v", ledger, err)
		}
		if err := tablet.sign(t, "text").VerifyPasskey(act.HashOf("text"), ledger, constitution.RP); err != nil {
			t.Errorf("the registered key does not verify its acts: %v", err)
		}
		if _, err := phone.registerAgain(t, town.rp, holder); !errors.Is(err, identity.ErrConflict) {
			t.Errorf("one passkey registered twice: %v", err)
		}
		enrolled, _ := town.enrol(town.invite(holder.Person)[0])
		if begun, err := town.rp.BeginRegistration(ctx, holder); err != nil || !enrolled.excluded(t, begun.Options) {
			t.Errorf("an enrolled passkey is not excluded: %v", err)
		}
		for _, d := range []*device{phone, tablet, town.officer("owners")} {
			town.reopen()
			if town.rp, err = town.RelyingParty(ctx, garden, constitution.RP.Origins[0]); err != nil {
				t.Fatal(err)
			}
			if err := town.Used(ctx, garden, d.id()); err != nil {
				t.Error(err)
			}
			if k, err := town.Passkey(ctx, garden, d.id()); err != nil || k.Used != town.now.Unix() ||
				!strings.HasSuffix(town.actions(k.ID), " passkey.used") {
				t.Errorf("%+v %v, audit %s", k, err, town.actions(k.ID))
			}
		}
		if err := town.LabelPasskey(ctx, garden, first.ID, "旧手机", holder); err != nil {
			t.Error(err)
		}
		if err := town.LabelPasskey(ctx, garden, first.ID, "x", identity.Holder{Person: town.person("丁").Pseudonym}); !errors.Is(err,
			identity.ErrNotFound) {
			t.Errorf("somebody else labelled it: %v", err)
		}
		keys, err := town.Passkeys(ctx, garden, holder)
		if err != nil || len(keys) != 3 || !slices.ContainsFunc(keys, func(k identity.Passkey) bool { return k.Label == "旧手机" }) {
			t.Errorf("%+v %v", keys, err)
		}
		if _, err := town.rp.BeginRegistration(ctx, identity.Holder{Person: "nobody"}); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("nobody registers: %v", err)
		}
	})
}

// registerAgain answers with the passkey that was registered before.
func (d *device) registerAgain(t *testing.T, rp *identity.RelyingParty, h identity.Holder) (identity.Passkey, error) {
	t.Helper()
	begun, err := rp.BeginRegistration(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := virtualwebauthn.ParseAttestationOptions(string(begun.Options))
	if err != nil {
		t.Fatal(err)
	}
	if d.excluded(t, begun.Options) {
		t.Error("a passkey that was never enrolled is excluded: its device could make no other one")
	}
	return rp.FinishRegistration(t.Context(), h, begun.Session,
		[]byte(virtualwebauthn.CreateAttestationResponse(d.rp, d.authenticator, d.credential, *parsed)), "")
}

func TestCeremoniesRefused(t *testing.T) {
	town := newTown(t, t.TempDir()+"/people.db")
	town.small()
	holder := identity.Holder{Person: town.person("丙").Pseudonym}
	for name, spoil := range map[string]func(d *device){
		"another origin":    func(d *device) { d.rp.Origin = "https://garden.example.evil" },
		"another party":     func(d *device) { d.rp.ID = "evil.example" },
		"not verified":      func(d *device) { d.authenticator.Options.UserNotVerified = true },
		"not present":       func(d *device) { d.authenticator.Options.UserNotPresent = true },
		"backup impossible": func(d *device) { d.authenticator.Options.BackupState = true },
		"RSA":               func(d *device) { d.credential = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA) },
	} {
		t.Run(name, func(t *testing.T) {
			spoiled := newDevice(constitution.RP)
			spoil(spoiled)
			if _, err := spoiled.register(t, town.rp, holder, ""); !errors.Is(err, identity.ErrCeremony) {
				t.Errorf("registered: %v", err)
			}
		})
	}
	begin := func() identity.Begun {
		begun, err := town.rp.BeginRegistration(t.Context(), holder)
		if err != nil {
			t.Fatal(err)
		}
		return begun
	}
	begun, other := begin(), begin()
	if _, err := town.rp.FinishRegistration(t.Context(), holder, other.Session, newDevice(constitution.RP).create(t, begun.Options),
		""); !errors.Is(err, identity.ErrCeremony) {
		t.Errorf("another challenge: %v", err)
	}
	if _, err := town.rp.FinishRegistration(t.Context(), holder, begun.Session, []byte("{"), ""); !errors.Is(err, identity.ErrCeremony) {
		t.Errorf("not JSON: %v", err)
	}
	if keys, err := town.Passkeys(t.Context(), garden, holder); err != nil || len(keys) != 0 {
		t.Errorf("%+v %v", keys, err)
	}
	if _, err := town.RelyingParty(t.Context(), garden, "https://elsewhere.example"); !errors.Is(err, identity.ErrOrigin) {
		t.Errorf("an origin that the constitution does not name: %v", err)
	}
	order := town.order()
	order.Origin = "https://elsewhere.example"
	if _, err := town.PrintLetters(t.Context(), garden, order, io.Discard); !errors.Is(err, identity.ErrOrigin) {
		t.Errorf("letters to another origin: %v", err)
	}
}

func TestEndedOfficerCannotLogIn(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		o := town.officers["owners"]
		keys, err := town.EndOfficer(t.Context(), garden, o.ID)
		if err != nil || len(keys) != 1 {
			t.Fatalf("%v %v", keys, err)
		}
		if err := town.Used(t.Context(), garden, town.devices[o.ID].id()); !errors.Is(err, identity.ErrRevoked) {
			t.Errorf("login: %v", err)
		}
		if _, err := town.Pending(t.Context(), garden, o.ID); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("pending: %v", err)
		}
		if registered, err := town.OfficerKeys(t.Context(), garden, "owners"); err != nil || len(registered) != 0 {
			t.Errorf("%v %v", registered, err)
		}
	})
}
