// SPDX-License-Identifier: Apache-2.0

// Package processor says what benchmarks take of the processors, which does not depend on what else the machine does.
package processor

import (
	"syscall"
	"testing"
	"time"
)

// Used is the processor time that this process has used so far.
func Used() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) // there is no other way to fail than a wrong argument
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// Bench runs what is measured, and reports the processor time of each run in microseconds.
func Bench(b *testing.B, run func()) {
	b.Helper()
	runs, before := 0, Used()
	for b.Loop() {
		run()
		runs++
	}
	b.ReportMetric(float64((Used()-before).Microseconds())/float64(runs), "cpu-µs/op")
}
