// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/oracle/hear"
	"github.com/linli-project/linli/oracle/ingest"
	rules "github.com/linli-project/linli/rules/device"
)

// metrics are what is counted as it happens. None names a device: who reads them learns how much there was, not of whom.
type metrics struct {
	messages *prometheus.CounterVec
	kept     prometheus.Histogram
	events   *prometheus.CounterVec
	aside    *prometheus.CounterVec
	refused  *prometheus.CounterVec
	onLedger prometheus.Histogram
	passes   *prometheus.CounterVec
	lists    *prometheus.CounterVec
	guests   *prometheus.GaugeVec
}

func newMetrics() metrics {
	counter := func(name, help, label string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "linli", Subsystem: "oracle", Name: name, Help: help}, []string{label})
	}
	seconds := func(name, help string, buckets []float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "linli", Subsystem: "oracle", Name: name, Help: help, Buckets: buckets,
		})
	}
	return metrics{
		messages: counter("messages_total", "Messages that were kept and acknowledged.", "transport"),
		kept:     seconds("keep_seconds", "Time until a message was on disk.", prometheus.ExponentialBuckets(0.0005, 2, 14)),
		events:   counter("events_total", "Events that messages led to, and silences.", "kind"),
		aside:    counter("set_aside_total", "Messages that were not believed or not understood.", "reason"),
		refused:  counter("refused_total", "Who was not let in, or not allowed what he tried.", "reason"),
		passes:   counter("passes_total", "What gates have seen that was sent to bookings.", "outcome"),
		lists:    counter("lists_total", "Times that a gate was told whom to let in by itself.", "outcome"),
		guests: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Namespace: "linli", Subsystem: "oracle", Name: "guests", Help: "Cars on gates' lists, and those that are left out of them.",
		}, []string{"what"}),
		onLedger: seconds("ledger_seconds", "Time from an append's oldest event to the ledger.", prometheus.ExponentialBuckets(0.125, 2, 16)),
	}
}

func (m metrics) all() []prometheus.Collector {
	return []prometheus.Collector{m.messages, m.kept, m.events, m.aside, m.refused, m.onLedger, m.passes, m.lists, m.guests}
}

// took counts what messages led to.
func (m metrics) took(hearings []hear.Hearing) {
	for _, h := range hearings {
		for _, e := range h.Events {
			m.events.WithLabelValues(string(e.Kind)).Inc()
		}
		for _, a := range h.Aside {
			m.aside.WithLabelValues(string(act.CodeOf(a.Why))).Inc()
		}
	}
}

func (m metrics) keep(message ingest.Message, took time.Duration) {
	m.messages.WithLabelValues(message.Transport).Inc()
	m.kept.Observe(took.Seconds())
}

// passed counts what was sent to bookings, by what came of it.
func (m metrics) passed(err error) {
	outcome := "done"
	switch code := act.CodeOf(err); {
	case code != "":
		outcome = string(code)
	case err != nil:
		outcome = "away"
	}
	m.passes.WithLabelValues(outcome).Inc()
}

// told counts lists by what came of them.
func (m metrics) told(outcome rules.Outcome) { m.lists.WithLabelValues(string(outcome)).Inc() }

// listed notes how many cars are on lists, how many are not as nobody has left their plates here, and how many as there is no room.
func (m metrics) listed(on, unknown, beyond int) {
	for what, n := range map[string]int{"listed": on, "unknown": unknown, "beyond": beyond} {
		m.guests.WithLabelValues(what).Set(float64(n))
	}
}

var (
	waitingEvents   = prometheus.NewDesc("linli_oracle_events_waiting", "Events that are not on the ledger yet.", nil, nil)
	waitingMessages = prometheus.NewDesc("linli_oracle_messages_waiting", "Messages that are kept and not worked off yet.", nil, nil)
	devicesKnown    = prometheus.NewDesc("linli_oracle_devices", "Devices that are enrolled.", nil, nil)
	alarmsOpen      = prometheus.NewDesc("linli_oracle_alarms_open", "Alarms that stand or that nobody has acknowledged.", nil, nil)
	connected       = prometheus.NewDesc("linli_oracle_connections", "Devices that are connected to the broker.", nil, nil)
)

// Describe implements prometheus.Collector.
func (o *Oracle) Describe(into chan<- *prometheus.Desc) { prometheus.DescribeByCollect(o, into) }

// Collect implements prometheus.Collector. What cannot be read by now is left out.
func (o *Oracle) Collect(into chan<- prometheus.Metric) {
	for _, c := range o.metrics.all() {
		c.Collect(into)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	gauge := func(what *prometheus.Desc, n int, err error) {
		if err == nil {
			into <- prometheus.MustNewConstMetric(what, prometheus.GaugeValue, float64(n))
		}
	}
	waiting, err := o.Store.Waiting(ctx)
	gauge(waitingEvents, int(waiting), err)
	done, err := o.Store.Checkpoint(ctx)
	gauge(waitingMessages, int(o.journal.Last()-done), err) //nolint:gosec // far below
	open, err := o.Store.Alarms(ctx, o.Community, true)
	gauge(alarmsOpen, len(open), err)
	if ear := o.heard.Load(); ear != nil {
		gauge(devicesKnown, len(ear.Register.Devices()), nil)
	}
	gauge(connected, o.broker.Connected(), nil)
}
