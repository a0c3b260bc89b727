// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/identity"
)

const salt = "c2FsdHNhbHRzYWx0c2Fsd"

// enclose keeps a text, and returns its hash.
func (town *town) enclose(text string, e identity.Enclosure) string {
	town.Helper()
	e.Hash, e.Type = identity.HashText(salt, text), identity.PlainText
	if err := town.KeepEnclosure(town.Context(), garden, e, salt, []byte(text)); err != nil {
		town.Fatal(err)
	}
	return e.Hash
}

// A second server of a body that has made a key of its own does not begin.
func TestKeyOfAnotherServer(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		for _, c := range []struct {
			key byte
			is  error
		}{{1, nil}, {1, nil}, {2, identity.ErrOtherKey}} {
			want := c.is
			if !strings.HasPrefix(town.at, "postgres:") {
				want = nil
			}
			if err := town.CheckEnclosuresKey(t.Context(), bytes.Repeat([]byte{c.key}, 32)); !errors.Is(err, want) {
				t.Errorf("key %d: %v", c.key, err)
			}
		}
	})
}

func TestEnclosures(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		if err := town.KeepEnclosure(ctx, garden, identity.Enclosure{Hash: "00"}, salt, nil); err == nil {
			t.Error("kept without a key")
		}
		if err := town.SealEnclosures(bytes.Repeat([]byte{7}, 32)); err != nil {
			t.Fatal(err)
		}
		leak := town.enclose("水管漏了，在厨房\n第二行", identity.Enclosure{Person: "p1", By: "key-one"})
		note := town.enclose("换了阀门", identity.Enclosure{Person: "p2", By: "worker", Order: "order-1"})
		town.enclose("水管漏了，在厨房\n第二行", identity.Enclosure{Person: "somebody else", By: "another"})
		e, content, err := town.Enclosure(ctx, garden, leak)
		want := identity.Enclosure{Hash: leak, Type: identity.PlainText, Person: "p1", By: "key-one", At: town.now.Unix()}
		if err != nil || e != want || string(content) != "水管漏了，在厨房\n第二行" {
			t.Errorf("%+v %q %v", e, content, err)
		}
		list, err := town.Enclosures(ctx, garden)
		if err != nil || len(list) != 2 {
			t.Errorf("%+v %v", list, err)
		}
		town.flush()
		if files := databaseFiles(t, town.at); bytes.Contains(files, []byte("水管漏了")) || bytes.Contains(files, []byte("换了阀门")) {
			t.Error("the database's files have it in the clear")
		}
		if err := town.SealEnclosures(bytes.Repeat([]byte{8}, 32)); err != nil {
			t.Fatal(err)
		}
		if _, _, err := town.Enclosure(ctx, garden, leak); err == nil || errors.Is(err, identity.ErrNotFound) {
			t.Errorf("with another key: %v", err)
		}
		if err := town.DropEnclosures(ctx, garden, []string{note, "none"}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := town.Enclosure(ctx, garden, note); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("dropped: %v", err)
		}
	})
}

func TestEnclosuresOfADay(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		if err := town.SealEnclosures(make([]byte, 32)); err != nil {
			t.Fatal(err)
		}
		var err error
		n := 0
		for ; err == nil && n < 1000; n++ {
			text := strings.Repeat("x", n+1)
			err = town.KeepEnclosure(t.Context(), garden, identity.Enclosure{
				Hash: identity.HashText(salt, text), Type: identity.PlainText, By: "one",
			}, salt, []byte(text))
		}
		if !errors.Is(err, identity.ErrManyTexts) {
			t.Errorf("after %d: %v", n, err)
		}
		town.enclose("of another one", identity.Enclosure{By: "two"})
		town.now = town.now.Add(25 * time.Hour)
		town.enclose("on the next day", identity.Enclosure{By: "one"})
	})
}

func TestErasureTakesEnclosures(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		p, _ := town.leaver()
		if err := town.SealEnclosures(make([]byte, 32)); err != nil {
			t.Fatal(err)
		}
		his := town.enclose("漏水", identity.Enclosure{Person: p.Pseudonym, By: "key"})
		about := town.enclose("到他家修好了", identity.Enclosure{Person: p.Pseudonym, By: "worker", Order: "order"})
		other := town.enclose("灯坏了", identity.Enclosure{Person: "other", By: "key"})
		var out bytes.Buffer
		if err := town.ExportPerson(t.Context(), garden, p.Pseudonym, p.Pseudonym, &out); err != nil {
			t.Fatal(err)
		}
		var record identity.Record
		if err := json.Unmarshal(out.Bytes(), &record); err != nil {
			t.Fatal(err)
		}
		if len(record.Enclosures) != 2 || string(record.Enclosures[0].Content) == "" || record.Enclosures[0].Person != p.Pseudonym {
			t.Errorf("exported: %+v", record.Enclosures)
		}
		if err := town.ErasePerson(t.Context(), garden, p.Pseudonym, identity.Erasure{Owner: true}); err != nil {
			t.Fatal(err)
		}
		list, err := town.Enclosures(t.Context(), garden)
		left := slices.ContainsFunc(list, func(e identity.Enclosure) bool { return e.Hash == his || e.Hash == about })
		if err != nil || left || len(list) != 1 || list[0].Hash != other {
			t.Errorf("%+v %v", list, err)
		}
	})
}

func TestWorkers(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		w, err := town.AddWorker(ctx, garden, "owners", "工人甲", "13900000001", town.officers["owners"].ID)
		if err != nil {
			t.Fatal(err)
		}
		if all, err := town.Workers(ctx, garden); err != nil || len(all) != 1 || all[0] != w || w.Credential != "" {
			t.Errorf("%+v %v", all, err)
		}
		d := newDevice(constitution.RP)
		d.mustRegister(t, town.rp, identity.Holder{Worker: w.ID})
		if err := town.WorkerAgreed(ctx, garden, w.ID, `{"agreed":true}`); err != nil {
			t.Fatal(err)
		}
		if err := town.WorkerAgreed(ctx, garden, "nobody", ""); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("%v", err)
		}
		w.Credential, w.Agreed = d.id(), `{"agreed":true}`
		if got, err := town.Worker(ctx, garden, w.ID); err != nil || got != w {
			t.Errorf("%+v %v", got, err)
		}
		if key, err := town.Passkey(ctx, garden, d.id()); err != nil || key.Holder != (identity.Holder{Worker: w.ID}) {
			t.Errorf("%+v %v", key, err)
		}
		if err := town.LabelPasskey(ctx, garden, d.id(), "工作手机", identity.Holder{Worker: w.ID}); err != nil {
			t.Error(err)
		}
		if err := town.Used(ctx, garden, d.id()); err != nil {
			t.Error(err)
		}
		if _, err := town.rp.BeginRegistration(ctx, identity.Holder{Worker: "nobody"}); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("%v", err)
		}
	})
}
