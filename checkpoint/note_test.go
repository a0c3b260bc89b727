// SPDX-License-Identifier: Apache-2.0

package checkpoint_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"github.com/linli-project/linli/checkpoint"
)

// keyOf is a body's key, always the same.
func keyOf(msp string) (ed25519.PrivateKey, checkpoint.Witness) {
	seed := sha256.Sum256([]byte("key of " + msp))
	key := ed25519.NewKeyFromSeed(seed[:])
	return key, checkpoint.Witness{MSP: msp, Key: key.Public().(ed25519.PublicKey)}
}

func headAt(size uint64) checkpoint.Head {
	return checkpoint.Head{Genesis: sha256.Sum256([]byte("genesis")), Size: size, Root: sha256.Sum256([]byte("root"))}
}

func cosign(t testing.TB, h checkpoint.Head, msp string, at int64) (string, checkpoint.Witness) {
	t.Helper()
	key, witness := keyOf(msp)
	text, err := checkpoint.Cosign(h, msp, key, at)
	if err != nil {
		t.Fatal(err)
	}
	return text, witness
}

func open(t testing.TB, text string, witnesses ...checkpoint.Witness) checkpoint.Cosigned {
	t.Helper()
	c, err := checkpoint.Open(text, witnesses)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCosignedHeadSaysWhoSignedItAndWhen(t *testing.T) {
	head := headAt(7)
	one, a := cosign(t, head, "OwnersMSP", 1_800_000_000)
	two, b := cosign(t, head, "StreetMSP", 1_800_000_060)
	all, err := checkpoint.Join(open(t, two, b), open(t, one, a), open(t, two, b))
	if err != nil {
		t.Fatal(err)
	}
	got := open(t, all.Note(), b, a, a)
	if got.Head != head || len(got.By) != 2 || got.By[0].MSP != a.MSP || got.By[0].At != 1_800_000_000 ||
		got.By[1].MSP != b.MSP || got.By[1].At != 1_800_000_060 {
		t.Errorf("%+v", got)
	}
	if only := open(t, all.Note(), b); len(only.By) != 1 || only.By[0].MSP != b.MSP {
		t.Errorf("to who knows one witness: %+v", only)
	}
	if none := open(t, all.Note()); len(none.By) != 0 || none.Head != head {
		t.Errorf("to who knows none: %+v", none)
	}
	if again, _ := cosign(t, head, "OwnersMSP", 1_800_000_000); again != one {
		t.Error("signed again it is another note")
	}
}

// The library that others use takes our signatures, and we take its.
func TestOtherImplementationAgrees(t *testing.T) {
	head := headAt(7)
	key, witness := keyOf("OwnersMSP")
	generated := "PRIVATE+KEY+OwnersMSP+00000000+" + base64.StdEncoding.EncodeToString(append([]byte{1}, key.Seed()...))
	signer, err := cosignature.NewSignerForCosignatureV1(generated)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := note.Sign(&note.Note{Text: head.Text()}, signer)
	if err != nil {
		t.Fatal(err)
	}
	if got := open(t, string(theirs), witness); got.Head != head || len(got.By) != 1 {
		t.Errorf("%+v", got)
	}
	verifier, err := cosignature.NewVerifierForCosignatureV1(witness.String())
	if err != nil {
		t.Fatal(err)
	}
	ours, _ := cosign(t, head, "OwnersMSP", 1)
	if _, err := note.Open([]byte(ours), note.VerifierList(verifier)); err != nil {
		t.Error(err)
	}
}

// Who has had two keys counts once.
func TestTwoKeysOfOneBodyCountOnce(t *testing.T) {
	head := headAt(7)
	one, a := cosign(t, head, "OwnersMSP", 1)
	other, b := keyOf("another")
	b.MSP = "OwnersMSP"
	two, err := checkpoint.Cosign(head, "OwnersMSP", other, 2)
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := strings.Cut(two, "\n\n")
	if got := open(t, one+line, a, b); len(got.By) != 1 {
		t.Errorf("%+v", got)
	}
}

// twin is the n-th of many keys of a body, among which two have one id.
func twin(msp string, n int) (ed25519.PrivateKey, checkpoint.Witness) {
	seed := sha256.Sum256(fmt.Appendf(nil, "key %d of %s", n, msp))
	key := ed25519.NewKeyFromSeed(seed[:])
	return key, checkpoint.Witness{MSP: msp, Key: key.Public().(ed25519.PublicKey)}
}

// A body that has had two keys of one id does not make a note worthless that others have signed, whichever of them is known.
func TestTwoKeysOfOneID(t *testing.T) {
	head := headAt(7)
	key, first := twin("OwnersMSP", 17131)
	_, second := twin("OwnersMSP", 43019)
	if a, b := first.String(), second.String(); a == b || a[:len("OwnersMSP+96b5fb13+")] != b[:len("OwnersMSP+96b5fb13+")] {
		t.Fatalf("%s and %s", a, b)
	}
	one, err := checkpoint.Cosign(head, "OwnersMSP", key, 1)
	if err != nil {
		t.Fatal(err)
	}
	other, street := cosign(t, head, "StreetMSP", 2)
	_, line, _ := strings.Cut(other, "\n\n")
	if got := open(t, one+line, second, street); got.Head != head || len(got.By) != 1 || got.By[0].MSP != "StreetMSP" {
		t.Errorf("%+v", got)
	}
	for _, known := range [][]checkpoint.Witness{{first, street}, {second, first, street}} {
		if got := open(t, one+line, known...); len(got.By) != 2 {
			t.Errorf("%+v", got)
		}
	}
}

func TestDifferentHeadsDoNotJoin(t *testing.T) {
	one, a := cosign(t, headAt(7), "OwnersMSP", 1)
	two, b := cosign(t, headAt(8), "StreetMSP", 1)
	if _, err := checkpoint.Join(open(t, one, a), open(t, two, b)); !errors.Is(err, checkpoint.ErrNote) {
		t.Error(err)
	}
}

func TestNotesThatAreNone(t *testing.T) {
	good, witness := cosign(t, headAt(7), "OwnersMSP", 1_800_000_000)
	replace := func(old, by string) string {
		changed := strings.Replace(good, old, by, 1)
		if changed == good {
			t.Fatalf("%q is not in the note", old)
		}
		return changed
	}
	for name, text := range map[string]string{
		"empty":                   "",
		"no signature":            headAt(7).Text(),
		"a size with a zero":      replace("\n7\n", "\n07\n"),
		"another ledger":          replace("linli/", "linlu/"),
		"another root":            replace("\n7\n", "\n7\nA"),
		"a line more":             replace("\n\n", "\nmore\n\n"),
		"a line break of another": strings.ReplaceAll(good, "\n", "\r\n"),
		"another signature":       replace("OwnersMSP ", "OwnersMSP A"),
		"no end":                  strings.TrimSuffix(good, "\n"),
		"too long":                good + strings.Repeat("— a AAAAAAAA\n", checkpoint.MaxNote/14),
	} {
		if c, err := checkpoint.Open(text, []checkpoint.Witness{witness}); !errors.Is(err, checkpoint.ErrNote) {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
	for name, text := range map[string]string{
		"another size":    replace("\n7\n", "\n8\n"),
		"slack of base64": good[:len(good)-4] + string(good[len(good)-4]+1) + "==\n",
	} {
		if c := open(t, text, witness); len(c.By) != 0 {
			t.Errorf("%s: signed by %+v", name, c.By)
		}
	}
}

func TestNothingIsSignedWithoutNameOrTime(t *testing.T) {
	key, _ := keyOf("OwnersMSP")
	for _, msp := range []string{"", "Owners MSP", "Owners+MSP", "Owners\nMSP", "Owners\u3000MSP", "\xff", strings.Repeat("a", 129)} {
		if _, err := checkpoint.Cosign(headAt(1), msp, key, 1); !errors.Is(err, checkpoint.ErrNoWitness) {
			t.Errorf("%q: %v", msp, err)
		}
	}
	for _, at := range []int64{-1, math.MinInt64} {
		if _, err := checkpoint.Cosign(headAt(1), "OwnersMSP", key, at); !errors.Is(err, checkpoint.ErrNoWitness) {
			t.Errorf("at %d: %v", at, err)
		}
	}
	if _, err := checkpoint.Cosign(headAt(1), "OwnersMSP", nil, 1); !errors.Is(err, checkpoint.ErrNoWitness) {
		t.Errorf("without a key: %v", err)
	}
}

func TestWitnessIsOneText(t *testing.T) {
	_, witness := keyOf("OwnersMSP")
	good := witness.String()
	got, err := checkpoint.ReadWitness(good)
	if diff := cmp.Diff(witness, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	name, rest, _ := strings.Cut(good, "+")
	id, key, _ := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	raw[0] = 1
	for what, text := range map[string]string{
		"empty": "", "another name": "Other+" + rest, "another id": name + "+00000000+" + key, "large letters": strings.ToUpper(good),
		"of a log": name + "+" + id + "+" + base64.StdEncoding.EncodeToString(raw), "cut short": name + "+" + id + "+" + key[:40],
		"a blank": good + " ", "no key": name + "+" + id,
	} {
		if w, err := checkpoint.ReadWitness(text); !errors.Is(err, checkpoint.ErrNoWitness) {
			t.Errorf("%s: %v, %v", what, w, err)
		}
	}
}

// Whatever is opened is written again as the signatures that counted, and opens to the same.
func FuzzOpen(f *testing.F) {
	one, a := cosign(f, headAt(7), "OwnersMSP", 1_800_000_000)
	two, b := cosign(f, headAt(7), "StreetMSP", 1_800_000_060)
	_, line, _ := strings.Cut(two, "\n\n")
	for _, text := range []string{"", one, two, one + line, one + line + line, headAt(0).Text() + "\n— x AAAAAAAA\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := checkpoint.Open(text, []checkpoint.Witness{a, b})
		if err != nil {
			if !errors.Is(err, checkpoint.ErrNote) {
				t.Fatalf("another error: %v", err)
			}
			return
		}
		if !strings.HasPrefix(text, c.Text()) {
			t.Fatalf("the head %q is not that of %q", c.Text(), text)
		}
		if len(c.By) == 0 {
			return
		}
		again, err := checkpoint.Open(c.Note(), []checkpoint.Witness{b, a})
		if diff := cmp.Diff(c, again); err != nil || diff != "" {
			t.Fatalf("%v %s", err, diff)
		}
	})
}
