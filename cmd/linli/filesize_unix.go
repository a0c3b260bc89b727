// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// outliveFileSize makes a limit on the size of files (ulimit -f) an error of the writing instead of the program's end.
func outliveFileSize() { signal.Ignore(syscall.SIGXFSZ) }
