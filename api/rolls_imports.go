// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/linli-project/linli/identity"
)

// imports are dry runs that may still be accepted. They name people, and are in memory only.
type imports struct {
	mu   sync.Mutex
	runs map[string]dryRun
}

type dryRun struct {
	*identity.Import
	officer string
	until   time.Time
}

const (
	importFor  = time.Hour
	maxImports = 16
)

// keep remembers a dry run under a fresh name; the oldest one makes room.
func (i *imports) keep(run dryRun) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.runs == nil {
		i.runs = map[string]dryRun{}
	}
	if len(i.runs) >= maxImports {
		oldest := ""
		for name, r := range i.runs {
			if oldest == "" || r.until.Before(i.runs[oldest].until) {
				oldest = name
			}
		}
		delete(i.runs, oldest)
	}
	name := rand.Text()
	i.runs[name] = run
	return name
}

// take returns an officer's dry run, once.
func (i *imports) take(name, community, officer string, now time.Time) (dryRun, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	run, ok := i.runs[name]
	if !ok || run.officer != officer || run.Community != community || now.After(run.until) {
		return dryRun{}, false
	}
	delete(i.runs, name)
	return run, true
}

// putBack returns a dry run that was taken and not used.
func (i *imports) putBack(name string, run dryRun) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.runs[name] = run
}

func (i *imports) sweep(now time.Time) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for name, run := range i.runs {
		if now.After(run.until) {
			delete(i.runs, name)
		}
	}
}
