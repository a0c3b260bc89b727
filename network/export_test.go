// SPDX-License-Identifier: Apache-2.0

package network

// What tests on a network ask, which nobody else does.
var (
	CouldOrder   = (*Network).couldOrder
	EnoughAnswer = (*Network).enoughAnswer
)

// PoolGauge is poolGauge.
const PoolGauge = poolGauge

// RemovalIn is removalIn for tests.
var RemovalIn = removalIn

// PassphraseWork is passphraseWork as it is outside of these tests, which make keys of passphrases again and again.
var PassphraseWork = passphraseWork

func init() { passphraseWork = 10 }
