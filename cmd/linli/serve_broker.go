// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/linli-project/linli/oracle/subscriber"
)

// outsideBroker is what --broker says of an MQTT broker that others run. Files are named from its own place.
type outsideBroker struct {
	Server       string   `json:"server"`       // as "ssl://broker.example:8883"
	ID           string   `json:"id"`           // of the client; always the same
	Authority    string   `json:"authority"`    // file (PEM) by which the broker is known; "": as the machine knows servers
	Certificate  string   `json:"certificate"`  // file (PEM), with Key
	Key          string   `json:"key"`          // file (PEM)
	Username     string   `json:"username"`     //
	PasswordFile string   `json:"passwordFile"` //
	Topics       []string `json:"topics"`       // with {name} where the broker's access list has who publishes
}

// readBroker reads the file of a broker outside.
func readBroker(path string) (*subscriber.Options, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var b outsideBroker
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, plain(err))
	}
	o, err := b.options(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return o, nil
}

func (b outsideBroker) options(dir string) (*subscriber.Options, error) {
	u, err := url.Parse(b.Server)
	if err != nil || u.Scheme != "ssl" && u.Scheme != "tcp" || u.Host == "" {
		return nil, errors.New(`"server" is as ssl://broker.example:8883`)
	}
	if len(b.Topics) == 0 {
		return nil, errors.New(`"topics" are needed, as "linli/{name}"`)
	}
	for _, topic := range b.Topics {
		if err := subscriber.CheckTopic(topic); err != nil {
			return nil, err
		}
	}
	o := &subscriber.Options{Server: b.Server, ID: cmp.Or(b.ID, "linli-oracle"), Username: b.Username, Topics: b.Topics}
	if o.Password, err = b.password(dir); err != nil {
		return nil, err
	}
	o.TLS, err = b.tls(dir)
	return o, err
}

func (b outsideBroker) password(dir string) (string, error) {
	if b.PasswordFile == "" {
		return "", nil
	}
	raw, err := os.ReadFile(beside(dir, b.PasswordFile))
	return strings.TrimRight(string(raw), "\r\n"), err
}

func (b outsideBroker) tls(dir string) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if b.Authority != "" {
		text, err := os.ReadFile(beside(dir, b.Authority))
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("there is no certificate (PEM) in %s", b.Authority)
		}
	}
	if b.Certificate != "" {
		pair, err := tls.LoadX509KeyPair(beside(dir, b.Certificate), beside(dir, b.Key))
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// beside is a file as a folder's file names it.
func beside(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}
