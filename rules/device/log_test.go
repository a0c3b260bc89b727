// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/rules/device"
)

// treeHash is RFC 6962, 2.1, word for word.
func treeHash(leaves []device.ID) []byte {
	switch len(leaves) {
	case 0:
		sum := sha256.Sum256(nil)
		return sum[:]
	case 1:
		return leaves[0][:]
	}
	k := split(len(leaves))
	sum := sha256.Sum256(slices.Concat([]byte{1}, treeHash(leaves[:k]), treeHash(leaves[k:])))
	return sum[:]
}

// split is the largest power of two below n.
func split(n int) int {
	k := 1
	for 2*k < n {
		k *= 2
	}
	return k
}

// auditPath is RFC 6962, 2.1.1, word for word.
func auditPath(m int, leaves []device.ID) [][]byte {
	if len(leaves) == 1 {
		return nil
	}
	k := split(len(leaves))
	if m < k {
		return append(auditPath(m, leaves[:k]), treeHash(leaves[k:]))
	}
	return append(auditPath(m-k, leaves[k:]), treeHash(leaves[:k]))
}

func texts(n int) (all []string, ids []device.ID) {
	for i := range n {
		all = append(all, "event "+strconv.Itoa(i))
		ids = append(ids, device.IDOf(all[i]))
	}
	return all, ids
}

// However a log has grown, it has the root that the RFC gives its events.
func TestALogHasTheRootOfTheRFC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, ids := texts(rapid.IntRange(0, 300).Draw(t, "events"))
		log := device.Log{}
		for rest := ids; len(rest) > 0; {
			n := rapid.IntRange(0, len(rest)).Draw(t, "more")
			var err error
			if log, err = log.Append(rest[:n]...); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		root, err := log.Root()
		if err != nil || log.Size != uint64(len(ids)) || !bytes.Equal(root, treeHash(ids)) {
			t.Fatalf("%d events: root %x, not %x, %v", log.Size, root, treeHash(ids), err)
		}
	})
}

// What a log was before is not changed by what is appended to it.
func TestAppendLeavesTheLogAsItWas(t *testing.T) {
	_, ids := texts(8)
	seven, err := device.Log{}.Append(ids[:7]...)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		eight, err := seven.Append(ids[7])
		if err != nil {
			t.Fatal(err)
		}
		if root, err := eight.Root(); err != nil || !bytes.Equal(root, treeHash(ids)) {
			t.Errorf("%x %v", root, err)
		}
		if root, err := seven.Root(); err != nil || !bytes.Equal(root, treeHash(ids[:7])) {
			t.Errorf("%x %v", root, err)
		}
	}
}

func TestWhatIsNoLog(t *testing.T) {
	for name, log := range map[string]device.Log{
		"a root too few":  {Size: 3, Frontier: [][]byte{make([]byte, 32)}},
		"a root too many": {Size: 1, Frontier: [][]byte{make([]byte, 32), make([]byte, 32)}},
		"a short root":    {Size: 1, Frontier: [][]byte{make([]byte, 31)}},
	} {
		if _, err := log.Root(); !errors.Is(err, device.ErrNoLog) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := log.Append(device.ID{}); !errors.Is(err, device.ErrNoLog) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every event of a log is shown to be in it, where it is and nowhere else, and no other event is.
func TestInclusion(t *testing.T) {
	for _, n := range []int{1, 2, 3, 7, 8, 9, 256, 257} {
		all, ids := texts(n)
		root, size := treeHash(ids), uint64(n)
		for i, text := range all {
			path, at := auditPath(i, ids), uint64(i)
			if err := device.Included(text, at, size, path, root); err != nil {
				t.Fatalf("event %d of %d: %v", i, n, err)
			}
			for name, err := range map[string]error{
				"another event":   device.Included(text+" ", at, size, path, root),
				"another place":   device.Included(text, at^1, size, path, root),
				"beyond the end":  device.Included(text, size, size, path, root),
				"another root":    device.Included(text, at, size, path, treeHash(ids[:n-1])),
				"a step more":     device.Included(text, at, size, append(slices.Clone(path), root), root),
				"a proof without": device.Included(text, at, size, make([][]byte, device.MaxProof+1), root),
			} {
				if !errors.Is(err, device.ErrNotIncluded) {
					t.Errorf("event %d of %d, %s: %v", i, n, name, err)
				}
			}
		}
	}
}

// An inner node is no event: its hash is made otherwise (RFC 6962, 2.1).
func TestANodeIsNoEvent(t *testing.T) {
	_, ids := texts(4)
	left, right := treeHash(ids[:2]), treeHash(ids[2:])
	if err := device.Included(string(left)+string(right), 0, 1, nil, treeHash(ids)); !errors.Is(err, device.ErrNotIncluded) {
		t.Error(err)
	}
}

func TestHashes(t *testing.T) {
	_, ids := texts(2)
	joined := slices.Concat(ids[0][:], ids[1][:])
	if hashes, ok := device.Hashes(joined); !ok || !bytes.Equal(hashes[1], ids[1][:]) || len(hashes) != 2 {
		t.Errorf("%x %t", hashes, ok)
	}
	if hashes, ok := device.Hashes(nil); !ok || len(hashes) != 0 {
		t.Errorf("%x %t", hashes, ok)
	}
	if _, ok := device.Hashes(joined[1:]); ok {
		t.Error("63 bytes are no hashes")
	}
}
