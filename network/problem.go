// SPDX-License-Identifier: Apache-2.0

package network

import "errors"

// Problem is an error a person can act on: what did not work, why, and what to do.
type Problem struct { //nolint:errname // a person reads it
	What string
	Why  error
	Do   string
}

func (p *Problem) Error() string { return p.What + ": " + p.Why.Error() + "\n" + p.Do }

func (p *Problem) Unwrap() error { return p.Why }

// Reasons to be tested with errors.Is.
var (
	// ErrNoNetwork: the directory holds no network. Run Up, or name the right directory.
	ErrNoNetwork = errors.New("no network there")
	// ErrStopped: the network is not running. Run Up.
	ErrStopped = errors.New("the network is stopped")
	// ErrBusy: another process is starting or stopping this network. Wait for it.
	ErrBusy = errors.New("another linli is starting or stopping it")
	// ErrRunning: another supervisor has the network's processes. Run Down.
	ErrRunning = errors.New("it runs already")
	// ErrPortTaken: a port of the network is used by another program. End that program.
	ErrPortTaken = errors.New("port in use")
	// ErrNoBody: no body has that short name. Give one of the four.
	ErrNoBody = errors.New("no body is called")
	// ErrNoBinaries: Fabric's programs are neither there nor can they be built. See the message.
	ErrNoBinaries = errors.New("no programs of Fabric")
	// ErrNoSpace: too little disk space. Free some.
	ErrNoSpace = errors.New("not enough disk space")
	// ErrDamaged: what describes the network cannot be read. Restore it, or Reset.
	ErrDamaged = errors.New("network.json is damaged")
	// ErrPutBack: an orderer's folder is an older state of it. Up has it join anew.
	ErrPutBack = errors.New("its folder is an older one that was put back")
	// ErrIncompatible: made by another version of the data format.
	ErrIncompatible = errors.New("made by an incompatible version")
)
