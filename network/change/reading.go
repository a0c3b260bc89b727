// SPDX-License-Identifier: Apache-2.0

package change

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/verify/fabric"
)

// Reading is what a change does to the configuration in force.
type Reading struct {
	Lines   []string // the difference, one sentence each
	Signed  []string // bodies whose administrators have signed, by short name
	Missing []string // bodies that have not
	Enough  bool     // the signatures suffice
	Itself  bool     // they do not, as the body that it is about has to sign too
}

// Errors of Read that whoever submits a change tells apart.
var (
	ErrDone  = errors.New("it is on the ledger already")
	ErrOlder = errors.New("it is based on an older configuration")
)

// Read reads a change against the configuration in a block, which is the latest that the own peer has. What it would do is taken from the
// bytes that are signed, and these have to be what this program makes of the ledger and the body's file by itself.
func (f *File) Read(in *common.Block) (*Reading, error) {
	config, err := Open(in)
	if err != nil {
		return nil, err
	}
	if err := f.checkBase(config, in); err != nil {
		return nil, err
	}
	expected, err := f.compute(config)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(expected, f.Update) {
		return nil, fmt.Errorf("it was altered: it says that it is to %s %s, and what is signed is something else", f.Kind, f.Body)
	}
	signed, err := f.Signed()
	if err != nil {
		return nil, err
	}
	p, err := fabric.Propose(in, signed)
	if err != nil {
		return nil, err
	}
	return f.reading(p)
}

// checkBase refuses a change that was made for another configuration than the one in force.
func (f *File) checkBase(config *Config, in *common.Block) error {
	switch {
	case f.Channel != config.Channel:
		return fmt.Errorf("it is for channel %q, and this network's is %q", f.Channel, config.Channel)
	case config.Made(f):
		return ErrDone
	case f.Sequence < config.Sequence:
		return fmt.Errorf("%w: it changes number %d, and number %d is in force. Make it anew", ErrOlder, f.Sequence, config.Sequence)
	case f.Sequence > config.Sequence:
		return fmt.Errorf("it changes configuration %d, and this machine's peer has got to number %d: wait until it has caught up",
			f.Sequence, config.Sequence)
	case f.Block != hex.EncodeToString(ledger.HeaderHash(in.GetHeader())):
		return errors.New("it is for another network: the block that it names is not this one's")
	}
	return nil
}

// reading tells what a proposal does, and who has signed it.
func (f *File) reading(p *fabric.Proposal) (*Reading, error) {
	before, err := Bodies(p.Before)
	if err != nil {
		return nil, err
	}
	then, err := Bodies(p.After)
	if err != nil {
		return nil, err
	}
	r := &Reading{Lines: tell(before, then), Enough: p.Lacks == nil}
	for _, b := range before {
		has := slices.Contains(p.Signers, b.MSPID)
		if said := slices.ContainsFunc(f.Signatures, func(s Signature) bool { return s.Body == b.ID }); said != has {
			return nil, fmt.Errorf("it was altered: what stands there as the signature of %s does not fit", b.ID)
		}
		if has {
			r.Signed = append(r.Signed, b.ID)
		} else {
			r.Missing = append(r.Missing, b.ID)
		}
	}
	r.Itself = f.Kind == KindAddress && slices.Contains(r.Missing, f.Body)
	if len(r.Signed) != len(f.Signatures) {
		return nil, errors.New("it was altered: somebody has signed who is no body of this network")
	}
	return r, nil
}
