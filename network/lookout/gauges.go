// SPDX-License-Identifier: Apache-2.0

package lookout

import (
	"github.com/prometheus/client_golang/prometheus"
)

func gauge(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName("linli", "network", name), help, labels, nil)
}

// What is told of the last look.
var (
	looked    = gauge("looked_timestamp_seconds", "When the network was last looked at.")
	expires   = gauge("certificate_expires_timestamp_seconds", "When a certificate expires; use first is the body's first, of all that this machine has.", "body", "use")
	free      = gauge("disk_free_bytes", "Bytes free on the disk of the data directory.")
	height    = gauge("peer_blocks", "Blocks that a body's peer has.", "body")
	peerUp    = gauge("peer_up", "1 if a body's peer answers.", "body")
	ordererUp = gauge("orderer_up", "1 if a body's orderer answers.", "body")
	away      = gauge("bodies_away", "Bodies whose orderer or peer does not answer.")
	needed    = gauge("orderers_needed", "Orderers that it takes to make a block.")
	answering = gauge("orderers_answering", "Orderers that answer.")
	processUp = gauge("process_up", "1 if a process of this machine runs.", "process")
	restarts  = gauge("process_restarts", "How often a process of this machine was started again after it had ended by itself.", "process")
	apart     = gauge("clock_apart_seconds", "How far a body's clock is ahead of this machine's; asked once an hour.", "body")
)

// Describe implements prometheus.Collector.
func (l *Lookout) Describe(into chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		looked, expires, free, height, peerUp, ordererUp, away, needed, answering, processUp, restarts, apart,
	} {
		into <- d
	}
}

// Collect implements prometheus.Collector. Before the first look there is nothing to tell.
func (l *Lookout) Collect(into chan<- prometheus.Metric) {
	seen := l.seen()
	if seen.Status == nil {
		return
	}
	tell := func(d *prometheus.Desc, value float64, labels ...string) {
		into <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	tell(looked, float64(seen.At.Unix()))
	tell(free, float64(seen.Status.FreeBytes))
	gone := 0
	for _, b := range seen.Standing.Bodies {
		if first, here := seen.Status.FirstToExpire(b.ID); here {
			tell(expires, float64(first.NotAfter.Unix()), b.ID, "first")
		}
		for _, c := range b.Certificates {
			tell(expires, float64(c.Until), b.ID, string(c.Use))
		}
		tell(height, float64(b.Height), b.ID)
		tell(peerUp, one(b.Peer), b.ID)
		tell(ordererUp, one(b.Orderer), b.ID)
		if !b.Peer || !b.Orderer {
			gone++
		}
	}
	tell(away, float64(gone))
	tell(needed, float64(seen.Standing.Orderers.Needed))
	tell(answering, float64(seen.Standing.Orderers.Answer))
	for _, p := range seen.Status.Processes {
		tell(processUp, one(p.Alive), p.Name)
		tell(restarts, float64(p.Restarts), p.Name)
	}
	for body, by := range seen.Apart {
		tell(apart, by.Seconds(), body)
	}
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
