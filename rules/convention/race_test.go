// SPDX-License-Identifier: Apache-2.0

//go:build race

package convention_test

// race says that the race detector watches, which makes everything slower.
const race = true
