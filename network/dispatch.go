// SPDX-License-Identifier: Apache-2.0

package network

import (
	"fmt"
	"os"
	"path/filepath"
)

// Names under which an executable is started again as one of the network's own processes.
const (
	supervisorName = "linli-supervisor"
	chaincodeName  = "linli-chaincode"
)

// Dispatch makes this process one of the network's own if it was started as such: supervisor, chaincode or
// external builder. Every executable that calls [Up], test binaries included, calls it before anything else:
//
//	if code, handled := network.Dispatch(newChaincode); handled {
//		os.Exit(code)
//	}
//
// newChaincode is called in the chaincode process.
func Dispatch(newChaincode NewChaincode) (code int, handled bool) {
	run := processOf(os.Args, newChaincode)
	if run == nil {
		return 0, false
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
	return 0, true
}

// processOf returns what to run for the command line, nil if it is not that of a network's process.
func processOf(argv []string, newChaincode NewChaincode) func(args []string) error {
	if len(argv) == 0 {
		return nil
	}
	dir, name := filepath.Split(argv[0])
	switch name {
	case supervisorName:
		return superviseApart
	case chaincodeName:
		return func(args []string) error { return serveOwnChaincode(args, newChaincode) }
	}
	step, ok := builderSteps[name]
	if !ok || filepath.Base(filepath.Dir(filepath.Clean(dir))) != builderName {
		return nil
	}
	return func(args []string) error {
		if len(args) != step.args {
			return fmt.Errorf("%s takes %d arguments, not %d", name, step.args, len(args))
		}
		return step.run(args)
	}
}

// installExecutable copies a program, or this executable if it is "", into the data directory, so that the network's processes can
// be started again when it is replaced or, as after `go run`, removed.
func (l layout) installExecutable(program string) (err error) {
	if program == "" {
		if program, err = os.Executable(); err != nil {
			return fmt.Errorf("finding this executable: %w", err)
		}
	}
	if program == l.executable() {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(l.executable()), 0o700); err != nil {
		return err
	}
	return copyFile(program, l.executable(), 0o700)
}
