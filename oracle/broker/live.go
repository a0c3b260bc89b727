// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/wind-c/comqtt/v2/mqtt"
	"github.com/wind-c/comqtt/v2/mqtt/packets"
)

// live are the devices that are connected, by name. The server's own table may lack one that has just taken over its session.
type live struct {
	mu      sync.Mutex
	clients map[string]*mqtt.Client
}

// add adds a client. A device has one connection: an earlier one ends.
func (l *live) add(name string, client *mqtt.Client) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.clients == nil {
		l.clients = map[string]*mqtt.Client{}
	}
	if earlier := l.clients[name]; earlier != nil {
		earlier.Stop(packets.ErrSessionTakenOver)
	}
	l.clients[name] = client
}

func (l *live) remove(name string, client *mqtt.Client) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.clients[name] == client {
		delete(l.clients, name)
	}
}

func (l *live) get(name string) (*mqtt.Client, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	client, ok := l.clients[name]
	return client, ok
}

func (l *live) all() []*mqtt.Client {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Collect(maps.Values(l.clients))
}

// listens says whether a client has subscribed to a topic, and the highest QoS at which it has.
func listens(client *mqtt.Client, topic string) (qos byte, ok bool) {
	for filter, subscription := range client.State.Subscriptions.GetAll() {
		if matches(filter, topic) {
			qos, ok = max(qos, min(subscription.Qos, 1)), true
		}
	}
	return qos, ok
}

// matches says whether a filter takes a topic (MQTT 5, 4.7.1).
func matches(filter, topic string) bool {
	for {
		level, rest, more := strings.Cut(filter, "/")
		if level == "#" {
			return true
		}
		name, names, deeper := strings.Cut(topic, "/")
		if level != "+" && level != name {
			return false
		}
		if !more || !deeper {
			return more == deeper || rest == "#"
		}
		filter, topic = rest, names
	}
}
