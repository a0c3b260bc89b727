// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"strconv"
	"sync"
	"testing"
	"time"
)

// Many write, one reads and forgets what it has read, and segments come and go: each message is read once, and each voice in its order.
func TestTogether(t *testing.T) {
	const each = 40
	j := open(t, t.TempDir(), Options{FreeBytes: 1, SegmentBytes: 2 << 10, Waiting: 4})
	var all sync.WaitGroup
	for voice := range voices {
		all.Go(func() {
			for n := range each {
				if _, err := j.Append(t.Context(), said{0, voice, n}.message()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	r := j.Follow(1)
	defer r.Close()
	next := map[int]int{}
	for seq := uint64(1); seq <= voices*each; seq++ {
		record, err := r.Next(t.Context())
		if err != nil || record.Seq != seq {
			t.Fatal(record.Seq, err)
		}
		s, err := saidIn(record.Body)
		if err != nil || s.n != next[s.voice] {
			t.Fatal(s, next[s.voice], err)
		}
		next[s.voice]++
		if seq%64 == 0 {
			if err := j.Processed(seq); err != nil {
				t.Fatal(err)
			}
		}
	}
	all.Wait()
	if first := segments(t, j.dir)[0]; first == firstSegment(j.dir) {
		t.Error("nothing was forgotten")
	}
}

// While the disk works, what comes waits and is flushed together.
func TestGroup(t *testing.T) {
	j, w := idle(t, t.TempDir())
	for i := range 8 {
		j.queue <- ask(i)
	}
	if batch := j.gather(); len(batch) != 8 {
		t.Error(len(batch))
	}
	close(j.stop)
	if batch := j.gather(); len(batch) != 0 {
		t.Error(len(batch))
	}
	if err := w.file.Close(); err != nil {
		t.Error(err)
	}
}

// The durable rate, by how many write at once: go test ./oracle/journal -run NONE -bench .
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 64, 1024} {
		b.Run(strconv.Itoa(writers), func(b *testing.B) { benchmarkAppend(b, writers) })
	}
}

func benchmarkAppend(b *testing.B, writers int) {
	j, err := Open(b.TempDir(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	m := Message{Transport: "broker", Client: "gate-1", Topic: "gates/1/events", Body: make([]byte, 300), Received: time.UnixMilli(1)}
	b.SetBytes(int64(lengthOf(m)))
	b.ResetTimer()
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			for n := i; n < b.N; n += writers {
				if _, err := j.Append(b.Context(), m); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
	if err := j.Close(); err != nil {
		b.Fatal(err)
	}
}
