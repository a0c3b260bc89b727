// SPDX-License-Identifier: Apache-2.0

package act_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
)

// sample is a good act; tests change it.
func sample() act.Act {
	return act.Act{
		V: "1", Net: strings.Repeat("a", 64), Community: "garden", Type: "ballot.cast", By: "credential-0123456789",
		Seq: 1, NBF: 1000, Exp: 2000, Disp: strings.Repeat("b", 64),
	}
}

func encode(t testing.TB, a act.Act, body any) string {
	t.Helper()
	text, err := act.Encode(a, body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const limit = 4096

func TestEncodeIsWhatParseReads(t *testing.T) {
	text := encode(t, sample(), map[string]string{"name": "翠苑 é <&> \u2028 \U0001F3E1 \x7f \t", "a": ""})
	const want = `{"body":{"a":"","name":"翠苑 é <&> ` + "\u2028 \U0001F3E1 \x7f" + ` \t"},"by":"credential-0123456789","community":"garden","disp":"` +
		`bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","exp":"2000","nbf":"1000","net":"` +
		`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","seq":"1","type":"ballot.cast","v":"1"}`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Fatalf("canonical text (-want +got):\n%s", diff)
	}
	a, err := act.Parse(text, limit)
	if err != nil {
		t.Fatal(err)
	}
	if again := encode(t, a, a.Body); again != text {
		t.Errorf("encoded again: %s", again)
	}
}

// A mark over the letter with which an escape ends would make another letter of it.
func TestEncodeRefusesMarksAfterControls(t *testing.T) {
	for _, body := range []string{"\n\u0303", "\v\u0307", "\b\u0307"} {
		if text, err := act.Encode(act.Act{}, map[string]string{"x": body}); act.CodeOf(err) != act.NotCanonical {
			t.Errorf("%q is written as %s: %v", body, text, err)
		}
	}
}

func TestEncodeWritesNFC(t *testing.T) {
	text := encode(t, sample(), map[string]string{"name": "e\u0301"})
	if !strings.Contains(text, "\u00e9") {
		t.Errorf("not composed: %s", text)
	}
	if _, err := act.Parse(text, limit); err != nil {
		t.Error(err)
	}
}

// A hash is what the passkey is asked to sign; other implementations must compute the same.
func TestHashOf(t *testing.T) {
	const want = "90794d0a1af077173955796f48001c0954211c89dcc2e3854dfa792d4a3c4cb7"
	if got := act.HashOf("{}").String(); got != want {
		t.Errorf("HashOf({}) = %s; want %s", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	good := encode(t, sample(), map[string]string{"x": "y"})
	edit := func(old, by string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("nothing to change: %s", old)
		}
		return strings.Replace(good, old, by, 1)
	}
	for _, c := range []struct {
		name, text string
		code       act.Code
	}{
		{"good", good, ""},
		{"as long as allowed", edit(`"y"`, `"`+strings.Repeat("y", limit-len(good)+1)+`"`), ""},
		{"a byte longer", edit(`"y"`, `"`+strings.Repeat("y", limit-len(good)+2)+`"`), act.TooLarge},
		{"empty", "", act.NotJSON},
		{"not JSON", "act", act.NotJSON},
		{"two documents", good + good, act.NotJSON},
		{"byte order mark", "\ufeff" + good, act.NotJSON},
		{"NUL at the end", good + "\x00", act.NotJSON},
		{"a raw control character", edit(`"y"`, "\"\x01\""), act.NotJSON},
		{"bytes that are no text", edit(`"y"`, "\"\xff\""), act.NotCanonical},
		{"deep", strings.Repeat("[", 4000), act.NotJSON},
		{"space", edit(`,"by"`, ` ,"by"`), act.NotCanonical},
		{"line break at the end", good + "\n", act.NotCanonical},
		{"order", edit(`{"body":{"x":"y"},`, "{")[:1] + `"v":"1","body":{}}`, act.NotCanonical},
		{"escaped letter", edit(`"y"`, `"\u0079"`), act.NotCanonical},
		{"escaped slash", edit(`"y"`, `"\/"`), act.NotCanonical},
		{"escape in capitals", edit(`"y"`, `"\u001F"`), act.NotCanonical},
		{"escape in small letters", edit(`"y"`, `"\u001f"`), ""},
		{"lone surrogate", edit(`"y"`, `"\ud800"`), act.NotCanonical},
		{"repeated member", edit(`"v":"1"`, `"v":"1","v":"1"`), act.NotCanonical},
		{"repeated member in the body", edit(`"x":"y"`, `"x":"y","x":"z"`), act.NotCanonical},
		{"not NFC", edit(`"y"`, "\"e\u0301\""), act.NotCanonical},
		{"number", edit(`"seq":"1"`, `"seq":1`), act.NumberInAct},
		{"number in the body", edit(`"y"`, `1`), act.NumberInAct},
		{"number that is not canonical", edit(`"y"`, `1.0`), act.NotCanonical},
		{"number that loses digits", edit(`"y"`, `9007199254740993`), act.NotCanonical},
		{"null", edit(`"y"`, `null`), act.NumberInAct},
		{"true in the body is the body's matter", edit(`"y"`, `true`), ""},
		{"unknown member", edit(`"v":"1"`, `"v":"1","w":"1"`), act.UnknownField},
		{"missing member", edit(`,"v":"1"`, ``), act.BadField},
		{"member in another case", edit(`"v":`, `"V":`), act.NotCanonical},
		{"version", edit(`"v":"1"`, `"v":"2"`), act.BadVersion},
		{"number with a zero before it", edit(`"seq":"1"`, `"seq":"01"`), act.BadField},
		{"number of another script", edit(`"seq":"1"`, `"seq":"１"`), act.BadField},
		{"number below one", edit(`"seq":"1"`, `"seq":"0"`), act.BadField},
		{"number past 63 bits", edit(`"seq":"1"`, `"seq":"9223372036854775808"`), act.BadField},
		{"largest number", edit(`"seq":"1"`, `"seq":"9223372036854775807"`), ""},
		{"ends before it begins", edit(`"exp":"2000"`, `"exp":"999"`), act.BadField},
		{"ends as it begins", edit(`"exp":"2000"`, `"exp":"1000"`), ""},
		{"longest life", edit(`"exp":"2000"`, fmt.Sprintf(`"exp":"%d"`, 1000+act.MaxLifetime)), ""},
		{"a second longer", edit(`"exp":"2000"`, fmt.Sprintf(`"exp":"%d"`, 1001+act.MaxLifetime)), act.BadField},
		{"body is text", edit(`{"x":"y"}`, `"x"`), act.BadField},
		{"body is an array", edit(`{"x":"y"}`, `[]`), act.BadField},
		{"net", edit(strings.Repeat("a", 64), strings.Repeat("A", 64)), act.BadField},
		{"disp", edit(strings.Repeat("b", 64), strings.Repeat("b", 63)), act.BadField},
		{"community", edit(`"garden"`, `"-garden"`), act.BadField},
		{"type", edit(`"ballot.cast"`, `"ballot"`), act.BadField},
		{"by", edit(`"credential-0123456789"`, `"a b"`), act.BadField},
		{"an array", "[" + good + "]", act.BadField},
		{"text", `"x"`, act.BadField},
	} {
		if _, err := act.Parse(c.text, limit); act.CodeOf(err) != c.code || (c.code == "" && err != nil) {
			t.Errorf("%s: %v; want %q", c.name, err, c.code)
		}
	}
}

func TestInt(t *testing.T) {
	for text, want := range map[string]act.Int{"0": 0, "1": 1, "9007199254740993": 9007199254740993, "9223372036854775807": math.MaxInt64} {
		var n act.Int
		if err := n.UnmarshalText([]byte(text)); err != nil || n != want {
			t.Errorf("%s: %d, %v", text, n, err)
		}
		if back, err := n.MarshalText(); err != nil || string(back) != text {
			t.Errorf("%s comes back as %s, %v", text, back, err)
		}
	}
	for _, text := range []string{"", "-1", "-0", "+1", "01", "1.0", "1e3", " 1", "1 ", "0x1", "1_0", "9223372036854775808"} {
		var n act.Int
		if err := n.UnmarshalText([]byte(text)); act.CodeOf(err) != act.BadField {
			t.Errorf("%q: %d, %v; want %s", text, n, err, act.BadField)
		}
	}
}

func TestBytes(t *testing.T) {
	for text, want := range map[string]string{"": "", "AA": "\x00", "_-8": "\xff\xef"} {
		var b act.Bytes
		if err := b.UnmarshalText([]byte(text)); err != nil || string(b) != want {
			t.Errorf("%q: %q, %v", text, b, err)
		}
		if back, err := b.MarshalText(); err != nil || string(back) != text {
			t.Errorf("%q comes back as %q, %v", text, back, err)
		}
	}
	for _, text := range []string{"A", "AA==", "AB", "+/8", "A A", "AA\n", "A\r\nA"} {
		var b act.Bytes
		if err := b.UnmarshalText([]byte(text)); act.CodeOf(err) != act.BadField {
			t.Errorf("%q: %q, %v; want %s", text, b, err, act.BadField)
		}
	}
}

func TestErrorSaysItsCode(t *testing.T) {
	err := fmt.Errorf("while reading: %w", act.Refuse(act.BadField, "of", "wheels", "most", 3))
	if act.CodeOf(err) != act.BadField || !strings.HasSuffix(err.Error(), `BAD_FIELD {"most":"3","of":"wheels"}`) {
		t.Errorf("%v", err)
	}
	if code := act.CodeOf(errors.New("BAD_FIELD: by chance")); code != "" {
		t.Errorf("code %q of an error that has none", code)
	}
}

// Whatever Parse accepts has one form only, which encoding gives back.
func FuzzParse(f *testing.F) {
	good := encode(f, sample(), map[string]string{"name": "翠苑"})
	for _, seed := range []string{
		good, strings.Replace(good, "翠苑", `\u001f\"\\`, 1), strings.Replace(good, "翠苑", "\u2028\ufffd<>&", 1),
		strings.Replace(good, "翠苑", "\xff", 1), strings.Replace(good, `"翠苑"`, `[true,{}]`, 1), "{}", "[", `"`, good + " ",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := act.Parse(text, limit)
		if err != nil {
			if act.CodeOf(err) == "" {
				t.Fatalf("refused without a code: %v", err)
			}
			return
		}
		if !json.Valid([]byte(text)) {
			t.Fatalf("accepted what is no JSON: %q", text)
		}
		if again := encode(t, a, a.Body); again != text {
			t.Fatalf("two forms:\n%q\n%q", text, again)
		}
	})
}
