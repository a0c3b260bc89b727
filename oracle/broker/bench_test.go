// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"context"
	"fmt"
	"sync"
	"testing"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/oracle/ingest"
)

// BenchmarkBroker measures how many messages of 200 bytes the broker takes and acknowledges, over TLS and QoS 1, when keeping them
// costs nothing. The publishers run in the same process, and take more of its time than the broker.
func BenchmarkBroker(b *testing.B) {
	for _, publishers := range []int{1, 8, 64, 256} {
		b.Run(fmt.Sprintf("publishers=%d", publishers), func(b *testing.B) { benchmark(b, publishers) })
	}
}

func benchmark(b *testing.B, publishers int) {
	y := newYard(b, func(o *Options) {
		o.Keep = func(context.Context, ingest.Message) error { return nil }
	})
	var clients []paho.Client
	for i := range publishers {
		clients = append(clients, y.connect(y.options(y.enrol(fmt.Sprintf("gate-%d", i)))))
	}
	body := make([]byte, 200)
	b.ResetTimer()
	var running sync.WaitGroup
	for i, client := range clients {
		running.Go(func() { burstOf(y, client, fmt.Sprintf("gate-%d/state", i), body, b.N/publishers+1) })
	}
	running.Wait()
	b.ReportMetric(float64((b.N/publishers+1)*publishers)/b.Elapsed().Seconds(), "messages/s")
}

// burstOf publishes messages of which no more than twenty wait for an acknowledgement.
func burstOf(y *yard, client paho.Client, topic string, body []byte, count int) {
	waiting := make(chan paho.Token, 20)
	go func() {
		defer close(waiting)
		for range count {
			waiting <- client.Publish(topic, 1, false, body)
		}
	}()
	for token := range waiting {
		token.Wait()
		if token.Error() != nil {
			y.Error(token.Error())
		}
	}
}
