// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"crypto/subtle"
	"time"

	"github.com/linli-project/linli/oracle/ingest"
)

// admit lets a connection in as the device of a name, or says why not.
func (b *Broker) admit(c *conn, name string, password []byte) ingest.Reason {
	device, known := b.lookup(name)
	if c.certified != "" {
		return c.prove(name, c.fingerprint, known, known && same(device.Certificate, c.fingerprint))
	}
	now := time.Now()
	if !b.guesses.Allowed(name, c.host, now) {
		return ingest.Guessing
	}
	right := b.isPassword(device.Password, password)
	if !right {
		b.guesses.Wrong(name, c.host, now)
	}
	return c.prove(name, device.Password, known, right)
}

func (c *conn) prove(name, proof string, known, right bool) ingest.Reason {
	switch {
	case !known:
		return ingest.Stranger
	case !right:
		return ingest.Secret
	}
	c.name, c.proof = name, proof
	return ""
}

// admitted is the device at the other end, if it is still let in by what it has proved.
func (b *Broker) admitted(c *conn) (Device, bool) {
	device, known := b.lookup(c.name)
	if !known || c.proof == "" {
		return Device{}, false
	}
	return device, same(device.Certificate, c.proof) || same(device.Password, c.proof)
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func (b *Broker) refuse(c *conn, name, topic string, reason ingest.Reason) {
	if b.refused != nil {
		b.refused(ingest.Refusal{Transport: ingest.Broker, Client: name, Host: c.host, Topic: topic, Reason: reason})
	}
}
