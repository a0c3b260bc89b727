// SPDX-License-Identifier: Apache-2.0

package network

import (
	"slices"
	"testing"
)

// A network's chaincode listens on no port of its peers and orderers, though nothing listens there yet when the ports are chosen.
func TestPortsOfChaincode(t *testing.T) {
	bodies := Bodies()
	if err := chooseBodyPorts(bodies); err != nil {
		t.Fatal(err)
	}
	theirs, first := map[int]bool{}, lastPort
	for i := range bodies {
		bodies[i].eachPort(func(_ string, port *int) {
			theirs[*port], first = true, min(first, *port)
		})
	}
	if assignPorts(make([]int, 4), first-3, theirs) || assignPorts(make([]int, 4), first+len(theirs)-1, theirs) {
		t.Error("a port of a body is given to its chaincode")
	}
	ports := make([]int, 4)
	if err := choosePorts(ports, bodies); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(ports, func(port int) bool { return theirs[port] }) {
		t.Errorf("%v are ports of bodies, too", ports)
	}
}
