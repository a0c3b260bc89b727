// SPDX-License-Identifier: Apache-2.0

// Package upgradetest changes the version of the rules of a running network while acts flow, and kills what changes it.
package upgradetest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// upgradeEnv makes this executable upgrade the network in a data directory. Its arguments are the version and, if it has to die
// there, the step that it has just said.
const upgradeEnv = "LINLI_TEST_UPGRADE"

func TestMain(m *testing.M) {
	if data := os.Getenv(upgradeEnv); data != "" {
		os.Exit(upgradeMain(data, os.Args[1], os.Args[2:]...))
	}
	networktest.Main(m, newChaincode)
}

// newChaincode knows a version 2 (two), and no version 3.
func newChaincode(net, version string) (shim.Chaincode, error) {
	rules, err := versions(version)
	if err != nil {
		return nil, err
	}
	return chaincode.Of(net, rules)
}

func upgradeMain(data, version string, killedAt ...string) int {
	n, err := network.Open(data)
	if err == nil {
		err = n.Upgrade(context.Background(), network.Upgrade{
			Version: version, Permit: func(context.Context) error { return nil },
			Progress: func(line string) {
				fmt.Println(line)
				if len(killedAt) > 0 && strings.HasPrefix(line, killedAt[0]) {
					_ = syscall.Kill(os.Getpid(), syscall.SIGKILL) // a test that kills it from outside may come too late
					select {}
				}
			},
		})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
