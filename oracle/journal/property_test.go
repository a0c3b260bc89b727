// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// model is a journal and what it should hold.
type model struct {
	t         *testing.T
	journal   *Journal
	options   Options
	dir       string
	kept      []Record
	processed uint64
}

// Whatever is kept, forgotten and reopened, in any order, the journal holds what it should.
func TestAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &model{t: t, dir: quick(t)}
		m.options = Options{FreeBytes: 1, SegmentBytes: rapid.Int64Range(1, 2000).Draw(rt, "segment")}
		m.journal = open(t, m.dir, m.options)
		rt.Repeat(map[string]func(*rapid.T){
			"append":  m.append,
			"process": m.process,
			"reopen":  m.reopen,
			"roll": func(rt *rapid.T) {
				if err := m.journal.Roll(t.Context()); err != nil {
					rt.Fatal(err)
				}
			},
			"": m.check,
		})
		closed(t, m.journal)
	})
}

func (m *model) append(rt *rapid.T) {
	message := message(len(m.kept))
	message.Body = rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(rt, "body")
	seq, err := m.journal.Append(m.t.Context(), message)
	if err != nil || seq != uint64(len(m.kept)+1) {
		rt.Fatal(seq, err)
	}
	m.kept = append(m.kept, Record{seq, message})
}

func (m *model) process(rt *rapid.T) {
	seq := rapid.Uint64Range(0, uint64(len(m.kept))).Draw(rt, "processed")
	if err := m.journal.Processed(seq); err != nil {
		rt.Fatal(err)
	}
	m.processed = max(m.processed, seq)
}

// reopen leaves what a crash may: a batch that was being written, or a position that was.
func (m *model) reopen(rt *rapid.T) {
	closed(m.t, m.journal)
	all := segments(m.t, m.dir)
	torn := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(rt, "torn")
	copyFile(m.t, all[len(all)-1], all[len(all)-1], func(b []byte) []byte { return append(b, torn...) })
	if err := os.WriteFile(filepath.Join(m.dir, positionName+".new"), torn, 0o600); err != nil {
		rt.Fatal(err)
	}
	m.journal = open(m.t, m.dir, m.options)
}

func (m *model) check(rt *rapid.T) {
	all, err := read(m.t, m.journal, m.processed+1)
	if err != nil {
		rt.Fatal(err)
	}
	want := m.kept[m.processed:]
	if len(want) == 0 {
		want = nil
	}
	if diff := cmp.Diff(want, all); diff != "" {
		rt.Fatal(diff)
	}
	if m.journal.Position() != m.processed || m.journal.Last() != uint64(len(m.kept)) {
		rt.Fatal(m.journal.Position(), m.journal.Last())
	}
}
