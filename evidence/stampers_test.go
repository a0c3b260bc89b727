// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"crypto"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"sync"
	"time"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/tsatest"
	"github.com/linli-project/linli/verify"
)

// stampedAt is when heads are co-signed that are stamped: after everything that was recorded. The stamp is made a minute later.
var stampedAt = time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)

// stampers are time-stamping authorities: one whose root is in the trust file, one that is in it itself, and one that is not.
type stampers struct {
	root, authority, below, itself, stranger *tsatest.Party
}

var theStampers = sync.OnceValue(func() stampers {
	root := tsatest.Root("Test Root", tsatest.ECDSA(elliptic.P384(), "root"))
	authority := root.Authority("Test Authority", tsatest.RSA("authority"), nil)
	other := tsatest.Root("Other Root", tsatest.ECDSA(elliptic.P256(), "other root"))
	return stampers{
		root: root, authority: authority,
		below:    authority.Stamper("Test Stamper", tsatest.ECDSA(elliptic.P256(), "stamper"), nil),
		itself:   other.Stamper("Stamper Itself", tsatest.RSA("itself"), nil),
		stranger: other.Stamper("Strange Stamper", tsatest.ECDSA(elliptic.P384(), "stranger"), nil),
	}
})

// believed are those of the trust file.
func (s stampers) believed() []verify.Stamper {
	return []verify.Stamper{{Name: "Test Stamps", Certificate: s.root.PEM()}, {Name: "Itself", Certificate: s.itself.PEM()}}
}

// changed is a stamper below the root whose certificate was changed.
func (s stampers) changed(change func(*x509.Certificate)) *tsatest.Party {
	return s.authority.Stamper("Changed Stamper", tsatest.ECDSA(elliptic.P256(), "changed"), change)
}

// on stamps a head a minute after it was co-signed, after a change of the token.
func on(p *tsatest.Party, head string, change func(*tsatest.Token)) []byte {
	sum := sha256.Sum256([]byte(head))
	return p.Stamp(sum[:], stampedAt.Add(time.Minute), change)
}

// in512 is a stamp whose hashes are others than usual.
func in512(t *tsatest.Token) { t.Digest = crypto.SHA512 }

// stamp makes a bundle under a head that was co-signed in time, with stamps.
func (e *estate) stamp(bundle evidence.Bundle, tokens ...[]byte) evidence.Bundle {
	e.Helper()
	b, err := evidence.Stamped(bundle, tokens)
	return town.Must(e.TB, b, err)
}

// stampable is a bundle under the head that is stamped.
func (e *estate) stampable(kind evidence.Kind) evidence.Bundle {
	e.Helper()
	dated := *e
	dated.note = e.dated
	return dated.bundle(kind, e.IDs[string(kind)][0])
}

// A misstamp is a bundle with stamps of which one is not as it should be.
type misstamp struct {
	name   string
	line   string // which says so
	tokens func(e *estate) [][]byte
}

func one(make func(s stampers, head string) []byte) func(*estate) [][]byte {
	return func(e *estate) [][]byte { return [][]byte{make(theStampers(), e.dated)} }
}

func token(change func(*tsatest.Token)) func(*estate) [][]byte {
	return one(func(s stampers, head string) []byte { return on(s.below, head, change) })
}

func certificate(change func(*x509.Certificate)) func(*estate) [][]byte {
	return one(func(s stampers, head string) []byte { return on(s.changed(change), head, nil) })
}

// at changes what time a stamp says.
func at(when time.Time) func(*tsatest.Token) {
	return func(t *tsatest.Token) { t.At = when.UTC().Format("20060102150405Z") }
}

func usage(critical bool, kinds ...int) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.ExtraExtensions = []pkix.Extension{tsatest.Usage(critical, kinds...)} }
}

// misstamps are refused, by the line of the stamp.
func misstamps() []misstamp {
	return []misstamp{
		{"a stamp over another head", "stamp-1", func(e *estate) [][]byte { return [][]byte{on(theStampers().below, e.note, nil)} }},
		{"a stamp by a certificate that had expired", "stamp-1", certificate(func(c *x509.Certificate) { c.NotAfter = stampedAt })},
		{"a stamp by a certificate before it was in force", "stamp-1", certificate(func(c *x509.Certificate) {
			c.NotBefore = stampedAt.Add(time.Hour)
		})},
		{"a stamp by a server's certificate", "stamp-1", certificate(usage(true, 1))},
		{"a stamp by a certificate for stamps and servers", "stamp-1", certificate(usage(true, 8, 1))},
		{"a stamp by a certificate whose use is not critical", "stamp-1", certificate(usage(false, 8))},
		{"a stamp from before the acts", "stamp-1", token(at(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)))},
		{"a stamp from before the co-signatures", "stamp-1", token(at(stampedAt.Add(-31 * time.Minute)))},
		{"a stamp from the future", "stamp-1", token(at(checkedAt.Add(31 * time.Minute)))},
		{"a stamp that names another certificate", "stamp-1", token(func(t *tsatest.Token) { t.Named = t.Hash })},
		{"a stamp without its certificate", "stamp-1", token(func(t *tsatest.Token) { t.Without = true })},
		{"a stamp at no time", "stamp-1", token(func(t *tsatest.Token) { t.At = "20270231000000Z" })},
		{"a stamp with another signature", "stamp-1", one(func(s stampers, head string) []byte {
			raw := on(s.below, head, nil)
			raw[len(raw)-1] ^= 1
			return raw
		})},
		{"a stamp of nothing", "stamp-1", one(func(stampers, string) []byte { return nil })},
		{"a good stamp and a bad one", "stamp-2", func(e *estate) [][]byte {
			return [][]byte{on(theStampers().below, e.dated, nil), on(theStampers().itself, e.note, nil)}
		}},
		{"a stamp that is too large", "form", one(func(s stampers, head string) []byte { return make([]byte, 16<<10+1) })},
		{"five stamps", "form", func(e *estate) [][]byte {
			raw := on(theStampers().below, e.dated, nil)
			return [][]byte{raw, raw, raw, raw, raw}
		}},
	}
}

// strangers are stamps of nobody whom the trust file names. They prove nothing, and nothing else is worth less for them.
func strangers() []misstamp {
	authority := func(change func(*x509.Certificate)) func(*estate) [][]byte {
		return one(func(s stampers, head string) []byte {
			a := s.root.Authority("Changed Authority", tsatest.RSA("authority"), change)
			return on(a.Stamper("Below", tsatest.ECDSA(elliptic.P256(), "stamper"), nil), head, nil)
		})
	}
	return []misstamp{
		{"a stamp under another root", "stamp-1", one(func(s stampers, head string) []byte { return on(s.stranger, head, nil) })},
		{"a stamp under an authority that had expired", "stamp-1", authority(func(c *x509.Certificate) { c.NotAfter = stampedAt })},
		{"a stamp under a certificate that is no authority's", "stamp-1", authority(func(c *x509.Certificate) { c.IsCA = false })},
		{"a stamp under an authority for servers", "stamp-1", authority(usage(false, 1))},
		{"a stamp under an authority that may not", "stamp-1", authority(func(c *x509.Certificate) {
			c.KeyUsage = x509.KeyUsageDigitalSignature
		})},
		{"a good stamp and a stranger's", "stamp-2", func(e *estate) [][]byte {
			return [][]byte{on(theStampers().below, e.dated, nil), on(theStampers().stranger, e.dated, nil)}
		}},
	}
}

// stamps are good ones.
func stamps() []misstamp {
	return []misstamp{
		{"a stamp", "", token(nil)},
		{"a stamp at the last moment", "", token(at(stampedAt.Add(-30 * time.Minute)))},
		{"a stamp by hashes of 512 bits", "", token(in512)},
		{"a stamp by RSA, whose own certificate is believed", "", one(func(s stampers, head string) []byte { return on(s.itself, head, nil) })},
		{"two stamps", "", func(e *estate) [][]byte {
			return [][]byte{on(theStampers().itself, e.dated, in512), on(theStampers().below, e.dated, nil)}
		}},
	}
}
