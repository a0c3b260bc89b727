// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"errors"
	"fmt"
)

// ErrInForce says that a version is in force already.
var ErrInForce = errors.New("this version is in force already")

// Upgrade is a change of the rules to another version. All of it is needed.
type Upgrade struct {
	// Version names the rules, which the calling executable has to know: it becomes the network's.
	Version string
	// Permit is asked before anything is done, and again right before the bodies' agreement is put on the ledger. Its error
	// ends the upgrade, and the version that was in force stays.
	Permit func(context.Context) error
	// Progress is told what is being done, one line each.
	Progress func(string)
}

// Upgrade has the bodies agree on another version of the rules while the network runs. The new chaincode processes are
// started beside the old ones, which end when no peer asks them any more; acts on their way are carried out by one of the
// two. It can be repeated after it was ended at any step, and then does what is left.
//
// The error is a [*Problem]; with errors.Is it is [ErrInForce], [ErrStopped], [ErrBusy], or what Permit returned.
func (n *Network) Upgrade(ctx context.Context, u Upgrade) error {
	unlock, err := n.lockDir()
	if err != nil {
		return err
	}
	defer unlock()
	if err := n.Running(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	err = n.upgrade(ctx, u)
	if _, told := errors.AsType[*Problem](err); err == nil || told {
		return err
	}
	return &Problem{
		What: fmt.Sprintf("upgrading the rules to version %q", u.Version), Why: err,
		Do: "`linli status` tells which version is in force. Run it again: it does what is left.",
	}
}

func (n *Network) upgrade(ctx context.Context, u Upgrade) error {
	before, err := n.inForce(ctx)
	if err != nil {
		return err
	}
	if before.version == u.Version {
		return n.finish(ctx, u, before)
	}
	if err := u.Permit(ctx); err != nil {
		return err
	}
	after := definition{u.Version, before.sequence + 1}
	if err := n.agree(ctx, u, before, after); err != nil {
		return errors.Join(err, n.serveAfter(ctx, before))
	}
	return n.takeOver(ctx, u, after)
}

// agree brings the new version onto the ledger; until then the old one is in force.
func (n *Network) agree(ctx context.Context, u Upgrade, before, after definition) error {
	u.Progress(fmt.Sprintf("version %s is in force; making packages for version %s", before.version, after.version))
	if err := n.prepareEdition(after.version); err != nil {
		return err
	}
	u.Progress("starting its chaincode beside the one in force")
	if err := n.installExecutable(""); err != nil {
		return err
	}
	if err := n.serve(ctx, before.version, after.version); err != nil {
		return err
	}
	u.Progress("installing its packages at every peer; every body approves it")
	if err := n.approveChaincode(ctx, after); err != nil {
		return err
	}
	if err := u.Permit(ctx); err != nil {
		return err
	}
	u.Progress("putting it on the ledger")
	return n.commitChaincode(ctx, after, u.Progress)
}

// serveAfter ends what an upgrade that failed has started, unless the new version came into force all the same.
func (n *Network) serveAfter(ctx context.Context, before definition) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopGrace)
	defer cancel()
	if now, err := n.inForce(ctx); err != nil || now != before {
		return err
	}
	return n.serve(ctx, before.version)
}

// takeOver ends the old version's processes once every peer works with the new one.
func (n *Network) takeOver(ctx context.Context, u Upgrade, after definition) error {
	u.Progress("it is in force; waiting for a transaction of every body")
	if err := n.probeAll(ctx); err != nil {
		return err
	}
	u.Progress("ending the chaincode of other versions")
	return n.settle(ctx, after)
}

// finish does what was left of an upgrade whose version is in force.
func (n *Network) finish(ctx context.Context, u Upgrade, now definition) error {
	if n.serves(now.version) != nil {
		return n.takeOver(ctx, u, now)
	}
	return &Problem{
		What: fmt.Sprintf("upgrading the rules to version %q", u.Version), Why: ErrInForce, Do: "There is nothing to do.",
	}
}
