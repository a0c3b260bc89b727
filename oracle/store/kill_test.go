// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/oracle/journal"
	"github.com/linli-project/linli/rules/device"
)

// workerEnv names a directory with a journal and a store; the process that has it works the one off into the other.
const workerEnv = "LINLI_TEST_ORACLE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(workerEnv); dir != "" {
		if err := workOff(context.Background(), dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

const (
	records = 3000
	atOnce  = 16
)

var manySegments = journal.Options{FreeBytes: 1, SegmentBytes: 8 << 10}

// workOff goes on where the store is, prints what is committed, and lets the journal forget that.
func workOff(ctx context.Context, dir string) error {
	j, err := journal.Open(filepath.Join(dir, "journal"), manySegments)
	if err != nil {
		return err
	}
	s, err := Open(ctx, filepath.Join(dir, "oracle.db"), filepath.Join(dir, "oracle.key"), Bounds{})
	if err != nil {
		return err
	}
	done, err := s.Checkpoint(ctx)
	if err != nil {
		return err
	}
	reader := j.Follow(done + 1)
	for done < records {
		batch := make([]journal.Record, min(atOnce, records-int(done)))
		for i := range batch {
			if batch[i], err = reader.Next(ctx); err != nil {
				return err
			}
		}
		done = batch[len(batch)-1].Seq
		if err := s.WorkOff(ctx, done, func(tx *Tx) error { return becomeEvents(tx, batch) }); err != nil {
			return err
		}
		_, _ = fmt.Fprintln(os.Stdout, done)
		if err := j.Processed(done); err != nil {
			return err
		}
	}
	return errors.Join(reader.Close(), j.Close(), s.Close())
}

func becomeEvents(tx *Tx, batch []journal.Record) error {
	for _, record := range batch {
		e := device.Event{Community: garden, Device: record.Client, Kind: device.Plate, V: device.Version,
			Values: map[string]string{"body": string(record.Body)}}
		if _, err := tx.addEvent(record.Seq, e); err != nil {
			return err
		}
	}
	return nil
}

// Who works the journal off is killed at any moment, again and again: each record has become one event, and none has been forgotten
// before it was one.
func TestKilledWhileWorkingOff(t *testing.T) {
	dir := t.TempDir()
	j, err := journal.Open(filepath.Join(dir, "journal"), manySegments)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, j)
	kills := 0
	for worked := 0; worked < records; kills++ {
		worked = killed(t, dir, 1+rand.IntN(30))
	}
	t.Logf("killed %d times", kills-1)
	s := open(t, dir, Bounds{})
	all, err := s.Pending(t.Context(), garden, records+1)
	if err != nil || len(all) != records {
		t.Fatal(len(all), err)
	}
	for i, e := range all {
		if e.Seq != uint64(i+1) || !strings.Contains(e.Text, fmt.Sprintf(`"body":"message %d"`, i)) {
			t.Fatal(i, e)
		}
	}
}

// fill has many append at once, as the order does not matter here, and closes the journal.
func fill(t *testing.T, j *journal.Journal) {
	t.Helper()
	for i := range records {
		m := journal.Message{Client: gate, Body: fmt.Appendf(nil, "message %d", i)}
		if _, err := j.Append(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

// killed starts a process, kills it after so many commits, and returns how far it got.
func killed(t *testing.T, dir string, commits int) int {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), workerEnv+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	worked := 0
	for lines := bufio.NewScanner(out); lines.Scan(); commits-- {
		if worked, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
		if commits == 1 {
			_ = cmd.Process.Kill()
		}
	}
	if err := cmd.Wait(); err != nil && commits > 0 {
		t.Fatal("it ended by itself: ", err)
	}
	return worked
}

// What becomes of messages, 256 in a transaction, of which nothing is kept beside the events, or all is: go test ./oracle/store -run NONE
// -bench .
func BenchmarkWorkOff(b *testing.B) {
	b.Run("events", func(b *testing.B) { benchmark(b, false) })
	b.Run("payloads", func(b *testing.B) { benchmark(b, true) })
}

func benchmark(b *testing.B, payloads bool) {
	dir := b.TempDir()
	s, err := Open(b.Context(), filepath.Join(dir, "oracle.db"), filepath.Join(dir, "oracle.key"), Bounds{Pending: 1 << 30})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for from := 0; from < b.N; from += 256 {
		if err := s.WorkOff(b.Context(), uint64(from+1), func(tx *Tx) error { return likeReal(tx, from, payloads) }); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

func likeReal(tx *Tx, from int, payloads bool) error {
	for i := range 256 {
		id := fmt.Sprint("gate-", i%50)
		known, err := tx.Known(garden, id)
		if err != nil {
			return err
		}
		known.Heard++
		if _, err := tx.addEvent(uint64(from+i), event(from+i, device.Plate)); err != nil {
			return err
		}
		if payloads {
			if _, err := tx.KeepPayload(fmt.Appendf(nil, "%0300d", from+i), noon); err != nil {
				return err
			}
		}
		tx.Remember(garden, id, known)
	}
	return nil
}
