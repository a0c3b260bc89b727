// SPDX-License-Identifier: Apache-2.0

package town

import (
	"testing"

	"github.com/linli-project/linli/internal/histories"
)

// Histories is how many histories a test draws: so many, unless the environment asks for another number; -short draws a tenth.
func Histories(t testing.TB, usually int) int {
	t.Helper()
	return histories.Number(t, usually)
}

// ManyHistories says whether the environment asks for a number of histories.
func ManyHistories() bool { return histories.Many() }
