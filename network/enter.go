// SPDX-License-Identifier: Apache-2.0

package network

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"

	"github.com/linli-project/linli/network/change"
)

// Enter makes, for the body in dir, the network of a card, to which the others have added it. It can be repeated until the body has joined.
//
// An error is a [*Problem]: the body is not in the network's configuration, or another one of its name is.
func Enter(dir string, card *Card) (*Network, error) {
	l, o, unlock, err := takeOwn(dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := l.checkNotJoined("entering a network"); err != nil {
		return nil, err
	}
	if err := l.enter(o, card); err != nil {
		return nil, err
	}
	return Open(l.dir)
}

// checkNotJoined refuses to make a network where a body has one, and its ledger.
func (l layout) checkNotJoined(what string) error {
	if _, err := os.Stat(l.ledgers()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return &Problem{
		What: what + " in " + l.dir, Why: errors.New("this body has joined one already"),
		Do: "Whoever begins anew does so with `linli body init` in another directory.",
	}
}

// enter makes everything in creating/, and puts it in place when it is complete.
func (l layout) enter(o own, card *Card) error {
	m := material{l.creating()}
	if err := os.RemoveAll(m.dir); err != nil {
		return err
	}
	defer os.RemoveAll(m.dir)
	n := &Network{layout: l, material: m, facts: facts{
		Format: format, Created: time.Now().UTC(), Version: card.Rules, Here: []string{o.ID}, Listen: o.Listen, Bodies: []Body{o.Body},
	}}
	block, err := openBlock(card.Config)
	if err != nil {
		return err
	}
	if n.facts.Bodies, err = n.bodiesOf(block); err != nil {
		return err
	}
	if err := l.checkAdded(o, block); err != nil {
		return &Problem{What: "entering the network", Why: err, Do: "Nothing was made."}
	}
	for _, step := range []func() error{
		func() error { return copyTree(material{l.body()}.org(&o.Body), m.org(&o.Body)) },
		func() error { return os.WriteFile(m.genesis(), card.Genesis, 0o600) },
		func() error { return os.WriteFile(m.joinBlock(), card.Config, 0o600) },
		func() error { return makeEdition(m, card.Rules, n.Here()) },
		func() error { return writeJSON(m.facts(), n.facts) },
		func() error { return os.RemoveAll(l.facts()) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return os.Rename(m.dir, l.facts())
}

// checkAdded refuses a network that does not know the body of this machine by its roots.
func (l layout) checkAdded(o own, in *common.Block) error {
	config, err := change.Open(in)
	if err != nil {
		return err
	}
	bodies, err := change.Bodies(config.Group)
	if err != nil {
		return err
	}
	root, err := os.ReadFile(material{l.body()}.signingRoot(&o.Body))
	if err != nil {
		return err
	}
	for _, b := range bodies {
		if b.ID == o.ID && b.Signing.Root != string(root) {
			return fmt.Errorf("its %s has other roots than the one whose machine this is", o.ID)
		}
		if b.ID == o.ID {
			return nil
		}
	}
	return fmt.Errorf("%s is none of its bodies yet: they add it with `linli change add`, and then write the file again", o.ID)
}
