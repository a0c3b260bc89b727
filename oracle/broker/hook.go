// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"context"
	"errors"
	"time"

	"github.com/wind-c/comqtt/v2/mqtt"
	"github.com/wind-c/comqtt/v2/mqtt/packets"

	"github.com/linli-project/linli/oracle/ingest"
)

// hook is what the MQTT server asks. Of the errors that it may return the server heeds packets.ErrRejectPacket alone: with any other
// one it goes on, and acknowledges.
type hook struct {
	mqtt.HookBase
	*Broker
}

func (h *hook) ID() string { return "linli" }

func (h *hook) Provides(method byte) bool {
	switch method {
	case mqtt.OnPacketRead, mqtt.OnConnect, mqtt.OnConnectAuthenticate, mqtt.OnSessionEstablished,
		mqtt.OnACLCheck, mqtt.OnPublish, mqtt.OnDisconnect:
		return true
	default:
		return false
	}
}

// OnPacketRead sees each packet first.
func (h *hook) OnPacketRead(client *mqtt.Client, packet packets.Packet) (packets.Packet, error) {
	c := connOf(client)
	switch packet.FixedHeader.Type {
	case packets.Connect:
		// Sessions belong to names: with a client id of its choice a device would take over another's.
		packet.Connect.ClientIdentifier = claimed(c, packet)
	case packets.Publish:
		if packet.FixedHeader.Qos > 1 { // of MQTT 3.1.1 the server would acknowledge it as if it were QoS 1
			return packet, packets.ErrRejectPacket
		}
	case packets.Puback:
		c.commands.answered(packet.PacketID, packet.ReasonCode)
	}
	return packet, nil
}

// claimed is the name that a connection claims; a certificate has proved it already.
func claimed(c *conn, packet packets.Packet) string {
	if c.certified != "" {
		return c.certified
	}
	return string(packet.Connect.Username)
}

// OnConnect takes the will out of the server's hands, which would publish it without asking and without keeping it.
func (h *hook) OnConnect(client *mqtt.Client, _ packets.Packet) error {
	connOf(client).will, client.Properties.Will = client.Properties.Will, mqtt.Will{}
	return nil
}

// OnConnectAuthenticate decides who is admitted.
func (h *hook) OnConnectAuthenticate(client *mqtt.Client, packet packets.Packet) bool {
	c := connOf(client)
	name := claimed(c, packet)
	reason := h.admit(c, name, packet.Connect.Password)
	if reason == "" {
		return true
	}
	h.refuse(c, name, "", reason)
	return false
}

// OnSessionEstablished makes a device one that can be told something.
func (h *hook) OnSessionEstablished(client *mqtt.Client, _ packets.Packet) {
	c := connOf(client)
	c.client = client
	h.live.add(c.name, client)
}

// OnACLCheck says whether a device may publish to a topic, or subscribe to a filter.
func (h *hook) OnACLCheck(client *mqtt.Client, topic string, publish bool) bool {
	c := connOf(client)
	device, ok := h.admitted(c)
	list, reason := device.Commands, ingest.Subscription
	if publish {
		list, reason = device.Publishes, ingest.Topic
	}
	if !ok {
		reason = ingest.Revoked
	} else if within(list, topic) {
		return true
	}
	h.refuse(c, c.name, topic, reason)
	return false
}

// OnPublish keeps a message. When it has returned without an error the server acknowledges; the message goes to nobody else.
func (h *hook) OnPublish(client *mqtt.Client, packet packets.Packet) (packets.Packet, error) {
	c := connOf(client)
	if err := h.keepPace(c); err != nil {
		return packet, packets.ErrRejectPacket
	}
	if err := h.keepMessage(c, packet.TopicName, packet.Payload, packet.FixedHeader.Retain); err != nil {
		h.log.WarnContext(c.ctx, "a message could not be kept; its sender has to connect and send it again", "device", c.name, "error", err)
		h.end(client) // on this connection it would not send it again
		return packet, packets.ErrRejectPacket
	}
	packet.Ignore = true
	return packet, nil
}

func (h *hook) keepPace(c *conn) error {
	wait := c.pace.wait(time.Now())
	if wait == 0 {
		return nil
	}
	select {
	case <-time.After(wait):
		return nil
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}

func (h *hook) keepMessage(c *conn, topic string, body []byte, retained bool) error {
	m := ingest.Message{Transport: ingest.Broker, Client: c.name, Topic: topic, Retained: retained, Received: time.Now()}
	return h.keep(c.ctx, m.WithBody(body))
}

// OnDisconnect keeps the will of a device that went without a word. One that is there again has not gone.
func (h *hook) OnDisconnect(client *mqtt.Client, err error, _ bool) {
	c := connOf(client)
	if err == nil || c.will.Flag == 0 || c.ctx.Err() != nil || errors.Is(client.StopCause(), packets.ErrSessionTakenOver) {
		return
	}
	if !h.OnACLCheck(client, c.will.TopicName, true) {
		return
	}
	if err := h.keepMessage(c, c.will.TopicName, c.will.Payload, c.will.Retain); err != nil {
		h.log.WarnContext(context.WithoutCancel(c.ctx), "a will could not be kept, and will not come again", "device", c.name, "error", err)
	}
}

// connOf is the connection of a client. All connections are made by serve.
func connOf(client *mqtt.Client) *conn { return client.Net.Conn.(*conn) }
