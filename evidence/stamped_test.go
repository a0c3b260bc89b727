// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/verify"
)

// stampedAs is a bundle with stamps, whose maker goes as far as he can.
func (e *estate) stampedAs(b evidence.Bundle, tokens [][]byte) []byte {
	e.Helper()
	b.Stamps = tokens
	if made, err := evidence.Complete(b); err == nil {
		b = made
	}
	raw, err := b.Pack()
	return town.Must(e.TB, raw, err)
}

func statusOf(r *evidence.Report, line string) verify.Status {
	if c := r.Check(line); c != nil {
		return c.Status
	}
	return "no such line"
}

// A bundle with stamps is accepted; their lines say whose they are and what they show.
func TestStamps(t *testing.T) {
	e := newEstate(t)
	for _, is := range stamps() {
		made := e.stamp(e.stampable(evidence.Result), is.tokens(e)...)
		raw, err := made.Pack()
		r := e.verify(town.Must(t, raw, err))
		if !r.OK() || r.Verdict() != "ACCEPTED" || statusOf(r, "stamp-1") != verify.Pass || len(r.Stamped) != len(made.Stamps) {
			t.Errorf("%s:\n%s", is.name, text(r))
		}
	}
	r := e.verify(e.stampedAs(e.stampable(evidence.Result), stamps()[0].tokens(e)))
	for _, says := range []string{
		"只有“Test Stamps”", "最迟在 2027-01-02 11:05（北京时间）已经存在", "by 2027-01-02 11:05 (Beijing time) at the latest", `says "STAMPED"`,
	} {
		if !strings.Contains(text(r), says) {
			t.Errorf("it does not say %q:\n%s", says, text(r))
		}
	}
}

// With a stamp of ordinary size, as those of public authorities have it, a small bundle is small, and is checked as soon.
func TestStampedBundlesAreSmall(t *testing.T) {
	const most, ordinary = 40_000, 6000
	e := newEstate(t)
	dated := *e
	dated.note = e.dated
	large := theStampers().changed(func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: []int{1, 2, 3}, Value: make([]byte, 4500)})
	})
	token := on(large, e.dated, nil)
	if len(token) < ordinary {
		t.Fatalf("a stamp of %d bytes is smaller than ordinary", len(token))
	}
	e.each(func(kind evidence.Kind, id string) {
		raw, err := e.stamp(dated.bundle(kind, id), token).Pack()
		town.Must(t, raw, err)
		began := time.Now()
		r := e.verify(raw)
		t.Logf("%s: %d bytes, %d of them a stamp, checked in %s", kind, len(raw), len(token), time.Since(began).Round(time.Millisecond))
		if !r.OK() || statusOf(r, "stamp-1") != verify.Pass || len(raw) > most {
			t.Errorf("%s %s: %d bytes\n%s", kind, id, len(raw), text(r))
		}
	})
}

// Whatever is wrong with a stamp is said by its own line, whoever made it; and what a stranger stamped is said to prove nothing.
func TestMisstamps(t *testing.T) {
	e := newEstate(t)
	b := e.stampable(evidence.Ballot)
	for _, is := range misstamps() {
		r := e.verify(e.stampedAs(b, is.tokens(e)))
		if c := r.Check(is.line); r.OK() || c == nil || c.Status != verify.Fail || r.Verdict() != "REFUSED" {
			t.Errorf("%s:\n%s", is.name, text(r))
		}
	}
	for _, is := range strangers() {
		r := e.verify(e.stampedAs(b, is.tokens(e)))
		if !r.OK() || r.Verdict() != "ACCEPTED" || statusOf(r, is.line) != verify.NotProven {
			t.Errorf("%s:\n%s", is.name, text(r))
		}
	}
}

// Without a trust file that names stampers a stamp is not proven, and nothing else is said of it.
func TestStampsWithoutTrust(t *testing.T) {
	e := newEstate(t)
	raw := e.stampedAs(e.stampable(evidence.Ballot), stamps()[0].tokens(e))
	nobody := e.trust
	nobody.Stampers = nil
	for name, want := range map[string]struct {
		trust   verify.Trust
		verdict string
	}{"no stampers": {nobody, "ACCEPTED"}, "no trust file": {verify.Trust{}, "UNANCHORED"}} {
		r, err := evidence.Verify(raw, want.trust, checkedAt)
		town.Must(t, r, err)
		if !strings.HasPrefix(r.Verdict(), want.verdict) || statusOf(r, "stamp-1") != verify.NotProven {
			t.Errorf("%s:\n%s", name, text(r))
		}
	}
}

// A claim that says another stamp than there is, or none, is another claim; a stamp is not put under a bundle by hand.
func TestStampsAreClaimed(t *testing.T) {
	e := newEstate(t)
	for name, change := range map[string]func(b *evidence.Bundle){
		"a stamp that the claim does not name": func(b *evidence.Bundle) { b.Claim.Says = b.Claim.Says[:len(b.Claim.Says)-1] },
		"a claim of a stamp that is not there": func(b *evidence.Bundle) { b.Stamps = nil },
		"another time":                         func(b *evidence.Bundle) { b.Claim.Says[len(b.Claim.Says)-1].Args["at"] = "1" },
	} {
		b := clone(t, e.stamp(e.stampable(evidence.Ballot), stamps()[0].tokens(e)...))
		change(&b)
		raw, err := b.Pack()
		if r := e.verify(town.Must(t, raw, err)); r.OK() || statusOf(r, "claim") != verify.Fail {
			t.Errorf("%s:\n%s", name, text(r))
		}
	}
	if _, err := evidence.Stamped(e.stampable(evidence.Ballot), misstamps()[0].tokens(e)); err == nil {
		t.Error("a stamp that nobody would take is put into a bundle")
	}
}

// Of a stamp no byte can be changed so that it says something else.
func TestEditedStamps(t *testing.T) {
	e := newEstate(t)
	b := e.stampable(evidence.Ballot)
	good := stamps()[0].tokens(e)[0]
	rnd := rand.New(rand.NewPCG(41, 1))
	for range 400 {
		edited := altered(rnd, good)
		r := e.verify(e.stampedAs(b, [][]byte{edited}))
		same := slices.Contains([]verify.Status{verify.Pass, verify.NotProven}, statusOf(r, "stamp-1"))
		if claim := r.Claim.Says[len(r.Claim.Says)-1]; r.OK() && same && claim.Args["at"] != "1798859105" {
			t.Errorf("a stamp says %s", claim.Args["at"])
		}
	}
}

// The report in a full bundle speaks of the stamp, in both languages.
func TestStampsInReports(t *testing.T) {
	e := newEstate(t)
	dated := *e
	dated.note = e.dated
	made := e.stamp(dated.full(evidence.Case, e.IDs["case"][0]), stamps()[0].tokens(e)...)
	raw, err := made.Pack()
	if r := e.verify(town.Must(t, raw, err)); !r.OK() || statusOf(r, "report") != verify.Pass || statusOf(r, "stamp-1") != verify.Pass {
		t.Fatal(text(r))
	}
	for _, says := range []string{"一份时间戳声明", "A time stamp says"} {
		if !bytes.Contains(raw, []byte(says)) {
			t.Errorf("no report says %q", says)
		}
	}
}

// Another program than this one comes to the same about a stamp, from what is in the bundle and the trust file.
func TestStampsByOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		if os.Getenv("LINLI_TEST_ALL") == "1" { // which asks for every test
			t.Fatal("give this test openssl: ", err)
		}
		t.Skip("there is no openssl here")
	}
	e := newEstate(t)
	b := e.stamp(e.stampable(evidence.Ballot), stamps()[0].tokens(e)...)
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		town.Done(t, os.WriteFile(path, data, 0o600))
		return path
	}
	token, head := write("stamp.tst", b.Stamps[0]), write("head", []byte(b.Evidence.Head))
	root, between := write("root.pem", []byte(theStampers().root.PEM())), write("between.pem", []byte(theStampers().authority.PEM()))
	said, err := exec.Command(openssl, "ts", "-verify", "-in", token, "-token_in", "-data", head, "-CAfile", root, "-untrusted", between,
		"-attime", "1798859105").CombinedOutput()
	if err != nil || !bytes.Contains(said, []byte("Verification: OK")) {
		t.Errorf("%v\n%s", err, said)
	}
}
