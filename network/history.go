// SPDX-License-Identifier: Apache-2.0

package network

import (
	"maps"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer/lifecycle"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/change"
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
	certificates  string // one after the other
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
	for _, tx := range b.Transactions {
		at := standing.Since{Block: int64(b.Number), At: tx.Timestamp.Unix()} //nolint:gosec // far below
		switch {
		case b.Config:
			if err := h.configure(block, at); err != nil {
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
func (h *History) configure(block *common.Block, at standing.Since) error {
	is, err := bodiesIn(block)
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
	if was.orderer != "" && is.orderer != "" && was.certificates != is.certificates {
		h.note(at, standing.Renewed, id, "", "")
	}
}

func (h *History) note(at standing.Since, kind standing.Kind, mspID, from, to string) {
	h.Changes = append(h.Changes, standing.Change{Block: at.Block, At: at.At, Kind: kind, MSP: mspID, From: from, To: to})
}

// bodiesIn reads who the bodies are from a block with a configuration.
func bodiesIn(block *common.Block) (map[string]configured, error) {
	config, err := change.Open(block)
	if err != nil {
		return nil, err
	}
	bodies, err := change.Bodies(config.Group)
	if err != nil {
		return nil, err
	}
	all := map[string]configured{}
	for _, b := range bodies {
		m := configured{peer: at(b.Host, b.PeerPort), certificates: b.Signing.PEM() + b.TLS.PEM()}
		if c := b.Consenter; c != nil {
			m.orderer = at(c.GetHost(), int(c.GetPort()))
			m.certificates += string(c.GetIdentity()) + string(c.GetServerTlsCert()) + string(c.GetClientTlsCert())
		}
		all[b.MSPID] = m
	}
	return all, nil
}
