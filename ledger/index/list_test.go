// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
)

// filled is an index of one block with so many documents.
func filled(t *testing.T, documents int) *index.Index {
	t.Helper()
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	writes := make([]ledger.Write, documents)
	for i := range writes {
		writes[i] = ledger.Write{Key: people.Rights.Key("garden", fmt.Sprintf("%04d", i)), Value: []byte(`{}`)}
	}
	err := x.Apply(t.Context(), ledger.Block{Hash: []byte{1},
		Transactions: []ledger.Transaction{{ID: "tx", Code: peer.TxValidationCode_VALID, Writes: writes}}})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// List yields every document once, in order, however many there are.
func TestLongLists(t *testing.T) {
	for _, documents := range []int{0, 1, 63, 64, 65, 128, 1000} {
		x := filled(t, documents)
		listed := 0
		for d, err := range x.List(t.Context(), people.Rights, "garden") {
			if err != nil || d.Attributes[1] != fmt.Sprintf("%04d", listed) {
				t.Fatalf("%d of %d: %v, %v", listed, documents, d.Attributes, err)
			}
			listed++
		}
		if listed != documents {
			t.Errorf("%d documents listed, of %d", listed, documents)
		}
	}
}

// Many who read on while they list do not wait for each other for ever.
func TestManyListsAtOnce(t *testing.T) {
	x := filled(t, 300)
	var readers sync.WaitGroup
	for range 64 {
		readers.Go(func() {
			for d, err := range x.List(t.Context(), people.Rights, "garden") {
				if err == nil {
					_, err = x.Get(t.Context(), people.Rights, d.Attributes...)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { readers.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Minute):
		t.Fatal("they wait for each other")
	}
}
