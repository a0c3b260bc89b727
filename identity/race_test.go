// SPDX-License-Identifier: Apache-2.0

//go:build race

package identity_test

// slower is how much longer things may take: SQLite is translated C, which the race detector slows the most.
const slower = 30
