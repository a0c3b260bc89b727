// SPDX-License-Identifier: Apache-2.0

// Package ingest is what all ways into the oracle have in common: the message as it came, the promise that it is kept, and how much
// a stranger may send. It reads no message.
package ingest

import (
	"context"
	"time"
)

// The ways in.
const (
	Broker     = "broker"     // the embedded MQTT broker
	Subscriber = "subscriber" // an external MQTT broker
	Push       = "push"       // HTTP
)

// Message is what a device sent, before anybody has read it.
type Message struct {
	Transport string
	Client    string    // the authenticated name of who sent it, never one that the message or its topic claims
	Topic     string    // of MQTT; of HTTP the kind of sender, as "hikvision"
	Body      []byte    // any bytes
	Size      int       // bytes that were sent: more than the body has if it was cut
	Retained  bool      // a broker repeats what it was told at some time: no news
	Received  time.Time // when its last byte was there
}

// Keep keeps a message. It returns nil only when the message is durable, and whoever sent it is told so only then. After an error the
// sender has to send again. It may be called by many at once; on one connection of a device it is called for one message after the
// other, and what it kept of them is in their order.
type Keep func(ctx context.Context, m Message) error

// How much a sender may send. What is longer than MaxBody is kept up to there, with its size, so that it can be shown and need not
// come again; what is longer than MaxSent is not read.
const (
	MaxBody = 4 << 20 // a camera's plate with its pictures
	MaxSent = 8 << 20
)

// WithBody is the message with a body, cut to MaxBody.
func (m Message) WithBody(body []byte) Message {
	m.Size = len(body)
	m.Body = body[:min(len(body), MaxBody)]
	return m
}
