// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/identity"
)

// Of a worker who works for the body no longer stays what the ledger has too.
func TestRevokedWorkerIsErased(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		hire := func(name, phone string) (identity.Worker, *device) {
			w, err := town.AddWorker(ctx, garden, "owners", name, phone, town.officers["owners"].ID)
			if err != nil {
				t.Fatal(err)
			}
			d := newDevice(constitution.RP)
			d.mustRegister(t, town.rp, identity.Holder{Worker: w.ID})
			h := identity.Holder{Worker: w.ID}
			if err := town.SetContact(ctx, garden, h, phone+"@mail.example", phone, w.ID); err != nil {
				t.Fatal(err)
			}
			if err := town.WorkerAgreed(ctx, garden, w.ID, `{"agreed":"`+name+`"}`); err != nil {
				t.Fatal(err)
			}
			return w, d
		}
		gone, key := hire("丁大力", "13900000007")
		stays, _ := hire("戊小力", "13900000008")
		if err := town.LabelPasskey(ctx, garden, key.id(), "丁大力的手机", identity.Holder{Worker: gone.ID}); err != nil {
			t.Fatal(err)
		}
		revoked := town.sign(order.TypeWorkerRevoke, order.WorkerRevoke{Reason: strings.Repeat("0", 64), Worker: key.id()},
			town.officer("owners"))
		for range 2 { // a follower may begin anew
			if err := town.Note(ctx, revoked); err != nil {
				t.Fatal(err)
			}
		}
		w, err := town.Worker(ctx, garden, gone.ID)
		if err != nil || w.Name+w.Phone+w.Agreed != "" || w.Body != "owners" || w.Credential != key.id() {
			t.Errorf("%+v %v", w, err)
		}
		if c, err := town.Contact(ctx, garden, identity.Holder{Worker: gone.ID}); err != nil || c != (identity.Contact{}) {
			t.Errorf("contact %+v %v", c, err)
		}
		if k, err := town.Passkey(ctx, garden, key.id()); err != nil || k.Label != "" || k.Revoked == 0 {
			t.Errorf("%+v %v", k, err)
		}
		if w, err := town.Worker(ctx, garden, stays.ID); err != nil || w.Name != "戊小力" || w.Phone == "" {
			t.Errorf("another one: %+v %v", w, err)
		}
		if err := town.Purge(ctx); err != nil {
			t.Fatal(err)
		}
		files := databaseFiles(t, town.at)
		for _, private := range []string{"丁大力", "13900000007"} {
			if bytes.Contains(files, []byte(private)) {
				t.Errorf("the database's files have %q", private)
			}
		}
		if !bytes.Contains(files, []byte("戊小力")) {
			t.Error("the search finds nothing at all")
		}
	})
}
