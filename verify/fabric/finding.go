// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"encoding/hex"
	"fmt"
	"slices"
)

// Check names what a finding is about: see the package's own comment for each.
type Check string

// The checks, in the order in which a block meets them. A finding of Validity alone may be a peer's false record; one of
// Transactions or Endorsements beside it says that something was recorded as valid that is not.
const (
	File         Check = "file"
	Chain        Check = "chain"
	Anchor       Check = "anchor"
	Data         Check = "data"
	Quorum       Check = "quorum"
	Config       Check = "config"
	Reading      Check = "reading"
	Transactions Check = "transactions"
	Endorsements Check = "endorsements"
	Validity     Check = "validity"
	Commit       Check = "commit"
)

// Finding is something that is not as it must be. A ledger with any is not to be believed. Its text is for people, and names what
// was found and what was to be.
type Finding struct {
	Check Check
	Block uint64
	Tx    string // empty if it is about the block
	Err   error
}

// Summary is what has been judged so far.
type Summary struct {
	Anchored                   bool   // genesis block and bodies were held against a trust
	Channel, Genesis, LastHash string // hashes (hex) of block headers
	Blocks                     uint64
	Size                       int // bytes of the blocks
	Transactions, Valid        int
	Signatures                 int64             // that were verified
	Keys                       int               // in the state
	Checkpoints                int               // of the trust file that were met
	Hashes                     map[uint64]string // (hex) of the headers that were asked for
	Configs                    int               // configurations after the first
	Definitions                int               // valid transactions that define chaincodes
	FewestSigners              int               // orderers under a block after the first
	Consensus                  string
	Orderers                   int      // in force at the end
	Lying                      int      // orderers (BFT) of a configuration that must lie before another history can be signed, at least
	Members                    []string // MSP ids of the bodies in force at the end
	Ever                       []string // MSP ids of all bodies that ever were

	// Untidy counts what is superfluous in the ledger, with the first of it. Peers accept it, and one client or one orderer can
	// bring it in, so it must not make a ledger unverifiable; but whoever reads on may want to know.
	Untidy      int
	FirstUntidy error

	Stopped bool // before the end: after the last of Blocks nothing can be judged
}

// Summary gives what has been judged so far. It is not to be asked from within Rows.
func (j *Judge) Summary() Summary {
	s := j.summary
	s.LastHash, s.Keys, s.Signatures = hex.EncodeToString(j.lastHash), j.world.keys(), j.signatures.Load()
	if c := j.config; c != nil {
		s.Consensus, s.Orderers, s.Members = c.consensus, len(c.consenters), c.mspIDs()
	}
	return s
}

// enforce takes a configuration for the blocks that come. Whoever was a body once, and orderers once, could have deceived then.
func (j *Judge) enforce(c *channelConfig) {
	j.config = c
	s, lying := &j.summary, 2*quorumOf(len(c.consenters))-len(c.consenters)
	if len(s.Ever) == 0 || lying < s.Lying {
		s.Lying = lying
	}
	ever := slices.Concat(s.Ever, c.mspIDs()) // a new one: summaries are handed out
	slices.Sort(ever)
	s.Ever = slices.Compact(ever)
}

// untidy notes something superfluous of a block, or with an id of one of its transactions.
func (j *Judge) untidy(block uint64, tx string, err error) {
	if err == nil {
		return
	}
	s := &j.summary
	if s.Untidy++; s.FirstUntidy != nil {
		return
	}
	if s.FirstUntidy = fmt.Errorf("block %d: %w", block, err); tx != "" {
		s.FirstUntidy = fmt.Errorf("block %d, transaction %s: %w", block, tx, err)
	}
}
