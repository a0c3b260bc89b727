// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// parts are the kinds of process that share the machine.
var parts = []string{"peer", "orderer", "chaincode", "client"}

// cpu is the processor time used so far, in milliseconds, by kind of process. It is what a figure costs, whatever else the
// machine is doing.
type cpu map[string]float64

func (b *bench) cpu() cpu {
	used := cpu{"client": processTime(os.Getpid())}
	processes, err := b.ledger.Network.Processes()
	if err != nil {
		return used // the figures then show the client's alone
	}
	for _, p := range processes {
		kind, _, _ := strings.Cut(p.Name, "-")
		used[kind] += processTime(p.PID)
	}
	return used
}

// per prints what one of count things has cost since before.
func (b *bench) per(what string, before cpu, count int) {
	now := b.cpu()
	var total float64
	var each []string
	for _, part := range parts {
		cost := (now[part] - before[part]) / float64(count)
		total += cost
		each = append(each, fmt.Sprintf("%ss %.2f", part, cost))
	}
	line("  processor time a "+what, "%.2f ms (%s)", total, strings.Join(each, ", "))
}

// clockTick is the unit of /proc/PID/stat: a hundredth of a second on every Linux that Go runs on.
const clockTick = 10.0 // ms

func processTime(pid int) float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) * clockTick
}
