// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"encoding/json"
	"errors"
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
		for _, d := range []*device{phone, tablet, town.officer("owners")} {
			town.reopen()
			if town.rp, err = town.RelyingParty(ctx, garden); err != nil {
				t.Fatal(err)
			}
			login, err := d.login(t, town.rp)
			if err != nil || login.Passkey.ID != d.id() || login.CloneWarning || login.Ineligible || login.Passkey.Used == 0 {
				t.Errorf("%+v %v", login, err)
			}
		}
		if err := town.LabelPasskey(ctx, garden, first.ID, "旧手机", holder); err != nil {
			t.Error(err)
		}
		if err := town.LabelPasskey(ctx, garden, first.ID, "x", identity.Holder{Person: town.person("丁").Pseudonym}); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("somebody else labelled it: %v", err)
		}
		keys, err := town.Passkeys(ctx, garden, holder)
		if err != nil || len(keys) != 2 || (keys[0].Label != "旧手机" && keys[1].Label != "旧手机") {
			t.Errorf("%+v %v", keys, err)
		}
		if _, _, err := town.rp.BeginRegistration(ctx, identity.Holder{Person: "nobody"}); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("nobody registers: %v", err)
		}
	})
}

// registerAgain answers although the device is excluded, as no honest browser would.
func (d *device) registerAgain(t *testing.T, rp *identity.RelyingParty, h identity.Holder) (identity.Passkey, error) {
	t.Helper()
	options, session, err := rp.BeginRegistration(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := virtualwebauthn.ParseAttestationOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	if !d.credential.IsExcludedForAttestation(*parsed) {
		t.Error("a registered passkey is not excluded")
	}
	return rp.FinishRegistration(t.Context(), h, session, []byte(virtualwebauthn.CreateAttestationResponse(d.rp, d.authenticator, d.credential, *parsed)), "")
}

func TestLoginWarnings(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		town.small()
		d := newDevice(constitution.RP)
		d.credential.Counter = 5
		k := d.mustRegister(t, town.rp, identity.Holder{Person: town.person("丙").Pseudonym})
		for _, step := range []struct {
			counter           uint32
			eligible          bool
			cloned, different bool
		}{
			{6, false, false, false},
			{6, false, true, false}, // a copy, or a bad counter
			{7, false, false, false},
			{8, true, false, true}, // the system has changed its mind
			{9, true, false, true},
			{10, false, false, false},
		} {
			d.credential.Counter = step.counter
			d.authenticator.Options.BackupEligible = step.eligible
			login, err := d.login(t, town.rp)
			if err != nil || login.CloneWarning != step.cloned || login.Ineligible != step.different {
				t.Errorf("counter %d: %+v %v", step.counter, login, err)
			}
		}
		want := "passkey.added passkey.used passkey.used passkey.counter-did-not-grow passkey.used " +
			"passkey.used passkey.backup-eligibility-changed passkey.used passkey.used passkey.backup-eligibility-changed"
		if got := town.actions(k.ID); got != want {
			t.Errorf("audit %s", got)
		}
		if k, err := town.Passkey(t.Context(), garden, k.ID); err != nil || k.Clones != 1 || k.Counter != 10 || k.Flags != 0x45 || k.LastFlags != 0x05 {
			t.Errorf("%+v %v", k, err)
		}
	})
}

func TestCeremoniesRefused(t *testing.T) {
	town := newTown(t, t.TempDir()+"/people.db")
	town.small()
	holder := identity.Holder{Person: town.person("丙").Pseudonym}
	good := newDevice(constitution.RP)
	good.mustRegister(t, town.rp, holder)
	for name, spoil := range map[string]func(d *device){
		"another origin":    func(d *device) { d.rp.Origin = "https://garden.example.evil" },
		"another party":     func(d *device) { d.rp.ID = "evil.example" },
		"not verified":      func(d *device) { d.authenticator.Options.UserNotVerified = true },
		"not present":       func(d *device) { d.authenticator.Options.UserNotPresent = true },
		"backup impossible": func(d *device) { d.authenticator.Options.BackupState = true },
		"another key": func(d *device) {
			d.credential.Key = newCredential().Key
		},
		"unknown passkey": func(d *device) { d.credential.ID = []byte("0123456789abcdef") },
		"another person": func(d *device) {
			d.authenticator.Options.UserHandle = []byte("0123456789abcdef0123456789abcdef")
		},
	} {
		t.Run(name, func(t *testing.T) {
			spoiled := *good
			spoil(&spoiled)
			if _, err := spoiled.login(t, town.rp); !errors.Is(err, identity.ErrCeremony) {
				t.Errorf("login: %v", err)
			}
		})
	}
	t.Run("a used challenge", func(t *testing.T) {
		options, _, err := town.rp.BeginLogin(false)
		if err != nil {
			t.Fatal(err)
		}
		_, other, err := town.rp.BeginLogin(false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := town.rp.FinishLogin(t.Context(), other, good.get(t, options)); !errors.Is(err, identity.ErrCeremony) {
			t.Errorf("login: %v", err)
		}
	})
	t.Run("RSA", func(t *testing.T) {
		d := newDevice(constitution.RP)
		d.credential = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA)
		if _, err := d.register(t, town.rp, holder, ""); !errors.Is(err, identity.ErrCeremony) {
			t.Errorf("registered: %v", err)
		}
	})
	t.Run("not JSON", func(t *testing.T) {
		_, session, err := town.rp.BeginLogin(false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := town.rp.FinishLogin(t.Context(), session, []byte("{")); !errors.Is(err, identity.ErrCeremony) {
			t.Errorf("login: %v", err)
		}
	})
}

func TestConditionalLoginOptions(t *testing.T) {
	town := newTown(t, t.TempDir()+"/people.db")
	options, _, err := town.rp.BeginLogin(true)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Mediation string
		PublicKey struct {
			RPID             string
			UserVerification string
			AllowCredentials []any
		}
	}
	if err := json.Unmarshal(options, &got); err != nil {
		t.Fatal(err)
	}
	if got.Mediation != "conditional" || got.PublicKey.RPID != "garden.example" || got.PublicKey.UserVerification != "required" || got.PublicKey.AllowCredentials != nil {
		t.Errorf("options %s", options)
	}
}

func TestEndedOfficerCannotLogIn(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		o := town.officers["owners"]
		keys, err := town.EndOfficer(t.Context(), garden, o.ID)
		if err != nil || len(keys) != 1 {
			t.Fatalf("%v %v", keys, err)
		}
		if _, err := town.devices[o.ID].login(t, town.rp); !errors.Is(err, identity.ErrRevoked) {
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
