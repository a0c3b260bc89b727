// SPDX-License-Identifier: Apache-2.0

package network

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// openOrCreate opens the network in a data directory, or makes one if there is none.
func (l layout) openOrCreate(ctx context.Context, fabric Binaries, o Options) (*Network, error) {
	if _, err := os.Stat(material{l.facts()}.facts()); err == nil {
		return Open(l.dir)
	}
	if _, err := os.Stat(l.body()); err == nil {
		return nil, &Problem{
			What: "starting the network in " + l.dir, Why: errors.New("this machine's body has not formed one yet"),
			Do: "Run `linli network form` with the files of all bodies, then `linli body join`.",
		}
	}
	o.Progress("making certificates, genesis block and chaincode packages of a new network")
	if err := l.create(ctx, fabric, cmp.Or(o.Version, FirstVersion)); err != nil {
		return nil, err
	}
	return Open(l.dir)
}

// checkOurs returns an error if dir, which may not exist, holds something else than a network.
func (l layout) checkOurs() error {
	entries, err := os.ReadDir(l.dir)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return &Problem{What: "using " + l.dir + " as data directory", Why: err, Do: "Name another directory with --data."}
	}
	if len(entries) == 0 {
		return nil
	}
	for _, mark := range []string{l.lock(), l.facts()} {
		if _, err := os.Stat(mark); err == nil {
			return nil
		}
	}
	return &Problem{
		What: "using " + l.dir + " as data directory",
		Why:  fmt.Errorf("it is not one, and it holds other things (%s)", entries[0].Name()),
		Do:   "Name an empty or new directory with --data.",
	}
}

// create makes everything that is made once in creating/, and renames that when it is complete.
func (l layout) create(ctx context.Context, fabric Binaries, version string) error {
	// What an earlier network left behind does not belong to the new one.
	for _, dir := range []string{l.creating(), filepath.Join(l.dir, "ledger"), filepath.Join(l.dir, "run")} {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	m := material{l.creating()}
	if err := os.MkdirAll(m.dir, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(m.dir)
	f := facts{Format: format, Created: time.Now().UTC(), Version: version, Bodies: Bodies(), Listen: loopback}
	if err := chooseBodyPorts(f.Bodies); err != nil {
		return err
	}
	for i := range f.Bodies {
		b := &f.Bodies[i]
		f.Here, b.Consenter = append(f.Here, b.ID), consenterID(i)
		a, err := newAuthority(b, laptopLifetime)
		if err != nil {
			return err
		}
		if err := a.makeMembers(m, b); err != nil {
			return err
		}
	}
	if err := l.complete(ctx, fabric, m, f); err != nil {
		return err
	}
	return os.Rename(m.dir, l.facts())
}

// complete makes what follows from the bodies' certificates: the channel's first block, and the packages of those of this machine.
func (layout) complete(ctx context.Context, fabric Binaries, m material, f facts) error {
	if err := makeGenesis(ctx, fabric, m, f.Bodies); err != nil {
		return err
	}
	n := Network{facts: f}
	if err := makeEdition(m, f.Version, n.Here()); err != nil {
		return err
	}
	return writeJSON(m.facts(), f)
}
