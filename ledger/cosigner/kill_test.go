// SPDX-License-Identifier: Apache-2.0

package cosigner_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/cosigner"
	"github.com/linli-project/linli/ledger/tree"
)

// victimEnv names the directory of a process that is going to be killed.
const victimEnv = "LINLI_COSIGNER_VICTIM"

// notebook is where a victim's signatures go: a file, in which they are for good once they have left the process.
type notebook struct {
	*tree.Tree

	file *os.File
}

func (b notebook) Submit(_ context.Context, _ string, args ...string) (ledger.Receipt, []byte, error) {
	_, err := io.WriteString(b.file, args[0]+"\x00")
	return ledger.Receipt{}, nil, err
}

func (b notebook) Height(ctx context.Context) (uint64, error) { return b.Size(ctx) }

// victimise has a witness read blocks that are never the same, and sign as often as it can, until it is killed.
func victimise(dir string) {
	check := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	ctx := context.Background()
	kept, err := tree.Open(filepath.Join(dir, "tree.db"))
	check(err)
	file, err := os.OpenFile(filepath.Join(dir, "signed"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	check(err)
	c, err := cosigner.Open(ctx, cosigner.Config{
		MSP: "OwnersMSP", Bodies: func() int { return 4 }, Key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), File: filepath.Join(dir, "witness.db"),
		Tree: kept, Ledger: notebook{kept, file}, Every: time.Nanosecond, Delay: 1, Random: func(time.Duration) time.Duration { return 0 },
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	check(err)
	genesis := checkpoint.Hash{}.String()
	at, err := kept.Checkpoint(ctx, genesis)
	check(err)
	_, err = c.Checkpoint(ctx, genesis)
	check(err)
	go c.Run(ctx)
	for number := at.Blocks; ; number++ {
		b := ledger.Block{Number: number, Hash: make([]byte, 32), Transactions: []ledger.Transaction{{
			Code: peer.TxValidationCode_VALID, Function: "Probe",
		}}}
		_, _ = rand.Read(b.Hash) // it never fails
		check(kept.Apply(ctx, b))
		check(c.Apply(ctx, b))
	}
}

// A witness that is killed again and again, at any place, never signs two heads of one size; nor does it when its peer's blocks have become
// others meanwhile.
func TestKilledWitnessSignsNothingTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	dir := t.TempDir()
	before := 0
	for round := range 30 {
		grows := "" // afterwards nothing is signed that could be waited for
		if round <= 24 {
			grows = "signed"
		}
		killed(t, dir, grows, time.Duration(50+mathrand.IntN(200))*time.Millisecond)
		if round == 24 { // from now on all blocks are others
			before = len(signedOnce(t, dir))
			for _, name := range []string{"tree.db", "tree.db-wal", "tree.db-shm"} {
				if err := os.Remove(filepath.Join(dir, name)); err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
			}
		}
	}
	if after := len(signedOnce(t, dir)); before < 25 || after != before {
		t.Errorf("%d heads are signed before its blocks become others, and %d in all", before, after)
	}
}

// killed runs a victim until a file, if one is named, has grown, on whatever machine, and kills it after a while.
func killed(t *testing.T, dir, grows string, after time.Duration) {
	t.Helper()
	size := func() int64 {
		info, err := os.Stat(filepath.Join(dir, grows))
		if err != nil {
			return 0
		}
		return info.Size()
	}
	before := size()
	victim := exec.Command(os.Args[0])
	victim.Env, victim.Stderr = append(os.Environ(), victimEnv+"="+dir), os.Stderr
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(5 * time.Minute); grows != "" && size() <= before && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(after)
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := victim.Wait(); err == nil || victim.ProcessState.Exited() {
		t.Fatalf("it has ended by itself: %v", err)
	}
}

// signedOnce are the heads that have left the process, by size: each has one root.
func signedOnce(t *testing.T, dir string) map[uint64]checkpoint.Head {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "signed"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[uint64]checkpoint.Head{}
	for note := range strings.SplitSeq(strings.TrimSuffix(string(raw), "\x00"), "\x00") {
		signed, err := checkpoint.Open(note, nil)
		if err != nil {
			t.Fatalf("%q: %v", note, err)
		}
		if before, ok := all[signed.Size]; ok && before != signed.Head {
			t.Errorf("two heads of %d blocks are signed: %s and %s", signed.Size, before.Root, signed.Root)
		}
		all[signed.Size] = signed.Head
	}
	return all
}
