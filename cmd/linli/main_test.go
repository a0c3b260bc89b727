// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/linli-project/linli/network"
)

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(newChaincode); handled {
		os.Exit(code)
	}
	testscript.Main(m, map[string]func(){"linli": main})
}

// TestScript runs the scripts of testdata/script, in which linli is this program.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Condition: func(condition string) (bool, error) {
			return condition == "network" && !testing.Short(), nil
		},
		Setup: setUpScript,
	})
}

// setUpScript tells a script where Fabric's programs are, and stops at its end what it left running.
func setUpScript(env *testscript.Env) error {
	if testing.Short() {
		return nil
	}
	fabric, err := network.FindBinaries(context.Background(), "", func(line string) { fmt.Fprintln(os.Stderr, line) })
	if err != nil {
		return err
	}
	env.Setenv(network.FabricBinEnv, string(fabric))
	env.Defer(func() {
		n, err := network.Open(filepath.Join(env.WorkDir, ".linli"))
		if errors.Is(err, network.ErrNoNetwork) {
			return
		}
		if err == nil {
			err = n.Down(context.Background())
		}
		if err != nil {
			env.T().Fatal(err)
		}
	})
	return nil
}
