// SPDX-License-Identifier: Apache-2.0

package device

// Class is how far a device's word can be trusted.
type Class string

// The classes. Nothing is decided against anybody on the word of a T0 device alone.
const (
	T0 Class = "T0" // a vendor's device that signs nothing
	T1 Class = "T1" // its channel is authenticated: mutual TLS, or LoRaWAN's message code
	T2 Class = "T2" // it signs what it says
	T3 Class = "T3" // its hardware is attested
)

// Known says whether there is such a class.
func (c Class) Known() bool { return c == T0 || c == T1 || c.Signs() }

// Signs says whether a device of this class signs what it says with a key of its own.
func (c Class) Signs() bool { return c == T2 || c == T3 }
