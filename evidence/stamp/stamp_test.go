// SPDX-License-Identifier: Apache-2.0

package stamp_test

import (
	"bytes"
	"crypto"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/evidence/stamp"
	"github.com/linli-project/linli/internal/tsatest"
)

var (
	stamped = sha256.Sum256([]byte("a head"))
	at      = time.Date(2027, 5, 6, 7, 8, 9, 0, time.UTC)
	root    = tsatest.Root("Test Root", tsatest.ECDSA(elliptic.P384(), "root"))
	between = root.Authority("Test Authority", tsatest.RSA("authority"), nil)
	key     = tsatest.ECDSA(elliptic.P256(), "stamper")
	stamper = between.Stamper("Test Stamper", key, nil)
)

// A stamp says when what was there, and whose it is.
func TestRead(t *testing.T) {
	other := tsatest.Root("Other Root", tsatest.ECDSA(elliptic.P256(), "other"))
	inRSA := root.Stamper("RSA Stamper", tsatest.RSA("stamper"), nil)
	for name, raw := range map[string][]byte{
		"ECDSA": stamper.Stamp(stamped[:], at, nil), "again": stamper.Stamp(stamped[:], at, nil),
		"SHA-384":                stamper.Stamp(stamped[:], at, func(k *tsatest.Token) { k.Digest = crypto.SHA384 }),
		"RSA":                    inRSA.Stamp(stamped[:], at, func(k *tsatest.Token) { k.Digest = crypto.SHA512 }),
		"a time with a fraction": stamper.Stamp(stamped[:], at, func(k *tsatest.Token) { k.At = strings.Replace(k.At, "Z", ".25Z", 1) }),
	} {
		s, err := stamp.Read(raw)
		if err != nil || s.At != at.Unix() || !bytes.Equal(s.Hash, stamped[:]) || len(s.Certificate()) != 64 {
			t.Errorf("%s: %+v %v", name, s, err)
			continue
		}
		if !s.By(root.Certificate) || s.By(other.Certificate) {
			t.Errorf("%s: by its root %v, by another %v", name, s.By(root.Certificate), s.By(other.Certificate))
		}
	}
	s, err := stamp.Read(stamper.Stamp(stamped[:], at, nil))
	if err != nil || !s.By(stamper.Certificate) || !s.By(between.Certificate) || s.By(inRSA.Certificate) {
		t.Errorf("by its own certificate, the one above, and another's: %v", err)
	}
	if again := stamper.Stamp(stamped[:], at, nil); !bytes.Equal(again, stamper.Stamp(stamped[:], at, nil)) {
		t.Error("the tests' stamps are others each time")
	}
}

// What is wrong in a stamp itself is said, whoever made it.
func TestReadRefuses(t *testing.T) {
	with := func(change func(*x509.Certificate)) []byte {
		return root.Stamper("Odd", key, change).Stamp(stamped[:], at, nil)
	}
	made := func(change func(*tsatest.Token)) []byte { return stamper.Stamp(stamped[:], at, change) }
	usage := func(e ...pkix.Extension) []byte { return with(func(c *x509.Certificate) { c.ExtraExtensions = e }) }
	for name, is := range map[string]struct {
		raw  []byte
		says string
	}{
		"nothing":                      {nil, "no time-stamp token"},
		"something at its end":         {append(made(nil), 0), "no time-stamp token"},
		"too long":                     {make([]byte, stamp.MaxSize+1), "more than 16384"},
		"nesting":                      {bytes.Repeat([]byte{0x30, 0x80}, 8000), "no time-stamp token"},
		"deep nesting":                 {nested(5000), "no time-stamp token"},
		"no certificate":               {made(func(k *tsatest.Token) { k.Without = true }), "is not in it"},
		"no such day":                  {made(func(k *tsatest.Token) { k.At = "20270230000000Z" }), "no time-stamp token"},
		"a time of no zone":            {made(func(k *tsatest.Token) { k.At = "20270506070809" }), "no time-stamp token"},
		"an attribute twice":           {made(func(k *tsatest.Token) { k.Extra = contentType }), "no time-stamp token"},
		"another certificate's hash":   {made(func(k *tsatest.Token) { k.Named = stamped[:] }), "another certificate"},
		"another content":              {bytes.Replace(made(nil), []byte("20270506070809Z"), []byte("20270506070808Z"), 1), "what was signed"},
		"another signature":            {flipped(made(nil)), "signature"},
		"not for stamps":               {usage(tsatest.Usage(true, 1)), "for time stamps alone"},
		"for servers as well":          {usage(tsatest.Usage(true, 8, 1)), "for time stamps alone"},
		"for stamps, but not critical": {usage(tsatest.Usage(false, 8)), "for time stamps alone"},
		"for anything":                 {usage(), "for time stamps alone"},
		"expired":                      {with(func(c *x509.Certificate) { c.NotAfter = at.Add(-time.Second) }), "not in force"},
		"not yet in force":             {with(func(c *x509.Certificate) { c.NotBefore = at.Add(time.Second) }), "not in force"},
	} {
		if _, err := stamp.Read(is.raw); err == nil || !strings.Contains(err.Error(), is.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// contentType is an attribute that every token has.
var contentType = []byte{0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3, 0x31, 0}

// nested are so many sequences inside of each other.
func nested(depth int) (raw []byte) {
	for range depth {
		n := len(raw)
		raw = append([]byte{0x30, 0x82, byte(n >> 8), byte(n)}, raw...)
	}
	return raw[:min(len(raw), stamp.MaxSize)]
}

// flipped has its last byte, which is the signature's, changed.
func flipped(raw []byte) []byte {
	raw[len(raw)-1] ^= 1
	return raw
}

// An authority vouches for a stamper if it may, and is in force at the time.
func TestBy(t *testing.T) {
	chain := func(change func(*x509.Certificate)) bool {
		above := root.Authority("Changed Authority", tsatest.RSA("authority"), change)
		s, err := stamp.Read(above.Stamper("x", key, nil).Stamp(stamped[:], at, nil))
		return err == nil && s.By(root.Certificate)
	}
	if !chain(nil) {
		t.Error("an honest authority does not count")
	}
	for name, change := range map[string]func(*x509.Certificate){
		"no authority":              func(c *x509.Certificate) { c.IsCA = false },
		"may not sign certificates": func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature },
		"expired":                   func(c *x509.Certificate) { c.NotAfter = at.Add(-time.Second) },
		"for servers":               func(c *x509.Certificate) { c.ExtraExtensions = []pkix.Extension{tsatest.Usage(false, 1)} },
		"something critical and unknown": func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3}, Critical: true}}
		},
		"constraints of names": func(c *x509.Certificate) { c.PermittedDNSDomains = []string{"example.com"} },
	} {
		if chain(change) {
			t.Errorf("%s: it counts", name)
		}
	}
	short := tsatest.Root("Short Root", tsatest.ECDSA(elliptic.P256(), "short"))
	one := short.Authority("One", tsatest.RSA("authority"), func(c *x509.Certificate) { c.MaxPathLen, c.MaxPathLenZero = 0, true })
	s, err := stamp.Read(one.Authority("Two", tsatest.RSA("stamper"), nil).Stamper("x", key, nil).Stamp(stamped[:], at, nil))
	if err != nil || s.By(short.Certificate) {
		t.Errorf("a longer way than its authority allows counts: %v", err)
	}
}

// honest demands that a stamp which counts says what was signed.
func honest(t *testing.T, raw []byte) {
	t.Helper()
	s, err := stamp.Read(raw)
	if err == nil && s.By(root.Certificate) && (s.At != at.Unix() || !bytes.Equal(s.Hash, stamped[:])) {
		t.Errorf("a stamp says something else than was signed: %x", raw)
	}
}

// Whatever a stranger makes of a stamp ends in a word, and what counts says what was signed.
func TestEdits(t *testing.T) {
	const edits = 4000
	rnd := rand.New(rand.NewPCG(41, 7))
	raw := stamper.Stamp(stamped[:], at, nil)
	for range edits {
		edited := bytes.Clone(raw)
		for range 1 + rnd.IntN(4) {
			from := rnd.IntN(len(edited))
			switch rnd.IntN(3) {
			case 0:
				edited[from] = byte(rnd.IntN(256))
			case 1:
				edited = slices.Delete(edited, from, min(from+1+rnd.IntN(8), len(edited)))
			case 2:
				edited = slices.Insert(edited, from, edited[from:min(from+1+rnd.IntN(8), len(edited))]...)
			}
		}
		honest(t, edited)
	}
}

// FuzzRead looks for more: go test ./evidence/stamp -fuzz FuzzRead
func FuzzRead(f *testing.F) {
	f.Add(stamper.Stamp(stamped[:], at, nil))
	f.Fuzz(honest)
}
