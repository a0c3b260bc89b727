// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/linli-project/linli/verify"
)

// recount exports the ledger as a person would, and verifies it.
func (b *bench) recount(ctx context.Context) error {
	fmt.Fprintln(os.Stdout)
	file := filepath.Join(b.dir, "bench.linli")
	began := time.Now()
	export := exec.CommandContext(ctx, b.linli, "export", file, "--data", b.dir)
	if out, err := export.CombinedOutput(); err != nil {
		return fmt.Errorf("%s export: %w: %s", b.linli, err, out)
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	line(fmt.Sprintf("export of %d MB", info.Size()>>20), "%.1f s", time.Since(began).Seconds())
	report, err := verifyFile(ctx, file)
	if err != nil {
		return err
	}
	if !report.OK() {
		return report.Write(os.Stdout)
	}
	seconds := report.Elapsed.Seconds()
	line(fmt.Sprintf("recount of %d blocks, %d transactions, %d acts", report.Blocks, report.Transactions, report.Acts),
		"%.1f s = %.0f acts/s, %.0f transactions/s", seconds, float64(report.Acts)/seconds, float64(report.Transactions)/seconds)
	return nil
}

func verifyFile(ctx context.Context, path string) (*verify.Report, error) {
	trustFile, err := os.Open(path + ".trust.json")
	if err != nil {
		return nil, err
	}
	defer trustFile.Close()
	trust, err := verify.ReadTrust(trustFile)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return verify.Ledger(ctx, file, trust, verify.Options{Replayers: map[string]verify.Replayer{"linli": replayer{}}})
}

// replayer is the verifier's own, with the raw writes beside it.
type replayer struct{ verify.Contract }

func (r replayer) Execute(tx verify.Tx, s *verify.Simulation) (verify.Answer, error) {
	if len(tx.Arguments) == 3 && string(tx.Arguments[0]) == "raw:Put" {
		s.Put(string(tx.Arguments[1]), tx.Arguments[2])
		return verify.Answer{}, nil
	}
	return r.Contract.Execute(tx, s)
}
