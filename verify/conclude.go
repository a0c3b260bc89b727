// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/linli-project/linli/verify/fabric"
)

// conclude writes what the checks that did not fail have shown. Where the judging ended early nothing else has been shown: a
// check that saw half a ledger and found nothing must not say PASS.
func (c *recounted) conclude(judge *fabric.Judge, trust Trust, shown []string) {
	r, s := c.report, judge.Summary()
	r.Anchored, r.Channel, r.Genesis, r.LastHash = s.Anchored, s.Channel, s.Genesis, s.LastHash
	r.Blocks, r.Transactions, r.Valid, r.Signatures, r.Keys = s.Blocks, s.Transactions, s.Valid, s.Signatures, s.Keys
	if s.Blocks == 0 {
		return
	}
	if s.Stopped {
		for _, check := range r.Checks {
			r.conclude(check.ID, NotProven, "checking ended at block %d", s.Blocks-1)
		}
		return
	}
	r.concludeBlocks(s)
	if r.Anchored {
		r.conclude(checkAnchor, Pass, "%d bodies, %d checkpoints", len(trust.Bodies), len(trust.Checkpoints))
	} else {
		r.conclude(checkAnchor, NotProven, "UNANCHORED: no trust file; whoever made this file chose its roots")
	}
	c.concludeReplay()
	c.recount(judge.State())
	if enough := trust.Enough(); r.Anchored {
		c.heads.conclude(r, enough)
	} else {
		c.heads.conclude(r, len(s.Members)/2+1)
	}
	c.heads.shown(r, shown, trust)
	r.nameTrusted(s)
}

// concludeBlocks is of what makes blocks valid. Two lines never say PASS: what no block can show is said at the place where a
// reader looks for it.
func (r *Report) concludeBlocks(s fabric.Summary) {
	r.conclude(checkFile, Pass, "%d blocks, %d bytes", s.Blocks, s.Size)
	r.conclude(checkChain, Pass, "")
	r.conclude(checkHash, Pass, "")
	r.conclude(checkReading, Pass, "")
	r.conclude(checkSigned, Pass, "at least %d orderers signed each block after block 0; at the end there are %d", s.FewestSigners,
		s.Orderers)
	r.conclude(checkConfig, Pass, "genesis and %d updates", s.Configs)
	r.conclude(checkTx, Pass, "%d transactions", s.Transactions)
	r.conclude(checkEndorsed, Pass, "%d valid transactions", s.Valid)
	r.conclude(checkValidity, Pass, "%d valid, %d not", s.Valid, s.Transactions-s.Valid)
	r.conclude(checkCommit, Pass, "")
	if s.Untidy == 0 {
		r.conclude(checkTidy, Pass, "")
	} else { // peers accept it: one client or orderer can bring it in, and that must not make the ledger unverifiable
		r.conclude(checkTidy, NotProven, "%d places hold such; first %v", s.Untidy, s.FirstUntidy)
	}
	r.conclude(checkLifecycle, NotProven,
		"%d transactions define chaincode; that the running chaincode is the defined package is each body's own word", s.Definitions)
	r.conclude(checkComplete, NotProven, "block %d is the last one here; compare its hash with a newer checkpoint", s.Blocks-1)
}

// concludeReplay is of the calls that were executed again.
func (c *recounted) concludeReplay() {
	r := c.report
	if len(c.unreplayed) > 0 {
		var names []string
		for _, name := range slices.Sorted(maps.Keys(c.unreplayed)) {
			names = append(names, fmt.Sprintf("%s (%d)", name, c.unreplayed[name]))
		}
		r.conclude(checkReplay, NotProven, "transactions of chaincodes or versions unknown here: %s", strings.Join(names, ", "))
		return
	}
	r.conclude(checkReplay, Pass, "%d transactions, %d of them queries", r.Replayed, c.queries)
	if c.rereads == r.Replayed {
		r.conclude(checkReads, Pass, "")
		return
	}
	r.conclude(checkReads, NotProven, "%d of %d transactions read other keys when executed again", r.Replayed-c.rereads, r.Replayed)
}

// nameTrusted says whose word it is that no check can replace: a report that ends with "accepted" owes its reader the names of
// those who could still have deceived him.
func (r *Report) nameTrusted(s fabric.Summary) {
	if s.Consensus == "BFT" {
		r.Trusted = append(r.Trusted,
			fmt.Sprintf("for the order, and that no other history was signed: fewer than %d of the orderers lie; at the end there are %d",
				s.Lying, s.Orderers))
	} else {
		r.Trusted = append(r.Trusted, "for the order: the one orderer that signed each block ("+s.Consensus+")")
	}
	r.Trusted = append(r.Trusted,
		"for who is a member: the authorities of "+strings.Join(s.Ever, ", "),
		"for times: the clients' clocks, which peers bound to their own")
}
