// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"testing"

	"github.com/linli-project/linli/rules/device"
)

func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		outcome device.Outcome
		at      int64
		ok      bool
	}{
		{device.Done, 10, true}, {device.Done, 11, false}, {device.Failed, 10, true}, {device.Failed, 11, false},
		{device.Unknown, 10, true}, {device.Unknown, 11, false},
		{device.Lapsed, 10, false}, {device.Lapsed, 11, true}, {"", 10, false}, {"", 11, false},
	} {
		if c.outcome.At(c.at, 10) != c.ok {
			t.Errorf("%q at %d of a command that expires at 10: %t", c.outcome, c.at, !c.ok)
		}
	}
}
