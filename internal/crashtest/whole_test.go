// SPDX-License-Identifier: Apache-2.0

package crashtest

import (
	"fmt"
	"strings"
	"time"

	"github.com/linli-project/linli/network"
)

// heightGauge is the number of an orderer's blocks.
const heightGauge = "ledger_blockchain_height"

// whole waits until every process runs and all peers and orderers have the same blocks. Four bodies bear one that
// fails, so the next may fail only then. An orderer has once stayed a block behind while there was nothing to order, and nobody knows why:
// if one does for a minute, and all else is well, that is told, and it gets something to order.
func (p *poll) whole() {
	p.Helper()
	stir := time.Now().Add(time.Minute)
	for deadline := time.Now().Add(within); ; time.Sleep(500 * time.Millisecond) {
		s, err := p.network.Status(p.Context())
		p.must(err)
		missing, behind := s.Warnings, p.behind(s)
		for i, body := range p.network.Bodies() {
			if s.Bodies[i].Height != s.Height {
				missing = append(missing, fmt.Sprintf("the peer of %s has %d blocks of %d", body.ID, s.Bodies[i].Height, s.Height))
			}
		}
		switch {
		case len(missing)+len(behind) == 0:
			return
		case time.Now().After(deadline):
			p.Fatalf("the network does not recover:\n%s", strings.Join(append(missing, behind...), "\n"))
		case len(missing) == 0 && !stir.IsZero() && time.Now().After(stir):
			p.Logf("a minute without anything to order, led by %s:\n%s", s.Leader, strings.Join(behind, "\n"))
			stir = time.Time{}
			p.attempt(func() {})
		}
	}
}

// behind are the orderers that have not all blocks.
func (p *poll) behind(s *network.Status) (behind []string) {
	for _, body := range p.network.Bodies() {
		if height, err := p.network.OrdererGauge(p.Context(), body.ID, heightGauge); err != nil || height < s.Height {
			behind = append(behind, fmt.Sprintf("the orderer of %s has %d blocks of %d: %v", body.ID, height, s.Height, err))
		}
	}
	return behind
}
