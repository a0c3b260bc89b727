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
	"slices"
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

// superviseApart is the supervisor as a process of its own. Arguments: data directory, directory of Fabric's programs, [attached].
func superviseApart(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("%s takes a data directory and Fabric's programs", supervisorName)
	}
	n, err := Open(args[0])
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	signal.Ignore(syscall.SIGPIPE)
	if len(args) > 2 && args[2] == attachedFlag {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			stop()
		}()
	}
	return n.supervise(ctx, Binaries(args[1]))
}

// supervise keeps the network's processes running until ctx ends, and then stops them.
func (n *Network) supervise(ctx context.Context, fabric Binaries) error {
	unlock, err := tryLock(n.supervisorLock())
	if err != nil {
		return fmt.Errorf("another supervisor runs: %w", err)
	}
	defer unlock()
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, syscall.SIGHUP)
	defer signal.Stop(changed)
	programs := func() ([]program, error) { return n.programs(fabric) }
	return newSupervisor(n, log.New(os.Stderr, "", log.LstdFlags|log.Lmicroseconds)).run(ctx, programs, changed)
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
func (n *Network) programs(fabric Binaries) ([]program, error) {
	versions, err := n.served()
	if err != nil {
		return nil, err
	}
	var list []program
	for _, b := range n.here() {
		list = append(list,
			n.fabricProgram("orderer-"+b.ID, ordererPause, fabric.path("orderer"), "orderer"),
			n.fabricProgram("peer-"+b.ID, firstPause, fabric.path("peer"), "peer", "node", "start"))
		for _, version := range versions {
			list = append(list, program{
				name: n.chaincodeProcess(b, version), pause: firstPause, path: n.executable(),
				args: []string{chaincodeName, n.Dir(), b.ID, version}, env: environment(), dir: n.Dir(),
			})
		}
	}
	return list, nil
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

	kept map[string]func() // by the names of the programs that run: ends it, and returns when it has ended

	mu      sync.Mutex
	records []Process
}

func newSupervisor(n *Network, log *log.Logger) *supervisor {
	return &supervisor{network: n, log: log, starts: make(chan func()), kept: map[string]func(){}}
}

// run starts the programs and keeps them running until ctx ends; then it stops them. Whenever changed says so it lists the
// programs anew, starts those that came and stops those that went.
func (s *supervisor) run(ctx context.Context, programs func() ([]program, error), changed <-chan os.Signal) error {
	go func() {
		runtime.LockOSThread()
		if err := startPatient(); err != nil {
			s.log.Printf("the processes are woken more often than they need: %v", err)
		}
		for start := range s.starts {
			start()
		}
	}()
	own, err := birthOf(os.Getpid())
	if err != nil {
		return err
	}
	s.records = []Process{{Name: Supervisor, PID: os.Getpid(), Birth: own, Since: time.Now()}}
	list, err := programs()
	if err != nil {
		return err
	}
	go s.network.endHung(ctx, s.log.Printf)
	marking, endMarking := context.WithCancel(context.WithoutCancel(ctx))
	marked := make(chan struct{})
	go func() {
		defer close(marked)
		s.network.keepMarks(marking, func(err error) { s.log.Printf("keeping how many blocks the orderer has: %v", err) })
	}()
	s.change(ctx, list)
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-changed:
			if list, err := programs(); err != nil {
				s.log.Printf("listing the programs anew: %v", err)
			} else {
				s.change(ctx, list)
			}
		}
	}
	s.change(ctx, nil)
	endMarking()
	<-marked
	s.log.Print("stopped")
	return nil
}

// change makes these the programs that run.
func (s *supervisor) change(ctx context.Context, programs []program) {
	wanted := map[string]bool{}
	for _, p := range programs {
		wanted[p.name] = true
	}
	var ending sync.WaitGroup
	for name, end := range s.kept {
		if !wanted[name] {
			delete(s.kept, name)
			ending.Go(func() {
				end()
				if ctx.Err() == nil {
					s.forget(name)
				}
			})
		}
	}
	ending.Wait()
	var came []program
	for _, p := range programs {
		if s.kept[p.name] == nil {
			came = append(came, p)
			s.record(p.name)
		}
	}
	for _, p := range came {
		ctx, cancel := context.WithCancel(ctx)
		done := make(chan struct{})
		go func() {
			defer close(done)
			s.keep(ctx, p)
		}()
		s.kept[p.name] = func() {
			cancel()
			<-done
		}
	}
}

// keep starts one program again and again.
func (s *supervisor) keep(ctx context.Context, p program) {
	pause := p.pause
	for ctx.Err() == nil {
		started := time.Now()
		err := s.runOnce(ctx, p)
		if ctx.Err() != nil {
			return
		}
		if time.Since(started) > forgiven {
			pause = p.pause
		}
		s.log.Printf("%s ended (%v), starting it again in %v", p.name, err, pause)
		s.update(p.name, func(r *Process) { r.Restarts++; r.LastExit = fmt.Sprint(err) })
		_ = sleep(ctx, pause)
		pause = min(2*pause, longPause)
	}
}

// runOnce starts a program and waits for its end, which it brings about when ctx ends.
func (s *supervisor) runOnce(ctx context.Context, p program) error {
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
		s.update(p.name, func(r *Process) { r.PID, r.Birth, r.Since = cmd.Process.Pid, born, time.Now() })
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

// record begins a program's record; it is written when the program has been started.
func (s *supervisor) record(program string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.records = append(s.records, Process{Name: program})
}

// forget ends a program's record. The records of a network that was stopped stay: they tell what it was.
func (s *supervisor) forget(program string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.records = slices.DeleteFunc(s.records, func(r Process) bool { return r.Name == program })
	s.write()
}

// update changes one record and writes them all.
func (s *supervisor) update(program string, change func(*Process)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.records {
		if s.records[i].Name == program {
			change(&s.records[i])
		}
	}
	s.write()
}

func (s *supervisor) write() {
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
