// SPDX-License-Identifier: Apache-2.0

package seal

import (
	"bytes"
	"crypto/subtle"
	"encoding/binary"
	"fmt"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/math/polynomial"
)

// Opener opens the ballots of one election with the keys that bodies have published. What is the same for all of them it has worked
// out before. It may be used by several goroutines at a time.
type Opener struct {
	params Params
	keys   []openingKey // the first t, or as many as there are
}

// openingKey is one of the keys that ballots are opened with.
type openingKey struct {
	body   int
	key    PrivateKey
	weight group.Scalar // of its share in the secret
	fits   bool         // it is the key that the election's ballots are sealed to
}

// With returns what opens ballots with the first t of the private keys (by body, in the election's order; nil where a body has
// published none).
func (p Params) With(private []PrivateKey) Opener {
	o := Opener{params: p}
	var places []group.Scalar
	for i, key := range private {
		if key == nil || len(o.keys) == p.Threshold {
			continue
		}
		public, err := key.Public().MarshalBinary()
		fits := err == nil && i < len(p.Keys) && bytes.Equal(public, p.Keys[i])
		o.keys, places = append(o.keys, openingKey{body: i, key: key, fits: fits}), append(places, index(i))
	}
	for i := range o.keys {
		o.keys[i].weight = polynomial.LagrangeBase(uint(i), places, field.NewScalar())
	}
	return o
}

// Open opens s with the first t of the private keys, as Opener does.
func (p Params) Open(private []PrivateKey, ctx Context, s Sealed) ([]byte, error) {
	return p.With(private).Open(ctx, s)
}

// Open returns the selections. An error is one of the reasons above, or says that too few keys are published.
func (o Opener) Open(ctx Context, s Sealed) ([]byte, error) {
	if err := o.params.Check(s); err != nil {
		return nil, err
	}
	context, secret, shares := ctx.bytes(), field.NewScalar(), make([][]byte, len(o.params.Keys))
	for _, k := range o.keys {
		raw, err := decrypt(k.key, context, s.Shares[k.body])
		if err != nil {
			return nil, ErrShare
		}
		value := field.NewScalar()
		if value.UnmarshalBinary(raw) != nil {
			return nil, ErrShare
		}
		secret.Add(secret, value.Mul(value, k.weight))
		if k.fits {
			shares[k.body] = raw
		}
	}
	if len(o.keys) < o.params.Threshold {
		return nil, fmt.Errorf("%d of %d keys are published; %d are needed", len(o.keys), len(o.params.Keys), o.params.Threshold)
	}
	d, err := o.params.derive(secret, context)
	if err != nil {
		return nil, err
	}
	return o.params.reopen(d, shares, s)
}

// reopen opens s with what follows from the recovered secret, and sees that every byte of s does. shares are those that bodies' keys
// have opened, nil for the others.
func (p Params) reopen(d derived, shares [][]byte, s Sealed) ([]byte, error) {
	if subtle.ConstantTimeCompare(commit(d.content), s.Commitment) != 1 {
		return nil, ErrCommitment
	}
	aead, err := contentCipher(d.content)
	if err != nil {
		return nil, err
	}
	padded, err := aead.Open(nil, make([]byte, aead.NonceSize()), s.Content, d.context)
	if err != nil {
		return nil, ErrContent
	}
	n := int(binary.BigEndian.Uint16(padded))
	if n > p.Pad {
		return nil, ErrContent
	}
	selections := padded[lengthPrefix : lengthPrefix+n]
	if !bytes.Equal(padded, p.pad(selections)) {
		return nil, ErrReseal
	}
	for i, opened := range shares {
		if !p.follows(d, i, opened, s.Shares[i]) {
			return nil, ErrReseal
		}
	}
	return selections, nil
}

// follows says whether body i's sealed share is the one that the secret gives. It is sealed again and compared. For one that the
// body's own key has opened it is enough to see that the encapsulated key and the share are right: key and nonce follow from the one,
// and with them no two ciphertexts open to the same share.
func (p Params) follows(d derived, i int, opened, sealed []byte) bool {
	if opened == nil {
		again, err := d.close(i, p.Keys[i])
		return err == nil && bytes.Equal(again, sealed)
	}
	share, err := d.share(i)
	if err != nil || !bytes.Equal(share, opened) {
		return false
	}
	seed, err := d.seed(i)
	if err != nil {
		return false
	}
	public, _ := kemSuit.Scheme().DeriveKeyPair(seed)
	encapsulated, err := public.MarshalBinary()
	return err == nil && bytes.Equal(encapsulated, sealed[:encapSize])
}
