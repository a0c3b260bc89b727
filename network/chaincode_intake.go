// SPDX-License-Identifier: Apache-2.0

package network

import (
	"sync"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// A chaincode process starts on every call at once that its peer sends it. What strangers' calls may hold of its memory is
// bounded here, before anything of them is read. A call's message has its arguments twice: alone, and in the proposal.
const (
	largestCall = 5 << 20  // bytes of one message: what a call may have (contract.MaxCall) twice, and its certificates
	callsAtOnce = 32 << 20 // bytes of all calls that have no answer yet
	leastCall   = 16 << 10 // what the smallest call is taken for
)

// Answers to calls that are not let in, as the chaincode's own refusals read.
const (
	refusedAsLarge = "BAD_ARGUMENTS"
	refusedAsBusy  = "BUSY"
)

// gate serves a peer's streams through intakes.
type gate struct{ *shim.ChaincodeServer }

// Connect serves one stream.
func (g gate) Connect(stream peer.Chaincode_ConnectServer) error {
	return g.ChaincodeServer.Connect(&intake{Chaincode_ConnectServer: stream, open: map[call]int{}})
}

// intake is a peer's stream to its chaincode, which lets in only so many bytes of calls at a time.
type intake struct {
	peer.Chaincode_ConnectServer
	sending sync.Mutex

	mu    sync.Mutex
	open  map[call]int // bytes of each call that has no answer yet
	bytes int          // of all of them
}

// call names one call of a stream.
type call struct{ channel, tx string }

// Recv returns the peer's next message. Calls for which there is no room are answered here.
func (in *intake) Recv() (*peer.ChaincodeMessage, error) {
	for {
		m, err := in.Chaincode_ConnectServer.Recv()
		if err != nil {
			return nil, err
		}
		refusal := in.admit(m)
		if refusal == "" {
			return m, nil
		}
		if err := in.refuse(m, refusal); err != nil {
			return nil, err
		}
	}
}

// admit makes room for a call, or says why there is none.
func (in *intake) admit(m *peer.ChaincodeMessage) (refusal string) {
	if m.GetType() != peer.ChaincodeMessage_TRANSACTION && m.GetType() != peer.ChaincodeMessage_INIT {
		return ""
	}
	size := max(proto.Size(m), leastCall)
	if size > largestCall {
		return refusedAsLarge
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.bytes+size > callsAtOnce {
		return refusedAsBusy
	}
	in.bytes += size
	in.open[call{m.GetChannelId(), m.GetTxid()}] += size
	return ""
}

func (in *intake) refuse(m *peer.ChaincodeMessage, why string) error {
	payload, err := proto.Marshal(&peer.Response{Status: shim.ERROR, Message: why})
	if err != nil {
		return err
	}
	return in.send(&peer.ChaincodeMessage{
		Type: peer.ChaincodeMessage_COMPLETED, Payload: payload, Txid: m.GetTxid(), ChannelId: m.GetChannelId(),
	})
}

// Send sends a message to the peer; with the answer to a call its room is free again.
func (in *intake) Send(m *peer.ChaincodeMessage) error {
	if m.GetType() == peer.ChaincodeMessage_COMPLETED || m.GetType() == peer.ChaincodeMessage_ERROR {
		in.mu.Lock()
		done := call{m.GetChannelId(), m.GetTxid()}
		in.bytes -= in.open[done]
		delete(in.open, done)
		in.mu.Unlock()
	}
	return in.send(m)
}

func (in *intake) send(m *peer.ChaincodeMessage) error {
	in.sending.Lock()
	defer in.sending.Unlock()
	return in.Chaincode_ConnectServer.Send(m)
}
