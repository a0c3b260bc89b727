// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/community"
)

func TestMain(m *testing.M) {
	networktest.Main(m, chaincode.New)
}

// settle founds a community with a roll and invitations.
func settle(t *testing.T, id string) (*village.Ledger, *village.Village) {
	t.Helper()
	n := networktest.Network(t)
	l, err := village.Connect(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	constitution, err := village.Constitute(n, "Garden", "rehearsal")
	if err != nil {
		t.Fatal(err)
	}
	v, err := village.New(id, constitution)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Found(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	var units []community.Unit
	for i := range 30 {
		units = append(units, community.Unit{
			ID: "u" + strconv.Itoa(i), Kind: "home", Status: "sold", AreaDm2: 9000, Owners: []string{"p" + strconv.Itoa(i)},
		})
	}
	if err := v.SetRoll(units); err != nil {
		t.Fatal(err)
	}
	if err := l.Settle(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	return l, v
}

func openIndex(t *testing.T, path string) *index.Index {
	t.Helper()
	x, err := index.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

// mirror runs the index until it has as many blocks as the ledger.
func mirror(t *testing.T, x *index.Index, c *ledger.Client) {
	t.Helper()
	height, err := c.Height(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	ran := make(chan error, 1)
	go func() { ran <- ledger.Project(ctx, c, slog.New(slog.DiscardHandler), x) }()
	if err := x.Await(ctx, height-1); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-ran; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// same checks that the index has what the chaincode has.
func same(t *testing.T, x *index.Index, l *village.Ledger, documents contract.Documents, attributes ...string) int {
	t.Helper()
	kind := documents.Kind()
	var want []ledger.Item
	for item, err := range l.List(t.Context(), documents, attributes...) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, item)
	}
	i := 0
	for d, err := range x.List(t.Context(), documents, attributes...) {
		if err != nil {
			t.Fatal(err)
		}
		if i >= len(want) || !slices.Equal(d.Attributes, want[i].Attributes) || !bytes.Equal(d.Value, want[i].Value) {
			t.Fatalf("%s %v: the index and the ledger differ at document %d", kind, attributes, i)
		}
		if d.Block == 0 || d.Tx == "" {
			t.Errorf("%s %v has no block or transaction", kind, d.Attributes)
		}
		i++
	}
	if count, err := x.Count(t.Context(), documents, attributes...); err != nil || count != len(want) || i != count {
		t.Errorf("%s %v: %d counted, %d listed, %d on the ledger; %v", kind, attributes, count, i, len(want), err)
	}
	return i
}

func TestIndexIsTheLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index 1?.db")
	first, err := index.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	l, v := settle(t, "mirrored")
	mirror(t, first, l.Client)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	settle(t, "mirrored-too")
	x := openIndex(t, path)
	if x.Height() == 0 {
		t.Error("the checkpoint is lost")
	}
	mirror(t, x, l.Client)
	check := func() {
		t.Helper()
		for _, documents := range []contract.Documents{
			contract.Communities, contract.Credentials, people.Codes, contract.Sequences, contract.Acts, people.Rights,
			contract.Ref[string]("unit"),
		} {
			if same(t, x, l, documents) == 0 || same(t, x, l, documents, v.ID) == 0 {
				t.Errorf("no %s", documents.Kind())
			}
		}
	}
	check()
	if err := x.Rebuild(t.Context()); err != nil || x.Height() != 0 {
		t.Fatalf("rebuild: %v, height %d", err, x.Height())
	}
	mirror(t, x, l.Client)
	check()
}

func TestDocuments(t *testing.T) {
	l, v := settle(t, "documents")
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	mirror(t, x, l.Client)
	got, err := index.Read(t.Context(), x, contract.Communities, v.ID)
	if err != nil || got.Roll != 1 || got.ID != v.ID {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := x.Get(t.Context(), contract.Communities, "nowhere"); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("a document that does not exist: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Get(gone, contract.Sequences, v.ID, "somebody"); err == nil ||
		strings.Contains(err.Error(), "somebody") { // it may be logged
		t.Errorf("a failure names whom it was about: %v", err)
	}
	var paged []index.Document
	for after := (*index.Document)(nil); ; after = &paged[len(paged)-1] {
		page, err := x.Page(t.Context(), after, 7, people.Rights, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		if paged = append(paged, page...); len(page) < 7 {
			break
		}
	}
	if len(paged) != 30 || !slices.IsSortedFunc(paged, func(a,
		b index.Document) int {
		return slices.Compare(a.Attributes, b.Attributes)
	}) {
		t.Errorf("%d rights in pages, or not in order", len(paged))
	}
}

func TestTwoWriters(t *testing.T) {
	l, _ := settle(t, "two-writers")
	path := filepath.Join(t.TempDir(), "index.db")
	first, second := openIndex(t, path), openIndex(t, path)
	mirror(t, first, l.Client)
	if err := ledger.Project(t.Context(), l.Client, slog.New(slog.DiscardHandler), second); !errors.Is(err, index.ErrTwoWriters) {
		t.Errorf("a second writer: %v", err)
	}
}
