// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"errors"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/evidence/stamp"
	"github.com/linli-project/linli/verify"
)

// Verify checks a bundle against what its reader believes, and his clock, which matters to time stamps alone. The error is ErrNotBundle;
// whatever is wrong inside of the file is in the report. The report of a trust without witnesses is never OK.
func Verify(raw []byte, trust verify.Trust, now time.Time) (*Report, error) {
	if !Is(raw) {
		return nil, ErrNotBundle
	}
	b, manifest, err := read(raw)
	if err != nil {
		r := newReport(b.Profile, 0)
		r.fail(checkForm, err)
		return r, nil
	}
	v := newVerification(b)
	r := v.report
	r.Profile, r.Claim = b.Profile, b.Claim
	r.pass(checkForm, "%d bytes", len(raw))
	if manifest != nil {
		r.fail(checkManifest, manifest)
	}
	r.pass(checkManifest, "")
	v.check(trust)
	v.checkStamps(trust, now)
	v.checkClaim()
	if b.Fabric != nil {
		v.checkFabric(trust)
		v.checkReport()
	}
	return r, nil
}

func newVerification(b Bundle) *verification {
	return &verification{Bundle: b, report: newReport(b.Profile, len(b.Stamps)), used: map[int]bool{}, needed: map[int]bool{}}
}

// check checks what a claim rests on.
func (v *verification) check(trust verify.Trust) {
	v.parse()
	v.checkHead(trust)
	v.checkInclusion()
	v.checkAccepted()
	v.checkSignatures()
	v.checkEnrolment()
}

// verification is a bundle being checked.
type verification struct {
	Bundle
	report *Report

	head     checkpoint.Head
	cosigned int64 // when enough bodies had signed the head, by their clocks
	stamps   []stamp.Stamp
	writes   []written
	acts     []accepted
	used     map[int]bool // writes that something rests on
	needed   map[int]bool // acts that something rests on
	home     contract.Community
	enrolled []*signer // whose enrolment is checked, in the order of their first use
}

// written is a write that is shown.
type written struct {
	Write
	Block uint64
}

// accepted is an act that is shown, as far as it can be read.
type accepted struct {
	act.Signed
	act.Act
	Hash    string
	At      written // its document
	Kept    contract.Kept
	Signers []*signer
	err     error // why it cannot be read, or did not take effect
}

// parse reads the acts.
func (v *verification) parse() {
	v.acts = make([]accepted, len(v.Evidence.Acts))
	for i, signed := range v.Evidence.Acts {
		a := &v.acts[i]
		a.Signed, a.Hash = signed, act.HashOf(signed.Text).String()
		a.Act, a.err = act.Parse(signed.Text, contract.MaxSize)
	}
}

// last is the last shown write of a key up to a block.
func (v *verification) last(key string, block uint64) (int, bool) {
	found := -1
	for i, w := range v.writes {
		if w.Key == key && w.Block <= block {
			found = i
		}
	}
	return found, found >= 0
}

// use reads a document that something rests on.
func use[D any](v *verification, ref contract.Ref[D], block uint64, attributes ...string) (doc D, at written, err error) {
	i, ok := v.last(ref.Key(attributes...), block)
	if !ok {
		return doc, at, errors.New("the document " + ref.Kind() + " " + attributes[len(attributes)-1] + " is not shown as it was by then")
	}
	v.used[i] = true
	doc, err = ref.Decode(v.writes[i].Value)
	return doc, v.writes[i], err
}

// need finds an act that something rests on, by its hash.
func (v *verification) need(hash string) (*accepted, error) {
	for i := range v.acts {
		if a := &v.acts[i]; a.Hash == hash && a.err == nil {
			v.needed[i] = true
			return a, nil
		}
	}
	return nil, errors.New("the act " + hash + " is not shown, or did not take effect")
}
