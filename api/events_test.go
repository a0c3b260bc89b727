// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// received is one server-sent event.
type received struct{ id, event, data string }

// listen opens a stream and hands over its events until ctx ends.
func (tw *town) listen(ctx context.Context, t *testing.T, query, lastID string) <-chan received {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, tw.http.URL+Base+"/events"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	response, err := http.DefaultClient.Do(r) //nolint:bodyclose // the reader below does
	if err != nil {
		t.Fatal(err)
	}
	if response.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%d %v", response.StatusCode, response.Header)
	}
	events := make(chan received, 1000)
	go func() {
		defer response.Body.Close()
		defer close(events)
		lines := bufio.NewScanner(response.Body)
		var e received
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch {
			case lines.Text() == "" && e.event != "":
				events <- e
				e = received{}
			case name == "id":
				e.id = value
			case name == "event":
				e.event = value
			case name == "data":
				e.data = value
			}
		}
	}()
	return events
}

// await returns the next event of a name whose data has a text.
func await(t *testing.T, events <-chan received, name, has string) received {
	t.Helper()
	timeout := time.After(10 * time.Minute)
	for {
		select {
		case e, ok := <-events:
			if !ok {
				t.Fatalf("the stream ended before %s %s", name, has)
			}
			if e.event == name && strings.Contains(e.data, has) {
				return e
			}
		case <-timeout:
			t.Fatalf("no %s %s", name, has)
		}
	}
}

func TestEvents(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	e := tw.prepare(t, "events")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := tw.catchUp(ctx); err != nil {
		t.Fatal(err)
	}
	before := tw.server.hub.height() - 1
	events := tw.listen(ctx, t, "?community="+garden+"&election=events", "")
	if err := tw.Do(ctx)(e.Step("election.open")); err != nil {
		t.Fatal(err)
	}
	await(t, events, "stage", `"stage":"open"`)
	on, err := tw.Election(ctx, e)
	if err != nil {
		t.Fatal(err)
	}
	b := tw.browser(t)
	receipt := decode[Receipt](t, b.post(tw.ballot(t, e, on, tw.singles()[40], 1)))
	await(t, events, "act", receipt.Act)
	turnout := await(t, events, "turnout", `"heads":1`)
	block := await(t, events, "block", fmt.Sprintf(`"block":%d`, receipt.Block))
	if block.id != strconv.FormatInt(receipt.Block, 10) || turnout.id != "" {
		t.Errorf("only the last event of a block has its number: %+v, %+v", turnout, block)
	}
	// A choice is in no event, sealed or not.
	if strings.Contains(turnout.data, "agree") {
		t.Errorf("%+v", turnout)
	}

	again := tw.listen(ctx, t, "?community="+garden, strconv.FormatUint(before, 10))
	await(t, again, "stage", `"stage":"open"`)
	await(t, again, "act", receipt.Act)
	other := tw.listen(ctx, t, "?community=elsewhere", strconv.FormatUint(before, 10))
	for e := range other {
		if e.event != "block" {
			t.Errorf("an event of another community: %+v", e)
		}
		if e.id == strconv.FormatInt(receipt.Block, 10) {
			break
		}
	}
	await(t, tw.listen(ctx, t, "", "99999999"), "reload", "")

	path := fmt.Sprintf("/events/poll?community=%s&after=", garden)
	polled := decode[Events](t, b.get(path+strconv.FormatUint(before, 10)))
	if len(polled.Items) == 0 || polled.Last < receipt.Block {
		t.Errorf("%+v", polled)
	}
	started := time.Now()
	waiting := make(chan Events, 1)
	go func() { waiting <- decode[Events](t, b.get(path+strconv.FormatInt(polled.Last, 10))) }()
	time.Sleep(50 * time.Millisecond)
	next := decode[Receipt](t, tw.browser(t).post(tw.ballot(t, e, on, tw.singles()[41], 1)))
	if got := <-waiting; got.Last < next.Block && len(got.Items) == 0 || time.Since(started) >= pollWaits {
		t.Errorf("the poll: %+v", got)
	}
	if a := b.get("/events/poll?after=1"); !strings.Contains(a.body, "reload") && !strings.Contains(a.body, `"block":2`) {
		t.Errorf("what is forgotten: %s", a.body)
	}
}
