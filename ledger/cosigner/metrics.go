// SPDX-License-Identifier: Apache-2.0

package cosigner

import (
	"github.com/prometheus/client_golang/prometheus"
)

// metrics are what is counted as it happens. Whoever watches a server wants to be woken when differing counts anything.
type metrics struct {
	heads, failures, differing prometheus.Counter
}

func newMetrics() metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "linli", Subsystem: "witness", Name: name, Help: help})
	}
	return metrics{
		heads:     counter("heads_total", "Heads of the ledger that this body has co-signed."),
		failures:  counter("failures_total", "Times that a head could not be co-signed or put on the ledger."),
		differing: counter("differing_total", "Heads that bodies have co-signed and that are not those of the own peer's blocks."),
	}
}

// Describe implements prometheus.Collector.
func (m metrics) Describe(into chan<- *prometheus.Desc) { prometheus.DescribeByCollect(m, into) }

// Collect implements prometheus.Collector.
func (m metrics) Collect(into chan<- prometheus.Metric) {
	for _, c := range []prometheus.Counter{m.heads, m.failures, m.differing} {
		c.Collect(into)
	}
}
