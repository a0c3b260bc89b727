// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/bodyfile"
)

// Form makes, for the body in dir, the network of the bodies whose files these are: of all who are given the same files the channel's
// first block is the same, byte for byte. It can be repeated until the body has joined.
//
// An error is a [*Problem]: a file that was altered, is another version's, or has a name that another one has.
func Form(ctx context.Context, dir, fabricBin string, files []*bodyfile.File, progress func(string)) (*Network, error) {
	l, o, unlock, err := takeOwn(dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := l.checkNotJoined("forming a network"); err != nil {
		return nil, err
	}
	sorted, err := bodyfile.Together(files)
	if err == nil {
		err = l.checkAmong(sorted, o.ID)
	}
	if err != nil {
		return nil, &Problem{What: "forming a network", Why: err, Do: "Nothing was made. Get the right file from that body, and run it again."}
	}
	fabric, err := FindBinaries(ctx, fabricBin, progress)
	if err != nil {
		return nil, err
	}
	if err := l.form(ctx, fabric, o, sorted); err != nil {
		return nil, err
	}
	return Open(l.dir)
}

// takeOwn finds the body whose data are in dir, and keeps others from them until it is unlocked.
func takeOwn(dir string) (l layout, o own, unlock func(), err error) {
	if l, err = layoutOf(dir); err != nil {
		return l, o, nil, err
	}
	if o, err = l.own(); err == nil {
		unlock, err = l.lockDir()
	}
	return l, o, unlock, err
}

// own reads what the body of this machine has set for itself.
func (l layout) own() (o own, err error) {
	raw, err := os.ReadFile(filepath.Join(l.body(), ownFile))
	if errors.Is(err, fs.ErrNotExist) {
		return o, l.noBody()
	}
	if err == nil {
		err = json.Unmarshal(raw, &o)
	}
	return o, err
}

// checkAmong refuses files without the own one, or with another one of its name.
func (l layout) checkAmong(files []*bodyfile.File, id string) error {
	mine, err := BodyFile(l.dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.ID != id {
			continue
		}
		raw, err := f.Bytes()
		if err == nil && !bytes.Equal(raw, mine) {
			err = fmt.Errorf("the file of %s is not the one that was made here: somebody has another one in its place", id)
		}
		return err
	}
	return fmt.Errorf("the file of %s, whose machine this is, is not among them", id)
}

// form makes everything in creating/, and puts it in place when it is complete.
func (l layout) form(ctx context.Context, fabric Binaries, o own, files []*bodyfile.File) error {
	m := material{l.creating()}
	if err := os.RemoveAll(m.dir); err != nil {
		return err
	}
	defer os.RemoveAll(m.dir)
	f := facts{Format: format, Created: time.Now().UTC(), Version: o.Rules, Here: []string{o.ID}, Listen: o.Listen}
	for i, file := range files {
		b := Body{
			ID: file.ID, Title: file.Title, MSPID: file.MSPID, Host: file.Host, Ports: Ports{Orderer: file.Orderer, Peer: file.Peer},
			Consenter: consenterID(i),
		}
		if err := m.writePublic(&b, file); err != nil {
			return err
		}
		if b.ID == o.ID {
			b.Ports = o.Ports
		}
		f.Bodies = append(f.Bodies, b)
	}
	if err := copyTree(material{l.body()}.org(&o.Body), m.org(&o.Body)); err != nil {
		return err
	}
	if err := l.complete(ctx, fabric, m, f); err != nil {
		return err
	}
	if err := os.RemoveAll(l.facts()); err != nil {
		return err
	}
	return os.Rename(m.dir, l.facts())
}

// writePublic writes what there is of another body.
func (m material) writePublic(b *Body, f *bodyfile.File) error {
	if err := (roots{f.Signing(), f.TLS()}).write(m, b); err != nil {
		return err
	}
	return writeAll("", map[string][]byte{m.ordererCert(b): []byte(f.OrdererCert), m.ordererTLS(b): []byte(f.OrdererTLS)})
}

// Fingerprint is of the channel's first block, which all of the bodies have to have in common before any of them starts.
func (n *Network) Fingerprint() (bodyfile.Fingerprint, error) {
	block, err := n.genesisBlock()
	if err != nil {
		return bodyfile.Fingerprint{}, err
	}
	return bodyfile.Half(ledger.HeaderHash(block.GetHeader())), nil
}
