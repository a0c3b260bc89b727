// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"fmt"
	"net/http"
	"syscall"
	"testing"
	"time"
)

// A full disk is told as what it is, and a limit says when to come again; neither is told as a fault of what was sent.
func TestPassingProblems(t *testing.T) {
	for err, want := range map[error]struct {
		kind   string
		status int
	}{
		fmt.Errorf("keep it: %w", syscall.ENOSPC): {"disk-full", http.StatusServiceUnavailable},
		errors.New("something else"):              {"fault", http.StatusInternalServerError},
		tooMany(time.Second):                      {"too-many-requests", http.StatusTooManyRequests},
	} {
		if r := asRefusal(err); r.kind != want.kind || problems[r.kind].status != want.status {
			t.Errorf("%v: %s, %d", err, r.kind, problems[r.kind].status)
		}
	}
}
