// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Operations makes a client of a body's operations endpoints, its orderer's and its peer's: health, figures and the level of
// the log. They answer who shows a certificate of that body, as this client does with its administrator's.
func (n *Network) Operations(body string) (*http.Client, error) {
	b, err := n.body(body)
	if err != nil {
		return nil, err
	}
	root, err := os.ReadFile(n.tlsRoot(b))
	if err != nil {
		return nil, fmt.Errorf("TLS root certificate of %s: %w", body, err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(root) {
		return nil, fmt.Errorf("operations of %s: no certificate in its TLS root", body)
	}
	dir := filepath.Join(n.user(b, userOfRole[Admin]), "tls")
	admin, err := tls.LoadX509KeyPair(filepath.Join(dir, "client.crt"), filepath.Join(dir, "client.key"))
	if err != nil {
		return nil, fmt.Errorf("TLS certificate of %s's administrator: %w", body, err)
	}
	config := &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{admin}, MinVersion: tls.VersionTLS13}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}}, nil
}

// Metrics asks a body's orderer or peer ("orderer", "peer") for its figures, in the form that Prometheus reads. Close the answer.
func (n *Network) Metrics(ctx context.Context, body, process string) (*http.Response, error) {
	b, err := n.body(body)
	if err != nil {
		return nil, err
	}
	port, ok := map[string]int{"orderer": b.Ports.OrdererOperations, "peer": b.Ports.PeerOperations}[process]
	if !ok {
		return nil, fmt.Errorf("no process %q has figures: orderer and peer have", process)
	}
	client, err := n.Operations(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+local(port)+"/metrics", http.NoBody)
	if err != nil {
		return nil, err
	}
	return client.Do(request)
}

// HeightGauge has how many blocks an orderer or a peer has.
const HeightGauge = "ledger_blockchain_height"

// Gauge asks a body's orderer or peer ("orderer", "peer") for one of the channel's whole figures, by the name that Fabric's
// documentation of metrics has for it with Prometheus.
func (n *Network) Gauge(ctx context.Context, body, process, gauge string) (uint64, error) {
	answer, err := n.Metrics(ctx, body, process)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	line := gauge + `{channel="` + Channel + `"} `
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), line); ok {
			return strconv.ParseUint(value, 10, 64)
		}
	}
	return 0, fmt.Errorf("the %s of %s does not tell %s (%s)", process, body, gauge, answer.Status)
}
