// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/tls"
	"errors"
	"net"
	"net/netip"

	"github.com/spf13/cobra"
)

// protecting is what `linli serve` is told about TLS, where no proxy ends it.
type protecting struct{ cert, key string }

func (o *protecting) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.cert, "tls-cert", "", "file with the certificate chain (PEM) to serve HTTPS with; not needed behind a proxy")
	f.StringVar(&o.key, "tls-key", "", "file with the certificate's key (PEM)")
	cmd.MarkFlagsRequiredTogether("tls-cert", "tls-key")
}

func (o *protecting) scheme() string {
	if o.cert == "" {
		return "http"
	}
	return "https"
}

// protect has a listener speak TLS, if there is a certificate. The files are read for every connection, so that a renewed
// certificate counts at once.
func (o *protecting) protect(listener net.Listener) (net.Listener, error) {
	if o.cert == "" {
		return listener, nil
	}
	load := func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		pair, err := tls.LoadX509KeyPair(o.cert, o.key)
		return &pair, err
	}
	if _, err := load(nil); err != nil {
		return listener, usageError{err}
	}
	return tls.NewListener(listener, &tls.Config{MinVersion: tls.VersionTLS13, GetCertificate: load,
		NextProtos: []string{"h2", "http/1.1"}}), nil
}

// mayListen refuses to serve without TLS to more than this machine, unless a proxy does it.
func (o *protecting) mayListen(listen, proxy string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return usageError{err}
	}
	address, err := netip.ParseAddr(host)
	if o.cert != "" || proxy != "" || host == "localhost" || err == nil && address.IsLoopback() {
		return nil
	}
	return usageError{errors.New("--listen names more than this machine: give --tls-cert and --tls-key, or --proxy, the network of the proxy that ends TLS")}
}
