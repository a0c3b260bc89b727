// SPDX-License-Identifier: Apache-2.0

package network

import (
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// seen is a body of which everything is well.
func seen(t *testing.T) look {
	t.Helper()
	pair, err := newCertificate(nil, nodeLifetime, &x509.Certificate{DNSNames: []string{"owners.garden.example"}})
	if err != nil {
		t.Fatal(err)
	}
	well := shown{at: "owners.garden.example:7050", cert: pair.cert}
	return look{body: &Body{ID: "owners", Host: "owners.garden.example"}, orderer: well, peer: well, height: 100}
}

// Each thing that can be wrong with another body's machine is found, and said what to do about.
func TestWhatIsSeenOfABody(t *testing.T) {
	ends := func(t *testing.T, in time.Duration) *x509.Certificate {
		t.Helper()
		pair, err := newCertificate(nil, in, &x509.Certificate{DNSNames: []string{"owners.garden.example"}})
		if err != nil {
			t.Fatal(err)
		}
		return pair.cert
	}
	for _, test := range []struct {
		name    string
		wrong   func(*look)
		subject string // of what is wrong
		says    string
		do      string
	}{
		{"nothing", func(*look) {}, "", "", ""},
		{"orderer away", func(l *look) { l.orderer.err = errors.New("refused") }, "orderer of owners", "does not answer at owners.garden.example:7050", doAway},
		{"peer away", func(l *look) { l.peer.err = errors.New("refused") }, "peer of owners", "does not answer", doAway},
		{"peer says nothing", func(l *look) { l.unheard = errors.New("busy") }, "peer of owners", "busy", doAway},
		{"expired", func(l *look) { l.orderer.err = x509.CertificateInvalidError{Reason: x509.Expired} }, "orderer of owners", "has expired", doExpired},
		{"expires", func(l *look) { l.peer.cert = ends(t, 29*24*time.Hour) }, "peer of owners", "expires on", doExpired},
		{"another name", func(l *look) { l.body.Host = "moved.example" }, "orderer of owners", "not of moved.example", doName},
		{"an hour behind", func(l *look) { l.apart = -time.Hour }, "peer of owners", "by -1h0m0s", doClock},
		{"an hour ahead", func(l *look) { l.apart = time.Hour }, "peer of owners", "by 1h0m0s", doClock},
		{"far behind", func(l *look) { l.height = 10 }, "peer of owners", "it has 10 blocks, 90 fewer", doBehind},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := seen(t)
			test.wrong(&l)
			for _, f := range l.findings(100) {
				if f.Subject == test.subject {
					if f.Err == nil || !strings.Contains(f.Err.Error(), test.says) || f.Do != test.do {
						t.Errorf("%+v", f)
					}
				} else if f.Err != nil && test.name != "another name" { // which both have
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

func TestLedgerStandsStill(t *testing.T) {
	if f := quorum(3, 4); f.Err != nil || !strings.Contains(f.Answer, "3 of 4 bodies' orderers answer, and it takes 3") {
		t.Errorf("%+v", f)
	}
	if f := quorum(2, 4); f.Err == nil || f.Do != doStill {
		t.Errorf("%+v", f)
	}
}

// A certificate of each kind is warned of before it ends, and afterwards named.
func TestExpiredCertificatesAreNamed(t *testing.T) {
	for _, kind := range []struct {
		name     string
		template x509.Certificate
		do       string
	}{
		{"member", x509.Certificate{}, doExpired},
		{"TLS", x509.Certificate{ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}, doExpired},
		{"root", x509.Certificate{IsCA: true, BasicConstraintsValid: true}, doRoot},
	} {
		for _, test := range []struct {
			lifetime time.Duration
			says     string
		}{
			{nodeLifetime, ""}, {29 * 24 * time.Hour, "expires in 28 days"}, {time.Minute, "has expired"}, // it begins five minutes ago
		} {
			n := &Network{material: material{t.TempDir()}, facts: facts{Bodies: []Body{{ID: "owners"}}, Here: []string{"owners"}}}
			template := kind.template
			pair, err := newCertificate(nil, test.lifetime, &template)
			if err != nil {
				t.Fatal(err)
			}
			if err := writeAll(n.org(&n.facts.Bodies[0]), map[string][]byte{"x.pem": pair.certPEM}); err != nil {
				t.Fatal(err)
			}
			f := n.examineCertificates()
			if test.says == "" && f.Err != nil {
				t.Errorf("%s: %+v", kind.name, f)
			}
			if test.says != "" && (f.Err == nil || !strings.Contains(f.Err.Error(), "the "+kind.name+" certificate") ||
				!strings.Contains(f.Err.Error(), test.says) || f.Do != kind.do) {
				t.Errorf("%s: %+v", kind.name, f)
			}
		}
	}
}

// Of a body that has an authority of its own the same certificates are that one's to make anew.
func TestExpiredCertificatesOfOwnAuthority(t *testing.T) {
	n := &Network{
		layout: layout{t.TempDir()}, material: material{t.TempDir()},
		facts: facts{Bodies: []Body{{ID: "owners"}}, Here: []string{"owners"}},
	}
	pair, err := newCertificate(nil, time.Hour, &x509.Certificate{})
	if err != nil {
		t.Fatal(err)
	}
	if err := writeAll(n.org(&n.facts.Bodies[0]), map[string][]byte{"x.pem": pair.certPEM}); err != nil {
		t.Fatal(err)
	}
	if err := writeAll(n.layout.body(), map[string][]byte{ownFile: []byte(`{"ownAuthority": true}`), "asked/" + askedFile: []byte(`{}`)}); err != nil {
		t.Fatal(err)
	}
	if f := n.examineCertificates(); f.Do != doAsk || !strings.Contains(f.Answer, "linli body take DIR") {
		t.Errorf("%+v", f)
	}
	s := &Status{Certificates: []Certificate{{Body: "owners", NotAfter: time.Now()}}}
	n.warnOfExpiry(s)
	if warned := strings.Join(s.Warnings, "\n"); !strings.Contains(warned, "the body's own authority signs: "+doAsk) {
		t.Errorf("status warns: %s", warned)
	}
}

// The runbook has the sentences that doctor says, each in a section of its own.
func TestRunbookSaysWhatDoctorSays(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "docs", "operations", "runbook.md"))
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(string(raw), "\n## ")
	for _, advice := range Advice() {
		found := 0
		for _, section := range sections {
			if strings.Contains(strings.ReplaceAll(section, "\n> ", " "), advice) {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%d sections of the runbook say %q", found, advice)
		}
	}
}
