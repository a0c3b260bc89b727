// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// recount exports the ledger and verifies it, both as a person would.
func (b *bench) recount(ctx context.Context) error {
	fmt.Println()
	file := filepath.Join(b.dir, "bench.linli")
	began := time.Now()
	if err := b.command(ctx, "export", file); err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	line(fmt.Sprintf("export of %d MB", info.Size()>>20), "%.1f s", time.Since(began).Seconds())
	began = time.Now()
	if err := b.command(ctx, "verify", file, "--trust", file+".trust.json"); err != nil {
		return err
	}
	line("recount", "%.1f s", time.Since(began).Seconds())
	return nil
}

func (b *bench) command(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, b.linli, append(args, "--data", b.dir)...) //nolint:gosec // the program is the caller's
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", b.linli, args[0], err)
	}
	return nil
}
