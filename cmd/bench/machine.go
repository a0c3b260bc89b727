// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"
)

// machine says what the figures were measured on.
func machine(w io.Writer) {
	fmt.Fprintf(w, "%s, %s, %d cores (%s), everything on this one machine\n\n",
		time.Now().Format(time.DateOnly), runtime.Version(), runtime.NumCPU(), cpuModel())
}

func cpuModel() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown"
	}
	for l := range strings.Lines(string(info)) {
		if name, ok := strings.CutPrefix(l, "model name\t: "); ok {
			return strings.TrimSpace(name)
		}
	}
	return "unknown"
}
