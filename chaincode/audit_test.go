// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"bytes"
	"context"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/verify"
)

// audit counts the whole ledger again, offline, from its blocks and the bodies' root certificates alone.
func audit(t testing.TB, n *network.Network) {
	t.Helper()
	if t.Failed() {
		return // the fault that was found comes first
	}
	var file bytes.Buffer
	out, err := verify.NewWriter(&file)
	must(t, out, err)
	for _, block := range deskOf(t, n, n.Bodies()[0].ID, network.Client).blocks(t) {
		raw, err := proto.Marshal(block)
		done(t, out.Append(must(t, raw, err)))
	}
	done(t, out.Close())
	trust := verify.Trust{Format: "linli-trust/1", Channel: network.Channel, Genesis: genesis(t, n)}
	roots, err := n.RootCAs()
	must(t, roots, err)
	for _, body := range n.Bodies() {
		trust.Bodies = append(trust.Bodies, verify.Body{Name: body.ID, MSPID: body.MSPID, Roots: []string{string(roots[body.MSPID])}})
	}
	report, err := verify.Ledger(context.Background(), &file, trust, verify.Options{})
	if must(t, report, err); !report.OK() {
		var text bytes.Buffer
		done(t, report.Write(&text))
		t.Errorf("the audit refuses the ledger:\n%s", text.String())
	}
}
