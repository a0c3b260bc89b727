// SPDX-License-Identifier: Apache-2.0

package tables

import (
	"crypto/tls"
	"errors"
	"net/netip"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// encrypted refuses the URL of a database on another machine unless its certificate is checked: personal data would travel in
// the clear, or to anybody.
func encrypted(url string) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return errors.New("the database's URL cannot be read") // it may hold a password
	}
	for _, way := range append(config.Fallbacks, &pgconn.FallbackConfig{Host: config.Host, TLSConfig: config.TLSConfig}) {
		if !onThisMachine(way.Host) && !checked(way.TLSConfig) {
			return errors.New("the database is on another machine: add sslmode=verify-full to its URL")
		}
	}
	return nil
}

// checked says whether a connection is over TLS and looks at the certificate.
func checked(c *tls.Config) bool {
	return c != nil && (!c.InsecureSkipVerify || c.VerifyPeerCertificate != nil)
}

func onThisMachine(host string) bool {
	address, err := netip.ParseAddr(host)
	return strings.HasPrefix(host, "/") || host == "localhost" || err == nil && address.IsLoopback()
}
