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
	Err     error  // what is wrong, a [*Problem] where something can be done; nil if it is well
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
		return append(findings, Finding{Subject: "network", Answer: "none yet; `linli up` makes one"})
	}
	if err != nil {
		return append(findings, Finding{Subject: "network", Err: err})
	}
	return append(findings, finding("network", func() (string, error) { return n.examine(ctx) }))
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

// examine checks a running network by its status, and of a stopped one whether it could start.
func (n *Network) examine(ctx context.Context) (string, error) {
	if err := n.Running(); err != nil && !errors.Is(err, ErrStopped) {
		return "", err
	} else if err != nil {
		return "stopped; `linli up` starts it", n.examineStopped()
	}
	s, err := n.Status(ctx)
	if err != nil {
		return "", err
	}
	if !s.Healthy {
		var all []error
		for _, w := range s.Warnings {
			all = append(all, errors.New(w))
		}
		return "", &Problem{
			What: "the running network", Why: errors.Join(all...),
			Do: "Look into `linli logs PROCESS`; `linli down` and `linli up` start it anew.",
		}
	}
	return fmt.Sprintf("running, %d blocks", s.Height), nil
}

// examineStopped returns what keeps a network that is stopped from starting.
func (n *Network) examineStopped() error {
	if _, err := n.firstToExpire(); err != nil {
		return err
	}
	return n.checkPorts()
}
