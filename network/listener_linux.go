// SPDX-License-Identifier: Apache-2.0

package network

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// listenerOf says which program listens on a TCP port, in the form " (program, process 123)"; nothing if that
// cannot be found out, as for another user's programs.
func listenerOf(port int) string {
	socket := listeningSocket(port)
	if socket == "" {
		return ""
	}
	descriptors, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, fd := range descriptors {
		if target, err := os.Readlink(fd); err != nil || target != socket {
			continue
		}
		dir := filepath.Dir(filepath.Dir(fd))
		name, _ := os.ReadFile(filepath.Join(dir, "comm"))
		return fmt.Sprintf(" (%s, process %s)", strings.TrimSpace(string(name)), filepath.Base(dir))
	}
	return ""
}

// listeningSocket finds the socket listening on a port as links in /proc/PID/fd name it, see proc_net_tcp(5).
func listeningSocket(port int) string {
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		raw, err := os.ReadFile(table)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(raw)) {
			fields := strings.Fields(line)
			const listening = "0A"
			if len(fields) > 9 && fields[3] == listening && strings.HasSuffix(fields[1], fmt.Sprintf(":%04X", port)) {
				return "socket:[" + fields[9] + "]"
			}
		}
	}
	return ""
}
