// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
)

// people measures what an estate's committee waits for: its roll read, and its letters printed.
func (b *bench) people(ctx context.Context) error {
	fmt.Fprintln(os.Stdout)
	file, err := os.ReadFile("identity/testdata/estate-1950.csv")
	if err != nil {
		return fmt.Errorf("%w (run the benchmark in the repository's folder)", err)
	}
	store, err := identity.Open(ctx, filepath.Join(b.dir, "estate.db"))
	if err != nil {
		return err
	}
	defer store.Close()
	constitution, err := village.Constitute(b.ledger.Network, "bench", "rehearsal")
	if err != nil {
		return err
	}
	constitution.RP = act.RelyingParty{ID: "localhost", Origins: []string{"http://localhost:8080"}}
	const estate = "estate"
	if err := store.KeepCommunity(ctx, estate, constitution); err != nil {
		return err
	}
	began := time.Now()
	read, err := store.Import(ctx, estate, bytes.NewReader(file))
	if err != nil {
		return err
	}
	line(fmt.Sprintf("roll of %d rows (GB18030) read and compared", read.Difference.After.Units), "%.0f ms",
		time.Since(began).Seconds()*1000)
	draft, err := store.Accept(ctx, read, "bench")
	if err != nil {
		return err
	}
	line("  and accepted as a draft", "%.0f ms", time.Since(began).Seconds()*1000)
	if err := store.Approved(ctx, estate, draft.Version, "not on a ledger"); err != nil {
		return err
	}
	began = time.Now()
	printed, err := store.PrintLetters(ctx, estate, identity.LetterOrder{Expires: time.Now().Add(time.Hour), Officer: "bench",
		Origin: constitution.RP.Origins[0]}, io.Discard)
	if err != nil {
		return err
	}
	line(fmt.Sprintf("%d letters as one PDF", printed.Letters), "%.1f s", time.Since(began).Seconds())
	return nil
}
