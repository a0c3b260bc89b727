// SPDX-License-Identifier: Apache-2.0

package subscriber

import (
	"context"
	"fmt"
	"hash/maphash"
	"sync"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/oracle/ingest"
)

const (
	lanes  = 32  // messages that are kept at once, so that they share what writing costs
	places = 256 // messages in memory
)

// queue is what has come on a connection and is not acknowledged yet. The messages of one client are kept one after the other, those of
// several at once; all are acknowledged in the order in which they came (MQTT 3.1.1, 4.6).
type queue struct {
	subscriber *Subscriber
	end        context.CancelCauseFunc // ends the connection, so that what is not acknowledged comes again
	seed       maphash.Seed
	places     chan struct{}
	arrived    chan *delivery
	lanes      [lanes]chan *delivery
	running    sync.WaitGroup
}

type delivery struct {
	paho.Message
	received time.Time
	kept     chan struct{} // closed when it is
}

func newQueue(s *Subscriber, end context.CancelCauseFunc) *queue {
	q := &queue{
		subscriber: s, end: end, seed: maphash.MakeSeed(),
		places: make(chan struct{}, places), arrived: make(chan *delivery, places),
	}
	for i := range q.lanes {
		q.lanes[i] = make(chan *delivery, places)
	}
	return q
}

// run works until the context is done.
func (q *queue) run(ctx context.Context) {
	q.running.Go(func() { q.acknowledge(ctx) })
	for _, lane := range q.lanes {
		q.running.Go(func() { q.keep(ctx, lane) })
	}
}

// wait waits until nothing of this connection is being kept: the next one must not overtake it.
func (q *queue) wait() { q.running.Wait() }

// add takes a message. While there is no place it waits, and the client does not read; the client's answers do not wait for it, and if
// nothing can be kept for long it loses the connection for want of answers to its own.
func (q *queue) add(ctx context.Context, m paho.Message) {
	select {
	case q.places <- struct{}{}:
	case <-ctx.Done():
		return
	}
	d := &delivery{Message: m, received: time.Now(), kept: make(chan struct{})}
	q.arrived <- d // which has room for as many as there are places, and so has each lane
	q.lanes[q.lane(m.Topic())] <- d
}

// lane is the same for all messages of a client, and for all of a topic.
func (q *queue) lane(topic string) uint64 {
	who := q.subscriber.client(topic)
	if who == "" {
		who = topic
	}
	return maphash.String(q.seed, who) % lanes
}

func (q *queue) keep(ctx context.Context, lane <-chan *delivery) {
	for {
		select {
		case <-ctx.Done():
			return
		case d := <-lane:
			m := ingest.Message{
				Transport: ingest.Subscriber, Client: q.subscriber.client(d.Topic()), Topic: d.Topic(),
				Retained: d.Retained(), Received: d.received,
			}
			if err := q.subscriber.Keep(ctx, m.WithBody(d.Payload())); err != nil {
				q.end(fmt.Errorf("keep: %w", err)) // before what came after it is kept
				return
			}
			close(d.kept)
		}
	}
}

func (q *queue) acknowledge(ctx context.Context) {
	for {
		var d *delivery
		select {
		case <-ctx.Done():
			return
		case d = <-q.arrived:
		}
		select {
		case <-ctx.Done():
			return
		case <-d.kept:
		}
		d.Ack()
		<-q.places
	}
}
