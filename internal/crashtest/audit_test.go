// SPDX-License-Identifier: Apache-2.0

package crashtest

import (
	"bytes"

	"github.com/linli-project/linli/verify"
)

// audit exports the ledger and counts it again.
func (p *poll) audit() {
	p.Helper()
	report, err := p.ledger.Recount(p.Context(), verify.Options{})
	p.must(err)
	if !report.OK() {
		var text bytes.Buffer
		p.must(report.Write(&text))
		p.Errorf("the recount refuses the ledger:\n%s", text.String())
	}
	p.Logf("recounted: %d blocks, %d transactions, %d valid, %d acts", report.Blocks, report.Transactions, report.Valid, report.Acts)
}
