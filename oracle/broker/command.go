// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/wind-c/comqtt/v2/mqtt/packets"
)

// What may become of a command that the device has not acknowledged.
var (
	ErrAway       = errors.New("the device is not connected, or does not listen to this topic: nothing was sent")
	ErrTopic      = errors.New("this is no topic of the device's commands: nothing was sent")
	ErrBusy       = errors.New("the device has not answered to what it was sent before: nothing was sent")
	ErrUnanswered = errors.New("sent, and not acknowledged: whether the device has it is not known")
)

// maxCommands wait for an acknowledgement at once.
const maxCommands = 16

// Publish sends a command to a device that is connected and listens, and returns nil when the device has acknowledged it. A device
// that asked for commands without acknowledgements (QoS 0) is believed to have what was written. Nothing is put by for a device that
// is away: a gate must not open an hour later.
func (b *Broker) Publish(ctx context.Context, device, topic string, payload []byte) error {
	client, ok := b.live.get(device)
	if !ok {
		return ErrAway
	}
	c := connOf(client)
	known, ok := b.admitted(c)
	if !ok {
		return ErrAway
	}
	if !within(known.Commands, topic) {
		return ErrTopic
	}
	qos, ok := listens(client, topic)
	if !ok {
		return ErrAway
	}
	packet := packets.Packet{FixedHeader: packets.FixedHeader{Type: packets.Publish}, TopicName: topic, Payload: payload}
	if qos == 0 {
		return sent(client.WritePacket(packet))
	}
	id, acknowledged, ok := c.commands.add()
	if !ok {
		return ErrBusy
	}
	defer c.commands.remove(id)
	packet.FixedHeader.Qos, packet.PacketID = 1, id
	if err := sent(client.WritePacket(packet)); err != nil {
		return err
	}
	return c.acknowledged(ctx, acknowledged)
}

// acknowledged waits for the answer to a command.
func (c *conn) acknowledged(ctx context.Context, answer <-chan byte) error {
	select {
	case code := <-answer:
		if code >= packets.ErrUnspecifiedError.Code {
			return fmt.Errorf("the device refuses the command with code %#x", code)
		}
		return nil
	case <-c.gone:
		return ErrUnanswered
	case <-ctx.Done():
		return errors.Join(ErrUnanswered, ctx.Err())
	}
}

// sent says of an error while writing that something may have been written.
func sent(err error) error {
	if err == nil {
		return nil
	}
	return errors.Join(ErrUnanswered, err)
}

// commands are what a connection was sent and has not acknowledged. The broker's own table of these is not used: it has one set of
// numbers for both directions, so that a device's message would end a command of the same number.
type commands struct {
	mu      sync.Mutex
	last    uint16
	waiting map[uint16]chan byte
}

func (c *commands) add() (uint16, <-chan byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) >= maxCommands {
		return 0, nil, false
	}
	if c.waiting == nil {
		c.waiting = map[uint16]chan byte{}
	}
	for c.last == 0 || c.waiting[c.last] != nil { // 0 is no number
		c.last++
	}
	id, answer := c.last, make(chan byte, 1)
	c.waiting[id] = answer
	c.last++ // a late answer to what was given up is not taken for one to the next
	return id, answer, true
}

func (c *commands) remove(id uint16) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, id)
}

func (c *commands) answered(id uint16, code byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if answer := c.waiting[id]; answer != nil {
		delete(c.waiting, id) // the second of two answers is nobody's
		answer <- code
	}
}
