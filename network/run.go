// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sync/errgroup"
)

// Run starts what [Up] starts, in the network that this machine's body has joined or joins now, and is its supervisor itself: it returns
// when ctx has ended and all processes have, or with an error if they do not come to work. It calls ready once, when a transaction has been
// committed.
//
// Nothing is shared with a network that runs already: the error is then [ErrRunning], or [ErrBusy] while it is starting.
func Run(ctx context.Context, dir string, o Options, ready func(*Network)) error {
	n, err := openFormed(dir, o.Confirmed)
	if err != nil {
		return err
	}
	unlock, err := n.lockDir()
	if err != nil {
		return err
	}
	defer unlock()
	if err := n.checkStopped(); err != nil {
		return err
	}
	fabric, err := FindBinaries(ctx, o.FabricBin, o.Progress)
	if err != nil {
		return err
	}
	if err := n.prepare(ctx, o); err != nil {
		return err
	}
	return n.runHere(ctx, fabric, o, func() {
		unlock()
		ready(n)
	})
}

// runHere has this process be the supervisor until ctx ends.
func (n *Network) runHere(ctx context.Context, fabric Binaries, o Options, ready func()) error {
	if err := n.forgetProcesses(); err != nil { // of another time
		return err
	}
	group, together := errgroup.WithContext(ctx)
	group.Go(func() error { return n.supervise(together, fabric) })
	group.Go(func() error {
		err := n.becomeReady(together, o)
		if err == nil {
			ready()
		}
		return err
	})
	err := group.Wait()
	if ctx.Err() != nil { // as it was told
		err = nil
	}
	return errors.Join(err, n.forgetProcesses()) // this process is no supervisor any more
}

// openFormed opens the network that a body has joined, or may join, if there is room for it to run.
func openFormed(dir string, confirmed bool) (*Network, error) {
	n, err := Open(dir)
	if errors.Is(err, ErrNoNetwork) {
		return nil, &Problem{What: "running the body in " + dir, Why: err, Do: "First come `linli body init`, `network form` and `body join`."}
	}
	if err != nil {
		return nil, err
	}
	if !confirmed {
		if err := n.checkJoined(); err != nil {
			return nil, err
		}
	}
	return n, checkSpace(n.Dir(), spaceForNetwork, "running the body in "+n.Dir())
}

func (n *Network) forgetProcesses() error {
	if err := os.Remove(n.processes()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// checkJoined refuses a network whose first block people have not confirmed to each other: to join says that they have.
func (n *Network) checkJoined() error {
	if _, err := os.Stat(n.ledgers()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return &Problem{
		What: "running the body in " + n.Dir(), Why: errors.New("it has not joined its network yet"),
		Do: "Run `linli body join` once, or this with --fingerprint: the one that all bodies have read to each other.",
	}
}

// checkStopped refuses a network that another supervisor runs.
func (n *Network) checkStopped() error {
	supervisor, err := n.supervisor()
	if err != nil || !supervisor.Alive() {
		return err
	}
	return &Problem{
		What: "running the body in " + n.Dir(), Why: ErrRunning,
		Do: "Run `linli down` first, to end what `linli body join` or `linli up` has started.",
	}
}
