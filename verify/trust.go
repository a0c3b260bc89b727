// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/linli-project/linli/verify/fabric"
)

const trustFormat = "linli-trust/1"

// Trust is what a verifier believes before reading a ledger. It comes from a file that can be printed and handed over
// apart from the ledger. The zero Trust anchors nothing.
type Trust struct {
	Format      string       `json:"format"`
	Channel     string       `json:"channel"`
	Genesis     string       `json:"genesis"` // hex SHA-256 of block 0's header
	Bodies      []Body       `json:"bodies"`
	Checkpoints []Checkpoint `json:"checkpoints,omitempty"`
	Witnesses   []Witness    `json:"witnesses,omitempty"` // whose signatures under a head of the ledger count
	Threshold   int          `json:"threshold,omitempty"` // of bodies, that a head takes; 0: more than half of all bodies
	Stampers    []Stamper    `json:"stampers,omitempty"`  // whose time stamps on evidence count
}

// Body is one of the bodies that run the network, with the root certificates (PEM) of its members.
type Body struct {
	Name  string   `json:"name"`
	MSPID string   `json:"mspId"`
	Roots []string `json:"roots"`
}

// Stamper is a time-stamping authority, with its own certificate (PEM) or one that vouches for it.
type Stamper struct {
	Name        string `json:"name"`
	Certificate string `json:"certificate"`
}

// Read is the certificate. What is wrong with it is found when the trust file is read.
func (s Stamper) Read() (*x509.Certificate, error) { return readCertificate(s.Certificate) }

// Checkpoint is a block's number and the hex SHA-256 of its header, seen or printed at some time. A ledger that ends
// before a checkpoint, or differs at it, is refused.
type Checkpoint struct {
	Block uint64 `json:"block"`
	Hash  string `json:"hash"`
}

// ReadTrust decodes a trust file and refuses one that is incomplete.
func ReadTrust(r io.Reader) (Trust, error) {
	var t Trust
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&t); err != nil {
		return Trust{}, fmt.Errorf("read trust file: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Trust{}, errors.New("read trust file: text follows the end")
	}
	return t, t.check()
}

// Write encodes the trust file.
func (t Trust) Write(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(t)
}

func (t Trust) anchored() bool { return t.Genesis != "" }

func (t Trust) check() error {
	if t.Format != trustFormat {
		return fmt.Errorf("trust file: format %q, not %q", t.Format, trustFormat)
	}
	if hash, err := hex.DecodeString(t.Genesis); err != nil || len(hash) != 32 {
		return fmt.Errorf("trust file: genesis %q is not a SHA-256 hash", t.Genesis)
	}
	if t.Channel == "" || len(t.Bodies) == 0 {
		return errors.New("trust file: no channel or no bodies")
	}
	for _, body := range t.Bodies {
		if _, err := body.rootCertificates(); err != nil {
			return fmt.Errorf("trust file: body %s: %w", body.MSPID, err)
		}
	}
	for _, s := range t.Stampers {
		if _, err := readCertificate(s.Certificate); err != nil || s.Name == "" {
			return fmt.Errorf("trust file: the stamper %q has no name, or not one certificate in PEM", s.Name)
		}
	}
	return t.checkWitnesses()
}

func (b Body) rootCertificates() ([][]byte, error) {
	var ders [][]byte
	for _, text := range b.Roots {
		root, err := readCertificate(text)
		if err != nil {
			return nil, err
		}
		ders = append(ders, root.Raw)
	}
	if len(ders) == 0 {
		return nil, errors.New("no root certificate")
	}
	slices.SortFunc(ders, bytes.Compare)
	return ders, nil
}

func readCertificate(text string) (*x509.Certificate, error) {
	block, rest := pem.Decode([]byte(text))
	if block == nil || len(bytes.TrimSpace(rest)) > 0 {
		return nil, errors.New("it is not one PEM certificate")
	}
	return x509.ParseCertificate(block.Bytes)
}

// Believed is the trust file as whoever judges blocks takes it. What is wrong in it is found by check, when it is read.
func (t Trust) Believed() fabric.Trust {
	believed := fabric.Trust{Channel: t.Channel, Genesis: t.Genesis}
	for _, body := range t.Bodies {
		roots, _ := body.rootCertificates() // without them it differs from every ledger's
		believed.Bodies = append(believed.Bodies, fabric.Body{MSPID: body.MSPID, Roots: roots})
	}
	for _, c := range t.Checkpoints {
		believed.Checkpoints = append(believed.Checkpoints, fabric.Checkpoint(c))
	}
	return believed
}

// TrustFrom reads the trust roots out of a ledger's first block. It is for whoever exports a ledger of the own network:
// a root taken from the file under test proves nothing. names maps MSP ids to readable names and may be nil.
func TrustFrom(genesis []byte, names map[string]string) (Trust, error) {
	seen, err := fabric.TrustFrom(genesis)
	if err != nil {
		return Trust{}, err
	}
	t := Trust{Format: trustFormat, Channel: seen.Channel, Genesis: seen.Genesis}
	for _, member := range seen.Bodies {
		body := Body{Name: names[member.MSPID], MSPID: member.MSPID}
		for _, der := range member.Roots {
			body.Roots = append(body.Roots, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
		}
		t.Bodies = append(t.Bodies, body)
	}
	return t, nil
}

// Mark adds a checkpoint at the given block (marshalled).
func (t *Trust) Mark(block []byte) error {
	seen, err := fabric.Mark(block)
	if err != nil {
		return err
	}
	t.Checkpoints = append(t.Checkpoints, Checkpoint(seen))
	return nil
}
