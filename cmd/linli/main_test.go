// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/internal/postgrestest"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(chaincode.New); handled {
		os.Exit(code)
	}
	testscript.Main(tests{m}, map[string]func(){"linli": main})
}

// tests are this package's, with a network for those that share one.
type tests struct{ m *testing.M }

func (t tests) Run() int { return networktest.Run(postgrestest.Ending{M: t.m}) }
