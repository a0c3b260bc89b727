// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// How a process that ended by itself is started again: at once, then after pauses that double; a process that
// has run for a while is forgiven its earlier ends.
const (
	firstPause = 200 * time.Millisecond
	longPause  = 10 * time.Second
	forgiven   = 30 * time.Second

	// ordererPause is longer than LeaderHeartbeatTimeout in configtx.yaml. A leader that comes back before it is
	// missed leads on, but the others' first messages to it go into connections that died with its predecessor; it
	// misses a block and is stuck until they complain, 20 seconds later. One that comes back after it has been
	// replaced follows, and catches up. The other three orderers need no fourth meanwhile.
	ordererPause = 6 * time.Second

	// stopGrace is how long processes may take to stop before they are killed.
	stopGrace = 15 * time.Second
)

// attachedFlag makes a supervisor end when its standard input does.
const attachedFlag = "attached"

// supervise is the supervisor process. Arguments: data directory, directory of Fabric's programs, [attached].
func supervise(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("%s takes a data directory and Fabric's programs", supervisorName)
	}
	n, err := Open(args[0])
	if err != nil {
		return err
	}
	unlock, err := tryLock(n.supervisorLock())
	if err != nil {
		return fmt.Errorf("another supervisor runs: %w", err)
	}
	defer unlock()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	signal.Ignore(syscall.SIGHUP, syscall.SIGPIPE)
	if len(args) > 2 && args[2] == attachedFlag {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			stop()
		}()
	}
	return newSupervisor(n, log.New(os.Stderr, "", log.LstdFlags|log.Lmicroseconds)).run(ctx, n.programs(Binaries(args[1])))
}

// program is how to start one process.
type program struct {
	name string
	path string
	args []string // with the program's name
	env  []string
	dir  string

	pause time.Duration // before it is started again when it has ended
}

// programs lists what a network consists of.
func (n *Network) programs(fabric Binaries) []program {
	var list []program
	for i := range n.facts.Bodies {
		b := &n.facts.Bodies[i]
		list = append(list,
			n.fabricProgram("orderer-"+b.ID, ordererPause, fabric.path("orderer"), "orderer"),
			n.fabricProgram("peer-"+b.ID, firstPause, fabric.path("peer"), "peer", "node", "start"),
			program{
				name: "chaincode-" + b.ID, pause: firstPause, path: n.executable(),
				args: []string{chaincodeName, n.Dir(), b.ID}, env: environment(), dir: n.Dir(),
			})
	}
	return list
}

// environment is what every process starts with. Most of what a process allocates are messages that pass through it: a
// ballot takes a tenth less processor time if the garbage of more of them is gathered at once.
func environment() []string {
	if os.Getenv("GOGC") != "" {
		return os.Environ()
	}
	return append(os.Environ(), "GOGC=300")
}

// fabricLogging keeps what tells of trouble and leaves out a line for every request.
const fabricLogging = "info:comm.grpc.server=warning:endorser=warning:gossip=warning:gateway=warning:" +
	"lockbasedtxmgr=warning:valimpl=warning:couchdb=warning:orderer.common.broadcast=warning:policies=warning:grpc=error"

const fabricLogFormat = "%{time:2006-01-02 15:04:05.000} %{level:.4s} [%{module}] %{message}"

func (n *Network) fabricProgram(name string, pause time.Duration, path string, args ...string) program {
	return program{
		name: name, pause: pause, path: path, args: args, dir: n.ledger(name),
		env: append(environment(), "FABRIC_CFG_PATH="+n.config(name),
			"FABRIC_LOGGING_SPEC="+fabricLogging, "FABRIC_LOGGING_FORMAT="+fabricLogFormat),
	}
}

// supervisor keeps the network's processes running and records them.
type supervisor struct {
	network *Network
	log     *log.Logger
	starts  chan func() // run on one thread that lives as long as the process, see endsWithParent

	mu      sync.Mutex
	records []Process
}

func newSupervisor(n *Network, log *log.Logger) *supervisor {
	return &supervisor{network: n, log: log, starts: make(chan func())}
}

// run starts the programs and keeps them running until ctx ends; then it stops them.
func (s *supervisor) run(ctx context.Context, programs []program) error {
	go func() {
		runtime.LockOSThread()
		for start := range s.starts {
			start()
		}
	}()
	own, err := birthOf(os.Getpid())
	if err != nil {
		return err
	}
	s.records = []Process{{Name: Supervisor, PID: os.Getpid(), Birth: own, Since: time.Now()}}
	for _, p := range programs {
		s.records = append(s.records, Process{Name: p.name})
	}
	var all sync.WaitGroup
	for i, p := range programs {
		all.Go(func() { s.keep(ctx, p, i+1) })
	}
	all.Wait()
	s.log.Print("stopped")
	return nil
}

// keep starts one program again and again; record is its place in the records.
func (s *supervisor) keep(ctx context.Context, p program, record int) {
	pause := p.pause
	for ctx.Err() == nil {
		started := time.Now()
		err := s.runOnce(ctx, p, record)
		if ctx.Err() != nil {
			return
		}
		if time.Since(started) > forgiven {
			pause = p.pause
		}
		s.log.Printf("%s ended (%v), starting it again in %v", p.name, err, pause)
		s.update(record, func(r *Process) { r.Restarts++; r.LastExit = fmt.Sprint(err) })
		_ = sleep(ctx, pause)
		pause = min(2*pause, longPause)
	}
}

// runOnce starts a program and waits for its end, which it brings about when ctx ends.
func (s *supervisor) runOnce(ctx context.Context, p program, record int) error {
	logFile, err := openLog(s.network.log(p.name))
	if err != nil {
		return err
	}
	defer logFile.Close()
	cmd := &exec.Cmd{
		Path: p.path, Args: p.args, Env: p.env, Dir: p.dir,
		Stdout: logFile, Stderr: logFile, SysProcAttr: endsWithParent(),
	}
	if err := s.start(cmd); err != nil {
		return err
	}
	born, err := birthOf(cmd.Process.Pid)
	if err == nil {
		s.update(record, func(r *Process) { r.PID, r.Birth, r.Since = cmd.Process.Pid, born, time.Now() })
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		return exitReason(err)
	case <-ctx.Done():
	}
	_ = cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-ended:
		return err
	case <-time.After(stopGrace):
		s.log.Printf("%s does not stop, killing it", p.name)
		_ = cmd.Process.Kill()
		return <-ended
	}
}

// exitReason is the error of a process that ended by itself.
func exitReason(err error) error {
	if err == nil {
		return errors.New("exit status 0")
	}
	return err
}

func (s *supervisor) start(cmd *exec.Cmd) error {
	done := make(chan error)
	s.starts <- func() { done <- cmd.Start() }
	return <-done
}

// update changes one record and writes them all.
func (s *supervisor) update(record int, change func(*Process)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.records[record])
	if err := writeJSON(s.network.processes(), s.records); err != nil {
		s.log.Printf("recording the processes: %v", err)
	}
}

// largeLog is the size in bytes from which a process begins a new log when it is started; the old one is kept as .1.
//
// BUG(network): The log of a process that is never started again grows without end.
const largeLog = 16 << 20

func openLog(file string) (*os.File, error) {
	if info, err := os.Stat(file); err == nil && info.Size() > largeLog {
		_ = os.Rename(file, file+".1")
	}
	return os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
}
