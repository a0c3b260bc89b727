// SPDX-License-Identifier: Apache-2.0

package crashtest

import (
	"fmt"
	"strings"
	"time"

	"github.com/linli-project/linli/network"
)

// whole waits until every process runs and all peers and orderers have the same blocks. Four bodies bear one that
// fails, so the next may fail only then.
func (p *poll) whole() {
	p.Helper()
	for deadline := time.Now().Add(within); ; time.Sleep(500 * time.Millisecond) {
		s, err := p.network.Status(p.Context())
		p.must(err)
		missing := s.Warnings
		for i, body := range p.network.Bodies() {
			if s.Bodies[i].Height != s.Height {
				missing = append(missing, fmt.Sprintf("the peer of %s has %d blocks of %d", body.ID, s.Bodies[i].Height, s.Height))
			}
			if height, err := p.network.Gauge(p.Context(), body.ID, "orderer", network.HeightGauge); err != nil || height < s.Height {
				missing = append(missing, fmt.Sprintf("the orderer of %s has %d blocks of %d: %v", body.ID, height, s.Height, err))
			}
		}
		if len(missing) == 0 {
			return
		}
		if time.Now().After(deadline) {
			p.Fatalf("the network, led by %s, does not recover:\n%s", s.Leader, strings.Join(missing, "\n"))
		}
	}
}
