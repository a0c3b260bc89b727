// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
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

var elsewhere = checkpoint.Hash{1, 2, 3}

// makers are all forgers.
func makers() []forger {
	return slices.Concat(headMakers(), treeMakers(), actMakers(), claimMakers())
}

func headMakers() []forger {
	three := []string{"OwnersMSP", "PropertyMSP", "StreetMSP"}
	return []forger{
		{"head of another ledger", "head", notes(func(f *forgery) []string {
			return []string{f.cosign(checkpoint.Head{Genesis: elsewhere, Size: f.head.Size, Root: f.head.Root}, signedAt, three...)}
		})},
		{"too few witnesses", "head", notes(func(f *forgery) []string {
			return []string{f.cosign(f.head, signedAt, "OwnersMSP", "StreetMSP"), f.cosign(f.head, signedAt, "OwnersMSP")}
		})},
		{"a witness who is not in the trust file", "head", notes(func(f *forgery) []string {
			return []string{f.cosign(f.head, signedAt, "OwnersMSP", "StreetMSP", "MartianMSP")}
		})},
		{"backdated", "head", notes(func(f *forgery) []string { return []string{f.cosign(f.head, 1_600_000_000, three...)} })},
		{"another time under the same signature", "head", notes(func(f *forgery) []string {
			other := strings.Split(f.cosign(f.head, signedAt+1, three...), "\n")
			own := strings.Split(f.note, "\n")
			at := strings.LastIndex(own[4], " ") + 1
			own[4] = own[4][:at+16] + other[4][at+16:]
			return []string{strings.Join(own, "\n")}
		})},
		{"another root under the same signatures", "head", notes(func(f *forgery) []string {
			_, signatures, _ := strings.Cut(f.note, "\n\n")
			head := checkpoint.Head{Genesis: f.head.Genesis, Size: f.head.Size, Root: elsewhere}
			return []string{head.Text() + "\n" + signatures}
		})},
		{"a head from before", "inclusion", notes(func(f *forgery) []string {
			return []string{f.cosign(checkpoint.Head{Genesis: f.head.Genesis, Size: 8, Root: elsewhere}, signedAt, three...)}
		})},
		{"another root that they signed", "inclusion", notes(func(f *forgery) []string {
			return []string{f.cosign(checkpoint.Head{Genesis: f.head.Genesis, Size: f.head.Size, Root: elsewhere}, signedAt, three...)}
		})},
	}
}

func treeMakers() []forger {
	hash := elsewhere.String()
	return []forger{
		{"a document changed", "inclusion", onWrite(func(_ *forgery, w *evidence.Write) {
			w.Value = []byte(strings.Replace(string(w.Value), `":"`, `":"x`, 1))
		})},
		{"a document moved to another key", "inclusion", onWrite(func(f *forgery, w *evidence.Write) { w.Key = f.write(0).Key + "x" })},
		{"a document said of another transaction", "inclusion", onWrite(func(_ *forgery, w *evidence.Write) { w.Tx = hash })},
		{"a document at another place", "inclusion", onWrite(func(_ *forgery, w *evidence.Write) { w.Path = append(w.Path, elsewhere[:]...) })},
		{"a path cut short", "inclusion", onWrite(func(_ *forgery, w *evidence.Write) {
			if w.Path = w.Path[:max(0, len(w.Path)-32)]; len(w.Path) == 0 {
				w.Path = elsewhere[:]
			}
		})},
		{"another header", "inclusion", onBlock(func(_ *forgery, b *evidence.Block) { b.Hash = hash })},
		{"another root of writes", "inclusion", onBlock(func(_ *forgery, b *evidence.Block) { b.Root = hash })},
		{"another number", "inclusion", func(f *forgery, at int) bool {
			if at > 0 {
				return false
			}
			f.Evidence.Blocks[len(f.Evidence.Blocks)-1].Number++
			return true
		}},
		{"another block's way", "inclusion", onBlock(func(f *forgery, b *evidence.Block) {
			b.Path = append(slices.Clone(b.Path[32:]), b.Path[:32]...)
		})},
		{"a document left out", "", func(f *forgery, at int) bool {
			if f.write(at) == nil {
				return false
			}
			for i := range f.Evidence.Blocks {
				b := &f.Evidence.Blocks[i]
				if at < len(b.Writes) {
					if b.Writes = slices.Delete(b.Writes, at, at+1); len(b.Writes) == 0 {
						f.Evidence.Blocks = slices.Delete(f.Evidence.Blocks, i, i+1)
					}
					return true
				}
				at -= len(b.Writes)
			}
			return true
		}},
	}
}

func actMakers() []forger {
	return []forger{
		{"an act changed", "accepted", func(f *forgery, at int) bool {
			signed := f.act(at)
			if signed != nil {
				signed.Text = strings.Replace(signed.Text, `"nbf":"1`, `"nbf":"0`, 1)
				signed.Text = strings.Replace(signed.Text, `"exp":"17`, `"exp":"18`, 1)
			}
			return signed != nil
		}},
		{"an act of another matter beside it", "accepted", func(f *forgery, at int) bool {
			if at < len(f.other.Evidence.Acts) {
				f.Evidence.Acts = append(f.Evidence.Acts, f.other.Evidence.Acts[at])
			}
			return at < len(f.other.Evidence.Acts) && f.has(f.other.Evidence.Acts[at]) == 1
		}},
		{"another person's enrolment", "enrolment", func(f *forgery, at int) bool {
			return at == 0 && f.swap("credential.enrol")
		}},
		{"an act twice", "accepted", func(f *forgery, at int) bool {
			if signed := f.act(at); signed != nil {
				f.Evidence.Acts = append(f.Evidence.Acts, *signed)
				return true
			}
			return false
		}},
		{"an act left out", "", func(f *forgery, at int) bool {
			if f.act(at) == nil {
				return false
			}
			f.Evidence.Acts = slices.Delete(f.Evidence.Acts, at, at+1)
			return true
		}},
		{"a signature changed", "signatures", onSignature(func(_ *forgery, s *act.Signature, _ *act.Signed) {
			s.Sig[len(s.Sig)-1] ^= 1
		})},
		{"a signature of another act", "signatures", onSignature(func(f *forgery, s *act.Signature, _ *act.Signed) {
			from, _ := f.signature(0)
			by := s.By
			if *s = *from; by == from.By {
				*s = f.other.Evidence.Acts[0].Signatures[0]
			}
			s.By = by
			s.Sig = append(slices.Clone(s.Sig[:len(s.Sig)-1]), s.Sig[len(s.Sig)-1]^1)
		})},
		{"a signature in another's name", "signatures", onSignature(func(_ *forgery, s *act.Signature, _ *act.Signed) {
			s.By = "AAAAAAAAAAAAAAAAAAAAAAAA"
		})},
		{"a signature left out", "signatures", onSignature(func(_ *forgery, s *act.Signature, of *act.Signed) {
			at := slices.IndexFunc(of.Signatures, func(o act.Signature) bool { return o.By == s.By })
			of.Signatures = slices.Delete(of.Signatures, at, at+1)
		})},
		{"a signature twice", "signatures", onSignature(func(_ *forgery, s *act.Signature, of *act.Signed) {
			of.Signatures = append(of.Signatures, *s)
		})},
		{"made on another page", "signatures", onSignature(func(_ *forgery, s *act.Signature, _ *act.Signed) {
			if s.ClientData = []byte(strings.Replace(string(s.ClientData), "https://", "https://evil.", 1)); len(s.AuthData) == 0 {
				s.Sig = s.Sig[1:] // a program's
			}
		})},
		{"without the person", "signatures", onSignature(func(_ *forgery, s *act.Signature, _ *act.Signed) {
			if s.Sig = slices.Clone(s.Sig); len(s.AuthData) == 0 {
				s.Sig = nil
				return
			}
			s.AuthData[32] &^= 5
		})},
	}
}

// swap puts another matter's act of a type in the place of the bundle's own, with the document that says that it took effect.
func (f *forgery) swap(kind string) bool {
	find := func(b *evidence.Bundle) *act.Signed {
		for i, signed := range b.Evidence.Acts {
			if strings.Contains(signed.Text, `"type":"`+kind+`"`) {
				return &b.Evidence.Acts[i]
			}
		}
		return nil
	}
	own, others := find(&f.Bundle), find(&f.other)
	if own == nil || others == nil || f.has(*others) > 0 {
		return false
	}
	doc := func(b *evidence.Bundle, signed act.Signed) (*evidence.Write, *evidence.Block) {
		for i := range b.Evidence.Blocks {
			for j := range b.Evidence.Blocks[i].Writes {
				if w := &b.Evidence.Blocks[i].Writes[j]; strings.Contains(w.Key, act.HashOf(signed.Text).String()) {
					return w, &b.Evidence.Blocks[i]
				}
			}
		}
		return nil, nil
	}
	w, block := doc(&f.Bundle, *own)
	from, _ := doc(&f.other, *others)
	*own, *w = *others, *from
	slices.SortFunc(block.Writes, func(a, b evidence.Write) int { return int(a.Index - b.Index) })
	return true
}

// has counts how often an act is in the bundle.
func (f *forgery) has(signed act.Signed) (count int) {
	for _, a := range f.Evidence.Acts {
		if a.Text == signed.Text {
			count++
		}
	}
	return count
}

func claimMakers() []forger {
	says := func(name, line string, change func(c *evidence.Claim, at int) bool) forger {
		return forger{name, line, func(f *forgery, at int) bool {
			f.keep = true
			return change(&f.Claim, at)
		}}
	}
	return []forger{
		says("a claim says more", "claim", func(c *evidence.Claim, at int) bool {
			c.Says = append(c.Says, evidence.Sentence{Args: map[string]string{}, Code: "PAID"})
			return at == 0
		}),
		says("a claim says otherwise", "claim", func(c *evidence.Claim, at int) bool {
			if at < len(c.Says) {
				for name := range c.Says[at].Args {
					c.Says[at].Args[name] += "0"
				}
			}
			return at < len(c.Says)
		}),
		says("a claim hides what is not proven", "claim", func(c *evidence.Claim, at int) bool {
			if at < len(c.Not) {
				c.Not = slices.Delete(c.Not, at, at+1)
				return true
			}
			return false
		}),
		says("a claim about something else", "", func(c *evidence.Claim, at int) bool {
			c.ID = elsewhere.String()
			return at == 0
		}),
		says("a claim of another kind", "", func(c *evidence.Claim, at int) bool {
			kinds := slices.DeleteFunc(evidence.Kinds(), func(k evidence.Kind) bool { return k == c.Kind })
			if at < len(kinds) {
				c.Kind = kinds[at]
			}
			return at < len(kinds)
		}),
		{"a claim of another community", "accepted", func(f *forgery, at int) bool {
			f.keep, f.Claim.Community = true, "other"
			return at == 0
		}},
		{"more documents than it takes", "claim", func(f *forgery, at int) bool {
			if at > 0 {
				return false
			}
			for _, b := range f.other.Evidence.Blocks {
				if !slices.ContainsFunc(f.Evidence.Blocks, func(o evidence.Block) bool { return o.Number == b.Number }) {
					f.Evidence.Blocks = append(f.Evidence.Blocks, b)
					slices.SortFunc(f.Evidence.Blocks, func(a, b evidence.Block) int { return int(a.Number - b.Number) })
					return true
				}
			}
			return false
		}},
		{"the acts in another order", "claim", func(f *forgery, at int) bool {
			if at+1 < len(f.Evidence.Acts) {
				f.keep = true
				f.Evidence.Acts[at], f.Evidence.Acts[at+1] = f.Evidence.Acts[at+1], f.Evidence.Acts[at]
			}
			return at+1 < len(f.Evidence.Acts)
		}},
		{"another event's proof", "", func(f *forgery, at int) bool {
			if f.Event == nil || at > 4 {
				return false
			}
			event := *f.Event
			f.Event = &event
			switch at {
			case 0:
				event.Index++
			case 1:
				event.Event = strings.Replace(event.Event, "true", "false", 1)
			case 2:
				event.Size++
			case 3:
				event.Root = elsewhere.String()
			case 4:
				event.Oracle = "AAAA"
			}
			return true
		}},
	}
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
