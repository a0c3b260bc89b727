// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"text/template"
)

//go:embed templates/*.yaml
var templateFiles embed.FS

// renderFile writes Fabric configuration from the template of that name.
func renderFile(file, name string, data any) error {
	t, err := template.New(name).Funcs(template.FuncMap{"quote": quote, "at": at}).ParseFS(templateFiles, "templates/"+name)
	if err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	return os.WriteFile(file, out.Bytes(), 0o600)
}

// quote makes a YAML string of any text: JSON strings are YAML strings.
func quote(s string) (string, error) {
	b, err := json.Marshal(s)
	return string(b), err
}

// nodeConfig is what orderer.yaml and core.yaml say of one node.
type nodeConfig struct {
	Name, MSPID              string
	Host, Listen             string // its body's for the others, and where it listens for them
	Loopback                 string // where it listens for this machine alone
	Ports                    Ports
	MSPDir                   string
	TLSKey, TLSCert, TLSRoot string
	Ledger, Builder          string
	Around                   string // the way to its body's own orderer, if that does not lead over the host's name
}

// renderConfig writes the configuration of every orderer and peer.
func (n *Network) renderConfig() error {
	for _, b := range n.here() {
		orderer := n.nodeConfig(b, "orderer-"+b.ID, n.material.orderer(b))
		if err := n.renderNode("orderer.yaml", orderer); err != nil {
			return err
		}
		peer := n.nodeConfig(b, "peer-"+b.ID, n.material.peer(b))
		if err := n.renderNode("core.yaml", peer); err != nil {
			return err
		}
	}
	return nil
}

func (n *Network) nodeConfig(b *Body, process, crypto string) nodeConfig {
	return nodeConfig{
		Name: process, MSPID: b.MSPID, Host: b.Host, Listen: n.Listen, Loopback: loopback, Ports: b.Ports,
		Around:  n.around(b),
		MSPDir:  filepath.Join(crypto, "msp"),
		TLSKey:  filepath.Join(crypto, "tls", "server.key"),
		TLSCert: filepath.Join(crypto, "tls", "server.crt"),
		TLSRoot: filepath.Join(crypto, "tls", "ca.crt"),
		Ledger:  n.ledger(process), Builder: n.builder(),
	}
}

// around is where a body's orderer is reached from its own machine, if that is not where the others reach it.
func (n *Network) around(b *Body) string {
	if here := n.address(b, b.Ports.Orderer); here != at(b.Host, b.Ports.Orderer) {
		return here
	}
	return ""
}

func (n *Network) renderNode(name string, c nodeConfig) error {
	dir := n.config(c.Name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Ledger, 0o700); err != nil {
		return err
	}
	return renderFile(filepath.Join(dir, name), name, c)
}
