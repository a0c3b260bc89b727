// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"path/filepath"
	"syscall"

	"github.com/linli-project/linli/network"
)

// The environment of a network whose processes show what they spend their time on. Nothing but this program sets or reads it.
const (
	profilesEnv = "LINLI_BENCH_PROFILES" // the directory in which every process leaves word of where it does so
	fabricEnv   = "LINLI_BENCH_FABRIC"   // the directory with Fabric's own programs
)

// profiledPrograms makes a directory of Fabric's programs in which peer and orderer are this program, which has them show their profiles.
func profiledPrograms(ctx context.Context, dir string) (string, error) {
	fabric, err := network.FindBinaries(ctx, "", func(string) {})
	if err != nil {
		return "", err
	}
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	programs := filepath.Join(dir, "bin")
	if err := os.MkdirAll(programs, 0o700); err != nil {
		return "", err
	}
	for name, is := range map[string]string{
		"peer": self, "orderer": self, "configtxgen": filepath.Join(string(fabric), "configtxgen"),
	} {
		if err := os.Symlink(is, filepath.Join(programs, name)); err != nil {
			return "", err
		}
	}
	if err := os.Setenv(fabricEnv, string(fabric)); err != nil {
		return "", err
	}
	return programs, os.Setenv(profilesEnv, dir)
}

// asFabric becomes one of Fabric's programs if this process was started as such, and returns only if it was not, or could not.
func asFabric() error {
	name, dir := filepath.Base(os.Args[0]), os.Getenv(profilesEnv)
	if dir == "" || name != "peer" && name != "orderer" {
		return nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	at := listener.Addr().String()
	if err := listener.Close(); err != nil { // Fabric listens there itself
		return err
	}
	if err := leaveWord(dir, filepath.Base(os.Getenv("FABRIC_CFG_PATH")), at); err != nil {
		return err
	}
	env := append(os.Environ(), "CORE_PEER_PROFILE_ENABLED=true", "CORE_PEER_PROFILE_LISTENADDRESS="+at,
		"ORDERER_GENERAL_PROFILE_ENABLED=true", "ORDERER_GENERAL_PROFILE_ADDRESS="+at)
	return syscall.Exec(filepath.Join(os.Getenv(fabricEnv), name), os.Args, env) //nolint:gosec // what this program has set itself
}

// showProfile has a chaincode process show its profile, if it is one of a network that is profiled.
func showProfile() error {
	dir := os.Getenv(profilesEnv)
	if dir == "" {
		return nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go http.Serve(listener, http.HandlerFunc(pprof.Profile)) //nolint:errcheck,gosec // it ends with the process
	return leaveWord(dir, fmt.Sprintf("chaincode-%d", os.Getpid()), listener.Addr().String())
}

func leaveWord(dir, process, at string) error {
	return os.WriteFile(filepath.Join(dir, process+wordOf), []byte(at), 0o600)
}

// wordOf ends the name of a file that says where a process shows its profile.
const wordOf = ".profile"
