// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/linli-project/linli/internal/village"
)

const (
	windows     = 10     // into which the ballots are divided
	mostRights  = 20_000 // of one community
	shortGrowth = 20_000 // ballots, where growth is measured with all the rest
)

// growth casts b.ballots ballots and shows what they cost as the ledger grows by them, and how much of the disk they take. They are cast in
// one election after the other of the same rights, as the votes of a community are over the years: every ballot writes a new box.
func (b *bench) growth(ctx context.Context) error {
	fmt.Fprintln(os.Stdout)
	rights := min(mostRights, max(b.ballots/windows, 1))
	v, err := b.settle(ctx, "bench-growth", rights)
	if err != nil {
		return err
	}
	disk, err := b.disk()
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stdout, "\n| ballots until then | a second | ms each | %ss |\n|---|---|---|%s\n", strings.Join(parts, "s | "),
		strings.Repeat("---|", len(parts)))
	var costs []float64
	cast := 0
	for range windows {
		w, err := b.window(ctx, v, cast, max(b.ballots/windows/rights, 1))
		if err != nil {
			return err
		}
		cast += w.cast
		costs = append(costs, w.print(cast))
	}
	fmt.Fprintln(os.Stdout)
	line("processor time a ballot at the end, of that at the beginning", "%.2f", costs[windows-1]/costs[0])
	return b.printDisk(disk, cast)
}

// window is what some of the ballots cost.
type window struct {
	cast int
	took time.Duration
	used cpu
}

// window holds some elections of all rights. Only while ballots are cast the clock runs.
func (b *bench) window(ctx context.Context, v *village.Village, before, elections int) (w window, err error) {
	w.used = cpu{}
	for i := range elections {
		e, on, err := b.hold(ctx, v, fmt.Sprintf("vote-%d-%d", before, i))
		if err != nil {
			return w, err
		}
		acts, err := ballots(ctx, e, on, split)
		if err != nil {
			return w, err
		}
		used, began := b.cpu(), time.Now()
		if err := b.ledger.Must(ctx, acts...); err != nil {
			return w, err
		}
		w.took += time.Since(began)
		w.cast += len(acts)
		now := b.cpu()
		for _, part := range parts {
			w.used[part] += now[part] - used[part]
		}
	}
	return w, nil
}

// print shows a window after which so many ballots are cast, and returns the processor time of each.
func (w window) print(cast int) (each float64) {
	var columns strings.Builder
	for _, part := range parts {
		of := w.used[part] / float64(w.cast)
		each += of
		fmt.Fprintf(&columns, " %.2f |", of)
	}
	fmt.Fprintf(os.Stdout, "| %d | %.0f | %.2f |%s\n", cast, float64(w.cast)/w.took.Seconds(), each, columns.String())
	return each
}

// stores are what a body keeps on its disk, below where its processes keep it.
var stores = []struct{ what, process, dir string }{
	{"blocks of the peer", "peer", "ledgersData/chains/chains"},
	{"their index", "peer", "ledgersData/chains/index"},
	{"state", "peer", "ledgersData/stateLeveldb"},
	{"blocks of the orderer", "orderer", "chains"},
	{"its log of consensus, which is cut", "orderer", "wal"},
}

// disk is how many bytes each of the stores of all bodies here has.
func (b *bench) disk() ([]int64, error) {
	sizes := make([]int64, len(stores))
	for i, s := range stores {
		for _, body := range b.ledger.Network.Here() {
			size, err := sizeOf(filepath.Join(b.dir, "ledger", s.process+"-"+body.ID, s.dir))
			if err != nil {
				return nil, err
			}
			sizes[i] += size
		}
	}
	return sizes, nil
}

func sizeOf(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) { // a file that was compacted away meanwhile
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		if info, err := entry.Info(); err == nil {
			size += info.Size()
		}
		return nil
	})
	return size, err
}

// printDisk shows what a ballot has added to the disk of one body.
func (b *bench) printDisk(before []int64, ballots int) error {
	now, err := b.disk()
	if err != nil {
		return err
	}
	var all float64
	for i, s := range stores {
		each := float64(now[i]-before[i]) / float64(ballots*len(b.ledger.Network.Here()))
		all += each
		line("disk of one body, a ballot: "+s.what, "%.0f bytes", each)
	}
	line("  all", "%.0f bytes", all)
	return nil
}
