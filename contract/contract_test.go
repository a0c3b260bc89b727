// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
)

func TestKeys(t *testing.T) {
	for _, parts := range [][]string{{"community", "garden"}, {"box", "garden", "vote", "a", "abc"}, {"act", "garden", ""}, {"x"}} {
		key := Key(parts[0], parts[1:]...)
		kind, attributes, ok := SplitKey(key)
		if !ok || kind != parts[0] || !slices.Equal(attributes, parts[1:]) {
			t.Errorf("%q: %q %q %v", key, kind, attributes, ok)
		}
		if !strings.HasPrefix(Key("box", "garden", "vote", "a", "abc"), Key("box", "garden", "vote")) {
			t.Error("a document's key does not begin with its group's")
		}
	}
	if strings.HasPrefix(Key("box", "garden-2", "vote"), Key("box", "garden")) {
		t.Error("two communities whose names begin alike share a range")
	}
	for _, key := range []string{"", "\x00", "\x00\x00", "box", "\x00box", "box\x00"} {
		if kind, _, ok := SplitKey(key); ok {
			t.Errorf("%q is taken for a key of kind %q", key, kind)
		}
	}
}

func TestInvokeRefusesWhatItDoesNotKnow(t *testing.T) {
	rules := NewRules("none")
	for _, c := range []struct {
		function string
		args     []string
	}{
		{"", nil}, {"submit", []string{"[]"}}, {"Check", []string{"[]"}}, {"Submit", nil}, {"Submit", []string{"[]", "[]"}},
		{"Probe", []string{""}},
		{"Submit", []string{"[]"}}, {"Submit", []string{"{}"}}, {"Submit", []string{""}}, {"Submit", []string{"null"}},
	} {
		if _, err := rules.Invoke(nil, Tx{}, c.function, c.args); act.CodeOf(err) != BadArguments {
			t.Errorf("%s%q: %v", c.function, c.args, err)
		}
	}
	if answer, err := rules.Invoke(nil, Tx{}, "Probe", nil); err != nil || string(answer) != "ok" {
		t.Errorf("Probe: %q, %v", answer, err)
	}
}

// An act that is refused leaves nothing behind for those after it in the batch, and a batch sees its own writes.
func TestViewForgetsWhatIsRefused(t *testing.T) {
	v := NewView(nil)
	v.known["k"] = nil
	if err := v.store("k", "first"); err != nil {
		t.Fatal(err)
	}
	v.drop()
	var got string
	if ok, err := v.load("k", &got); ok || err != nil {
		t.Errorf("dropped, and yet there: %q, %v", got, err)
	}
	if err := v.store("k", "second"); err != nil {
		t.Fatal(err)
	}
	v.accept()
	if ok, err := v.load("k", &got); !ok || err != nil || got != "second" {
		t.Errorf("accepted, and yet %q, %v, %v", got, ok, err)
	}
}
