// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"slices"
	"syscall"
	"time"
)

// served are the versions whose chaincode processes run: one, or two while one takes the other's place. The one in force is
// always among them.
func (n *Network) served() ([]string, error) {
	raw, err := os.ReadFile(n.layout.served())
	if errors.Is(err, fs.ErrNotExist) {
		return []string{n.Version}, nil
	}
	var versions []string
	if err == nil {
		err = json.Unmarshal(raw, &versions)
	}
	if err != nil {
		return nil, &Problem{
			What: "reading which versions of the chaincode run", Why: err,
			Do: "Remove " + n.layout.served() + " and run `linli down` and `linli up`: the ledger tells it.",
		}
	}
	return versions, nil
}

// servedEditions are those of served.
func (n *Network) servedEditions() ([]*edition, error) {
	versions, err := n.served()
	if err != nil {
		return nil, err
	}
	editions := make([]*edition, len(versions))
	for i, version := range versions {
		if editions[i], err = n.edition(version); err != nil {
			return nil, err
		}
	}
	return editions, nil
}

// chaincodeProcess is the name of a body's chaincode process: short for the version the network began with.
func (n *Network) chaincodeProcess(b *Body, version string) string {
	if version == n.Version {
		return "chaincode-" + b.ID
	}
	return "chaincode-" + b.ID + "-" + version
}

// serve makes these the versions whose chaincode processes run, and returns when they listen and no others run.
func (n *Network) serve(ctx context.Context, versions ...string) error {
	was, err := n.served()
	if err != nil {
		return err
	}
	if !slices.Equal(was, versions) {
		if err := writeJSON(n.layout.served(), versions); err != nil {
			return err
		}
	}
	if n.serves(versions...) == nil {
		return nil
	}
	supervisor, err := n.supervisor()
	if err != nil {
		return err
	}
	if err := supervisor.signal(syscall.SIGHUP); err != nil { // it reads the file anew
		return err
	}
	for {
		err := n.serves(versions...)
		if err == nil || errors.Is(err, errHopeless) || sleep(ctx, retryPause) != nil {
			return err
		}
	}
}

// errHopeless says that a process ends whenever it is started.
var errHopeless = errors.New("it does not stay alive")

// serves returns an error unless chaincode processes of just these versions run, and listen.
func (n *Network) serves(versions ...string) error {
	processes, err := n.recorded()
	if err != nil {
		return err
	}
	running := map[string]Process{}
	for _, p := range processes {
		running[p.Name] = p
	}
	expected := 1 + 2*len(n.here()) // the supervisor, orderers and peers
	for _, version := range versions {
		e, err := n.edition(version)
		if err != nil {
			return err
		}
		for _, b := range n.here() {
			name := n.chaincodeProcess(b, version)
			if err := n.listens(running[name], e.Codes[b.ID].Port); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			expected++
		}
	}
	if len(processes) != expected {
		return fmt.Errorf("%d processes are there, not %d: chaincode of another version has not ended yet", len(processes), expected)
	}
	return nil
}

// listens returns an error unless a process runs and takes connections.
func (n *Network) listens(p Process, port int) error {
	conn, err := net.DialTimeout("tcp", local(port), time.Second)
	if err == nil {
		err = conn.Close()
	}
	if err == nil && !p.Alive() {
		err = errors.New("it has not been started yet")
	}
	if err != nil && p.Restarts >= hopeless {
		return fmt.Errorf("%w (%s); its log ends with:\n%s", errHopeless, p.LastExit, n.logTail(p.Name))
	}
	return err
}
