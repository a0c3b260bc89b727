// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
)

// entry is one signed act on its way. Fields below the line are guarded by the relay's mutex.
type entry struct {
	id        [sha256.Size]byte // of the act with its signatures
	raw       []byte            // the same, as JSON
	hash      string            // the act's, hex
	community string
	lane      []string // acts of one lane stay in order, as they may be numbered together
	done      chan struct{}
	receipt   Receipt // once done
	err       error   // once done

	// guarded
	callers int      // who wait for it; without any it is not sent again
	taken   bool     // it is in a batch
	sent    []string // the transactions it was sent in
}

func newEntry(signed act.Signed) (*entry, error) {
	var a act.Act
	if err := json.Unmarshal([]byte(signed.Text), &a); err != nil {
		return nil, act.Refuse(act.NotJSON)
	}
	raw, err := json.Marshal(signed)
	if err != nil {
		return nil, err
	}
	lane := []string{a.Community, "by", a.By}
	if declared, ok := chapters.Current().Act(a.Type); ok {
		lane = declared.LaneOf(a, len(signed.Signatures))
	}
	return &entry{
		id: sha256.Sum256(raw), raw: raw, hash: act.HashOf(signed.Text).String(),
		community: a.Community, lane: lane, done: make(chan struct{}),
	}, nil
}

// shard is the number, below count, of the shard that the entry's lane belongs to.
func (e *entry) shard(count int) int { return contract.QueueOf(e.lane, count) }

// lastSent is the last transaction that the entry was sent in, "" if it was not.
func (e *entry) lastSent() string {
	if len(e.sent) == 0 {
		return ""
	}
	return e.sent[len(e.sent)-1]
}

// encode is the JSON array of a batch's acts.
func encode(batch []*entry) []byte {
	var b bytes.Buffer
	b.Grow(size(batch) + len(batch) + 2)
	b.WriteByte('[')
	for i, e := range batch {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(e.raw)
	}
	b.WriteByte(']')
	return b.Bytes()
}

func size(batch []*entry) int {
	total := 0
	for _, e := range batch {
		total += len(e.raw)
	}
	return total
}
