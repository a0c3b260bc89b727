// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/verify"
)

// The newest head is the one that more than half of the trust file's bodies have signed, and the trust file names those who sign.
func TestCheckpoint(t *testing.T) {
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	file, err := os.ReadFile("../verify/testdata/small.trust.json")
	if err != nil {
		t.Fatal(err)
	}
	trust, err := verify.ReadTrust(bytes.NewReader(file))
	if err != nil || len(trust.Bodies) != 4 {
		t.Fatalf("%d bodies, %v", len(trust.Bodies), err)
	}
	s := &Server{Config: Config{Trust: file, Index: x}, mirror: mirror{index: x, now: time.Now}}
	book := &village.Book{Handle: func(b ledger.Block) error { return x.Apply(t.Context(), b) }}
	genesis, err := book.Genesis(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	head := checkpoint.Head{Size: 3}
	if head.Genesis, err = checkpoint.ReadHash(genesis); err != nil {
		t.Fatal(err)
	}
	for i, body := range trust.Bodies {
		seed := sha256.Sum256([]byte(body.MSPID))
		key := ed25519.NewKeyFromSeed(seed[:])
		named := checkpoint.Witness{MSP: body.MSPID, Key: key.Public().(ed25519.PublicKey)}
		note, err := checkpoint.Cosign(head, body.MSPID, key, time.Now().Unix())
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range [][2]string{{witness.TxName, named.String()}, {witness.TxCosign, note}} {
			if _, err := book.Invoke(body.MSPID, call[0], call[1]); err != nil {
				t.Fatal(err)
			}
		}
		signed, err := s.Checkpoint(t.Context())
		switch {
		case err != nil:
			t.Fatal(err)
		case i < 2 && signed.Size != 0:
			t.Errorf("with %d signatures: %+v", i+1, signed)
		case i >= 2 && (signed.Head != head || len(signed.By) != i+1):
			t.Errorf("with %d signatures: %+v", i+1, signed)
		}
	}
	given, err := trusting{s.mirror, s.Trust}.trust(t.Context())
	if err != nil || len(given.Witnesses) != 4 || len(given.Keys()) != 4 {
		t.Errorf("%+v, %v", given.Witnesses, err)
	}
}
