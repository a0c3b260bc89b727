// SPDX-License-Identifier: Apache-2.0

// Package tsatest has time-stamping authorities for tests: everybody knows their keys, and what they sign is the same whenever it is made.
package tsatest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha512"
	"fmt"
	"math/big"
)

// bytesOf are as many bytes as it takes, of a seed.
func bytesOf(seed string, size int) (all []byte) {
	for i := 0; len(all) < size; i++ {
		sum := sha512.Sum512(fmt.Append(nil, seed, " ", i))
		all = append(all, sum[:]...)
	}
	return all[:size]
}

// ECDSA is a key of a seed.
func ECDSA(curve elliptic.Curve, seed string) *ecdsa.PrivateKey {
	raw := bytesOf(seed, curve.Params().BitSize/8)
	raw[0] &= 0x7f // so that it is below the order
	return must(ecdsa.ParseRawPrivateKey(curve, raw))
}

// RSA is a key of 2048 bits of a seed.
func RSA(seed string) *rsa.PrivateKey {
	p, q := prime(seed+" p"), prime(seed+" q")
	less := func(n *big.Int) *big.Int { return new(big.Int).Sub(n, big.NewInt(1)) }
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: 65537},
		D:         new(big.Int).ModInverse(big.NewInt(65537), new(big.Int).Mul(less(p), less(q))),
		Primes:    []*big.Int{p, q},
	}
	key.Precompute()
	return key
}

// prime is the next prime after a number of 1024 bits, the two highest of which are set.
func prime(seed string) *big.Int {
	raw := bytesOf(seed, 128)
	raw[0] |= 0xc0
	raw[127] |= 1
	n := new(big.Int).SetBytes(raw)
	for !n.ProbablyPrime(20) {
		n.Add(n, big.NewInt(2))
	}
	return n
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
