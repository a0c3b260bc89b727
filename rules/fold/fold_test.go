// SPDX-License-Identifier: Apache-2.0

package fold_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/rules/fold"
)

// kinds are the keys by what they are called in testdata/vectors.json.
var kinds = map[string]func(string) string{"name": fold.Name, "text": fold.Text, "idNumber": fold.IDNumber, "house": fold.House}

// vectors are texts that mean the same, and texts that do not; the pages' fold is held to them as well (web/src/app/office/fold.test.ts).
type vectors struct {
	Keys                                 map[string]struct{ Same, Apart [][]string }
	Unseen, Seen, Nobody, Unknown, Names []string
}

func read(t testing.TB) vectors {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVectors(t *testing.T) {
	v := read(t)
	for kind, key := range kinds {
		if len(v.Keys[kind].Same) == 0 || len(v.Keys[kind].Apart) == 0 {
			t.Errorf("no vectors of %s", kind)
		}
		for _, texts := range v.Keys[kind].Same {
			for _, text := range texts[1:] {
				if key(text) != key(texts[0]) {
					t.Errorf("%s %+q: %+q, and %+q: %+q", kind, texts[0], key(texts[0]), text, key(text))
				}
			}
		}
		for _, texts := range v.Keys[kind].Apart {
			for i, text := range texts {
				if j := slices.IndexFunc(texts[:i], func(other string) bool { return key(other) == key(text) }); j >= 0 {
					t.Errorf("%s %+q and %+q are both %+q", kind, text, texts[j], key(text))
				}
			}
		}
	}
}

func TestUnseen(t *testing.T) {
	v := read(t)
	for _, text := range v.Unseen {
		if fold.Unseen(text) == "" {
			t.Errorf("%+q has nothing that is not seen", text)
		}
	}
	for _, text := range v.Seen {
		if unseen := fold.Unseen(text); unseen != "" || fold.Visible(text) != text {
			t.Errorf("%+q: %s is not seen", text, unseen)
		}
	}
	if got := fold.Unseen("王\u202e伟\u200b"); got != "U+202E" {
		t.Errorf("the first that is not seen is %s", got)
	}
	if got := fold.Visible("\ufeff\u202d88.36\u202c\n\t乙"); got != "88.36\n\t乙" {
		t.Errorf("visible: %+q", got)
	}
}

func TestPlaceholders(t *testing.T) {
	v := read(t)
	for _, text := range v.Nobody {
		if !fold.Nobody(text) {
			t.Errorf("%+q is taken for a name", text)
		}
	}
	for _, text := range v.Unknown {
		if !fold.Unknown(text) {
			t.Errorf("%+q is taken for a name", text)
		}
	}
	for _, text := range v.Names {
		if fold.Nobody(text) || fold.Unknown(text) {
			t.Errorf("%+q is taken for a placeholder", text)
		}
	}
}

// texts are made of what folding looks at, and of anything else.
var texts = rapid.OneOf(
	rapid.StringOf(rapid.SampledFrom([]rune("王五ａA1０幢栋号楼#单元室房-–一十.。·•()（ \u3000\u200b\ufeff\u00ad\u0301аΣςſẞİıⅠ⑴가\u1160\u202e\u2028e"))),
	rapid.String(),
)

func TestFoldingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		for kind, key := range kinds {
			if once := key(text); key(once) != once {
				t.Fatalf("%s %+q: %+q, then %+q", kind, text, once, key(once))
			}
		}
	})
}

// A text that is its own key is found without folding; folded beside one that has to be, it stays as it is.
func TestWhatIsItsOwnKey(t *testing.T) {
	own := []rune("0123456789abcdefghijklmnopqrstuvwxyz")
	for r := '\u4e00'; r <= '\u9fff'; r++ {
		own = append(own, r)
	}
	for _, r := range own {
		for kind, key := range kinds {
			if text := string(r); kind != "house" && (key(text) != text || key(text+"Ａ") != text+"a") {
				t.Fatalf("%s %+q is %+q, and %+q beside another", kind, text, key(text), key(text+"Ａ"))
			}
		}
	}
}

// What cannot be seen may stand anywhere in a text and in any number.
func TestWhatIsNotSeenNeverTells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringOf(rapid.SampledFrom([]rune("王五阿依·古丽 Smith12幢单元室-"))).Draw(t, "text"))
		at := rapid.IntRange(0, len(text)).Draw(t, "at")
		hidden := rapid.SampledFrom([]rune("\u200b\u200d\ufeff\u00ad\u202e\u2066\ufe0f\u3164\U000e0041\x01")).Draw(t, "hidden")
		other := string(slices.Insert(slices.Clone(text), at, hidden))
		for kind, key := range kinds {
			if key(other) != key(string(text)) {
				t.Fatalf("%s %+q and %+q are told apart", kind, string(text), other)
			}
		}
		if fold.Visible(other) != string(text) || fold.Unseen(other) == "" {
			t.Fatalf("%+q", other)
		}
	})
}

// Names of different characters are never joined: folding takes no Chinese character for another one.
func TestDifferentNamesStayApart(t *testing.T) {
	character := rapid.SampledFrom([]rune("王玉五吾土士己已巳未末人入八张章張伟炜偉李季古丽阿依"))
	name := rapid.StringOfN(character, 1, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		if a != b && (fold.Name(a) == fold.Name(b) || fold.Text(a) == fold.Text(b)) {
			t.Fatalf("%q and %q are one", a, b)
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, texts := range read(f).Keys["name"].Same {
		f.Add(texts[len(texts)-1])
	}
	f.Add("1幢1单元\xff101室")
	f.Fuzz(func(t *testing.T, text string) {
		for kind, key := range kinds {
			once := key(text)
			if !utf8.ValidString(once) || key(once) != once || fold.Unseen(once) != "" {
				t.Errorf("%s %+q: %+q, then %+q", kind, text, once, key(once))
			}
		}
	})
}
