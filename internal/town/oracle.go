// SPDX-License-Identifier: Apache-2.0

package town

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/device"
)

// A Program is an oracle: somebody with a key who is no person.
type Program struct {
	Key  ed25519.PrivateKey
	Body string
}

// NewProgram is one that is on no ledger yet.
func NewProgram(t testing.TB, body string) Program {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return Program{Must(t, key, err), body}
}

// Public is the program's public key.
func (p Program) Public() act.Bytes { return act.Bytes(p.Key.Public().(ed25519.PublicKey)) }

// ID is its id on the ledger.
func (p Program) ID() string { return act.KeyID(p.Key.Public().(ed25519.PublicKey)) }

// Enrolment is the act that enrols the program, before it is signed.
func (p Program) Enrolment() device.OracleEnrol {
	return device.OracleEnrol{Body: p.Body, Key: p.Public(), Name: "oracle of " + p.Body}
}

// Draft is an act of the program before it is signed.
func (p Program) Draft(w *Town, kind string, seq int64) act.Act {
	d := w.Draft(kind, seq, w.Convener())
	d.By = p.ID()
	return d
}

// Sign is a draft with its body, signed by the program.
func (p Program) Sign(t testing.TB, d act.Act, body any) act.Signed {
	t.Helper()
	text, err := act.Encode(d, body)
	return p.SignText(Must(t, text, err))
}

// SignText is a text signed by the program.
func (p Program) SignText(text string) act.Signed {
	return act.Signed{Text: text, Signatures: []act.Signature{act.SignWithKey(p.Key, text)}}
}

// EnrolledOracle is a new oracle of a body, on the ledger.
func (w *Town) EnrolledOracle(body string) Program {
	w.Helper()
	p := NewProgram(w, body)
	signers := w.Two()
	if !slices.ContainsFunc(signers, func(s *village.Signer) bool { return s.Body == body }) {
		signers[0] = w.Officers[body]
	}
	w.OK(w.Make(device.TypeOracleEnrol, p.Enrolment(), signers...))
	return p
}

// A History is what an oracle holds of its log, and appends as it goes on.
type History struct {
	By  Program
	log rules.Log
	IDs []rules.ID
}

// Root of its first events, in hex.
func (h *History) Root(t testing.TB, size int) string {
	t.Helper()
	log, err := rules.Log{}.Append(h.IDs[:size]...)
	root, err2 := Must(t, log, err).Root()
	return hex.EncodeToString(Must(t, root, err2))
}

// Append is the act that appends events to what the history holds, which it holds from then on.
func (h *History) Append(w *Town, events ...rules.ID) act.Signed {
	w.Helper()
	root, err := h.log.Root()
	body := device.EventsAppend{Before: act.Int(len(h.IDs)), Root: hex.EncodeToString(Must(w, root, err))}
	for _, id := range events {
		body.Leaves = append(body.Leaves, id[:]...)
	}
	h.IDs = append(h.IDs, events...)
	h.log, err = h.log.Append(events...)
	Done(w, err)
	return h.By.Sign(w, h.By.Draft(w, device.TypeEventsAppend, int64(body.Before)+1), body)
}

// Fork is a history that goes on otherwise.
func (h *History) Fork() *History { return &History{h.By, h.log, slices.Clone(h.IDs)} }

// Prove is the proof that the event with a text is at a place of the log, when it had a size.
func (h *History) Prove(t testing.TB, community, text string, index, size int) rules.EventProof {
	t.Helper()
	path, root, err := rules.Prove(uint64(index), uint64(size), slices.Values(h.IDs[:size])) //nolint:gosec // not negative
	Done(t, err)
	return rules.EventProof{
		Community: community, Event: text, ID: rules.IDOf(text).String(), Index: act.Int(index), Oracle: h.By.ID(),
		Proof: bytes.Join(path, nil), Root: hex.EncodeToString(root), Size: act.Int(size), V: rules.Version,
	}
}
