// SPDX-License-Identifier: Apache-2.0

// Package crashtest kills every kind of process, without warning, while sealed ballots are being cast on a real
// network, and asks afterwards: is every acknowledged ballot in its box, exactly once?
package crashtest

import (
	"os"
	"testing"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/network/networktest"
)

// TestMain makes this executable a relay if it was started as one.
func TestMain(m *testing.M) {
	if data := os.Getenv(relayEnv); data != "" {
		os.Exit(relayMain(data, os.Stdin, os.Stdout))
	}
	networktest.Main(m, chaincode.New)
}
