// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/verify"
)

// A forger changes a bundle and makes its manifest, and where he can its claim, anew. at is which of its places he changes, from 0; false:
// there is no such place.
type forger struct {
	name string
	line string // which has to fail
	make func(f *forgery, at int) bool
}

// A forgery is a bundle on its way, with another one of the same ledger at hand.
type forgery struct {
	*estate
	evidence.Bundle
	other evidence.Bundle
	keep  bool // the claim
}

// block and write are places of a bundle, one after the other.
func (f *forgery) block(at int) *evidence.Block {
	if at >= len(f.Evidence.Blocks) {
		return nil
	}
	return &f.Evidence.Blocks[at]
}

func (f *forgery) write(at int) *evidence.Write {
	for i := range f.Evidence.Blocks {
		b := &f.Evidence.Blocks[i]
		if at < len(b.Writes) {
			return &b.Writes[at]
		}
		at -= len(b.Writes)
	}
	return nil
}

func (f *forgery) act(at int) *act.Signed {
	if at >= len(f.Evidence.Acts) {
		return nil
	}
	return &f.Evidence.Acts[at]
}

// signature is one of all signatures, with the act that it is under.
func (f *forgery) signature(at int) (*act.Signature, *act.Signed) {
	for i := range f.Evidence.Acts {
		if signed := &f.Evidence.Acts[i]; at < len(signed.Signatures) {
			return &signed.Signatures[at], signed
		} else {
			at -= len(signed.Signatures)
		}
	}
	return nil, nil
}

func onWrite(change func(f *forgery, w *evidence.Write)) func(*forgery, int) bool {
	return func(f *forgery, at int) bool {
		w := f.write(at)
		if w != nil {
			change(f, w)
		}
		return w != nil
	}
}

func onBlock(change func(f *forgery, b *evidence.Block)) func(*forgery, int) bool {
	return func(f *forgery, at int) bool {
		b := f.block(at)
		if b != nil {
			change(f, b)
		}
		return b != nil
	}
}

func onSignature(change func(f *forgery, s *act.Signature, of *act.Signed)) func(*forgery, int) bool {
	return func(f *forgery, at int) bool {
		s, of := f.signature(at)
		if s != nil {
			change(f, s, of)
		}
		return s != nil
	}
}

// notes is a forger who brings another head, one of several.
func notes(all func(f *forgery) []string) func(*forgery, int) bool {
	return func(f *forgery, at int) bool {
		made := all(f)
		if at < len(made) {
			f.Evidence.Head = made[at]
		}
		return at < len(made)
	}
}

// makers are all forgers.
func makers() []forger {
	return slices.Concat(headMakers(), treeMakers(), actMakers(), claimMakers())
}

// clone is a bundle apart from another one.
func clone(t testing.TB, b evidence.Bundle) (c evidence.Bundle) {
	t.Helper()
	raw, err := json.Marshal(b)
	town.Done(t, json.Unmarshal(town.Must(t, raw, err), &c))
	return c
}

// Whatever a forger changes, with a manifest and a claim that fit, is refused, and the line says where.
func TestForgeries(t *testing.T) {
	e := newEstate(t)
	var all []evidence.Bundle
	e.each(func(kind evidence.Kind, id string) { all = append(all, e.bundle(kind, id)) })
	cases, lines := 0, map[string]int{}
	for i, original := range all {
		other := all[(i+5)%len(all)]
		for _, maker := range makers() {
			for at := 0; ; at++ {
				f := &forgery{estate: e, Bundle: clone(t, original), other: clone(t, other)}
				if !maker.make(f, at) {
					break
				}
				cases++
				for _, line := range f.judge(t, fmt.Sprintf("%s %s: %s, %d", original.Claim.Kind, original.Claim.ID, maker.name, at), maker.line) {
					lines[line]++
				}
			}
		}
	}
	if t.Logf("%d forgeries; lines that refused them: %v", cases, lines); cases < 500 {
		t.Errorf("%d forgeries are too few to say that none is accepted", cases)
	}
}

// judge demands that a forgery is refused, by a line if one is named, and returns the lines that did.
func (f *forgery) judge(t *testing.T, name, line string) (failed []string) {
	t.Helper()
	if made, err := evidence.Complete(f.Bundle); err == nil && !f.keep {
		f.Bundle = made
	}
	raw, err := f.Pack()
	r := f.verify(town.Must(t, raw, err))
	for _, c := range r.Checks {
		if c.Status == verify.Fail {
			failed = append(failed, c.ID)
		}
	}
	if r.OK() || len(failed) == 0 || line != "" && !slices.Contains(failed, line) {
		t.Errorf("%s: refused by %v and not by %q\n%s", name, failed, line, text(r))
	}
	return failed
}
