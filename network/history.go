// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer/lifecycle"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/standing"
	"github.com/linli-project/linli/verify/fabric"
)

// History is how it came to be who runs the ledger, and by which rules: read from the blocks that hold a configuration or define the
// chaincode, one after the other. The zero value has read none.
type History struct {
	Changes []standing.Change // in order
	since   map[string]standing.Since
	members map[string]configured // by MSP
	next    uint64                // what has a lower number is read
	version string
}

// configured is what the channel says of a body, as far as a change of it is told.
type configured struct {
	peer, orderer string // addresses; no orderer while it follows
	certificates  []byte // a hash
}

// Next is the number from which on blocks are not read yet.
func (h *History) Next() uint64 { return h.next }

// Since is from which block on a body is there. Who was there from the first block on is so since the rules were agreed: that block
// has no time.
func (h *History) Since(mspID string) standing.Since {
	since := h.since[mspID]
	if since.Block == 0 && len(h.Changes) > 0 {
		since.At = h.Changes[0].At
	}
	return since
}

// Read takes the next block that holds a configuration or defines the chaincode.
func (h *History) Read(block *common.Block) error {
	b := ledger.Decode(block, fabric.Lifecycle)
	for i, tx := range b.Transactions {
		at := standing.Since{Block: int64(b.Number), At: tx.Timestamp.Unix()} //nolint:gosec // far below
		switch {
		case b.Config:
			if err := h.configure(block.GetData().GetData()[i], at); err != nil {
				return err
			}
		case tx.Code == peer.TxValidationCode_VALID:
			if err := h.define(tx.Writes, at); err != nil {
				return err
			}
		}
	}
	h.next = b.Number + 1
	return nil
}

// define notes another version of the rules.
func (h *History) define(writes []ledger.Write, at standing.Since) error {
	for _, w := range writes {
		if w.Key != "namespaces/fields/"+Chaincode+"/EndorsementInfo" {
			continue
		}
		data, info := &lifecycle.StateData{}, &lifecycle.ChaincodeEndorsementInfo{}
		if err := proto.Unmarshal(w.Value, data); err != nil {
			return err
		}
		if err := proto.Unmarshal(data.GetBytes(), info); err != nil {
			return err
		}
		kind := standing.Upgraded
		if h.version == "" {
			kind = standing.Began
		}
		h.note(at, kind, "", h.version, info.GetVersion())
		h.version = info.GetVersion()
	}
	return nil
}

// configure notes what a configuration says otherwise than the one before.
func (h *History) configure(envelope []byte, at standing.Since) error {
	is, err := membersOf(envelope)
	if err != nil {
		return err
	}
	was, known := h.members, len(h.Changes)
	if h.since == nil {
		h.since = map[string]standing.Since{}
	}
	h.members = is
	for _, id := range slices.Sorted(maps.Keys(is)) {
		if _, there := was[id]; !there {
			h.since[id] = at
		}
		if was != nil {
			h.compare(at, id, was[id], is[id])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(was)) {
		if _, there := is[id]; !there {
			delete(h.since, id)
			h.note(at, standing.Left, id, was[id].peer, "")
		}
	}
	if was != nil && len(h.Changes) == known {
		h.note(at, standing.Other, "", "", "")
	}
	return nil
}

func (h *History) compare(at standing.Since, id string, was, is configured) {
	switch {
	case was.peer == "":
		h.note(at, standing.Joined, id, "", is.peer)
	case was.peer != is.peer:
		h.note(at, standing.Moved, id, was.peer, is.peer)
	}
	switch {
	case was.orderer == is.orderer:
	case was.orderer == "":
		h.note(at, standing.Admitted, id, "", is.orderer)
	case is.orderer == "":
		h.note(at, standing.Followed, id, was.orderer, "")
	default:
		h.note(at, standing.Moved, id, was.orderer, is.orderer)
	}
	if was.orderer != "" && is.orderer != "" && !bytes.Equal(was.certificates, is.certificates) {
		h.note(at, standing.Renewed, id, "", "")
	}
}

func (h *History) note(at standing.Since, kind standing.Kind, mspID, from, to string) {
	h.Changes = append(h.Changes, standing.Change{Block: at.Block, At: at.At, Kind: kind, MSP: mspID, From: from, To: to})
}

// membersOf reads who the bodies are from a configuration.
func membersOf(raw []byte) (map[string]configured, error) {
	envelope, payload, config := &common.Envelope{}, &common.Payload{}, &common.ConfigEnvelope{}
	orderers := &common.Orderers{}
	if err := proto.Unmarshal(raw, envelope); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(envelope.GetPayload(), payload); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(payload.GetData(), config); err != nil {
		return nil, err
	}
	groups := config.GetConfig().GetChannelGroup().GetGroups()
	if err := proto.Unmarshal(groups["Orderer"].GetValues()["Orderers"].GetValue(), orderers); err != nil {
		return nil, err
	}
	all := map[string]configured{}
	for _, org := range groups["Application"].GetGroups() {
		id, m, err := memberOf(org)
		if err != nil {
			return nil, err
		}
		for _, c := range orderers.GetConsenterMapping() {
			if c.GetMspId() == id {
				m.orderer = at(c.GetHost(), int(c.GetPort()))
				m.certificates = hashOf(m.certificates, c.GetIdentity(), c.GetServerTlsCert(), c.GetClientTlsCert())
			}
		}
		all[id] = m
	}
	return all, nil
}

func memberOf(org *common.ConfigGroup) (id string, m configured, err error) {
	definition, of, anchors := &msp.MSPConfig{}, &msp.FabricMSPConfig{}, &peer.AnchorPeers{}
	if err := proto.Unmarshal(org.GetValues()["MSP"].GetValue(), definition); err != nil {
		return "", m, err
	}
	if err := proto.Unmarshal(definition.GetConfig(), of); err != nil {
		return "", m, err
	}
	if err := proto.Unmarshal(org.GetValues()["AnchorPeers"].GetValue(), anchors); err != nil {
		return "", m, err
	}
	m.peer = "–" // a body that names no place of its peer is there all the same
	if all := anchors.GetAnchorPeers(); len(all) > 0 {
		m.peer = at(all[0].GetHost(), int(all[0].GetPort()))
	}
	m.certificates = hashOf(append(of.GetRootCerts(), of.GetTlsRootCerts()...)...)
	return of.GetName(), m, nil
}

func hashOf(parts ...[]byte) []byte {
	sum := sha256.Sum256(bytes.Join(parts, []byte{0}))
	return sum[:]
}
