// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

// Proofs are made as the RFC defines them, and of nothing that is not there.
func TestProve(t *testing.T) {
	for _, n := range []int{1, 2, 3, 7, 8, 9, 256, 257} {
		_, ids := texts(n)
		for i := range ids {
			path, root, err := device.Prove(uint64(i), uint64(n), slices.Values(ids))
			if err != nil || !bytes.Equal(root, treeHash(ids)) || !slices.EqualFunc(path, auditPath(i, ids), bytes.Equal) {
				t.Fatalf("event %d of %d: %x %x %v", i, n, path, root, err)
			}
		}
		if _, _, err := device.Prove(uint64(n), uint64(n), slices.Values(ids)); !errors.Is(err, device.ErrNotIncluded) {
			t.Errorf("beyond the end of %d: %v", n, err)
		}
		if _, _, err := device.Prove(0, uint64(n)+1, slices.Values(ids)); !errors.Is(err, device.ErrNoLog) {
			t.Errorf("of a log of more than %d: %v", n, err)
		}
		if _, _, err := device.Prove(0, uint64(n), slices.Values(append(ids, ids[0]))); !errors.Is(err, device.ErrNoLog) {
			t.Errorf("of a log of fewer than %d: %v", n, err)
		}
	}
}

// smokeProof is an event proof, and the root it is of.
func smokeProof(t testing.TB) (device.EventProof, []byte) {
	t.Helper()
	ids := []device.ID{device.IDOf("a"), device.IDOf(smokeText), device.IDOf("b"), device.IDOf("c"), device.IDOf("d")}
	path, root, err := device.Prove(1, 5, slices.Values(ids))
	if err != nil {
		t.Fatal(err)
	}
	return device.EventProof{
		Community: "garden", Event: smokeText, ID: ids[1].String(), Index: 1, Oracle: "oracle", Proof: bytes.Join(path, nil),
		Root: hex.EncodeToString(root), Size: 5, V: device.Version,
	}, root
}

func write(t testing.TB, p device.EventProof) string {
	t.Helper()
	raw, err := p.Write()
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestEventProof(t *testing.T) {
	p, root := smokeProof(t)
	read, err := device.ReadEventProof([]byte(write(t, p)))
	if diff := cmp.Diff(p, read); diff != "" || err != nil {
		t.Fatal(diff, err)
	}
	if err := read.Included(root); err != nil {
		t.Error(err)
	}
	forgotten := p
	forgotten.Event = ""
	if err := forgotten.Included(root); err != nil {
		t.Error("its text was forgotten", err)
	}
	for name, alter := range map[string]func(*device.EventProof){
		"another text":              func(p *device.EventProof) { p.Event += " " },
		"another text and its id":   func(p *device.EventProof) { p.Event += " "; p.ID = device.IDOf(p.Event).String() },
		"another id":                func(p *device.EventProof) { p.ID = device.IDOf("a").String(); p.Event = "" },
		"no id":                     func(p *device.EventProof) { p.ID = "" },
		"another place":             func(p *device.EventProof) { p.Index = 2 },
		"beyond the end":            func(p *device.EventProof) { p.Index = 5 },
		"far beyond the end":        func(p *device.EventProof) { p.Index = 1<<63 - 1 },
		"the largest size":          func(p *device.EventProof) { p.Size = 1<<63 - 1 },
		"of an empty log":           func(p *device.EventProof) { p.Size = 0 },
		"a path that is too short":  func(p *device.EventProof) { p.Proof = p.Proof[:64] },
		"a path that is too long":   func(p *device.EventProof) { p.Proof = append(slices.Clone(p.Proof), p.Proof[:32]...) },
		"a path that is cut":        func(p *device.EventProof) { p.Proof = p.Proof[:95] },
		"no path":                   func(p *device.EventProof) { p.Proof = nil },
		"a path of thousand hashes": func(p *device.EventProof) { p.Proof = make(act.Bytes, 32*1000) },
	} {
		altered := p
		if alter(&altered); !errors.Is(altered.Included(root), device.ErrNotIncluded) {
			t.Errorf("%s is proven", name)
		}
	}
	if err := p.Included(treeHash(nil)); !errors.Is(err, device.ErrNotIncluded) {
		t.Errorf("at another root: %v", err)
	}
}

func TestWhatIsNoEventProof(t *testing.T) {
	p, _ := smokeProof(t)
	good := strings.TrimSuffix(write(t, p), "\n")
	change := func(old, by string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("nothing to replace: %s", old)
		}
		return strings.Replace(good, old, by, 1)
	}
	for name, text := range map[string]string{
		"nothing":                "",
		"an event":               smokeText,
		"an array":               "[" + good + "]",
		"two line breaks":        good + "\n\n",
		"another one after it":   good + good,
		"a space":                change(`,"id"`, `, "id"`),
		"a member twice":         change(`"index":"1"`, `"index":"1","index":"1"`),
		"a member twice, folded": change(`"index":"1"`, `"Index":"2","index":"1"`),
		"a member more":          change(`"v":"1"`, `"trust":"me","v":"1"`),
		"a member missing":       change(`"size":"5",`, ``),
		"a number":               change(`"size":"5"`, `"size":5`),
		"a negative number":      change(`"size":"5"`, `"size":"-5"`),
		"a number beyond all":    change(`"size":"5"`, `"size":"9223372036854775808"`),
		"a later version":        change(`"v":"1"`, `"v":"2"`),
		"no community":           change(`"garden","event"`, `"a b","event"`),
		"no oracle":              change(`"oracle":"oracle"`, `"oracle":"or\u0000acle"`),
		"no hash":                change(p.Root, p.Root[1:]),
		"a hash in capitals":     change(p.ID, strings.ToUpper(p.ID)),
		"half a hash more":       change(`","root"`, strings.Repeat("A", 22)+`","root"`),
		"more than one holds":    change(`","id"`, strings.Repeat("x", 40_000)+`","id"`),
	} {
		if _, err := device.ReadEventProof([]byte(text)); !errors.Is(err, device.ErrNoProof) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever one byte of an event proof is changed into, it is no event proof any more, or it proves nothing, or it is of another log or
// another size: for those the ledger has another root, or none.
func TestAnyByteChanged(t *testing.T) {
	p, root := smokeProof(t)
	good := []byte(write(t, p))
	for i := range good {
		for _, change := range []byte{good[i] ^ 1, good[i] ^ 0x20, good[i] + 1, '0', '"'} {
			altered := slices.Clone(good)
			if altered[i] = change; bytes.Equal(altered, good) {
				continue
			}
			read, err := device.ReadEventProof(altered)
			if err != nil || read.Included(root) != nil || read.Root != p.Root {
				continue
			}
			if read.Community == p.Community && read.Oracle == p.Oracle && read.Size == p.Size {
				t.Errorf("byte %d, %q instead of %q: it is still proven", i, change, good[i])
			}
		}
	}
}

func FuzzReadEventProof(f *testing.F) {
	p, root := smokeProof(f)
	f.Add([]byte(write(f, p)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		read, err := device.ReadEventProof(raw)
		if err != nil {
			return
		}
		if again, err := read.Write(); err != nil || strings.TrimSuffix(string(again), "\n") != strings.TrimSuffix(string(raw), "\n") {
			t.Errorf("%q is also %q, %v", raw, again, err)
		}
		if read.Included(root) == nil && (read.ID != p.ID || read.Event != "" && read.Event != p.Event) {
			t.Errorf("%q proves another event", raw)
		}
	})
}
