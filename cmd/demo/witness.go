// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"os"
	"os/exec"
	"syscall"

	"github.com/linli-project/linli/internal/village"
)

// cosignEvery is how often bodies co-sign the ledger's head: people who look around do not wait for an hour.
const cosignEvery = "5s"

// witness starts the witnesses of the bodies whose pages are not served. They end with ctx, or with this process.
func (d *demo) witness(ctx context.Context, v *village.Village) error {
	log, err := os.OpenFile(d.file("serve.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	for _, body := range v.Constitution.Bodies {
		if body.ID == server {
			continue
		}
		cmd := exec.CommandContext(ctx, d.linli, "serve", "witness", "--data", d.data, "--body", body.ID, "--cosign-every", cosignEvery)
		cmd.Stderr = log
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
		cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
		if err := cmd.Start(); err != nil {
			return err
		}
		go func() { _ = cmd.Wait() }() // what it has to say is in the log
	}
	return nil
}
