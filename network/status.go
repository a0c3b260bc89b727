// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/hyperledger/fabric-admin-sdk/pkg/chaincode"
	"github.com/hyperledger/fabric-admin-sdk/pkg/channel"
	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"google.golang.org/grpc"

	"github.com/linli-project/linli/network/standing"
)

// Status is how a network is doing, as `linli status --json` prints it.
type Status struct {
	Running      bool            `json:"running"` // it was started, and has been ready since
	Healthy      bool            `json:"healthy"` // and every process and peer answers
	Data         string          `json:"data"`
	Channel      string          `json:"channel"`
	Height       uint64          `json:"height"` // blocks, the highest of all peers; 0 if none answers
	Leader       string          `json:"leader"` // the body whose orderer leads; empty if unknown
	Chaincode    ChaincodeStatus `json:"chaincode"`
	Bodies       []BodyStatus    `json:"bodies"`
	Processes    []ProcessStatus `json:"processes"`
	Certificates []Certificate   `json:"certificates"` // of every body of this machine the one that expires first
	FreeBytes    uint64          `json:"freeBytes"`    // on the disk of the data directory
	Warnings     []string        `json:"warnings"`     // for people, one sentence each

	Removed *standing.Removal `json:"removed,omitempty"` // the others have taken this machine's body out
}

// BodyStatus is what one body's peer answers.
type BodyStatus struct {
	Body      string `json:"body"`
	MSPID     string `json:"mspId"`
	Peer      string `json:"peer"`            // its address
	Orderer   string `json:"orderer"`         // its address; empty while it follows
	Height    uint64 `json:"height"`          // blocks its peer has
	PackageID string `json:"packageId"`       // of its chaincode package for the version in force
	Error     string `json:"error,omitempty"` // why its peer does not answer
	Away      string `json:"away,omitempty"`  // why its orderer does not

	Shown []standing.Certificate `json:"shown"` // its roots, and what its orderer and peer show to who connects

	orderer, peer *x509.Certificate // which they show
}

// ChaincodeStatus is the definition that is in use, and what runs behind it.
type ChaincodeStatus struct {
	Name       string `json:"name"`
	Version    string `json:"version"` // names the rules in force
	Sequence   int64  `json:"sequence"`
	Executable string `json:"executable"` // SHA-256 of the program that runs as chaincode
}

// ProcessStatus is one process; a process that is not alive has been started before.
type ProcessStatus struct {
	Process
	Alive bool `json:"alive"`
}

// FirstToExpire is that of a body's certificates which expires first; ok is false for a body of another machine, which alone knows it.
func (s *Status) FirstToExpire(body string) (c Certificate, ok bool) {
	i := slices.IndexFunc(s.Certificates, func(c Certificate) bool { return c.Body == body })
	if i < 0 {
		return c, false
	}
	return s.Certificates[i], true
}

// statusWithin bounds every single question.
const statusWithin = 3 * time.Second

// Status asks every process how it is doing. What does not answer is a warning, not an error; an error means
// that the data directory cannot be read.
func (n *Network) Status(ctx context.Context) (*Status, error) {
	s, err := n.statusHere()
	if err != nil {
		return nil, err
	}
	if s.Certificates, err = n.firstToExpire(); err != nil {
		return nil, err
	}
	n.warnOfExpiry(s)
	if s.Running {
		_ = n.followWithin(ctx) // a peer that does not answer is told of elsewhere, as is that this body was removed
	}
	here := len(s.Warnings)
	n.askPeers(ctx, s)
	if s.Removed = n.removedAs(s); s.Removed != nil { // nothing else that the others' machines say is news
		s.Warnings = append(s.Warnings[:here],
			s.Removed.English()+". "+standing.LeftEnglish, s.Removed.Chinese()+"。"+standing.LeftChinese)
	}
	s.Leader = n.leader(ctx)
	s.Healthy = s.Running && len(s.Warnings) == 0
	return s, nil
}

// warnOfExpiry warns of certificates that have expired, or will soon.
func (n *Network) warnOfExpiry(s *Status) {
	for _, c := range s.Certificates {
		if err := c.expires(); err != nil && n.OwnAuthority() {
			s.warn("%v; the body's own authority signs: %s", err, doAsk)
		} else if err != nil {
			s.warn("%v", err)
		}
	}
}

// statusHere is what this machine knows by itself.
func (n *Network) statusHere() (*Status, error) {
	s := &Status{Data: n.Dir(), Channel: Channel, Running: n.Running() == nil}
	processes, err := n.recorded()
	if err != nil {
		return nil, err
	}
	for _, p := range processes {
		s.addProcess(p)
	}
	if s.Chaincode.Executable, err = fileHash(n.executable()); err != nil {
		s.warn("the program that runs as chaincode cannot be read: %v", err)
	}
	n.askDisk(s)
	return s, nil
}

// followWithin is Follow as Status does it.
func (n *Network) followWithin(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, statusWithin)
	defer cancel()
	return n.Follow(ctx)
}

func (s *Status) warn(format string, args ...any) {
	s.Warnings = append(s.Warnings, fmt.Sprintf(format, args...))
}

func (s *Status) addProcess(p Process) {
	alive := p.Alive()
	s.Processes = append(s.Processes, ProcessStatus{p, alive})
	if s.Running && !alive {
		s.warn("%s is not running (%s); the supervisor is starting it again", p.Name, p.LastExit)
	}
}

// askPeers fills in what the peers know. On a stopped network it only names them.
func (n *Network) askPeers(ctx context.Context, s *Status) {
	s.Bodies = make([]BodyStatus, len(n.facts.Bodies))
	s.Chaincode.Name = Chaincode
	if s.Running {
		within, cancel := context.WithTimeout(ctx, statusWithin)
		defer cancel()
		var all sync.WaitGroup
		for i := range n.facts.Bodies {
			b := &n.facts.Bodies[i]
			all.Go(func() { s.Bodies[i].ask(within, n, b) })
			all.Go(func() { s.Bodies[i].meet(within, n, b) })
			if b.Consenter > 0 {
				all.Go(func() { s.Bodies[i].reach(within, n, b) })
			}
		}
		all.Wait()
		n.askDefinition(ctx, s)
	}
	packages := n.servedPackages(s)
	for i := range n.facts.Bodies {
		b, answer := &n.facts.Bodies[i], &s.Bodies[i]
		answer.Body, answer.MSPID, answer.PackageID, answer.Shown = b.ID, b.MSPID, packages[b.ID].PackageID, n.shown(b, answer)
		answer.Peer = n.address(b, b.Ports.Peer)
		if b.Consenter > 0 {
			answer.Orderer = n.address(b, b.Ports.Orderer)
		}
		s.Height = max(s.Height, answer.Height)
		if answer.Error != "" {
			s.warn("the peer of %s does not answer: %s", b.ID, answer.Error)
		}
	}
	s.warnOfQuorum()
}

// warnOfQuorum says which orderers are away, and whether the others are enough.
func (s *Status) warnOfQuorum() {
	for _, b := range s.Bodies {
		if b.Away != "" {
			s.warn("the orderer of %s does not answer: %s", b.Body, b.Away)
		}
	}
	if o := s.orderers(); o.Stopped {
		s.warn("the ledger stands still: %d of %d bodies' orderers answer, and it takes %d; it goes on by itself when they are back",
			o.Answer, o.All, o.Needed)
	}
}

// servedPackages are those of the version in force or, on a stopped network, of the one that would be started. An upgrade that
// was not brought to its end is a warning.
func (n *Network) servedPackages(s *Status) map[string]code {
	versions, err := n.served()
	if err == nil && s.Chaincode.Version == "" {
		s.Chaincode.Version = versions[0]
	}
	e, editionErr := n.edition(s.Chaincode.Version)
	if err := errors.Join(err, editionErr); err != nil {
		s.warn("the chaincode's version cannot be read: %v", err)
		return nil
	}
	for _, version := range versions {
		if s.Running && version != s.Chaincode.Version {
			s.warn("an upgrade was not brought to its end: version %s is in force, and chaincode of version %s runs beside it; "+
				"run `linli network upgrade` again", s.Chaincode.Version, version)
		}
	}
	return e.Codes
}

// ask fills in what a body's peer says of itself.
func (s *BodyStatus) ask(ctx context.Context, n *Network, b *Body) {
	height, err := n.height(ctx, b)
	s.Height = height
	if err != nil {
		s.Error = err.Error()
	}
}

// reach looks whether a body's orderer takes connections, and is that body's.
func (s *BodyStatus) reach(ctx context.Context, n *Network, b *Body) {
	var err error
	if s.orderer, err = n.handshake(ctx, b, b.Ports.Orderer, b.ordererName()); err != nil {
		s.Away = err.Error()
	}
}

// meet has a body's peer show its certificate; that it does not answer is told by ask.
func (s *BodyStatus) meet(ctx context.Context, n *Network, b *Body) {
	s.peer, _ = n.handshake(ctx, b, b.Ports.Peer, b.peerName())
}

// height asks a body's peer how many blocks it has.
func (n *Network) height(ctx context.Context, b *Body) (height uint64, err error) {
	err = n.asAdmin(b, func(conn *grpc.ClientConn, admin identity.SigningIdentity) error {
		info, err := channel.GetBlockChainInfo(ctx, conn, admin, Channel)
		height = info.GetHeight()
		return err
	})
	return height, err
}

// askDefinition asks the peers, one after the other, until one knows the chaincode in use.
func (n *Network) askDefinition(ctx context.Context, s *Status) {
	var failed []error
	for i := range n.facts.Bodies {
		if s.Bodies[i].Error != "" {
			failed = append(failed, errors.New(s.Bodies[i].Error)) // nor does it answer this
			continue
		}
		err := n.asAdmin(&n.facts.Bodies[i], func(conn *grpc.ClientConn, admin identity.SigningIdentity) error {
			ctx, cancel := context.WithTimeout(ctx, statusWithin)
			defer cancel()
			d, err := chaincode.NewGateway(conn, admin).QueryCommittedWithName(ctx, Channel, Chaincode)
			s.Chaincode.Version, s.Chaincode.Sequence = d.GetVersion(), d.GetSequence()
			return err
		})
		if err == nil {
			return
		}
		failed = append(failed, err)
	}
	s.warn("no peer knows the chaincode in use: %v", errors.Join(failed...))
}

// leaderGauge has the consenter number of the leader.
const leaderGauge = "consensus_BFT_leader_id"

// leader asks the orderers, all at once as one may hang, which of them leads, and returns the body of the one that most name. An orderer
// that was just started does not know until the next block.
func (n *Network) leader(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, statusWithin)
	defer cancel()
	named := make([]uint64, len(n.facts.Bodies))
	var all sync.WaitGroup
	for i, b := range n.facts.Bodies {
		all.Go(func() { named[i], _ = n.Gauge(ctx, b.ID, "orderer", leaderGauge) }) // 0 if it does not answer
	}
	all.Wait()
	votes, best := map[uint64]int{}, ""
	for _, id := range named {
		leader := slices.IndexFunc(n.facts.Bodies, func(b Body) bool { return b.Consenter == id })
		if id == 0 || leader < 0 {
			continue
		}
		votes[id]++
		if votes[id] >= 2 || best == "" {
			best = n.facts.Bodies[leader].ID
		}
	}
	return best
}
