// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/linli-project/linli/verify"
)

// tellEvery is how often progress is told where there is no terminal.
const tellEvery = 5 * time.Second

// progress tells how far something has come: on a terminal as a bar that is gone at the end, elsewhere as lines.
type progress struct {
	out   io.Writer
	what  string
	total int64
	done  int64
	told  time.Time
	bar   *progressbar.ProgressBar // nil where there is no terminal
}

// newProgress begins to tell of total bytes or pieces. what says what is being done to what, as in "exporting 12 blocks".
func newProgress(out io.Writer, what string, total int64) *progress {
	p := &progress{out: out, what: what, total: total, told: time.Now()}
	if isTerminal(out) {
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what),
			progressbar.OptionSetWidth(30), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	} else {
		fmt.Fprintln(out, what)
	}
	return p
}

func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// add tells of n more.
func (p *progress) add(n int) {
	p.done += int64(n)
	if p.bar != nil {
		p.bar.Add(n) //nolint:errcheck,gosec // a bar that cannot be drawn stops nothing
		return
	}
	if time.Since(p.told) < tellEvery || p.total == 0 {
		return
	}
	p.told = time.Now()
	fmt.Fprintf(p.out, "%s: %d %%\n", p.what, 100*p.done/p.total)
}

// end removes the bar.
func (p *progress) end() {
	if p.bar != nil {
		p.bar.Finish() //nolint:errcheck,gosec // as above
	}
}

// recount tells of a recount, whose total are the file's bytes.
func (p *progress) recount(now verify.Progress) {
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("%d blocks, %d acts", now.Blocks, now.Acts))
	}
	p.add(int(now.Bytes - p.done))
}
