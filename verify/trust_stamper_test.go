// SPDX-License-Identifier: Apache-2.0

package verify_test

import (
	"bytes"
	"crypto/elliptic"
	"os"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/tsatest"
	"github.com/linli-project/linli/verify"
)

// Who may stamp stands in a trust file with a name and one certificate.
func TestStampersOfATrustFile(t *testing.T) {
	raw, err := os.ReadFile("../evidence/testdata/garden.trust.json")
	if err != nil {
		t.Fatal(err)
	}
	trust, err := verify.ReadTrust(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	pem := tsatest.Root("Test Root", tsatest.ECDSA(elliptic.P256(), "root")).PEM()
	for name, is := range map[string]struct {
		stamper verify.Stamper
		good    bool
	}{
		"good": {verify.Stamper{Name: "Root", Certificate: pem}, true}, "no name": {verify.Stamper{Certificate: pem}, false},
		"no certificate": {verify.Stamper{Name: "Root"}, false}, "two": {verify.Stamper{Name: "Root", Certificate: pem + pem}, false},
		"not a certificate": {verify.Stamper{Name: "Root", Certificate: strings.Replace(pem, "\nMI", "\nMA", 1)}, false},
	} {
		trust.Stampers = []verify.Stamper{is.stamper}
		var text bytes.Buffer
		if err := trust.Write(&text); err != nil {
			t.Fatal(err)
		}
		read, err := verify.ReadTrust(&text)
		if (err == nil) != is.good || is.good && len(read.Stampers) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
