// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v5"
)

const (
	aliveEvery = 15 * time.Second // comments that keep proxies from closing a quiet stream
	pollWaits  = 20 * time.Second
	streamFor  = time.Hour // then the browser comes again by itself

	streamsAtOnce = 5000
	streamsOfOne  = 500 // of one address, which a whole estate may share; beyond it pages poll
)

// eventsGroup tells pages what happens, while it happens.
type eventsGroup struct {
	gate      *gate
	hub       *hub
	streams   *places
	streaming *sync.WaitGroup
	closing   context.Context //nolint:containedctx // ends with the server, and with it the streams
	now       func() time.Time
}

// wanted is what a request asks to hear of. Blocks are for everybody.
func wanted(c *echo.Context) func(Event) bool {
	community, election := c.QueryParam("community"), c.QueryParam("election")
	fits := func(want string, has any) bool { return want == "" || has == nil || want == has }
	return func(e Event) bool { return fits(community, e.Data["community"]) && fits(election, e.Data["election"]) }
}

func (g *eventsGroup) streamEvents(c *echo.Context) error {
	next := g.hub.height()
	if last, err := strconv.ParseUint(c.Request().Header.Get("Last-Event-ID"), 10, 63); err == nil {
		next = last + 1
	}
	leave, err := g.gate.takePlace(c, g.streams, text{"实时连接已满，请改用轮询。", "There is no room for another stream; poll instead."})
	if err != nil {
		return err
	}
	defer leave()
	g.streaming.Add(1)
	defer g.streaming.Done()
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	c.Response().WriteHeader(http.StatusOK)
	stream := eventStream{Context: c, control: http.NewResponseController(c.Response()), now: g.now}
	if err := stream.send([]byte("retry: 2000\n\n")); err != nil {
		return nil //nolint:nilerr // the reader has gone
	}
	return g.stream(c, &stream, next)
}

func (g *eventsGroup) stream(c *echo.Context, stream *eventStream, next uint64) error {
	alive := time.NewTicker(aliveEvery)
	defer alive.Stop()
	end := time.NewTimer(streamFor)
	defer end.Stop()
	fits := wanted(c)
	for {
		n := g.hub.since(next, fits)
		if !n.complete {
			n.events = []Event{reload(n.next)}
		}
		if err := stream.events(n.events); err != nil {
			return nil //nolint:nilerr // the reader has gone
		}
		next = n.next
		select {
		case <-n.changed:
		case <-alive.C:
			if err := stream.send([]byte(": alive\n\n")); err != nil {
				return nil //nolint:nilerr // the same
			}
		case <-end.C:
			return nil
		case <-c.Request().Context().Done():
			return nil
		case <-g.closing.Done():
			return nil
		}
	}
}

func reload(next uint64) Event {
	block := int64(next) - 1 //nolint:gosec // far below
	return Event{Event: "reload", Block: max(block, 0), Data: map[string]any{"block": max(block, 0)}}
}

type eventStream struct {
	*echo.Context
	control *http.ResponseController
	now     func() time.Time
}

// events writes events. Only the last one of a block has an id, so that a stream that breaks between them begins with that
// block again.
func (e *eventStream) events(events []Event) error {
	if len(events) == 0 {
		return nil
	}
	var b bytes.Buffer
	for i, event := range events {
		data, err := json.Marshal(event.Data)
		if err != nil {
			return err
		}
		if i == len(events)-1 || events[i+1].Block != event.Block {
			fmt.Fprintf(&b, "id: %d\n", event.Block)
		}
		fmt.Fprintf(&b, "event: %s\ndata: %s\n\n", event.Event, data)
	}
	return e.send(b.Bytes())
}

func (e *eventStream) send(raw []byte) error {
	_ = e.control.SetWriteDeadline(e.now().Add(writeWithin)) // tests' writers have none
	if _, err := e.Response().Write(raw); err != nil {
		return err
	}
	return e.control.Flush()
}

func (g *eventsGroup) pollEvents(c *echo.Context) error {
	next := g.hub.height()
	waits := c.QueryParam("after") != ""
	if waits {
		after, err := strconv.ParseUint(c.QueryParam("after"), 10, 63)
		if err != nil {
			return invalid(err)
		}
		next = after + 1
	}
	fits := wanted(c)
	timer := time.NewTimer(pollWaits)
	defer timer.Stop()
	for {
		n := g.hub.since(next, fits)
		answer := Events{Last: max(int64(n.next)-1, 0), Items: n.events} //nolint:gosec // far below
		if !n.complete {
			answer.Items = []Event{reload(n.next)}
		}
		if len(answer.Items) > 0 || !waits {
			return poll(c, answer)
		}
		select {
		case <-n.changed:
			next = n.next
		case <-timer.C:
			waits = false
		case <-g.closing.Done():
			waits = false
		case <-c.Request().Context().Done():
			return c.Request().Context().Err()
		}
	}
}

func poll(c *echo.Context, answer Events) error {
	if answer.Items == nil {
		answer.Items = []Event{}
	}
	return private(c, http.StatusOK, answer)
}
