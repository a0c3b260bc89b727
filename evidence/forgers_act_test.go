// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"slices"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/evidence"
)

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
