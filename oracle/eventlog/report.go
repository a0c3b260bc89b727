// SPDX-License-Identifier: Apache-2.0

package eventlog

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	rules "github.com/linli-project/linli/rules/device"
)

// Report says on the ledger what came of a command (the hash of the act that gave it) at a Unix time. That it is said there already is
// no error. Any other is the relay's: say it again later.
func (l Log) Report(ctx context.Context, command string, outcome rules.Outcome, at int64) error {
	signed, err := l.sign(device.TypeCommandReport, 1, device.CommandReport{At: act.Int(at), Command: command, Outcome: outcome})
	if err != nil {
		return fmt.Errorf("write a report: %w", err)
	}
	_, err = l.Relay.Cast(ctx, signed)
	if act.CodeOf(err) == contract.Exists {
		return nil
	}
	return err
}
