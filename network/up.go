// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Options of Up. The zero value works.
type Options struct {
	// FabricBin is a directory with Fabric's programs, see [FindBinaries].
	FabricBin string
	// Program is the executable that the network's own processes are (see [Dispatch]), "" this one.
	Program string
	// Attached stops the network when the calling process ends, however it ends. Otherwise it runs on until Down.
	Attached bool
	// Version names the rules with which a new network begins, FirstVersion if empty. A network that is there keeps those
	// that its ledger names.
	Version string
	// Confirmed has [Run] join the network: people have confirmed its first block to each other.
	Confirmed bool
	// Progress is told what is being done, one line each; nil is silent.
	Progress func(string)
}

// readyWithin bounds the time from the start of the processes to the first committed transaction.
const readyWithin = 5 * time.Minute

// Up makes the network in dir run: it creates one if there is none, starts its processes if they do not run, and
// returns when a transaction of every body has been committed. On a running network it changes nothing.
//
// An error that a person can act on is a [*Problem]; with errors.Is it is [ErrBusy], [ErrPortTaken], [ErrNoSpace],
// [ErrNoBinaries] or [ErrIncompatible]. If this call started processes they are stopped again after an error.
func Up(ctx context.Context, dir string, o Options) (*Network, error) {
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	if _, err := examineSystem(); err != nil {
		return nil, err
	}
	l, err := layoutOf(dir)
	if err != nil {
		return nil, err
	}
	if err := l.checkOurs(); err != nil {
		return nil, err
	}
	if err := checkSpace(existing(l.dir), spaceForNetwork, "starting a network in "+l.dir); err != nil {
		return nil, err
	}
	if err := l.checkStart(ctx, o); err != nil { // before anything is made
		return nil, err
	}
	unlock, err := l.makeDir()
	if err != nil {
		return nil, err
	}
	defer unlock()
	if n, err := Open(l.dir); err == nil && n.Running() == nil {
		o.Progress("the network is already running")
		return n, n.Follow(ctx)
	}
	fabric, err := FindBinaries(ctx, o.FabricBin, o.Progress)
	if err != nil {
		return nil, err
	}
	n, err := l.openOrCreate(ctx, fabric, o)
	if err != nil {
		return nil, err
	}
	return n, n.start(ctx, fabric, o)
}

// checkStart returns an error if the network in the data directory cannot be opened, or a new one not be made.
func (l layout) checkStart(ctx context.Context, o Options) error {
	_, err := Open(l.dir)
	if errors.Is(err, ErrNoNetwork) {
		_, err = FindBinaries(ctx, o.FabricBin, o.Progress)
	}
	return err
}

// Running returns nil if the network runs and was ready, else an error that is [ErrStopped].
func (n *Network) Running() error {
	supervisor, err := n.supervisor()
	if err != nil {
		return err
	}
	ready, _ := os.ReadFile(n.ready())
	if !supervisor.Alive() || string(ready) != fmt.Sprint(supervisor.Birth) {
		return &Problem{What: "using the network in " + n.Dir(), Why: ErrStopped, Do: "Run `linli up` to start it."}
	}
	return nil
}

// supervisor returns the last recorded supervisor, the zero Process if there is none.
func (n *Network) supervisor() (Process, error) {
	processes, err := n.recorded()
	if err != nil || len(processes) == 0 {
		return Process{}, err
	}
	return processes[0], nil
}

// start starts the processes and waits until they are of use.
func (n *Network) start(ctx context.Context, fabric Binaries, o Options) (err error) {
	if err := n.prepare(ctx, o); err != nil {
		return err
	}
	if err := n.startSupervisor(fabric, o.Attached); err != nil {
		return err
	}
	defer func() {
		if err != nil && (n.alone() || ctx.Err() == nil) {
			err = errors.Join(err, n.endAll())
		}
	}()
	return n.becomeReady(ctx, o)
}

// prepare brings everything about into the state in which the processes can be started.
func (n *Network) prepare(ctx context.Context, o Options) error {
	if err := n.endAll(); err != nil {
		return err
	}
	if _, err := n.firstToExpire(); err != nil { // they are all there
		return err
	}
	if err := n.waitForPorts(); err != nil {
		return err
	}
	if err := n.joinAnew(ctx, o.Progress); err != nil {
		return err
	}
	install := func() error { return n.installExecutable(o.Program) }
	for _, step := range []func() error{n.makeDirs, install, n.installBuilder, n.renderConfig} {
		if err := step(); err != nil {
			return fmt.Errorf("preparing %s: %w", n.Dir(), err)
		}
	}
	o.Progress("starting orderers, peers and chaincode of " + n.namesHere())
	return nil
}

// alone says whether all bodies are here. If not, a start waits for the others' machines as long as it takes, and what it has started runs
// on when nobody waits any more.
func (n *Network) alone() bool { return len(n.facts.Here) == len(n.facts.Bodies) }

func (n *Network) namesHere() string { return strings.Join(n.facts.Here, ", ") }

func (n *Network) makeDirs() error {
	for _, file := range []string{n.processes(), n.log(Supervisor)} {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
	}
	return nil
}

// startSupervisor starts the supervisor and returns when it has recorded itself.
func (n *Network) startSupervisor(fabric Binaries, attached bool) error {
	logFile, err := openLog(n.log(Supervisor))
	if err != nil {
		return err
	}
	defer logFile.Close()
	cmd, err := n.launchSupervisor(fabric, attached, logFile)
	for ; errors.Is(err, syscall.ETXTBSY); cmd, err = n.launchSupervisor(fabric, attached, logFile) {
		time.Sleep(20 * time.Millisecond) // what another goroutine has just started still has the file open that the program is in
	}
	if err != nil {
		return fmt.Errorf("starting the supervisor: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		if s, err := n.supervisor(); err == nil && s.PID == cmd.Process.Pid && s.Alive() {
			return nil
		}
		select {
		case err := <-ended:
			return fmt.Errorf("the supervisor ended: %w\n%s", exitReason(err), n.logTail(Supervisor))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (n *Network) launchSupervisor(fabric Binaries, attached bool, logFile *os.File) (*exec.Cmd, error) {
	cmd := &exec.Cmd{
		Path: n.executable(), Args: []string{supervisorName, n.Dir(), string(fabric)}, Dir: n.Dir(),
		Env: os.Environ(), Stdout: logFile, Stderr: logFile, SysProcAttr: ownSession(),
	}
	if attached {
		cmd.Args = append(cmd.Args, attachedFlag)
		if _, err := cmd.StdinPipe(); err != nil { // closed by the kernel when this process ends
			return nil, err
		}
	}
	return cmd, cmd.Start()
}

// explain adds to the error of a failed start what the logs say of processes that do not stay alive.
func (n *Network) explain(err error) error {
	processes, readErr := n.recorded()
	if readErr != nil {
		return errors.Join(err, readErr)
	}
	for _, p := range processes {
		if p.Restarts > 0 {
			err = fmt.Errorf("%w\n%s does not stay alive (%s); its log ends with:\n%s", err, p.Name, p.LastExit, n.logTail(p.Name))
		}
	}
	return &Problem{What: "starting the network", Why: err, Do: "The logs are in " + filepath.Dir(n.log("")) + "."}
}

func (n *Network) logTail(process string) string {
	raw, err := os.ReadFile(n.log(process))
	if err != nil {
		return err.Error()
	}
	said, _, _ := strings.Cut(lastLines(raw, 200), "\npanic: ") // a stack trace follows
	return lastLines([]byte(said), 5)
}
