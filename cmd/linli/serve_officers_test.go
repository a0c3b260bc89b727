// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/networktest"
)

// TestOfficeEnds has an officer admitted and dismissed, and reads what the log says of it.
func TestOfficeEnds(t *testing.T) {
	n := networktest.Network(t)
	ctx := t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	l, err := village.Connect(ctx, n)
	check(err)
	defer l.Close()
	constitution, err := village.Constitute(n, "花园小区", "rehearsal")
	check(err)
	v, err := village.New("office-ends", constitution)
	check(err)
	check(l.Found(ctx, v))
	people := filepath.Join(t.TempDir(), "people.db")
	store, err := identity.Open(ctx, people)
	check(err)
	defer store.Close()
	check(store.KeepCommunity(ctx, v.ID, constitution))
	officer, err := store.AddOfficer(ctx, v.ID, "residents", "经办人甲", "")
	check(err)
	admitted, err := register(ctx, store, v, officer.ID)
	check(err)
	_, err = admitOfficers(ctx, n, store, "residents", v.ID)
	check(err)
	_, err = register(ctx, store, v, officer.ID) // which is never admitted
	check(err)

	run := func(args ...string) (int, string) {
		var out, errors bytes.Buffer
		args = slices.Concat([]string{"serve", args[0], "--data", n.Dir(), "--store", people, "--community", v.ID}, args[1:])
		code := Run(ctx, args, nil, &out, &errors)
		return code, out.String() + errors.String()
	}
	if code, said := run("end-officer", officer.ID); code != 0 || !strings.HasPrefix(said, officer.ID+" is out of office; 1 passkeys") {
		t.Errorf("%d: %s", code, said)
	}
	on, err := ledger.Read(ctx, l.Client, contract.Credentials, v.ID, admitted)
	for deadline := time.Now().Add(5 * time.Minute); on.Status != contract.StatusRevoked &&
		time.Now().Before(deadline); { // another body's peer
		on, err = ledger.Read(ctx, l.Client, contract.Credentials, v.ID, admitted)
	}
	check(err)
	keys, err := store.Passkeys(ctx, v.ID, identity.Holder{Officer: officer.ID})
	check(err)
	if on.Status != contract.StatusRevoked || len(keys) != 2 || keys[0].Revoked == 0 || keys[1].Revoked == 0 {
		t.Errorf("%+v, on the ledger %+v", keys, on)
	}
	if code, said := run("end-officer", officer.ID); code != 1 || !strings.Contains(said, "not in the store") {
		t.Errorf("an office that has ended: %d: %s", code, said)
	}
	if code, said := run("officers", "--community", "nowhere"); code != 1 || !strings.Contains(said, `community "nowhere"`) {
		t.Errorf("%d: %s", code, said)
	}
	if code, said := run("officers"); code != 0 || !strings.Contains(said, officer.ID+"  residents  经办人甲") {
		t.Errorf("%d: %s", code, said)
	}
	if code, said := run("audit", "--after", "1"); code != 0 || !strings.HasPrefix(said, "2 ") ||
		!strings.Contains(said, " - officer.ended "+officer.ID) {
		t.Errorf("%d: %s", code, said)
	}
}

// register makes a passkey of an officer in a software authenticator, and returns its id.
func register(ctx context.Context, store *identity.Store, v *village.Village, officer string) (string, error) {
	rp, err := store.RelyingParty(ctx, v.ID, v.Constitution.RP.Origins[0])
	if err != nil {
		return "", err
	}
	holder := identity.Holder{Officer: officer}
	begun, err := rp.BeginRegistration(ctx, holder)
	if err != nil {
		return "", err
	}
	parsed, err := virtualwebauthn.ParseAttestationOptions(string(begun.Options))
	if err != nil {
		return "", err
	}
	const full = 77 // bytes of a COSE key on P-256; the software authenticator writes shorter coordinates wrongly
	key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	for len(key.Key.AttestationData()) != full {
		key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	}
	c := v.Constitution
	page := virtualwebauthn.RelyingParty{ID: c.RP.ID, Name: c.Name, Origin: c.RP.Origins[0]}
	made, err := rp.FinishRegistration(ctx, holder, begun.Session,
		[]byte(virtualwebauthn.CreateAttestationResponse(page, virtualwebauthn.NewAuthenticator(), key, *parsed)), "")
	return made.ID, err
}
