// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"slices"
	"sync"
	"time"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// together are the bodies that a peer is asked to have endorse all at once. Left to itself it asks its own body first and then, when that
// has answered, the others that discovery names. Whoever endorsed like that endorses the next transactions too, until it fails once.
type together struct {
	mu     sync.Mutex
	bodies []string  // their MSP ids; none if they are not known
	apart  time.Time // until then nobody is asked at once
}

const (
	// endorseTogetherIn is the longest that the bodies may take that are asked at once, until the peer is left to itself. Of a body that
	// hangs it knows by then (aliveExpirationTimeout in core.yaml), and does not ask it any more.
	endorseTogetherIn = 12 * time.Second
	// apartFor is how long the peer is left to itself after it failed: a body that is behind or gone will fail again.
	apartFor = 10 * time.Second
)

// ask returns the bodies to ask at once, none to leave it to the peer.
func (t *together) ask() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if time.Now().Before(t.apart) {
		return nil
	}
	return t.bodies
}

// failed has the peer be left to itself for a while, and find out anew who endorses.
func (t *together) failed() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bodies, t.apart = nil, time.Now().Add(apartFor)
}

// forget is called when the channel's configuration changes: it may need others now.
func (t *together) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bodies = nil
}

// learn takes it from a transaction who endorses, the peer's own body among them: only its refusal counts.
func (t *together) learn(endorsed *client.Transaction, own string) {
	t.mu.Lock()
	known := t.bodies != nil
	t.mu.Unlock()
	if known {
		return
	}
	bodies := endorsersOf(endorsed)
	if !slices.Contains(bodies, own) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bodies = bodies
}

// endorsersOf are the MSP ids of those who endorsed, none if they cannot be read.
func endorsersOf(endorsed *client.Transaction) (bodies []string) {
	raw, err := endorsed.Bytes()
	var prepared gateway.PreparedTransaction
	if err != nil || !read(raw, &prepared) {
		return nil
	}
	var payload common.Payload
	var body peer.Transaction
	var call peer.ChaincodeActionPayload
	if !read(prepared.GetEnvelope().GetPayload(), &payload) || !read(payload.GetData(), &body) || len(body.GetActions()) != 1 ||
		!read(body.GetActions()[0].GetPayload(), &call) {
		return nil
	}
	for _, e := range call.GetAction().GetEndorsements() {
		var id msp.SerializedIdentity
		if !read(e.GetEndorser(), &id) {
			return nil
		}
		bodies = append(bodies, id.GetMspid())
	}
	return bodies
}
