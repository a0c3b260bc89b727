// SPDX-License-Identifier: Apache-2.0

// Package machinetest has four bodies form, run and lose the network on machines of their own: network namespaces, in each of which another
// user runs linli's commands, as the pages of docs/operations have them.
package machinetest

import (
	"os"
	"testing"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/internal/crowd"
	"github.com/linli-project/linli/network"
)

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(chaincode.New); handled {
		os.Exit(code)
	}
	if code, handled := crowd.Dispatch(crowd.Doings{"vote": holdVote, "cast": castBallots}); handled {
		os.Exit(code)
	}
	os.Exit(m.Run())
}
