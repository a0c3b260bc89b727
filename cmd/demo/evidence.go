// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Files of evidence: of the case that was agreed on, and of the booking that was disputed.
const (
	evidenceFile = "case.zip"
	bookingFile  = "booking.zip"
)

// cosignWithin is how long the bodies may take to co-sign what has just been done.
const cosignWithin = 2 * time.Minute

// prove writes the evidence of a case and of a booking, once the bodies have co-signed it, and has it checked as a stranger would.
func (d *demo) prove(ctx context.Context, community, agreed, disputed string) error {
	fmt.Fprintln(d.out, "\nEvidence 证据, each in one file: the case that was agreed on, and the booking that was disputed")
	for _, of := range []struct{ kind, id, file string }{{"case", agreed, evidenceFile}, {"booking", disputed, bookingFile}} {
		file := filepath.Join(d.data, of.file)
		if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) { // of a network that was reset, perhaps
			return err
		}
		if err := d.gather(ctx, "evidence", of.kind, of.id, "--community", community, "--out", file); err != nil {
			return err
		}
		d.step("the bodies have co-signed the ledger's head; the evidence is in %s", file)
		if err := d.command(ctx, "verify", file, "--trust", filepath.Join(d.data, "demo.linli.trust.json")); err != nil {
			return fmt.Errorf("the evidence is not accepted: %w", err)
		}
		d.step("a stranger who has that file and the trust file accepts it")
	}
	return nil
}

// gather runs a command again until the bodies have co-signed what it needs.
func (d *demo) gather(ctx context.Context, args ...string) error {
	for began := time.Now(); ; {
		cmd := exec.CommandContext(ctx, d.linli, append(args, "--data", d.data)...)
		said, err := cmd.CombinedOutput()
		if err == nil || ctx.Err() != nil {
			return err
		}
		if time.Since(began) > cosignWithin {
			return fmt.Errorf("%s: %w: %s", args[0], err, bytes.TrimSpace(said))
		}
		time.Sleep(time.Second)
	}
}
