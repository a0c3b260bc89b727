// SPDX-License-Identifier: Apache-2.0

package network_test

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// TestOperationsTakeTheirBodysCertificateAlone tries to silence every orderer's and peer's log as another account of the machine, and
// as another body.
func TestOperationsTakeTheirBodysCertificateAlone(t *testing.T) {
	n := networktest.Network(t)
	bodies := n.Bodies()
	for i, body := range bodies {
		own, other := operations(t, n, body.ID), operations(t, n, bodies[(i+1)%len(bodies)].ID)
		for process, port := range map[string]int{"orderer": body.Ports.OrdererOperations, "peer": body.Ports.PeerOperations} {
			t.Run(process+"-"+body.ID, func(t *testing.T) {
				place := fmt.Sprintf("127.0.0.1:%d/logspec", port)
				before := level(t, own, place)
				set(t, own, place, before+":silenced=error")
				if after := level(t, own, place); !strings.Contains(after, "silenced=error") {
					t.Errorf("the body itself does not set the level: it is %q", after)
				}
				set(t, own, place, before)
				refused(t, http.DefaultClient, "http://"+place)
				refused(t, showing(own, nil), "https://"+place)
				refused(t, showing(own, certificateOf(other)), "https://"+place)
				refused(t, showing(own, nil), strings.Replace("https://"+place, "logspec", "metrics", 1))
				if after := level(t, own, place); after != before {
					t.Errorf("the level was %q and is %q", before, after)
				}
			})
		}
	}
}

func operations(t *testing.T, n *network.Network, body string) *http.Client {
	t.Helper()
	client, err := n.Operations(body)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func configOf(client *http.Client) *tls.Config {
	return client.Transport.(*http.Transport).TLSClientConfig
}

func certificateOf(client *http.Client) *tls.Certificate { return &configOf(client).Certificates[0] }

// showing is a client that trusts what another one trusts, and shows a certificate whether the server asks for such a one or
// not; nil shows none.
func showing(like *http.Client, cert *tls.Certificate) *http.Client {
	config := configOf(like).Clone()
	config.Certificates = nil
	if cert != nil {
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return cert, nil }
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}}
}

// level reads the level of the log.
func level(t *testing.T, client *http.Client, place string) string {
	t.Helper()
	answer, err := client.Get("https://" + place)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var spec struct{ Spec string }
	if err := json.NewDecoder(answer.Body).Decode(&spec); err != nil || spec.Spec == "" {
		t.Fatalf("no level of the log: %s, %v", answer.Status, err)
	}
	return spec.Spec
}

// put asks for another level of the log.
func put(t *testing.T, client *http.Client, url, spec string) (status int, err error) {
	t.Helper()
	raw, err := json.Marshal(map[string]string{"spec": spec})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, url, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}

func set(t *testing.T, client *http.Client, place, spec string) {
	t.Helper()
	if status, err := put(t, client, "https://"+place, spec); err != nil || status != http.StatusNoContent {
		t.Fatalf("setting the level of the log: %d, %v", status, err)
	}
}

// refused wants nothing done: no TLS connection, or no HTTP without it.
func refused(t *testing.T, client *http.Client, url string) {
	t.Helper()
	status, err := put(t, client, url, "fatal")
	if err == nil && status != http.StatusBadRequest {
		t.Errorf("%s answers %d", url, status)
	}
	if err != nil && !strings.Contains(err.Error(), "certificate") {
		t.Errorf("%s is not refused for its certificate: %v", url, err)
	}
}
