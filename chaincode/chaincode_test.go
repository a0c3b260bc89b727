// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"github.com/hyperledger/fabric-gateway/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"google.golang.org/grpc/status"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

func TestMain(m *testing.M) {
	networktest.Main(m, chaincode.New)
}

// must fails the test on an error; for what is only preparation.
func must[T any](t testing.TB, value T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(reason(err))
	}
	return value
}

// done is must for calls that return nothing but an error.
func done(t testing.TB, err error) {
	t.Helper()
	must(t, 0, err)
}

// reason is an error with what the peers said, which gRPC keeps apart.
func reason(err error) string {
	said := []string{err.Error()}
	for _, detail := range status.Convert(err).Details() {
		if peer, ok := detail.(*gateway.ErrorDetail); ok {
			said = append(said, peer.GetMspId()+": "+peer.GetMessage())
		}
	}
	return strings.Join(said, "\n  ")
}

var refusal = regexp.MustCompile(`chaincode response 500, ([A-Z_]+)\b`)

// coded is an error of a call with the code that the peers gave.
func coded(err error) error {
	if err == nil {
		return nil
	}
	if found := refusal.FindStringSubmatch(reason(err)); found != nil {
		return fmt.Errorf("%w: %s", act.Refuse(act.Code(found[1])), reason(err))
	}
	return err
}

// A desk is a user of one body, connected to that body's peer.
type desk struct {
	gateway *client.Gateway
	channel *client.Network
	ledger  *client.Contract // Linli's chaincode
	system  *client.Contract // the peer's own: blocks and height
}

// desks are the connections of this test run, by body and role.
var desks struct {
	sync.Mutex
	known map[string]*desk
}

func deskOf(t testing.TB, n *network.Network, body, role string) *desk {
	t.Helper()
	desks.Lock()
	defer desks.Unlock()
	if d := desks.known[body+" "+role]; d != nil {
		return d
	}
	msp, certPEM, keyPEM, err := n.Identity(body, role)
	done(t, err)
	cert, err := identity.CertificateFromPEM(certPEM)
	done(t, err)
	user, err := identity.NewX509Identity(msp, cert)
	done(t, err)
	key, err := identity.PrivateKeyFromPEM(keyPEM)
	done(t, err)
	sign, err := identity.NewPrivateKeySign(key)
	done(t, err)
	peer, err := n.Peer(body)
	done(t, err)
	conn, err := peer.Dial()
	done(t, err)
	gw, err := client.Connect(user, client.WithSign(sign), client.WithHash(hash.SHA256), client.WithClientConnection(conn))
	done(t, err)
	channel := gw.GetNetwork(network.Channel)
	d := &desk{gateway: gw, channel: channel, ledger: channel.GetContract(network.Chaincode), system: channel.GetContract("qscc")}
	if desks.known == nil {
		desks.known = map[string]*desk{}
	}
	desks.known[body+" "+role] = d
	return d
}

// list evaluates List to the end: attributes joined by "~" → document.
func (d *desk) list(t testing.TB, kind string, attributes ...string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for bookmark, first := "", true; first || bookmark != ""; first = false {
		raw, err := d.ledger.EvaluateTransaction("List", kind, town.JSON(t, attributes), "100", bookmark)
		must(t, raw, err)
		var page chaincode.Page
		done(t, json.Unmarshal(raw, &page))
		for _, item := range page.Items {
			all[strings.Join(item.Attributes, "~")] = string(item.Value)
		}
		bookmark = page.Bookmark
	}
	return all
}

// kinds are all documents that a community can have.
var kinds = []string{
	"founding", "community", "officers", "offices", "credential", "code", "seq", "act", "roll", "right", "unit", "owner", "designation",
	"objection", "objected", "invited", "drafts", "election", "key", "test", "proxy", "proxyload", "box", "reject", "alone",
	"tally", "tallied", "result",
}

// dump is the whole world state of a community.
func (d *desk) dump(t testing.TB, community string) map[string]string {
	t.Helper()
	state := map[string]string{}
	for _, kind := range kinds {
		for key, value := range d.list(t, kind, community) {
			state[kind+"~"+key] = value
		}
	}
	return state
}

func changes(before, after map[string]string) []string {
	var all []string
	for key, value := range after {
		if before[key] != value {
			all = append(all, "written: "+key)
		}
	}
	for key := range before {
		if _, ok := after[key]; !ok {
			all = append(all, "deleted: "+key)
		}
	}
	return all
}

func unchanged(t testing.TB, before, after map[string]string) {
	t.Helper()
	if diff := changes(before, after); len(diff) > 0 {
		t.Errorf("the world state changed:\n%s", strings.Join(diff, "\n"))
	}
}

// nameOf makes a community's id of a test's name, so that every test has its own.
func nameOf(t testing.TB) string {
	name := strings.ToLower(strings.TrimPrefix(t.Name(), "Test"))
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, name)
	return fmt.Sprintf("%.50s", name)
}
