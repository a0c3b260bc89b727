// SPDX-License-Identifier: Apache-2.0

package cosigner

import (
	"crypto/ed25519"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/internal/postgrestest"
)

// Servers that begin to share what was signed know what the one before them has signed.
func TestSignedMoves(t *testing.T) {
	key, path := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), filepath.Join(t.TempDir(), "witness.db")
	own := checkpoint.Witness{MSP: "OwnersMSP", Key: key.Public().(ed25519.PublicKey)}
	s := signed{checkpoint.Head{Size: 7, Root: checkpoint.Hash{7}}, own.MSP, 7, ""}
	var err error
	if s.note, err = checkpoint.Cosign(s.Head, own.MSP, key, s.at); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{path, postgrestest.URL(t)} {
		m, err := openMemory(t.Context(), at, own)
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		if err := m.takeOver(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		if err := m.sign(t.Context(), s); (err == nil) != (at == path) || err != nil && !errors.Is(err, errTwice) {
			t.Errorf("%s: %v", at, err)
		}
	}
}

// Of two servers of a body that would sign heads of one size at once, each its own, one does.
func TestTwoServersSignOnce(t *testing.T) {
	at, key := postgrestest.URL(t), ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	own := checkpoint.Witness{MSP: "OwnersMSP", Key: key.Public().(ed25519.PublicKey)}
	var servers [2]memory
	for i := range servers {
		m, err := openMemory(t.Context(), at, own)
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		servers[i] = m
	}
	if _, err := servers[0].checkpoint(t.Context(), net); err != nil {
		t.Fatal(err)
	}
	for size := uint64(1); size <= 10; size++ {
		var failed [2]error
		var both sync.WaitGroup
		for i, m := range servers {
			both.Go(func() {
				head := checkpoint.Head{Size: size, Root: checkpoint.Hash{byte(i + 1)}}
				note, err := checkpoint.Cosign(head, own.MSP, key, int64(size))
				if err != nil {
					t.Error(err)
				}
				failed[i] = m.sign(t.Context(), signed{head, own.MSP, int64(size), note})
			})
		}
		both.Wait()
		if (failed[0] == nil) == (failed[1] == nil) || !errors.Is(errors.Join(failed[:]...), errTwice) {
			t.Fatalf("size %d: %v", size, failed)
		}
		known, err := servers[0].recall(t.Context())
		if err != nil || known.last.Size != size || failed[known.last.Root[0]-1] != nil {
			t.Fatalf("size %d: %+v, %v", size, known.last, err)
		}
	}
}
