// SPDX-License-Identifier: Apache-2.0

package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"testing"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/math/polynomial"
	"github.com/cloudflare/circl/secretsharing"

	"github.com/linli-project/linli/act"
)

// openWhole is what opening means: open with t keys, seal the whole again, and compare. Opener takes shorter ways.
func (p Params) openWhole(private []PrivateKey, ctx Context, s Sealed) ([]byte, error) {
	var shares []secretsharing.Share
	for i, key := range private {
		if key == nil || len(shares) == p.Threshold {
			continue
		}
		raw, err := decrypt(key, ctx.bytes(), s.Shares[i])
		value := field.NewScalar()
		if err != nil || value.UnmarshalBinary(raw) != nil {
			return nil, ErrShare
		}
		shares = append(shares, secretsharing.Share{ID: index(i), Value: value})
	}
	secret, err := secretsharing.Recover(uint(p.Threshold-1), shares)
	if err != nil {
		return nil, err
	}
	d, err := p.derive(secret, ctx.bytes())
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(commit(d.content), s.Commitment) {
		return nil, ErrCommitment
	}
	aead, err := contentCipher(d.content)
	if err != nil {
		return nil, err
	}
	padded, err := aead.Open(nil, make([]byte, aead.NonceSize()), s.Content, d.context)
	if err != nil || int(padded[0])<<8+int(padded[1]) > p.Pad {
		return nil, ErrContent
	}
	selections := padded[lengthPrefix : lengthPrefix+int(padded[0])<<8+int(padded[1])]
	again, err := p.seal(secret, ctx, selections)
	if err != nil || !same(again, s) {
		return nil, ErrReseal
	}
	return selections, nil
}

func same(a, b Sealed) bool {
	return bytes.Equal(a.Commitment, b.Commitment) && bytes.Equal(a.Content, b.Content) &&
		bytes.Equal(bytes.Join(plain(a.Shares), nil), bytes.Join(plain(b.Shares), nil))
}

func plain(shares []act.Bytes) (all [][]byte) {
	for _, s := range shares {
		all = append(all, s)
	}
	return all
}

// crooked are ballots as somebody makes them who knows the secret and writes his own program: they open, and are not what the secret
// gives.
func (p Params) crooked(t *testing.T, secret group.Scalar, selections []byte) map[string]Sealed {
	t.Helper()
	d, err := p.derive(secret, ctx.bytes())
	aead, cipherErr := contentCipher(d.content)
	if err := errors.Join(err, cipherErr); err != nil {
		t.Fatal(err)
	}
	all := map[string]Sealed{}
	make := func(name string, alter func(s *Sealed)) {
		s, err := p.seal(secret, ctx, selections)
		if err != nil {
			t.Fatal(err)
		}
		alter(&s)
		all[name] = s
	}
	make("as it must be", func(*Sealed) {})
	make("something behind the selections", func(s *Sealed) {
		padded := p.pad(selections)
		padded[len(padded)-1] = 1
		s.Content = aead.Seal(nil, bytes.Repeat([]byte{0}, aead.NonceSize()), padded, d.context)
	})
	make("a length that is too long", func(s *Sealed) {
		padded := p.pad(selections)
		padded[0] = 0xff
		s.Content = aead.Seal(nil, bytes.Repeat([]byte{0}, aead.NonceSize()), padded, d.context)
	})
	for i := range p.Keys {
		name := string(rune('1' + i))
		make("share "+name+" under another key", func(s *Sealed) {
			share, _ := d.share(i)
			s.Shares[i], _ = encrypt(p.Keys[i], rand.Reader, d.context, share)
		})
		make("share "+name+" of another value", func(s *Sealed) {
			wrong, seed := d, bytes.NewReader(nil)
			wrong.poly = polynomial.New([]group.Scalar{secret})
			share, _ := wrong.share(i)
			raw, _ := d.seed(i)
			seed.Reset(raw)
			s.Shares[i], _ = encrypt(p.Keys[i], seed, d.context, share)
		})
	}
	make("a polynomial that the secret does not give", func(s *Sealed) {
		other := d
		other.poly = polynomial.New([]group.Scalar{secret, index(4), index(5)})
		for i := range p.Keys {
			s.Shares[i], _ = other.close(i, p.Keys[i])
		}
	})
	return all
}

func TestCrookedBallotsAreJudgedAsIfSealedAgain(t *testing.T) {
	p, private := fixture(t, 4, 3)
	otherwise := p
	otherwise.Keys = append([]act.Bytes{}, p.Keys...)
	otherwise.Keys[0] = p.Keys[1] // so that the first body's own key does not fit
	refused := 0
	for name, s := range p.crooked(t, reduce(bytes.Repeat([]byte{7}, 64)), []byte(`{"c0":"agree"}`)) {
		for _, k := range []int{3, 4} {
			for _, keys := range subsets(private, k) {
				for _, params := range []Params{p, otherwise} {
					want, reason := params.openWhole(keys, ctx, s)
					got, err := params.With(keys).Open(ctx, s)
					if !bytes.Equal(got, want) || !errors.Is(err, reason) {
						t.Errorf("%s: %q, %v; sealed again it gives %q, %v", name, got, err, want, reason)
					}
					if err != nil {
						refused++
					}
				}
			}
		}
	}
	if _, err := p.With(private).Open(ctx, Sealed{}); !errors.Is(err, ErrShape) || refused == 0 {
		t.Errorf("an empty ballot: %v; %d refused", err, refused)
	}
}
