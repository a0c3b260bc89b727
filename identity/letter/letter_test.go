// SPDX-License-Identifier: Apache-2.0

package letter_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/identity/letter"
)

func batch(t testing.TB, n int) letter.Batch {
	t.Helper()
	b := letter.Batch{
		ID: "A7", Community: "garden-1", Name: "邻里花园", Origin: "https://garden.example",
		Issued:  time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC),
		Expires: time.Date(2026, 4, 30, 0, 0, 0, 0, time.UTC),
		Help:    []string{"社区服务站：1幢底层，周一至周六 9:00—18:00，电话 000-0000-0000。"},
	}
	for i := range n {
		code, err := act.NewInviteCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		b.Letters = append(b.Letters, letter.Letter{
			Index: i + 1, Name: fmt.Sprintf("业主%04d", i+1), House: fmt.Sprintf("%d幢-%d单元-%d01", i/60+1, i%2+1, i%30+1), Others: i % 3,
			Code: code,
		})
	}
	return b
}

func TestCodeInWriting(t *testing.T) {
	for range 200 {
		code, err := act.NewInviteCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		compact := letter.Compact(code)
		typed := " " + strings.ToLower(strings.ReplaceAll(strings.Join(letter.Groups(code), "-"), "0", "o"))
		for _, text := range []string{compact, typed} {
			if got, err := letter.ParseCode(text); err != nil || got != code {
				t.Fatalf("%q: %v %v", text, got, err)
			}
		}
		spoiled := []byte(compact)
		for i := range spoiled {
			right := spoiled[i]
			for _, wrong := range []byte("0123456789ABCDEFGHJKMNPQRSTVWXYZU") {
				spoiled[i] = wrong
				if _, err := letter.ParseCode(string(spoiled)); wrong != right && !errors.Is(err, letter.ErrCode) {
					t.Fatalf("%s was taken for %s", spoiled, compact)
				}
			}
			spoiled[i] = right
			if i > 0 && spoiled[i-1] != right {
				spoiled[i-1], spoiled[i] = right, spoiled[i-1]
				if _, err := letter.ParseCode(string(spoiled)); !errors.Is(err, letter.ErrCode) {
					t.Fatalf("%s was taken for %s", spoiled, compact)
				}
				copy(spoiled, compact)
			}
		}
	}
	if _, err := letter.ParseCode(""); !errors.Is(err, letter.ErrCode) {
		t.Error(err)
	}
}

// The vector that other programs read codes by: a page has to agree with it.
func TestCodeVector(t *testing.T) {
	code := act.InviteCode{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
	if got, want := letter.Compact(code), codeVector; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := letter.Link("https://garden.example", "garden-1", code),
		"https://garden.example/e?c=garden-1#"+codeVector; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

const codeVector = "000G40R40M30E209185GR38E1W0H"

func TestMissingCharacters(t *testing.T) {
	b := batch(t, 2)
	b.Letters[1].Name = "张𠮷" // beyond the basic plane
	b.Help = append(b.Help, "emoji ☺")
	missing, err := b.Print(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	want := []letter.Missing{
		{Index: 0, Text: "emoji ☺", Characters: "☺"},
		{Index: 2, Text: "张𠮷", Characters: "𠮷"},
	}
	if diff := cmp.Diff(want, missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

func TestLongTexts(t *testing.T) {
	b := batch(t, 40)
	b.Name = strings.Repeat("某某市某某区邻里花园", 3)
	for i := range b.Letters {
		b.Letters[i].Name = strings.Repeat("欧阳·买买提", i/4+1)
		b.Letters[i].House = strings.Repeat("长安街道-", i/4) + b.Letters[i].House
	}
	for range 3 {
		b.Help = append(b.Help, b.Help[0])
	}
	var out bytes.Buffer
	if _, err := b.Print(&out); err != nil {
		t.Fatal(err)
	}
	if name := os.Getenv("LINLI_LETTERS"); name != "" { // to look at
		if err := os.WriteFile(name+".long.pdf", out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.Help = append(b.Help, strings.Repeat("很长的说明。", 100))
	if _, err := b.Print(io.Discard); !errors.Is(err, letter.ErrTooLong) {
		t.Errorf("a letter of more than a page: %v", err)
	}
}

func TestPrintIsReproducible(t *testing.T) {
	b := batch(t, 3)
	var first, again bytes.Buffer
	for _, w := range []io.Writer{&first, &again} {
		if _, err := b.Print(w); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), again.Bytes()) {
		t.Error("printing twice gives two files")
	}
	if out := os.Getenv("LINLI_LETTERS"); out != "" { // to look at
		if err := os.WriteFile(out, first.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
