// SPDX-License-Identifier: Apache-2.0

// Package postgrestest is a PostgreSQL server of the tests' own, of the programs that the system has.
package postgrestest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// A server is reached by a Unix socket in its directory.
type server struct {
	dir      string
	process  *exec.Cmd
	database atomic.Int64
}

var running struct {
	once sync.Once
	*server
	err error
}

var errNoPostgres = errors.New("no PostgreSQL server is installed (looked for /usr/lib/postgresql/*/bin/postgres)")

// Ending are tests after which the server ends, if one of them has needed it.
type Ending struct{ M interface{ Run() int } }

// Run runs the tests.
func (e Ending) Run() int {
	code := e.M.Run()
	if running.server != nil {
		running.stop()
	}
	return code
}

// URL is that of an empty database. It starts the server when it is first needed.
func URL(t testing.TB) string {
	t.Helper()
	if testing.Short() && os.Getenv("LINLI_TEST_ALL") != "1" {
		t.Skip("PostgreSQL takes seconds to start")
	}
	running.once.Do(func() { running.server, running.err = start() })
	if errors.Is(running.err, errNoPostgres) && os.Getenv("LINLI_TEST_ALL") != "1" { // which asks for every test, or a failure
		t.Skip(running.err)
	}
	if running.err != nil {
		t.Fatal(running.err)
	}
	return running.newDatabase(t)
}

// Files is the directory of the files that databases are in.
func Files() string { return filepath.Join(running.data(), "base") }

// WriteFiles writes the pages of a database to its files.
func WriteFiles(t testing.TB, url string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "CHECKPOINT"); err != nil {
		t.Fatal(err)
	}
}

func start() (*server, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil || len(found) == 0 {
		return nil, errNoPostgres
	}
	bin := filepath.Dir(found[len(found)-1])
	dir, err := os.MkdirTemp("", "linli-postgres-") // a socket's path must be short
	if err != nil {
		return nil, err
	}
	s := &server{dir: dir}
	attributes, err := s.unprivileged()
	if err != nil {
		return nil, err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", s.data(), "-U", "linli", "-A", "trust", "-E", "UTF8", "--no-locale",
		"--no-sync")
	initdb.SysProcAttr, initdb.Dir = attributes, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	s.process = exec.Command(filepath.Join(bin, "postgres"), "-D", s.data(), "-k", dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "autovacuum=off")
	s.process.SysProcAttr, s.process.Dir = attributes, dir
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	return s, s.await()
}

// unprivileged gives the directory to another user if the tests run as root, whom PostgreSQL refuses.
func (s *server) unprivileged() (*syscall.SysProcAttr, error) {
	attributes := &syscall.SysProcAttr{Pdeathsig: syscall.SIGINT}
	if os.Geteuid() != 0 {
		return attributes, nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err1 := strconv.ParseUint(nobody.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(nobody.Gid, 10, 32)
	if err := errors.Join(err1, err2, os.Chown(s.dir, int(uid), int(gid))); err != nil {
		return nil, err
	}
	attributes.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attributes, nil
}

func (s *server) data() string { return filepath.Join(s.dir, "data") }

func (s *server) url(database string) string {
	return "postgres:///" + database + "?host=" + s.dir + "&user=linli"
}

func (s *server) await() error {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for range 200 {
		if err = db.PingContext(context.Background()); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

func (s *server) newDatabase(t testing.TB) string {
	t.Helper()
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprint("test", s.database.Add(1))
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return s.url(name)
}

func (s *server) stop() {
	_ = s.process.Process.Signal(syscall.SIGINT) // fast shutdown
	_ = s.process.Wait()
	_ = os.RemoveAll(s.dir)
}
