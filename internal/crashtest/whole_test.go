// SPDX-License-Identifier: Apache-2.0

package crashtest

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/network"
)

// whole waits until every process runs and all peers and orderers have the same blocks. Four bodies bear one that
// fails, so the next may fail only then.
func (p *poll) whole() {
	p.Helper()
	for deadline := time.Now().Add(within); ; time.Sleep(200 * time.Millisecond) {
		s, err := p.network.Status(p.Context())
		p.must(err)
		missing := s.Warnings
		for i, body := range p.network.Bodies() {
			if s.Bodies[i].Height != s.Height {
				missing = append(missing, fmt.Sprintf("the peer of %s has %d blocks of %d", body.ID, s.Bodies[i].Height, s.Height))
			}
			if height, err := ordererHeight(p.Context(), body); err != nil || height < s.Height {
				missing = append(missing, fmt.Sprintf("the orderer of %s has %d blocks of %d: %v", body.ID, height, s.Height, err))
			}
		}
		if len(missing) == 0 {
			return
		}
		if time.Now().After(deadline) {
			p.Fatalf("the network does not recover:\n%s", strings.Join(missing, "\n"))
		}
	}
}

// heightMetric is the orderer's gauge with the number of its blocks.
const heightMetric = `ledger_blockchain_height{channel="` + network.Channel + `"} `

func ordererHeight(ctx context.Context, body network.Body) (uint64, error) {
	metrics := fmt.Sprintf("http://127.0.0.1:%d/metrics", body.Ports.OrdererOperations)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, metrics, http.NoBody)
	if err != nil {
		return 0, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), heightMetric); ok {
			return strconv.ParseUint(value, 10, 64)
		}
	}
	return 0, fmt.Errorf("%s does not tell the height", metrics)
}
