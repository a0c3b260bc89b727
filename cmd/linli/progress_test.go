// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/schollz/progressbar/v3"

	"github.com/linli-project/linli/verify"
)

// What a recount tells on a terminal.
func TestProgressOfARecount(t *testing.T) {
	var screen bytes.Buffer
	told := &progress{total: 200, bar: progressbar.NewOptions64(200, progressbar.OptionSetWriter(&screen))}
	told.recount(verify.Progress{Blocks: 3, Acts: 41, Bytes: 50})
	told.recount(verify.Progress{Blocks: 4, Acts: 42, Bytes: 100})
	told.end()
	for _, want := range []string{"3 blocks, 41 acts", "25%", "4 blocks, 42 acts", "50%"} {
		if !strings.Contains(screen.String(), want) {
			t.Errorf("the screen never has %q: %q", want, &screen)
		}
	}
}
