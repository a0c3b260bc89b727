// SPDX-License-Identifier: Apache-2.0

package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"math/big"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/math/polynomial"

	"github.com/linli-project/linli/act"
)

// derived is what follows from a voter's secret: how his ballot must be sealed, to the last byte.
type derived struct {
	context []byte
	prk     []byte // of HKDF
	content []byte // the key of the selections
	poly    polynomial.Polynomial
}

func (p Params) derive(secret group.Scalar, context []byte) (d derived, err error) {
	raw, err := secret.MarshalBinary()
	if err != nil {
		return d, err
	}
	d.context = context
	if d.prk, err = hkdf.Extract(sha256.New, raw, []byte(deriveSalt)); err != nil {
		return d, err
	}
	if d.content, err = d.expand("content key", 32); err != nil {
		return d, err
	}
	coefficients := []group.Scalar{secret}
	for i := 1; i < p.Threshold; i++ {
		wide, err := d.expand(fmt.Sprintf("coefficient %d", i), 64)
		if err != nil {
			return d, err
		}
		coefficients = append(coefficients, reduce(wide))
	}
	d.poly = polynomial.New(coefficients)
	return d, nil
}

func (d derived) expand(label string, size int) ([]byte, error) {
	return hkdf.Expand(sha256.New, d.prk, label+"\x00"+string(d.context), size)
}

// share is what body i is given.
func (d derived) share(i int) ([]byte, error) { return d.poly.Evaluate(index(i)).MarshalBinary() }

// seed is what the key is made of that body i's share is sealed with.
func (d derived) seed(i int) ([]byte, error) {
	return d.expand(fmt.Sprintf("ephemeral %d", i), kemSuit.Scheme().EncapsulationSeedSize())
}

// close seals body i's share to its public key.
func (d derived) close(i int, public []byte) (act.Bytes, error) {
	share, err := d.share(i)
	if err != nil {
		return nil, err
	}
	seed, err := d.seed(i)
	if err != nil {
		return nil, err
	}
	return encrypt(public, bytes.NewReader(seed), d.context, share)
}

// index is the point at which body i's share is taken: its place, counted from one, as zero holds the secret.
func index(i int) group.Scalar { return field.NewScalar().SetUint64(uint64(i) + 1) } //nolint:gosec // i counts bodies

// reduce makes a scalar of 64 uniform bytes (big-endian, modulo the group's order).
func reduce(wide []byte) group.Scalar {
	return field.NewScalar().SetBigInt(new(big.Int).Mod(new(big.Int).SetBytes(wide), order))
}

// order of ristretto255's scalar field: 2^252 + 27742317777372353535851937790883648493 (RFC 9496, section 4).
var order = func() *big.Int {
	low, _ := new(big.Int).SetString("27742317777372353535851937790883648493", 10)
	return low.Add(low, new(big.Int).Lsh(big.NewInt(1), 252))
}()

func commit(key []byte) []byte {
	sum := sha256.Sum256(append([]byte(commitmentTag), key...))
	return sum[:]
}

func contentCipher(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
