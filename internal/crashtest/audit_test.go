// SPDX-License-Identifier: Apache-2.0

package crashtest

import (
	"bytes"
	"os"

	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/verify"
)

// audit exports the ledger and counts it again. The roots are those that the network was made with.
func (p *poll) audit() {
	p.Helper()
	height, err := p.ledger.Client.Height(p.Context())
	p.must(err)
	genesis, err := os.ReadFile(p.network.GenesisBlock())
	p.must(err)
	trust, err := verify.TrustFrom(genesis, nil)
	p.must(err)
	var file bytes.Buffer
	out, err := verify.NewWriter(&file)
	p.must(err)
	for block, err := range ledger.Blocks(p.Context(), p.ledger.Client, 0, height-1) {
		p.must(err)
		raw, err := proto.Marshal(block)
		p.must(err)
		p.must(out.Append(raw))
	}
	p.must(out.Close())
	report, err := verify.Ledger(p.Context(), &file, trust, verify.Options{})
	p.must(err)
	if !report.OK() {
		var text bytes.Buffer
		p.must(report.Write(&text))
		p.Errorf("the recount refuses the ledger:\n%s", text.String())
	}
	p.Logf("recounted: %d blocks, %d transactions, %d valid, %d acts", report.Blocks, report.Transactions, report.Valid, report.Acts)
}
