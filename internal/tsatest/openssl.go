// SPDX-License-Identifier: Apache-2.0

package tsatest

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// config is what OpenSSL's authority is told.
const config = `[tsa]
default_tsa = here
[here]
serial = serial
signer_cert = signer.pem
certs = above.pem
signer_key = key.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.1
digests = sha256
accuracy = secs:1
tsa_name = yes
ess_cert_id_alg = sha256
`

// OpenSSL is an authority that another program runs, at a URL: `openssl ts`, with a party's key. The test is skipped where there is none.
func OpenSSL(t *testing.T, p *Party) (address string) {
	t.Helper()
	program, err := exec.LookPath("openssl")
	if err != nil {
		if os.Getenv("LINLI_TEST_ALL") == "1" { // which asks for every test
			t.Fatal("give this test openssl: ", err)
		}
		t.Skip("there is no openssl here: ", err)
	}
	dir := t.TempDir()
	var above []byte
	for _, c := range p.above {
		above = append(above, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	key := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(p.Key))})
	for name, data := range map[string][]byte{
		"config": []byte(config), "signer.pem": []byte(p.PEM()), "above.pem": above, "key.pem": key, "serial": []byte("01\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var one sync.Mutex // its serial number is in a file
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one.Lock()
		defer one.Unlock()
		if err := reply(w, r, program, dir); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func reply(w http.ResponseWriter, r *http.Request, program, dir string) error {
	asked, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	query, answer := filepath.Join(dir, "query"), filepath.Join(dir, "answer")
	if err := os.WriteFile(query, asked, 0o600); err != nil {
		return err
	}
	args := []string{"ts", "-reply", "-config", "config", "-queryfile", query, "-out", answer}
	cmd := exec.CommandContext(r.Context(), program, args...) //nolint:gosec // nothing of what was asked is among them
	cmd.Dir = dir
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	raw, err := os.ReadFile(answer)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, err = w.Write(raw)
	return err
}
