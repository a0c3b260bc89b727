// SPDX-License-Identifier: Apache-2.0

package network

// RemovalIn is removalIn for tests.
var RemovalIn = removalIn
