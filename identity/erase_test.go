// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/postgrestest"
	"github.com/linli-project/linli/rules/community"
)

// databaseFiles are all bytes that a store has on disk.
func databaseFiles(t *testing.T, at string) []byte {
	t.Helper()
	root := filepath.Dir(at)
	if strings.HasPrefix(at, "postgres:") {
		root = postgrestest.Files()
	}
	var all []byte
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all = append(all, data...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// leaver fills the store with everything it can hold about 丙小明, who then sells.
func (town *town) leaver() (identity.Person, *device) {
	town.Helper()
	ctx := town.Context()
	must := func(err error) {
		town.Helper()
		if err != nil {
			town.Fatal(err)
		}
	}
	town.found()
	var roll strings.Builder
	roll.WriteString(strings.ReplaceAll(smallRoll, "丙", "丙小明"))
	for i := range 400 { // neighbours, so that his row stands among others
		roll.WriteString(strings.ReplaceAll("2幢,1,N,住宅,70,邻居N,,,,已交付\n", "N", string(rune('一'+i))))
	}
	town.approve(town.accept(town.dryRun(strings.NewReader(roll.String()))))
	p := town.person("丙小明")
	must(town.SetContact(ctx, garden, identity.Holder{Person: p.Pseudonym}, "xiaoming@mail.example", "13900001234", p.Pseudonym))
	d, _ := town.enrol(town.invite(p.Pseudonym)[0])
	must(town.LabelPasskey(ctx, garden, d.id(), "小明的红手机", identity.Holder{Person: p.Pseudonym}))
	must(town.Check(ctx, garden, d.id(), town.officers["owners"].ID, true, "认得丙小明本人"))
	_, err := town.KeepOwnText(ctx, garden, identity.Objection, p.Pseudonym, "c2FsdHNhbHRzYWx0c2Fsd", "我家面积登记错了")
	must(err)
	_, err = town.OpenRecovery(ctx, garden, p.Pseudonym, "红手机进水了", p.Pseudonym)
	must(err)
	p, err = town.Person(ctx, garden, p.Pseudonym)
	must(err)
	return p, d
}

func TestErasure(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		p, d := town.leaver()
		var out bytes.Buffer
		if err := town.ExportPerson(ctx, garden, p.Pseudonym, p.Pseudonym, &out); err != nil {
			t.Fatal(err)
		}
		var record identity.Record
		if err := json.Unmarshal(out.Bytes(), &record); err != nil {
			t.Fatal(err)
		}
		if record.Person != p || len(record.Units) != 1 || len(record.Letters) != 1 || len(record.Passkeys) != 1 ||
			len(record.Enrolments) != 1 ||
			len(record.Checks) != 1 || len(record.Texts) != 2 || len(record.Recoveries) != 1 || len(record.Audit) == 0 {
			t.Errorf("export %s", out.String())
		}
		private := []string{"丙小明", record.Salt, record.IDNumber, record.Handle, "xiaoming@mail", "13900001234", "红手机", "面积登记错了", "认得",
			record.Letters[0].Code}
		why := identity.Erasure{Actor: town.officers["owners"].ID}
		if err := town.ErasePerson(ctx, garden, p.Pseudonym, why); !errors.Is(err, identity.ErrConflict) {
			t.Errorf("an owner was erased: %v", err)
		}
		sale, err := town.Transfer(ctx, garden, town.officers["owners"].ID,
			identity.Transfer{Unit: "1幢-1-102", Owners: []string{"新业主"}, Status: community.Sold})
		if err != nil {
			t.Fatal(err)
		}
		town.approve(town.accept(sale))
		town.flush()
		before := databaseFiles(t, town.at)
		for _, text := range private {
			if text == "" || !bytes.Contains(before, []byte(text)) {
				t.Errorf("%q is not in the database's files before, so that the test shows nothing", text)
			}
		}
		if err := town.ErasePerson(ctx, garden, p.Pseudonym, why); err != nil {
			t.Fatal(err)
		}
		town.flush()
		for range 2 { // while the store is open, with its write-ahead log, and once it is closed
			after := databaseFiles(t, town.at)
			for _, text := range private {
				if bytes.Contains(after, []byte(text)) {
					t.Errorf("%q is still in the database's files", text)
				}
			}
			if !bytes.Contains(after, []byte(p.Pseudonym)) || !bytes.Contains(after, []byte("新业主")) {
				t.Error("too much was erased")
			}
			town.reopen()
		}
		if town.rp, err = town.RelyingParty(ctx, garden, constitution.RP.Origins[0]); err != nil {
			t.Fatal(err)
		}
		if err := town.Used(ctx, garden, d.id()); !errors.Is(err, identity.ErrRevoked) {
			t.Errorf("an erased person logs in: %v", err)
		}
		stillVerifies(t, town)
		back, err := town.Transfer(ctx, garden, town.officers["owners"].ID,
			identity.Transfer{Unit: "1幢-1-102", Owners: []string{"丙小明"}, Status: community.Sold})
		if err != nil {
			t.Fatal(err)
		}
		town.approve(town.accept(back))
		if again := town.person("丙小明"); again.Pseudonym == p.Pseudonym {
			t.Error("who comes back after an erasure has his old pseudonym")
		}
	})
}

// stillVerifies checks that the store gives the roots that are on the ledger, for both versions.
func stillVerifies(t *testing.T, town *town) {
	t.Helper()
	for version := range int64(2) {
		d, err := town.Draft(t.Context(), garden, version+1)
		if err != nil {
			t.Error(err)
		}
		for i, chunk := range d.Roll.Chunks {
			path, err := d.Roll.Proof(uint64(i))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := community.CheckChunk(d.Approve.Root, d.Roll.Size, uint64(i), chunk, path); err != nil {
				t.Error(err)
			}
		}
	}
}

// flush makes PostgreSQL write its pages to their files.
func (town *town) flush() {
	town.Helper()
	if strings.HasPrefix(town.at, "postgres:") {
		postgrestest.WriteFiles(town.T, town.at)
	}
}

func TestErasedOwnerKeepsHisUnit(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		p, _ := town.leaver()
		own := town.addOfficer("residents", "丙", p.Pseudonym)
		if err := town.ErasePerson(ctx, garden, p.Pseudonym, identity.Erasure{Actor: own.ID, Owner: true}); !errors.Is(err,
			identity.ErrOwnCase) {
			t.Errorf("erased by himself in office: %v", err)
		}
		inOffice := identity.Holder{Officer: own.ID}
		if err := town.LabelPasskey(ctx, garden, town.devices[own.ID].id(), "小明的办公钥匙", inOffice); err != nil {
			t.Fatal(err)
		}
		if _, err := town.EndOfficer(ctx, garden, own.ID); err != nil {
			t.Fatal(err)
		}
		if err := town.ErasePerson(ctx, garden, p.Pseudonym, identity.Erasure{Owner: true}); err != nil {
			t.Fatal(err)
		}
		if keys, err := town.Passkeys(ctx, garden, inOffice); err != nil || len(keys) != 1 || keys[0].Label != "" || keys[0].Revoked == 0 {
			t.Errorf("the passkeys of his office: %+v %v", keys, err)
		}
		sale, err := town.Transfer(ctx, garden, town.officers["owners"].ID,
			identity.Transfer{Unit: "1幢-1-103", Owners: []string{"戊"}, Status: community.Sold})
		if err != nil {
			t.Fatal(err)
		}
		if want := "0 units added, 0 removed, 1 changed; 1 heads gained, 1 lost"; !strings.HasPrefix(sale.Difference.String(), want) {
			t.Errorf("%v", sale.Difference)
		}
		d := town.accept(sale)
		if !bytes.Contains(bytes.Join(d.Roll.Chunks, nil), []byte(p.Pseudonym)) {
			t.Error("the erased owner is no longer an owner")
		}
		got, err := town.Person(ctx, garden, p.Pseudonym)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(identity.Person{Pseudonym: p.Pseudonym, Erased: town.now.Unix()}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
