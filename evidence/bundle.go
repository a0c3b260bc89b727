// SPDX-License-Identifier: Apache-2.0

// Package evidence makes one claim about a ledger a file that anybody can check alone (docs/evidence.md). This package says what such a
// file is and checks one; package evidence/build makes one from blocks. It reads no network, no server
// and no clock: a check is told the time, for time stamps.
package evidence

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

// Version of the documents in a bundle.
const Version = "1"

// Format of bundles.
const Format = "linli-evidence/1"

// The profiles.
const (
	Small = "small"
	Full  = "full"
)

// Manifest says what else is in a bundle. It is the first entry.
type Manifest struct {
	Entries []Listed `json:"entries"`
	Format  string   `json:"format"`
	Profile string   `json:"profile"`
}

// Listed is an entry as the manifest has it.
type Listed struct {
	Name   string  `json:"name"`
	SHA256 string  `json:"sha256"`
	Size   act.Int `json:"size"`
}

// Evidence is what a claim rests on.
type Evidence struct {
	Acts   []act.Signed `json:"acts"` // those that the claim is about, then those that enrolled who signed, each in the ledger's order
	Blocks []Block      `json:"blocks"`
	Head   string       `json:"head"` // a note: checkpoint.Open
	V      string       `json:"v"`
}

// Block is a block of which some writes are shown, with its way to the head.
type Block struct {
	Hash   string    `json:"hash"` // of its header
	Number act.Int   `json:"number"`
	Path   act.Bytes `json:"path"`
	Root   string    `json:"root"` // of its writes
	Size   act.Int   `json:"size"` // how many there are
	Writes []Write   `json:"writes"`
}

// Write is a document as a transaction wrote it, with its way to the root of its block's writes.
type Write struct {
	Index act.Int   `json:"index"`
	Key   string    `json:"key"`
	Path  act.Bytes `json:"path"`
	Tx    string    `json:"tx"`
	Value act.Bytes `json:"value"`
}

// Names of entries.
const (
	manifestName = "manifest.json"
	claimName    = "claim.json"
	evidenceName = "evidence.json"
	eventName    = "event.json"
	openedName   = "opened.json"
)

// known are the names that entries have, and no other: no path leads anywhere.
var known = regexp.MustCompile(
	`^((manifest|claim|evidence|event|opened)\.json|stamp-[1-4]\.tst|block\.pb|` +
		`(config|definition)-(0|[1-9][0-9]{0,11})\.pb|report\.(zh|en)\.html)$`)

// Bundle is what a bundle says, before any of it is believed.
type Bundle struct {
	Profile  string
	Claim    Claim
	Evidence Evidence
	Event    *device.EventProof // of an event alone
	Opened   *Opened            // if anything is
	Stamps   [][]byte           // time-stamp tokens over the head
	Fabric   *Fabric            // of a full bundle

	given []Entry // the statements of a full bundle that was read
}

// Fabric is the transaction that wrote the claim's document, as the network has it: its block, and the blocks before that say who may order
// and endorse.
type Fabric struct {
	Block       []byte
	Configs     []Numbered // that hold a configuration, from block 0 on
	Definitions []Numbered // that define the chaincode
}

// Numbered is a block, marshalled as peers deliver it.
type Numbered struct {
	Number uint64
	Block  []byte
}

// entries are those after the manifest, in their order.
func (b Bundle) entries() ([]Entry, error) {
	type part struct {
		name string
		doc  any
	}
	parts := []part{{claimName, b.Claim}, {evidenceName, b.Evidence}}
	if b.Event != nil {
		parts = append(parts, part{eventName, b.Event})
	}
	if b.Opened != nil {
		parts = append(parts, part{openedName, b.Opened})
	}
	var entries []Entry
	for _, p := range parts {
		text, err := encode(p.doc)
		if err != nil {
			return nil, err
		}
		entries = append(entries, Entry{p.name, text})
	}
	for i, raw := range b.Stamps {
		entries = append(entries, Entry{stampName(i), raw})
	}
	if b.Fabric != nil {
		entries = append(append(entries, b.Fabric.entries()...), b.reports()...)
	}
	return entries, nil
}

// Pack is the bundle as a file.
func (b Bundle) Pack() ([]byte, error) {
	entries, err := b.entries()
	if err != nil {
		return nil, err
	}
	manifest, err := encode(Manifest{Entries: list(entries), Format: Format, Profile: b.Profile})
	if err != nil {
		return nil, err
	}
	return pack(slices.Concat([]Entry{{manifestName, manifest}}, entries))
}

// Fits says why nobody would read the bundle: it is beyond a bound.
func (b Bundle) Fits() error {
	raw, err := b.Pack()
	if err == nil && len(raw) > MaxSize {
		err = fmt.Errorf("it has %d bytes, more than %d", len(raw), MaxSize)
	}
	if err == nil {
		_, err = unpack(raw)
	}
	return cmp.Or(err, b.Evidence.check())
}

// list is what the manifest says of entries.
func list(entries []Entry) []Listed {
	listed := make([]Listed, len(entries))
	for i, e := range entries {
		sum := sha256.Sum256(e.Data)
		listed[i] = Listed{Name: e.Name, SHA256: hex.EncodeToString(sum[:]), Size: act.Int(len(e.Data))}
	}
	return listed
}
