// SPDX-License-Identifier: Apache-2.0

package network

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"slices"
	"strings"
	"time"
)

// format is the version of the data directory's shape.
const format = 3

// Network is one network's facts, running or not. It holds nothing open.
type Network struct {
	layout
	material
	facts
}

// facts is network.json.
type facts struct {
	Format  int       `json:"format"`
	Created time.Time `json:"created"`
	Version string    `json:"version"` // of the rules it began with
	Bodies  []Body    `json:"bodies"`
	Here    []string  `json:"here"`   // of which bodies this is the machine
	Listen  string    `json:"listen"` // IP address for what other bodies' machines reach
}

// Peer is where and how to reach a body's peer.
type Peer struct {
	Body       string // e.g. "owners"
	MSPID      string // e.g. "OwnersMSP"
	Address    string // host:port of its gRPC services
	ServerName string // the name in its TLS certificate
	TLSRootPEM []byte // the certificate that signed that one
}

// Orderer is where and how to reach a body's orderer.
type Orderer struct {
	Body       string
	MSPID      string
	Address    string
	ServerName string
	TLSRootPEM []byte
	ID         uint64 // its number among the channel's consenters
}

// Open reads the facts of the network in dir, which need not run.
// It returns an error that is [ErrNoNetwork], [ErrDamaged] or [ErrIncompatible] if dir is not the data directory of a network.
func Open(dir string) (*Network, error) {
	l, err := layoutOf(dir)
	if err != nil {
		return nil, err
	}
	n := &Network{layout: l}
	n.material = material{n.layout.facts()}
	raw, err := os.ReadFile(n.material.facts())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, n.layout.noNetwork()
	}
	if err != nil {
		return nil, &Problem{What: "opening " + l.dir, Why: err, Do: "Name another directory with --data."}
	}
	err = json.Unmarshal(raw, &n.facts)
	if err == nil && n.Format == format && len(n.here()) == 0 {
		err = errors.New("it names no body of this machine")
	}
	if err != nil {
		return nil, &Problem{
			What: "opening " + l.dir, Why: fmt.Errorf("%w: %w", ErrDamaged, err),
			Do: "Restore network/network.json from a backup, or run `linli reset` to begin anew.",
		}
	}
	if n.Format != format {
		return nil, &Problem{
			What: "opening " + l.dir, Why: fmt.Errorf("%w: its format is %d, this linli knows %d", ErrIncompatible, n.Format, format),
			Do: "Use the linli that made it, or run `linli reset` to begin anew.",
		}
	}
	return n, nil
}

func (l layout) noNetwork() error {
	do := "Run `linli up` to make one, or name another directory with --data."
	if _, err := os.Stat(l.body()); err == nil {
		do = "This machine's body has not formed one yet: run `linli network form` with the files of all bodies, then `linli body join`."
	}
	return &Problem{What: "opening " + l.dir, Why: ErrNoNetwork, Do: do}
}

// Dir is the absolute path of the data directory.
func (n *Network) Dir() string { return n.layout.dir }

// GenesisBlock is the path of the channel's first block, from which the ledger can be verified.
func (n *Network) GenesisBlock() string { return n.material.genesis() }

// Bodies returns the bodies in the order of their orderers' consenter numbers; those whose orderers follow come last.
func (n *Network) Bodies() []Body { return append([]Body(nil), n.facts.Bodies...) }

// here are the bodies of which this is the machine: whose keys are here, and whose processes run here. On a laptop these are all.
func (n *Network) here() (bodies []*Body) {
	for i := range n.facts.Bodies {
		if b := &n.facts.Bodies[i]; n.isHere(b.ID) {
			bodies = append(bodies, b)
		}
	}
	return bodies
}

func (n *Network) isHere(body string) bool { return slices.Contains(n.facts.Here, body) }

// Here returns those of the bodies of which this is the machine.
func (n *Network) Here() []Body {
	var bodies []Body
	for _, b := range n.here() {
		bodies = append(bodies, *b)
	}
	return bodies
}

// address is where a process of a body is reached from here. What runs on this machine is so even behind a router that does not lead back.
func (n *Network) address(b *Body, port int) string {
	if !n.isHere(b.ID) {
		return at(b.Host, port)
	}
	if ip := net.ParseIP(n.Listen); ip != nil && !ip.IsUnspecified() {
		return at(n.Listen, port)
	}
	return local(port)
}

// body finds one by its short name.
func (n *Network) body(id string) (*Body, error) {
	for i := range n.facts.Bodies {
		if n.facts.Bodies[i].ID == id {
			return &n.facts.Bodies[i], nil
		}
	}
	var there []string
	for i := range n.facts.Bodies {
		there = append(there, n.facts.Bodies[i].ID)
	}
	last := len(there) - 1
	return nil, fmt.Errorf("%w %q: there are %s and %s", ErrNoBody, id, strings.Join(there[:last], ", "), there[last])
}

// Peers returns every body's peer.
func (n *Network) Peers() ([]Peer, error) {
	peers := make([]Peer, len(n.facts.Bodies))
	for i := range n.facts.Bodies {
		p, err := n.Peer(n.facts.Bodies[i].ID)
		if err != nil {
			return nil, err
		}
		peers[i] = p
	}
	return peers, nil
}

// Peer returns the peer of one body.
func (n *Network) Peer(body string) (Peer, error) {
	b, err := n.body(body)
	if err != nil {
		return Peer{}, err
	}
	root, err := os.ReadFile(n.tlsRoot(b))
	if err != nil {
		return Peer{}, fmt.Errorf("TLS root certificate of %s: %w", body, err)
	}
	return Peer{Body: b.ID, MSPID: b.MSPID, Address: n.address(b, b.Ports.Peer), ServerName: b.peerName(), TLSRootPEM: root}, nil
}

// Orderers returns the orderers that take part.
func (n *Network) Orderers() ([]Orderer, error) {
	var orderers []Orderer
	for i := range n.facts.Bodies {
		b := &n.facts.Bodies[i]
		if b.Consenter == 0 {
			continue
		}
		root, err := os.ReadFile(n.tlsRoot(b))
		if err != nil {
			return nil, fmt.Errorf("TLS root certificate of %s: %w", b.ID, err)
		}
		orderers = append(orderers, Orderer{
			Body: b.ID, MSPID: b.MSPID, Address: n.address(b, b.Ports.Orderer), ServerName: b.ordererName(),
			TLSRootPEM: root, ID: b.Consenter,
		})
	}
	return orderers, nil
}

// consenterID is the number of the i-th body's orderer when a network begins; zero is not allowed.
func consenterID(i int) uint64 { return uint64(i) + 1 } //nolint:gosec // i counts bodies

// RootCAs returns, for each body's MSP id, the certificate (PEM) that signs its identities.
// These and the genesis block are all that a verifier has to trust.
func (n *Network) RootCAs() (map[string][]byte, error) {
	roots := map[string][]byte{}
	for i := range n.facts.Bodies {
		b := &n.facts.Bodies[i]
		root, err := os.ReadFile(n.signingRoot(b))
		if err != nil {
			return nil, fmt.Errorf("root certificate of %s: %w", b.ID, err)
		}
		roots[b.MSPID] = root
	}
	return roots, nil
}
