// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"encoding/json"
	"fmt"
	"strconv"
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
	"github.com/linli-project/linli/contract"
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
	text := err.Error()
	var textSb49 strings.Builder
	for _, detail := range status.Convert(err).Details() {
		if said, ok := detail.(*gateway.ErrorDetail); ok {
			textSb49.WriteString("\n  " + said.GetMspId() + ": " + said.GetMessage())
		}
	}
	text += textSb49.String()
	return text
}

// fails demands that a transaction was refused with the code.
func fails(t testing.TB, err error, code act.Code) {
	t.Helper()
	if err == nil {
		t.Errorf("accepted; want %s", code)
	} else if !strings.Contains(reason(err), string(code)+": ") {
		t.Errorf("refused otherwise than by %s: %s", code, reason(err))
	}
}

// A desk is a user of one body, connected to that body's peer.
type desk struct {
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
	d := &desk{channel: channel, ledger: channel.GetContract(network.Chaincode), system: channel.GetContract("qscc")}
	if desks.known == nil {
		desks.known = map[string]*desk{}
	}
	desks.known[body+" "+role] = d
	return d
}

func batch(t testing.TB, acts []act.Signed) string {
	t.Helper()
	raw, err := json.Marshal(acts)
	return string(must(t, raw, err))
}

func outcomes(t testing.TB, raw []byte) []contract.Outcome {
	t.Helper()
	var all []contract.Outcome
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return all
}

// read evaluates Read into doc and says whether there is such a document.
func (d *desk) read(t testing.TB, doc any, kind string, attributes ...string) bool {
	t.Helper()
	raw, err := d.ledger.EvaluateTransaction("Read", kind, asJSON(t, attributes))
	if must(t, raw, err); len(raw) == 0 {
		return false
	}
	done(t, json.Unmarshal(raw, doc))
	return true
}

// list evaluates List to the end: attributes joined by "~" → document.
func (d *desk) list(t testing.TB, kind string, attributes ...string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for bookmark, first := "", true; first || bookmark != ""; first = false {
		raw, err := d.ledger.EvaluateTransaction("List", kind, asJSON(t, attributes), "100", bookmark)
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

func asJSON(t testing.TB, doc any) string {
	t.Helper()
	raw, err := json.Marshal(doc)
	return string(must(t, raw, err))
}

// kinds are all documents that a community can have.
var kinds = []string{
	"community", "credential", "code", "seq", "act", "roll", "right", "unit", "owner", "designation", "objection", "objected", "invited", "drafts",
	"election", "key", "test", "proxy", "proxyload", "box", "reject", "tally", "tallied", "result",
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

func number(n int) string { return strconv.Itoa(n) }

// nameOf makes a community's id of a test's name, so that every test has its own.
func nameOf(t testing.TB, suffix string) string {
	name := strings.ToLower(strings.TrimPrefix(t.Name(), "Test"))
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, name)
	return fmt.Sprintf("%.50s%s", name, suffix)
}
