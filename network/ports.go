// SPDX-License-Identifier: Apache-2.0

package network

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"time"
)

// Ports are drawn from below the range the kernel hands out to outgoing connections,
// so that none of those can take one while the network is down.
const (
	firstPort = 20000
	lastPort  = 32000
)

// choosePorts chooses ports that are free now, and that none of the bodies has: a row of adjoining ones from a random place on, so that two
// networks made at the same time do not meet.
func choosePorts(ports []int, bodies []Body) error {
	theirs := map[int]bool{} // on which nothing may listen yet
	for i := range bodies {
		bodies[i].eachPort(func(_ string, port *int) { theirs[*port] = true })
	}
	for range 100 {
		next := firstPort + rand.IntN(lastPort-firstPort-64) //nolint:gosec // no secret: it only keeps networks apart
		if assignPorts(ports, next, theirs) {
			return nil
		}
	}
	return &Problem{
		What: "choosing ports",
		Why:  fmt.Errorf("no row of free ports between %d and %d on %s", firstPort, lastPort, loopback),
		Do:   "End programs that listen there, then run it again.",
	}
}

// assignPorts takes the ports from a place on, and says whether they can be taken.
func assignPorts(ports []int, next int, theirs map[int]bool) bool {
	free := true
	for i := range ports {
		ports[i] = next + i
		free = free && !theirs[ports[i]] && portFree(loopback, ports[i]) == nil
	}
	return free
}

// chooseBodyPorts gives every body its ports.
func chooseBodyPorts(bodies []Body) error {
	var places []*int
	for i := range bodies {
		bodies[i].eachPort(func(_ string, port *int) { places = append(places, port) })
	}
	ports := make([]int, len(places))
	if err := choosePorts(ports, nil); err != nil {
		return err
	}
	for i, port := range ports {
		*places[i] = port
	}
	return nil
}

func portFree(host string, port int) error {
	l, err := net.Listen("tcp", at(host, port))
	if err != nil {
		return err
	}
	return l.Close()
}

// portsFreeWithin is how long a process that has ended may still hold its ports: its threads end one by one.
const portsFreeWithin = 3 * time.Second

// waitForPorts waits a moment for ports of processes that were just ended, else it is checkPorts.
func (n *Network) waitForPorts() error {
	for deadline := time.Now().Add(portsFreeWithin); ; time.Sleep(50 * time.Millisecond) {
		if err := n.checkPorts(); err == nil || time.Now().After(deadline) {
			return err
		}
	}
}

// checkPorts returns an error for the ports of this network's processes that another program listens on.
func (n *Network) checkPorts() error {
	var taken []error
	check := func(process string, port *int) {
		if err := cmp.Or(portFree(loopback, *port), portFree(n.Listen, *port)); err != nil {
			taken = append(taken, fmt.Errorf("%w: %s needs %s%s", ErrPortTaken, process, at(n.Listen, *port), listenerOf(*port)))
		}
	}
	editions, err := n.servedEditions()
	if err != nil {
		return err
	}
	for _, b := range n.here() {
		b.eachPort(check)
		for _, e := range editions {
			port := e.Codes[b.ID].Port
			check(n.chaincodeProcess(b, e.version), &port)
		}
	}
	if len(taken) == 0 {
		return nil
	}
	return &Problem{
		What: "starting the network",
		Why:  errors.Join(taken...),
		Do: "End the program that listens there and run it again. A network's ports are part of its genesis block " +
			"and cannot be changed; `linli reset` followed by `linli up` makes a new network with other ports.",
	}
}
