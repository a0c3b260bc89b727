// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/rules/community"
)

func read(t testing.TB, name string) identity.Roll {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	roll, err := identity.Read(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	return roll
}

// A counter is a source of salts for tests that do not look at them.
type counter struct{ n byte }

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		c.n++
		p[i] = c.n
	}
	return len(p), nil
}

func TestPublishedTotals(t *testing.T) {
	for _, want := range []struct {
		file, encoding string
		units          int
		total          community.Weight
	}{
		{"garden-355.csv", "utf-8", 424, community.Weight{Heads: 355, AreaDm2: 3660905}},
		{"tower-16.csv", "utf-8", 22, community.Weight{Heads: 16, AreaDm2: 308656}},
		{"estate-1950.csv", "gb18030", 2430, community.Weight{Heads: 1950, AreaDm2: 21532418}},
	} {
		t.Run(want.file, func(t *testing.T) {
			read := read(t, want.file)
			if read.Encoding != want.encoding || read.Findings() != 0 {
				t.Errorf("encoding %s, %d findings", read.Encoding, read.Findings())
			}
			units, secrets, err := read.Pseudonymise(identity.Secrets{}, &counter{})
			if err != nil {
				t.Fatal(err)
			}
			roll, err := community.NewRoll(units, 200)
			if err != nil {
				t.Fatal(err)
			}
			if roll.Units != want.units || roll.WithoutParking != want.total {
				t.Errorf("%d units, %+v; want %d, %+v", roll.Units, roll.WithoutParking, want.units, want.total)
			}
			for _, chunk := range roll.Chunks {
				if bytes.Contains(chunk, []byte("业主")) || bytes.Contains(chunk, []byte("单元")) {
					t.Fatal("a name or a house number is in the roll")
				}
			}
			if len(secrets.People) != len(read.Names()) || len(secrets.Units) != want.units {
				t.Errorf("%d people, %d names, %d units", len(secrets.People), len(read.Names()), len(secrets.Units))
			}
		})
	}
}

func TestRollWithFindingsHasNoPseudonyms(t *testing.T) {
	if _, _, err := read(t, "dirty.csv").Pseudonymise(identity.Secrets{}, &counter{}); !errors.Is(err, community.ErrInvalidRoll) {
		t.Errorf("a roll with findings was imported: %v", err)
	}
}

const header = "楼栋,单元,房号,用途,专有部分面积(㎡),产权人,共有产权人,证件号,联系电话,交付状态\n"

func TestNamesakes(t *testing.T) {
	roll, err := identity.Read(t.Context(), strings.NewReader(header+
		"1幢,1,101,住宅,88,甲,,A1,,已交付\n1幢,1,102,住宅,88,甲,,A2,,已交付\n1幢,1,103,住宅,88,甲,,A3,,已交付\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []rollfile.Remark{{Place: rollfile.Place{Row: 3}, Note: identity.NamesakeNote + ": rows 2/3/4"}}
	if diff := cmp.Diff(want, roll.Remarks); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
}

func TestPseudonyms(t *testing.T) {
	roll := read(t, "tower-16.csv")
	_, first, err := roll.Pseudonymise(identity.Secrets{}, &counter{})
	if err != nil {
		t.Fatal(err)
	}
	_, again, err := roll.Pseudonymise(first, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("known people changed (-first +again):\n%s", diff)
	}
	seen := make(map[string]bool)
	for _, person := range slices.Concat(first.People, first.Units) {
		if len(person.Pseudonym) != 32 || seen[person.Pseudonym] {
			t.Errorf("pseudonym %q", person.Pseudonym)
		}
		seen[person.Pseudonym] = true
	}
	if _, _, err := roll.Pseudonymise(identity.Secrets{}, strings.NewReader("short")); err == nil {
		t.Error("a short source of salts was accepted")
	}
}
