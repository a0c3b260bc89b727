// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package network

import (
	"errors"
	"os"
	"syscall"
)

// errNotLinux is what everything that starts, stops or watches processes answers on other systems.
var errNotLinux = errors.New("a network runs on Linux only")

func birthOf(int) (birth, error) { return birth{}, errNotLinux }

func kill(int, syscall.Signal) error { return errNotLinux }

func lockFile(*os.File) error { return errNotLinux }

func freeSpace(string) (uint64, error) { return 0, errNotLinux }

func ownSession() *syscall.SysProcAttr { return nil }

func endsWithParent() *syscall.SysProcAttr { return nil }

func startPatient() error { return errNotLinux }

func listenerOf(int) string { return "" }
