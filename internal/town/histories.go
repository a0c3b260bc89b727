// SPDX-License-Identifier: Apache-2.0

package town

import (
	"os"
	"strconv"
	"testing"
)

// historiesEnv says how many histories tests draw that have no rule for it of their own.
const historiesEnv = "LINLI_HISTORIES"

// Histories is how many histories a test draws: so many, unless the environment asks for another number; -short draws a tenth.
// Those who run a test many times, or a release, draw more: see `make histories`.
func Histories(t testing.TB, usually int) int {
	t.Helper()
	if text := os.Getenv(historiesEnv); text != "" {
		given, err := strconv.Atoi(text)
		return Must(t, given, err)
	}
	if testing.Short() {
		return usually / 10
	}
	return usually
}

// ManyHistories says whether the environment asks for a number of histories.
func ManyHistories() bool { return os.Getenv(historiesEnv) != "" }
