// SPDX-License-Identifier: Apache-2.0

package crashtest

import (
	"fmt"
	"strings"
	"time"
)

// heightGauge is the number of an orderer's blocks.
const heightGauge = "ledger_blockchain_height"

// whole waits until every process runs and all peers and orderers have the same blocks. Four bodies bear one that
// fails, so the next may fail only then. A leader to whom the others' votes for the last block are lost learns of it when there is
// something to order again: after a minute there is.
func (p *poll) whole() {
	p.Helper()
	deadline, stir := time.Now().Add(2*within), time.Now().Add(time.Minute)
	for ; ; time.Sleep(500 * time.Millisecond) {
		s, err := p.network.Status(p.Context())
		p.must(err)
		missing := s.Warnings
		for i, body := range p.network.Bodies() {
			if s.Bodies[i].Height != s.Height {
				missing = append(missing, fmt.Sprintf("the peer of %s has %d blocks of %d", body.ID, s.Bodies[i].Height, s.Height))
			}
			if height, err := p.network.OrdererGauge(p.Context(), body.ID, heightGauge); err != nil || height < s.Height {
				missing = append(missing, fmt.Sprintf("the orderer of %s has %d blocks of %d: %v", body.ID, height, s.Height, err))
			}
		}
		if len(missing) == 0 {
			return
		}
		switch what := strings.Join(missing, "\n"); {
		case time.Now().After(deadline):
			p.Fatalf("the network does not recover:\n%s", what)
		case time.Now().After(stir):
			p.Logf("a minute after it, led by %s:\n%s", s.Leader, what)
			stir = deadline
			p.attempt(func() {})
		}
	}
}
