// SPDX-License-Identifier: Apache-2.0

// Package historytest plays histories of points, of breaches and of bookings on a real network, whose years pass in a minute. After
// all, a stranger's recount from the blocks finds nothing wrong.
package historytest

import (
	"errors"
	"flag"
	"os"
	"testing"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// atOnce is how many communities live at once; each waits for blocks most of the time.
const atOnce = "12"

// Peers hold a client's clock to 15 minutes of theirs (core.yaml, timewindow). Those of this network bear with a century, which is a
// setting of Fabric's own; all else is as everywhere.
func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(chaincode.New); handled {
		os.Exit(code)
	}
	flag.Parse()
	if err := errors.Join(flag.Set("test.parallel", atOnce), os.Setenv("CORE_PEER_AUTHENTICATION_TIMEWINDOW", "876000h")); err != nil {
		panic(err)
	}
	os.Exit(networktest.Run(m, village.Accepted))
}
