// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Finding is the answer to one question of [Examine].
type Finding struct {
	Subject string // what was looked at
	Answer  string // what was found, if it is well
	Err     error  // what is wrong, a [*Problem] if it says what to do; nil if it is well
	Do      string // what to do, if Err does not say it
}

// Examine looks for whatever could keep a network in dir from starting or running. It changes nothing.
func Examine(ctx context.Context, dir, fabricBin string) []Finding {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return []Finding{{Subject: "data directory", Err: err}}
	}
	l := layout{abs}
	findings := []Finding{
		finding("system", examineSystem),
		finding("Fabric's programs", func() (string, error) { return examineBinaries(fabricBin) }),
		finding("data directory", func() (string, error) { return abs, l.checkOurs() }),
		finding("disk space", func() (string, error) { return examineSpace(abs) }),
	}
	n, err := Open(abs)
	if errors.Is(err, ErrNoNetwork) {
		return append(findings, Finding{Subject: "network", Answer: l.makes()})
	}
	if err != nil {
		return append(findings, Finding{Subject: "network", Err: err})
	}
	if findings[len(findings)-1].Err != nil {
		findings[len(findings)-1].Do = doFull
	}
	findings = append(findings, finding("network", func() (string, error) { return n.examine(ctx) }))
	if n.alone() {
		return findings
	}
	if n.unknown(ctx) {
		return append(findings, Finding{Subject: "membership", Err: errors.New(n.removedText()), Do: doRemoved})
	}
	findings = append(findings, n.examineCertificates())
	return append(findings, n.examineBodies(ctx, n.Running() == nil)...)
}

// makes says what makes a network in a directory that has none.
func (l layout) makes() string {
	if _, err := l.own(); err != nil {
		if _, asked := l.asking(); asked == nil {
			return "none yet; `linli body take DIR` takes in what the body's own authority was asked for"
		}
	}
	if _, err := os.Stat(l.body()); err == nil {
		return "none yet; `linli network form` makes it of all bodies' files"
	}
	return "none yet; `linli up` makes one"
}

func finding(subject string, look func() (string, error)) Finding {
	answer, err := look()
	return Finding{Subject: subject, Answer: answer, Err: err}
}

func examineSystem() (string, error) {
	if _, err := birthOf(os.Getpid()); err != nil {
		return "", &Problem{What: "running a network", Why: err, Do: "Run it on Linux, for example in a virtual machine."}
	}
	return fmt.Sprintf("%s on %s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.NumCPU()), nil
}

// examineBinaries says where the programs come from without building them.
func examineBinaries(given string) (string, error) {
	if given = named(given); given != "" {
		b, err := givenBinaries(given)
		return string(b), err
	}
	module, err := fabricModule()
	if err != nil {
		return "", err
	}
	dir, err := cacheDir(module)
	if err != nil {
		return "", err
	}
	if missing(dir) == nil {
		return dir, nil
	}
	goTool, err := exec.LookPath("go")
	if err != nil {
		return "", noGo(err)
	}
	return fmt.Sprintf("not built yet; `linli up` builds them from %s with %s", module, goTool), nil
}

func examineSpace(dir string) (string, error) {
	return fmt.Sprintf("at least %d MB free", spaceForNetwork>>20), checkSpace(existing(dir), spaceForNetwork, "running a network")
}

// examine checks a running network by its status, and of a stopped one whether it could start. Of one on several machines others are asked
// apart.
func (n *Network) examine(ctx context.Context) (string, error) {
	if err := n.Running(); err != nil && !errors.Is(err, ErrStopped) {
		return "", err
	} else if err != nil {
		return "stopped; `linli up` starts it", n.examineStopped()
	}
	ask := n.Status
	if !n.alone() {
		ask = func(context.Context) (*Status, error) { return n.statusHere() }
	}
	s, err := ask(ctx)
	if err != nil {
		return "", err
	}
	if len(s.Warnings) == 0 {
		return fmt.Sprintf("running, %d processes", len(s.Processes)), nil
	}
	var all []error
	for _, w := range s.Warnings {
		all = append(all, errors.New(w))
	}
	return "", &Problem{
		What: "the running network", Why: errors.Join(all...),
		Do: "Look into `linli logs PROCESS`; `linli down` and `linli up` start it anew.",
	}
}

// examineStopped returns what keeps a network that is stopped from starting.
func (n *Network) examineStopped() error {
	if _, err := n.firstToExpire(); err != nil {
		return err
	}
	for _, b := range n.here() {
		if _, err := n.putBack(b); err != nil {
			return err
		}
	}
	return n.checkPorts()
}
