// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/linli-project/linli/verify"
)

// signedResult is a credential of a body, and the trust file that has the body's root.
func signedResult(t *testing.T) (token string, trust verify.Trust) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now(), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, root, root, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	trust = verify.Trust{Format: "linli-trust/1", Channel: "linli", Genesis: strings.Repeat("ab", 32), Bodies: []verify.Body{{
		Name: "业主委员会", MSPID: "OwnersMSP", Roots: []string{string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))},
	}}}
	made := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims{"issuer": map[string]string{"id": verify.IssuerID(trust.Genesis,
		"OwnersMSP")}})
	made.Header["typ"], made.Header["x5c"] = "vc+jwt", []string{base64.StdEncoding.EncodeToString(der)}
	if token, err = made.SignedString(key); err != nil {
		t.Fatal(err)
	}
	return token, trust
}

func TestVerifyCredential(t *testing.T) {
	token, trust := signedResult(t)
	var text strings.Builder
	if err := trust.Write(&text); err != nil {
		t.Fatal(err)
	}
	trusted := writeFile(t, text.String())
	out, _, err := execute(t, verifyCommand(), "credential", writeFile(t, token+"\n"), "--trust", trusted)
	if err != nil || !strings.HasPrefix(out, "PASS  signed by 业主委员会 (OwnersMSP)") || !strings.Contains(out, `"issuer"`) {
		t.Errorf("%v:\n%s", err, out)
	}
	claims := strings.IndexByte(token, '.') + 5
	altered := token[:claims] + "A" + token[claims+1:]
	out, _, err = execute(t, verifyCommand(), "credential", writeFile(t, altered), "--trust", trusted)
	var code exitCode
	if !errors.As(err, &code) || code != 1 || !strings.HasPrefix(out, "FAIL") {
		t.Errorf("altered: %v:\n%s", err, out)
	}
	var input inputError
	if _, _, err := execute(t, verifyCommand(), "credential", "nothing.jwt", "--trust", trusted); !errors.As(err, &input) {
		t.Errorf("no file: %v", err)
	}
	if _, _, err := execute(t, verifyCommand(), "credential", writeFile(t, "option,votes\n"), "--trust", trusted); !errors.As(err, &input) {
		t.Errorf("another file: %v", err)
	}
	if _, _, err := execute(t, verifyCommand(), "credential", trusted); err == nil {
		t.Error("without a trust file")
	}
}
