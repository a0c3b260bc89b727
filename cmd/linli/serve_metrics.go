// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/linli-project/linli/network"
)

// measuring is what `linli serve` is told about metrics.
type measuring struct{ metrics string }

// serve serves metrics, and whether the server is to be asked for anything, at an address of their own, if one is given, until ctx ends:
// pages' visitors do not reach it. Those of the body's orderer and peer are there too, so that Prometheus needs none of the body's keys.
func (m *measuring) serve(
	ctx context.Context, log *slog.Logger, ready func(context.Context) error, ofFabric fabricMetrics, of ...prometheus.Collector,
) error {
	if m.metrics == "" {
		return nil
	}
	registry := prometheus.NewRegistry()
	for _, c := range append(of, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})) {
		if err := registry.Register(c); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", m.metrics)
	if err != nil {
		return fmt.Errorf("%w; --metrics names another address", err)
	}
	log.InfoContext(ctx, "metrics are served", "metrics", listener.Addr())
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.Handle("GET /metrics/{process}", ofFabric)
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, r *http.Request) {
		if err := ready(r.Context()); err != nil {
			log.WarnContext(ctx, "not healthy", "error", err)
			http.Error(w, "not now", http.StatusServiceUnavailable)
		}
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// fabricMetrics hands on what a body's orderer and peer tell of themselves to who shows a certificate of the body.
type fabricMetrics struct {
	network *network.Network
	body    string
}

func (f fabricMetrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	process := r.PathValue("process")
	if process != "orderer" && process != "peer" {
		http.NotFound(w, r)
		return
	}
	answer, err := f.network.Metrics(r.Context(), f.body, process)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	w.Header().Set("Content-Type", answer.Header.Get("Content-Type"))
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body)
}
