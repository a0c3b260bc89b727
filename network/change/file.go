// SPDX-License-Identifier: Apache-2.0

// Package change is what bodies agree on when a network changes: one comes in or leaves, its machine moves, its orderer has new keys. A
// change is a file that goes from body to body and collects their administrators' signatures; what it would do is computed anew by each
// from what the ledger says, and never believed. Nothing in it is secret.
package change

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/bodyfile"
	"github.com/linli-project/linli/network/exchange"
)

// Format is the version of the file's shape.
const Format = "linli-change/1"

// Largest is how many bytes a file may have.
const Largest = 1 << 20

var kind = exchange.Kind{What: "a change", Command: "linli change", Format: Format, Largest: Largest}

// File is a change. Its bytes follow from what it says.
type File struct {
	Format     string      `json:"format"`
	Channel    string      `json:"channel"`
	Kind       string      `json:"kind"`               // e.g. KindAdd
	Body       string      `json:"body"`               // short name of whom it is about
	BodyFile   string      `json:"bodyFile,omitempty"` // of that body, as it came; none for a body that leaves
	Sequence   uint64      `json:"sequence"`           // of the configuration that it changes
	Block      string      `json:"block"`              // hash of the block that holds that one, in hexadecimal
	Update     []byte      `json:"update"`             // Fabric's ConfigUpdate, which is what is signed
	Signatures []Signature `json:"signatures"`         // in the order of the bodies' names
}

// Signature is an administrator's.
type Signature struct {
	Body      string `json:"body"`
	Header    []byte `json:"header"` // Fabric's SignatureHeader
	Signature []byte `json:"signature"`
}

// New makes a change of the configuration in a block; body is the file of the body that it is about, nil for one that leaves.
func New(in *common.Block, kind, id string, body []byte) (*File, error) {
	config, err := Open(in)
	if err != nil {
		return nil, err
	}
	f := &File{
		Format: Format, Channel: config.Channel, Kind: kind, Body: id, BodyFile: string(body), Sequence: config.Sequence,
		Block: hex.EncodeToString(ledger.HeaderHash(in.GetHeader())), Signatures: []Signature{},
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	f.Update, err = f.compute(config)
	return f, err
}

// compute is what a change has to be, of the configuration that is in force.
func (f *File) compute(config *Config) ([]byte, error) {
	file, err := f.body()
	if err != nil {
		return nil, err
	}
	then, err := after(config.Group, f.Kind, f.Body, file)
	if err != nil {
		return nil, err
	}
	return update(config.Channel, config.Group, then)
}

// Bytes are the file as it travels.
func (f *File) Bytes() ([]byte, error) { return exchange.Bytes(f) }

// Parse reads a file and checks all that can be seen from it alone. The error says what is wrong.
func Parse(raw []byte) (*File, error) {
	f := &File{}
	if err := kind.Read(raw, f); err != nil {
		return nil, err
	}
	return f, f.check()
}

func (f *File) check() error {
	if makers[f.Kind] == nil {
		return fmt.Errorf("%q is no kind of change that this linli knows", f.Kind)
	}
	if (f.BodyFile == "") != (f.Kind == KindRemove) {
		return errors.New("it was altered: whoever leaves needs no file, and all other changes are of a body's file")
	}
	file, err := f.body()
	if err != nil {
		return fmt.Errorf("the body's file in it: %w", err)
	}
	if file != nil && file.ID != f.Body {
		return fmt.Errorf("it was altered: it says that it is about %s, and has the file of %s", f.Body, file.ID)
	}
	sorted := slices.IsSortedFunc(f.Signatures, func(a, b Signature) int { return strings.Compare(a.Body, b.Body) })
	unique := slices.CompactFunc(slices.Clone(f.Signatures), func(a, b Signature) bool { return a.Body == b.Body })
	if !sorted || len(unique) != len(f.Signatures) {
		return errors.New("it was altered: a body has signed twice, or its signatures are out of order")
	}
	return nil
}

// body is the file of the body that a change is about, nil for one that leaves.
func (f *File) body() (*bodyfile.File, error) {
	if f.BodyFile == "" {
		return nil, nil //nolint:nilnil // there is none, which is no error
	}
	return bodyfile.Parse([]byte(f.BodyFile))
}

// Title is what people call the body, as its file has it; empty for one that leaves.
func (f *File) Title() string {
	file, err := f.body()
	if err != nil || file == nil {
		return ""
	}
	return file.Title
}
