// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

const hash = "00000000000000000000000000000000000000000000000000000000000000aa"

func smoke() device.Event {
	return device.Event{
		Class: device.T1, Clock: -1500, Community: "garden", Counter: 7, Device: "smoke-1", Happened: 1_800_000_000_000, Kind: device.Smoke,
		Raw: hash, Received: 1_800_000_000_250, V: device.Version, Values: map[string]string{"active": "true", "battery_low": "false"},
	}
}

const smokeText = `{"class":"T1","clock":"-1500","community":"garden","counter":"7","device":"smoke-1","happened":"1800000000000",` +
	`"kind":"smoke","raw":"` + hash + `","received":"1800000000250","replaces":"","v":"1","values":{"active":"true","battery_low":"false"}}`

func TestAnEventHasOneText(t *testing.T) {
	text, err := smoke().Encode()
	if err != nil || text != smokeText {
		t.Fatalf("%s %v", text, err)
	}
	read, err := device.ReadEvent(text)
	if diff := cmp.Diff(smoke(), read); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	sum := sha256.Sum256([]byte("\x00" + smokeText))
	if id := device.IDOf(text).String(); id != hex.EncodeToString(sum[:]) {
		t.Errorf("its id is %s", id)
	}
	none := smoke()
	none.Values = nil
	if text, err := none.Encode(); err != nil || !strings.HasSuffix(text, `"values":{}}`) {
		t.Errorf("without values: %s %v", text, err)
	}
}

func TestWhatIsNoEvent(t *testing.T) {
	change := func(old, by string) string {
		if !strings.Contains(smokeText, old) {
			t.Fatalf("nothing to replace: %s", old)
		}
		return strings.Replace(smokeText, old, by, 1)
	}
	for name, text := range map[string]string{
		"nothing":                  "",
		"an array":                 "[" + smokeText + "]",
		"a space":                  change(`,"kind"`, `, "kind"`),
		"a line break after it":    smokeText + "\n",
		"another one after it":     smokeText + smokeText,
		"members in another order": change(`"class":"T1","clock":"-1500"`, `"clock":"-1500","class":"T1"`),
		"a member twice":           change(`"class":"T1"`, `"class":"T1","class":"T1"`),
		"a member in another case": change(`"class"`, `"Class"`),
		"a member missing":         change(`"replaces":"",`, ""),
		"a member more":            change(`"v":"1"`, `"v":"1","v1":"1"`),
		"an escaped letter":        change(`"smoke-1"`, `"\u0073moke-1"`),
		"a number":                 change(`"7"`, `7`),
		"a leading zero":           change(`"7"`, `"07"`),
		"a negative counter":       change(`"7"`, `"-7"`),
		"a negative time":          change(`"1800000000000"`, `"-1"`),
		"a clock with a plus":      change(`"-1500"`, `"+1500"`),
		"a clock at minus zero":    change(`"-1500"`, `"-0"`),
		"a clock beyond all":       change(`"-1500"`, `"-9223372036854775809"`),
		"no values":                change(`{"active":"true","battery_low":"false"}`, `null`),
		"a value that is no text":  change(`"active":"true"`, `"active":true`),
		"text that is not NFC":     change(`"active":"true"`, "\"active\":\"e\u0301\""),
		"text that is not UTF-8":   change(`"active":"true"`, "\"active\":\"\xff\""),
		"a later version":          change(`"v":"1"`, `"v":"2"`),
		"an unknown class":         change(`"T1"`, `"T4"`),
		"an unknown kind":          change(`"kind":"smoke"`, `"kind":"smokes"`),
		"a device with a divider":  change(`"smoke-1"`, `"a\u0000b"`),
		"a community in capitals":  change(`"garden"`, `"GARDEN"`),
		"a message without a hash": change(hash, ""),
		"a correction of nothing":  change(`"replaces":""`, `"replaces":"this"`),
		"more than an event holds": change(`"active":"true"`, `"active":"`+strings.Repeat("x", device.MaxEvent)+`"`),
	} {
		if _, err := device.ReadEvent(text); !errors.Is(err, device.ErrNoEvent) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// writable says whether an event may hold values: no name is another one in NFC, and no mark changes an escape.
func writable(values map[string]string) bool {
	names := map[string]bool{}
	for name := range values {
		names[norm.NFC.String(name)] = true
	}
	raw, err := json.Marshal(values)
	return err == nil && json.Valid(norm.NFC.Bytes(raw)) && len(names) == len(values)
}

// Whatever an event holds, it reads as it was written.
func TestEventsAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := smoke()
		e.Clock = device.Offset(rapid.Int64().Draw(t, "clock"))
		e.Counter = act.Int(rapid.Int64Min(0).Draw(t, "counter"))
		e.Kind = rapid.SampledFrom(device.Kinds()).Draw(t, "kind")
		e.Values = rapid.MapOfN(rapid.StringN(-1, 20, 100), rapid.StringN(-1, 20, 100), 0, 5).Draw(t, "values")
		text, err := e.Encode()
		if err != nil {
			if writable(e.Values) {
				t.Fatal(err)
			}
			return
		}
		read, err := device.ReadEvent(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if again, err := read.Encode(); err != nil || again != text {
			t.Fatalf("%s is read and written as %s, %v", text, again, err)
		}
	})
}

func FuzzReadEvent(f *testing.F) {
	f.Add(smokeText)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := device.ReadEvent(text)
		if err != nil {
			return
		}
		if again, err := e.Encode(); err != nil || again != text {
			t.Errorf("%q is also %q, %v", text, again, err)
		}
	})
}

func TestActive(t *testing.T) {
	e := smoke()
	if !e.Active() {
		t.Error("smoke is no alarm")
	}
	e.Values = map[string]string{"active": "false"}
	if e.Active() {
		t.Error("the end of smoke is an alarm")
	}
	e = smoke()
	e.Kind = device.Contact
	if e.Active() {
		t.Error("an open door is an alarm")
	}
}

func TestPlain(t *testing.T) {
	for value, plain := range map[string]bool{
		"true": true, "false": true, "0": true, "-12.5": true, "999999": true,
		"": false, "浙A12345": false, "A12345": false, "13800138000": false, "1234567": false, "1.2345": false, "True": false, "1 2": false,
	} {
		e := smoke()
		e.Values = map[string]string{"active": value}
		if e.Plain() != plain {
			t.Errorf("%q is plain: %t", value, !plain)
		}
	}
	for name, plain := range map[string]bool{"battery_low": true, "zhe_a12345": false, "张三": false, "": false, "A": false} {
		e := smoke()
		e.Values = map[string]string{name: "true"}
		if e.Plain() != plain {
			t.Errorf("%q is a plain name: %t", name, !plain)
		}
	}
}

// What is put into a bin with a card has two values that are not plain: one of a few words, and a commitment.
func TestDropped(t *testing.T) {
	card := strings.Repeat("a", 64)
	for name, c := range map[string]struct {
		kind   device.Kind
		values map[string]string
		stream string
		ok     bool
	}{
		"sorted":              {device.Drop, map[string]string{"card": card, "grams": "1240", "stream": "kitchen"}, "kitchen", true},
		"into any bin":        {device.Drop, map[string]string{"card": card}, "", true},
		"without a card":      {device.Drop, map[string]string{"stream": "kitchen"}, "", false},
		"with a card's id":    {device.Drop, map[string]string{"card": "04a1b2c3"}, "", false},
		"with another word":   {device.Drop, map[string]string{"card": card, "stream": "王阿姨"}, "", false},
		"with another number": {device.Drop, map[string]string{"card": card, "user": "13800138000"}, "", false},
		"how full a bin is":   {device.Fill, map[string]string{"card": card}, "", false},
	} {
		e := smoke()
		e.Kind, e.Values = c.kind, c.values
		stream, of, ok := e.Dropped()
		if ok != c.ok || ok && (stream != c.stream || of != card) {
			t.Errorf("%s: %q, %q, %t", name, stream, of, ok)
		}
	}
}
