// SPDX-License-Identifier: Apache-2.0

package village

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strings"

	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/verify"
)

// Recount exports the ledger as the first body's peer has it now, and counts it again. The roots are those that the network
// was made with.
func (l *Ledger) Recount(ctx context.Context, o verify.Options) (*verify.Report, error) {
	height, err := l.Height(ctx)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	out, err := verify.NewWriter(&file)
	if err != nil {
		return nil, err
	}
	for block, err := range ledger.Blocks(ctx, l.Client, 0, height-1) {
		if err != nil {
			return nil, err
		}
		raw, err := proto.Marshal(block)
		if err != nil {
			return nil, err
		}
		if err := out.Append(raw); err != nil {
			return nil, err
		}
	}
	if err := out.Close(); err != nil {
		return nil, err
	}
	trust, err := l.trust(ctx)
	if err != nil {
		return nil, err
	}
	return verify.Ledger(ctx, &file, trust, o)
}

// trust is the network's trust file, with the witnesses that its bodies have named.
func (l *Ledger) trust(ctx context.Context) (verify.Trust, error) {
	trust, err := trustIn(l.Network)
	if err != nil {
		return trust, err
	}
	for item, err := range l.Client.List(ctx, witness.Witnesses) {
		if err != nil {
			return trust, err
		}
		named, err := witness.Witnesses.Decode(item.Value)
		if err = cmp.Or(err, trust.Name(named)); err != nil {
			return trust, err
		}
	}
	return trust, nil
}

// Accepted recounts a network's ledger, as a check after all tests.
func Accepted(n *network.Network) error {
	ctx := context.Background()
	l, err := Connect(ctx, n)
	if err != nil {
		return err
	}
	defer l.Close()
	return l.Accepted(ctx)
}

// Accepted recounts the ledger. The error holds the whole report if it is refused.
func (l *Ledger) Accepted(ctx context.Context) error {
	report, err := l.Recount(ctx, verify.Options{})
	if err != nil {
		return err
	}
	if report.OK() {
		return nil
	}
	var text strings.Builder
	if err := report.Write(&text); err != nil {
		return err
	}
	return fmt.Errorf("the recount refuses the ledger:\n%s", text.String())
}
