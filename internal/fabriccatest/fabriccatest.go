// SPDX-License-Identifier: Apache-2.0

// Package fabriccatest runs fabric-ca for tests: a root, and an authority below it. Its programs are built from a module of their own, so
// that nothing of them is among the product's dependencies. That takes a C compiler, for SQLite.
package fabriccatest

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// ProgramsEnv names a folder with the programs, to be used instead of building them, which takes a minute of the processor.
const ProgramsEnv = "LINLI_FABRIC_CA_BIN"

// Registrar may register identities: a name and a password, as in a URL.
const Registrar = "registrar:password"

// Authority is a fabric-ca below a root, which runs until the test ends.
type Authority struct {
	Programs string // folder of fabric-ca-client and fabric-ca-server
	Address  string // host and port
}

// Run builds the programs and runs both authorities. Their module is in the folder fabric-ca, of this package's.
func Run(t testing.TB, module string) *Authority {
	t.Helper()
	programs := os.Getenv(ProgramsEnv)
	if programs == "" {
		programs = build(t, module)
	}
	root := start(t, programs, "--csr.cn", "Root of the property company")
	below := start(t, programs, "-u", "http://"+Registrar+"@"+root, "--intermediate.enrollment.profile", "ca")
	return &Authority{programs, below}
}

func build(t testing.TB, module string) (programs string) {
	t.Helper()
	programs = t.TempDir()
	build := exec.Command("go", "build", "-o", programs, "tool")
	build.Dir = module
	build.Env = append(os.Environ(), "GOWORK=off", "CGO_ENABLED=1", "GOFLAGS=-mod=readonly -trimpath")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building fabric-ca: %v\n%s", err, said)
	}
	return programs
}

func start(t testing.TB, programs string, args ...string) (address string) {
	t.Helper()
	home, address := t.TempDir(), freeAddress(t)
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(home, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	server := exec.Command(filepath.Join(programs, "fabric-ca-server"), append([]string{ //nolint:gosec // it was built here
		"start", "--home", home, "-b", Registrar, "--address", host, "-p", port,
	}, args...)...)
	server.Env = append(os.Environ(), "FABRIC_CA_SERVER_OPERATIONS_LISTENADDRESS=127.0.0.1:0") // it has no flag
	server.Stdout, server.Stderr = log, log
	server.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	t.Cleanup(func() {
		_ = server.Process.Kill()
		<-ended //nolint:errcheck // it was told to
	})
	for {
		answer, err := http.Get("http://" + address + "/cainfo")
		if err == nil {
			_ = answer.Body.Close()
			return address
		}
		select {
		case err := <-ended:
			ended <- err
			said, _ := os.ReadFile(log.Name())
			t.Fatalf("fabric-ca-server has ended: %v\n%s", err, said)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
