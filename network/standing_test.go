// SPDX-License-Identifier: Apache-2.0

package network_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/network/standing"
)

// org is a body as a configuration has it.
type org struct {
	host    string
	orders  bool // its orderer takes part
	renewed bool
}

func encode(t *testing.T, m proto.Message) []byte {
	t.Helper()
	raw, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// rootOf is a certificate that names a body, as the root of its members does.
func rootOf(t *testing.T, id string) []byte {
	t.Helper()
	seed := sha256.Sum256([]byte(id)) // the same certificate each time
	key := ed25519.NewKeyFromSeed(seed[:])
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "ca." + id + ".linli.internal"}}
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// configured is a block with a configuration of these bodies, by MSP.
func configured(t *testing.T, number uint64, orgs map[string]org) *common.Block {
	t.Helper()
	value := func(m proto.Message) *common.ConfigValue { return &common.ConfigValue{Value: encode(t, m)} }
	application, orderers := &common.ConfigGroup{Groups: map[string]*common.ConfigGroup{}}, &common.Orderers{}
	for _, id := range slices.Sorted(maps.Keys(orgs)) {
		o := orgs[id]
		roots := [][]byte{rootOf(t, id)}
		definition := &msp.MSPConfig{Config: encode(t, &msp.FabricMSPConfig{Name: id, RootCerts: roots, TlsRootCerts: roots})}
		anchors := &peer.AnchorPeers{AnchorPeers: []*peer.AnchorPeer{{Host: o.host, Port: 7051}}}
		application.Groups["the group of "+id] = &common.ConfigGroup{
			Values: map[string]*common.ConfigValue{"MSP": value(definition), "AnchorPeers": value(anchors)},
		}
		if o.orders {
			orderers.ConsenterMapping = append(orderers.ConsenterMapping, &common.Consenter{
				MspId: id, Host: o.host, Port: 7050, Identity: fmt.Appendf(nil, "%v", o.renewed),
			})
		}
	}
	root := &common.ConfigGroup{Groups: map[string]*common.ConfigGroup{
		"Application": application, "Orderer": {Values: map[string]*common.ConfigValue{"Orderers": value(orderers)}},
	}}
	header := &common.ChannelHeader{Type: int32(common.HeaderType_CONFIG), Timestamp: timestamppb.New(time.Unix(int64(number)*100, 0))}
	payload := &common.Payload{
		Header: &common.Header{ChannelHeader: encode(t, header)},
		Data:   encode(t, &common.ConfigEnvelope{Config: &common.Config{ChannelGroup: root}}),
	}
	return &common.Block{
		Header: &common.BlockHeader{Number: number},
		Data:   &common.BlockData{Data: [][]byte{encode(t, &common.Envelope{Payload: encode(t, payload)})}},
	}
}

// What configurations say otherwise than the one before is told by bodies.
func TestHistoryOfConfigurations(t *testing.T) {
	orgs := map[string]org{"AMSP": {host: "a", orders: true}, "BMSP": {host: "b", orders: true}}
	var h network.History
	number := uint64(0)
	read := func(change func()) []standing.Change {
		t.Helper()
		known := len(h.Changes)
		change()
		if err := h.Read(configured(t, number, orgs)); err != nil {
			t.Fatal(err)
		}
		number++
		if h.Next() != number {
			t.Errorf("next is %d after block %d", h.Next(), number-1)
		}
		return h.Changes[known:]
	}
	expect := func(got []standing.Change, want ...standing.Change) {
		t.Helper()
		for i := range want {
			want[i].Block, want[i].At = int64(number-1), int64(number-1)*100
		}
		if !slices.Equal(got, want) {
			t.Errorf("block %d: %+v, want %+v", number-1, got, want)
		}
	}
	expect(read(func() {}))
	expect(read(func() { orgs["CMSP"] = org{host: "c"} }), standing.Change{Kind: standing.Joined, MSP: "CMSP", To: "c:7051"})
	expect(read(func() { orgs["CMSP"] = org{host: "c", orders: true} }), standing.Change{Kind: standing.Admitted, MSP: "CMSP", To: "c:7050"})
	expect(read(func() { orgs["AMSP"] = org{host: "new", orders: true} }),
		standing.Change{Kind: standing.Moved, MSP: "AMSP", From: "a:7051", To: "new:7051"},
		standing.Change{Kind: standing.Moved, MSP: "AMSP", From: "a:7050", To: "new:7050"})
	expect(read(func() { orgs["BMSP"] = org{host: "b", orders: true, renewed: true} }), standing.Change{Kind: standing.Renewed, MSP: "BMSP"})
	expect(read(func() { orgs["BMSP"] = org{host: "b"} }), standing.Change{Kind: standing.Followed, MSP: "BMSP", From: "b:7050"})
	expect(read(func() { delete(orgs, "BMSP") }), standing.Change{Kind: standing.Left, MSP: "BMSP", From: "b:7051"})
	expect(read(func() {}), standing.Change{Kind: standing.Other})
	if since := h.Since("CMSP"); since != (standing.Since{Block: 1, At: 100}) {
		t.Errorf("C since %+v", since)
	}
	if since := h.Since("BMSP"); since != (standing.Since{At: 100}) {
		t.Errorf("B, who left, since %+v", since)
	}
}

// A configuration without a body says to it that it was removed, in which block and when; one that has it does not.
func TestRemovalIn(t *testing.T) {
	orgs := map[string]org{"AMSP": {host: "a", orders: true}, "BMSP": {host: "b"}}
	if r, err := network.RemovalIn(configured(t, 7, orgs), "b"); r != nil || err != nil {
		t.Errorf("it is there: %+v %v", r, err)
	}
	r, err := network.RemovalIn(configured(t, 7, orgs), "c")
	if err != nil || r == nil || r.Block != 7 || r.At != 700 {
		t.Errorf("it is not there: %+v %v", r, err)
	}
}

// A real network tells everybody who runs it since when, who answers, and by which rules.
func TestStanding(t *testing.T) {
	n := networktest.Network(t)
	s := status(t, n)
	client, err := n.Connect(t.Context(), n.Bodies()[0].ID, network.Client)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var h network.History
	for block, err := range ledger.Blocks(t.Context(), client, 0, s.Height-1) {
		if err == nil {
			err = h.Read(block)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	told := n.Standing(s, &h, n.Bodies()[0].ID, time.Now())
	rules := standing.Rules{Version: network.FirstVersion, Sequence: 1}
	if told.Orderers != standing.Count(4, 3, 4) || told.Program == "" || told.Rules != rules {
		t.Errorf("%+v", told)
	}
	if len(told.Changes) != 1 || told.Changes[0].Kind != standing.Began || told.Changes[0].To != network.FirstVersion {
		t.Errorf("changes %+v", told.Changes)
	}
	for _, b := range told.Bodies {
		first, _ := b.First()
		if !b.Orderer || !b.Peer || b.Height == 0 || len(b.Certificates) != 4 || b.Since.Block != 0 || b.Since.At != told.Changes[0].At ||
			first.Use != standing.OrdererTLS && first.Use != standing.PeerTLS {
			t.Errorf("%+v", b)
		}
	}
}

// Peers of this machine have its clock.
func TestApart(t *testing.T) {
	n := networktest.Network(t)
	for _, b := range n.Bodies() {
		if apart, err := n.Apart(t.Context(), b.ID); apart.Abs() > network.ClockApart || err != nil {
			t.Errorf("%s: %v %v", b.ID, apart, err)
		}
	}
}

// While the orderers of two bodies hang, the network is told to stand still, and who does not answer; no more when they go on.
func TestStandstill(t *testing.T) {
	n := networktest.Network(t)
	bodies := n.Bodies()
	signal := func(s syscall.Signal) {
		for _, p := range status(t, n).Processes {
			if p.Name == "orderer-"+bodies[2].ID || p.Name == "orderer-"+bodies[3].ID {
				if err := syscall.Kill(p.PID, s); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	told := func() standing.Standing {
		return n.Standing(status(t, n), &network.History{}, bodies[0].ID, time.Now())
	}
	defer signal(syscall.SIGCONT)
	signal(syscall.SIGSTOP)
	if now := told(); now.Orderers != standing.Count(4, 3, 2) || !now.Orderers.Stopped || !now.Bodies[1].Orderer || now.Bodies[2].Orderer ||
		!now.Bodies[2].Peer || now.Rules.Version == "" {
		t.Errorf("%+v", now)
	}
	signal(syscall.SIGCONT)
	if now := told(); now.Orderers != standing.Count(4, 3, 4) {
		t.Errorf("afterwards %+v", now)
	}
	probe(t, n, bodies[0].ID)
}

// While the first body's orderer hangs, the others still say who leads.
func TestLeaderIsNamedByTheOthers(t *testing.T) {
	n := networktest.Network(t)
	pid := networktest.Process(t, n, "orderer-"+n.Bodies()[0].ID).PID
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	led := status(t, n).Leader
	if err := syscall.Kill(pid, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if led == "" {
		t.Error("nobody leads")
	}
	probe(t, n, "owners")
}
