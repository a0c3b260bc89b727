// SPDX-License-Identifier: Apache-2.0

//go:build !race

package convention_test

const race = false
