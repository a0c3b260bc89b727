// SPDX-License-Identifier: Apache-2.0

// Package histories is how many histories tests draw. Those who run a test many times, or a release, draw more: see `make histories`.
package histories

import (
	"os"
	"strconv"
	"testing"
)

// env says how many histories tests draw that have no rule for it of their own.
const env = "LINLI_HISTORIES"

// Number is how many histories a test draws: so many, unless the environment asks for another number; -short draws a tenth.
func Number(t testing.TB, usually int) int {
	t.Helper()
	switch text := os.Getenv(env); {
	case text != "":
		given, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s: %v", env, err)
		}
		return given
	case testing.Short():
		return usually / 10
	}
	return usually
}

// Many says whether the environment asks for a number of histories.
func Many() bool { return os.Getenv(env) != "" }
