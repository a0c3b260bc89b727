// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/orderer"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// lie is what an orderer that lies makes of one block, and what came of it.
type lie struct {
	name string
	want string // of refused, dropped and kept
	tell func(*common.Block)

	honest, told *common.Block
	again        bool // it was asked for the block again: the peer did not take it as it was told
}

// largestMessage is what orderers send and peers take of one another, in bytes.
const largestMessage = 100 << 20

// liar is a body's orderer that delivers other metadata than its fellows: the true orderer behind it orders and signs, and the
// liar hands on its blocks. Headers alone, by which a peer finds that its orderer is slow, it keeps to itself: how long a large block
// takes on this machine is not the question.
type liar struct {
	orderer.UnimplementedAtomicBroadcastServer
	truth   orderer.AtomicBroadcastClient
	address string
	root    string // file with the certificate that signed its own

	mu      sync.Mutex
	lies    []*lie // one a block, in this order
	told    map[uint64]*lie
	streams int // of blocks, that peers asked for
}

// ordererFile is one of the files of a body's orderer.
func ordererFile(n *network.Network, body string, path ...string) string {
	domain := body + ".linli.internal"
	dir := filepath.Join(n.Dir(), "network", "crypto", "peerOrganizations", domain, "orderers", "orderer."+domain)
	return filepath.Join(append([]string{dir}, path...)...)
}

// ordererOf is who a body's orderer signs as.
func ordererOf(t *testing.T, n *network.Network, o network.Orderer) user {
	t.Helper()
	cert, err := os.ReadFile(ordererFile(n, o.Body, "msp", "signcerts", o.ServerName+"-cert.pem"))
	done(t, err)
	raw, err := os.ReadFile(ordererFile(n, o.Body, "msp", "keystore", "priv_sk"))
	done(t, err)
	block, _ := pem.Decode(raw)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	done(t, err)
	return user{&msp.SerializedIdentity{Mspid: o.MSPID, IdBytes: cert}, key.(*ecdsa.PrivateKey)}
}

// startLiar serves as an orderer, with its own certificate, until the test ends.
func startLiar(t *testing.T, n *network.Network, of network.Orderer) *liar {
	t.Helper()
	cert, err := tls.LoadX509KeyPair(ordererFile(n, of.Body, "tls", "server.crt"), ordererFile(n, of.Body, "tls", "server.key"))
	done(t, err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(of.TLSRootPEM)
	conn, err := grpc.NewClient("passthrough:///"+of.Address, grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(largestMessage)),
		grpc.WithTransportCredentials(credentials.NewClientTLSFromCert(roots, of.ServerName)))
	done(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	done(t, err)
	l := &liar{
		truth: orderer.NewAtomicBroadcastClient(conn), address: listener.Addr().String(),
		root: ordererFile(n, of.Body, "tls", "ca.crt"), told: map[uint64]*lie{},
	}
	server := grpc.NewServer(grpc.Creds(credentials.NewServerTLSFromCert(&cert)))
	orderer.RegisterAtomicBroadcastServer(server, l)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return l
}

// Deliver is the orderers' own service. The request is the peer's, and the true orderer is asked with it.
func (l *liar) Deliver(to orderer.AtomicBroadcast_DeliverServer) error {
	request, err := to.Recv()
	if err != nil {
		return err
	}
	seek, err := seekOf(request)
	if err != nil {
		return err
	}
	if seek.GetContentType() != orderer.SeekInfo_BLOCK {
		<-to.Context().Done()
		return to.Context().Err()
	}
	from, err := l.truth.Deliver(to.Context())
	if err != nil {
		return err
	}
	if err := from.Send(request); err != nil {
		return err
	}
	l.mu.Lock()
	l.streams++
	l.mu.Unlock()
	for {
		response, err := from.Recv()
		if err != nil {
			return err
		}
		if block := response.GetBlock(); block != nil {
			l.lieOf(block)
		}
		if err := to.Send(response); err != nil {
			return err
		}
	}
}

func seekOf(request *common.Envelope) (*orderer.SeekInfo, error) {
	payload, seek := &common.Payload{}, &orderer.SeekInfo{}
	if err := proto.Unmarshal(request.GetPayload(), payload); err != nil {
		return nil, err
	}
	return seek, proto.Unmarshal(payload.GetData(), seek)
}

// lieOf tells the next lie about a block; the truth, if it is asked again or no lie is left.
func (l *liar) lieOf(block *common.Block) {
	l.mu.Lock()
	defer l.mu.Unlock()
	number := block.GetHeader().GetNumber()
	if before := l.told[number]; before != nil {
		before.again = true
		return
	}
	if len(l.lies) == 0 {
		return
	}
	next := l.lies[0]
	l.lies, l.told[number] = l.lies[1:], next
	next.honest = proto.CloneOf(block)
	next.tell(block)
	next.told = proto.CloneOf(block)
}

// lieNext has the next block lied about.
func (l *liar) lieNext(next *lie) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lies = append(l.lies, next)
}

// asked waits until a peer takes its blocks from the liar.
func (l *liar) asked(t *testing.T) {
	t.Helper()
	await(t, func() error {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.streams == 0 {
			return errors.New("no peer asks the liar for blocks")
		}
		return nil
	})
}

// await waits until something is so.
func await(t *testing.T, f func() error) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if err = f(); err == nil {
			return
		}
	}
	t.Fatal(err)
}

// divert has a body's peer take all blocks from the liar: peers choose an orderer by chance, so for every one it finds him.
func divert(t *testing.T, n *network.Network, body string, to *liar) {
	t.Helper()
	file := filepath.Join(n.Dir(), "config", "peer-"+body, "core.yaml")
	honest, err := os.ReadFile(file)
	done(t, err)
	orderers, err := n.Orderers()
	done(t, err)
	const setting = "addressOverrides:"
	var list strings.Builder
	list.WriteString(setting)
	for _, o := range orderers {
		fmt.Fprintf(&list, "\n      - {from: %q, to: %q, caCertsFile: %q}", o.Address, to.address, to.root)
	}
	diverted := strings.Replace(string(honest), setting, list.String(), 1)
	if diverted == string(honest) {
		t.Fatalf("%s has no %s", file, setting)
	}
	restart := func(config string) {
		done(t, os.WriteFile(file, []byte(config), 0o600))
		done(t, n.Kill("peer-"+body))
	}
	t.Cleanup(func() { restart(string(honest)) })
	restart(diverted)
}

// ledgerOf is the ledger as one body's peer has it, and no other.
func ledgerOf(t *testing.T, n *network.Network, body string) *village.Ledger {
	t.Helper()
	p, err := n.Peer(body)
	done(t, err)
	config := ledger.Config{
		Channel: network.Channel, Chaincode: network.Chaincode,
		Peers: []ledger.Peer{{Address: p.Address, ServerName: p.ServerName, TLSRootPEM: p.TLSRootPEM, MSPID: p.MSPID}},
	}
	config.MSPID, config.CertPEM, config.KeyPEM, err = n.Identity(body, network.Client)
	done(t, err)
	client, err := ledger.Connect(t.Context(), config)
	done(t, err)
	t.Cleanup(client.Close)
	return &village.Ledger{Client: client, Network: n}
}
