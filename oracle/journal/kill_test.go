// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// writerEnv names the directory of a journal; the process that has it writes there until it is killed.
const writerEnv = "LINLI_TEST_JOURNAL"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerEnv); dir != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

const voices = 16

// options of a journal that has many segments.
var many = Options{FreeBytes: 1, SegmentBytes: 4 << 10}

// said is a message of one voice: the voices of a process number what they say.
type said struct{ process, voice, n int }

func (s said) message() Message {
	body := fmt.Appendf(nil, "%d %d %d %s", s.process, s.voice, s.n, strings.Repeat("x", rand.IntN(200)))
	return Message{Transport: "broker", Client: strconv.Itoa(s.voice), Topic: "count", Body: body}
}

func saidIn(body []byte) (s said, err error) {
	_, err = fmt.Sscan(string(body), &s.process, &s.voice, &s.n)
	return s, err
}

// writeUntilKilled prints what is acknowledged, under which number, and meanwhile forgets all but the last hundred.
func writeUntilKilled(dir string) error {
	j, err := Open(dir, many)
	if err != nil {
		return err
	}
	failed := make(chan error)
	var out sync.Mutex
	for voice := range voices {
		go func() {
			for n := 1; ; n++ {
				seq, err := j.Append(context.Background(), said{os.Getpid(), voice, n}.message())
				if err == nil && seq > 100 && n%10 == 0 {
					err = j.Processed(seq - 100)
				}
				if err != nil {
					failed <- err
					return
				}
				out.Lock()
				_, _ = fmt.Fprintln(os.Stdout, seq, os.Getpid(), voice, n)
				out.Unlock()
			}
		}()
	}
	return <-failed
}

// A process that writes is killed at any moment, again and again. What it was told to be kept is there, once, under that number, and in
// its order; nothing is there that nobody said.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	rounds := 20
	if testing.Short() {
		rounds = 4
	}
	total := 0
	for range rounds {
		acknowledged := killed(t, dir, 200+rand.IntN(800))
		total += len(acknowledged)
		j := open(t, dir, many)
		compare(t, j, acknowledged)
		closed(t, j)
	}
	if j := open(t, dir, many); j.Position() == 0 {
		t.Error("nothing was processed")
	}
	t.Logf("%d acknowledged", total)
}

// killed starts a process, kills it when it has acknowledged so many messages, and returns all that it has.
func killed(t *testing.T, dir string, after int) map[uint64]said {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), writerEnv+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := map[uint64]said{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var seq uint64
		var s said
		if _, err := fmt.Sscan(lines.Text(), &seq, &s.process, &s.voice, &s.n); err != nil {
			t.Fatal(lines.Text(), err)
		}
		if _, twice := acknowledged[seq]; twice {
			t.Fatal("one number was given twice", seq)
		}
		acknowledged[seq] = s
		if len(acknowledged) == after {
			_ = cmd.Process.Kill()
		}
	}
	_ = cmd.Wait()
	if len(acknowledged) < after {
		t.Fatal("it ended by itself")
	}
	return acknowledged
}

// compare reads the journal and compares it with what a process was told that it keeps.
func compare(t *testing.T, j *Journal, acknowledged map[uint64]said) {
	t.Helper()
	all, err := read(t, j, j.Position()+1)
	if err != nil {
		t.Fatal(err)
	}
	there := map[said]uint64{}
	last := map[said]int{} // of a voice
	for _, record := range all {
		s, err := saidIn(record.Body)
		if err != nil {
			t.Fatal(err)
		}
		voice := said{process: s.process, voice: s.voice}
		if before, known := last[voice]; known && s.n != before+1 {
			t.Fatalf("record %d is %v after %d", record.Seq, s, before)
		}
		last[voice], there[s] = s.n, record.Seq
	}
	for seq, s := range acknowledged {
		if seq > j.Position() && there[s] != seq {
			t.Fatalf("%v was kept as record %d, and is %d", s, seq, there[s])
		}
	}
	if len(j.segments) > 1 && j.segments[1].first <= j.Position()+1 {
		t.Error("there is still a segment of which all is processed", j.Position(), j.segments[:2])
	}
}
