// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
)

// Trust is what is believed before a ledger is read: the only input of a judgement beside the blocks. It must come from elsewhere
// than the blocks do; a root that is taken from the ledger under test shows that the ledger agrees with itself, which any forgery
// does.
type Trust struct {
	Channel     string
	Genesis     string // hex SHA-256 of block 0's header; empty: nothing is believed
	Bodies      []Body
	Checkpoints []Checkpoint
	Asked       []uint64 // blocks whose hashes the summary tells; nothing is believed of them
}

// Body is an organization with the root certificates (DER) of its members.
type Body struct {
	MSPID string
	Roots [][]byte
}

// Checkpoint is a block's number and the hex SHA-256 of its header, seen at some time. It is what a stranger can hold against a
// quorum of orderers that signed a second history, and against an exporter who leaves off the end.
type Checkpoint struct {
	Block uint64
	Hash  string
}

func (t Trust) anchored() bool { return t.Genesis != "" }

// matches compares the bodies of the trust file with those of a channel configuration: same bodies, same roots.
func (t Trust) matches(config *channelConfig) error {
	if t.Channel != config.channel {
		return fmt.Errorf("channel is %q, the trust file says %q", config.channel, t.Channel)
	}
	trusted := map[string]bool{}
	for _, body := range t.Bodies {
		defined := config.msps[body.MSPID]
		if defined == nil {
			return fmt.Errorf("body %s of the trust file is not in the genesis block", body.MSPID)
		}
		if !slices.EqualFunc(slices.SortedFunc(slices.Values(body.Roots), bytes.Compare), defined.rootDERs, bytes.Equal) {
			return fmt.Errorf("root certificates of body %s differ from the trust file", body.MSPID)
		}
		trusted[body.MSPID] = true
	}
	for id := range config.msps {
		if !trusted[id] {
			return fmt.Errorf("body %s of the genesis block is not in the trust file", id)
		}
	}
	return nil
}

// TrustFrom takes a genesis block (marshalled) at its word: its hash, channel, bodies and their roots. It is for whoever saw it
// made.
func TrustFrom(genesis []byte) (Trust, error) {
	b, err := parseBlock(genesis)
	if err != nil {
		return Trust{}, err
	}
	config, err := genesisConfig(b)
	if err != nil {
		return Trust{}, fmt.Errorf("read genesis block: %w", err)
	}
	t := Trust{Channel: config.channel, Genesis: hex.EncodeToString(headerHash(b.GetHeader()))}
	for _, id := range config.mspIDs() {
		t.Bodies = append(t.Bodies, Body{MSPID: id, Roots: config.msps[id].rootDERs})
	}
	return t, nil
}

// Mark is a checkpoint at the given block (marshalled).
func Mark(block []byte) (Checkpoint, error) {
	b, err := parseBlock(block)
	if err != nil {
		return Checkpoint{}, err
	}
	return Checkpoint{Block: b.GetHeader().GetNumber(), Hash: hex.EncodeToString(headerHash(b.GetHeader()))}, nil
}
