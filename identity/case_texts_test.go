// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/identity"
)

// What is said in a case is read in it alone, by whomever its hash is named; and in the record that the person himself asks for. An officer
// leaves nothing in his own case. It is erased with the person.
func TestCaseTexts(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		town.accept(town.dryRun(strings.NewReader(firstRoll)))
		one, two := town.person("丙").Pseudonym, town.person("甲").Pseudonym
		officer, own := town.officers["owners"].ID, town.addOfficer("residents", "丙", one).ID
		said, err := town.KeepOwnCaseText(ctx, garden, "case", one, "salt", "楼上漏水")
		if err != nil {
			t.Fatal(err)
		}
		proposed, err := town.KeepCaseText(ctx, garden, "case", []string{one, two}, "各出一半", officer)
		if err != nil {
			t.Fatal(err)
		}
		for hash, want := range map[string]string{said: "楼上漏水", proposed: "各出一半"} {
			if text, err := town.CaseText(ctx, garden, "case", hash); err != nil || text.Text != want || text.Person != one ||
				identity.HashText(text.Salt, text.Text) != hash {
				t.Errorf("%+v %v", text, err)
			}
			if text, err := town.CaseText(ctx, garden, "another", hash); !errors.Is(err, identity.ErrNotFound) {
				t.Errorf("in another case: %+v %v", text, err)
			}
			if text, err := town.Text(ctx, garden, one, hash); !errors.Is(err, identity.ErrNotFound) {
				t.Errorf("as something else that he says: %+v %v", text, err)
			}
		}
		for _, owners := range [][]string{{one}, {two, one}} {
			if _, err := town.KeepCaseText(ctx, garden, "case", owners, "各出一半", own); !errors.Is(err, identity.ErrOwnCase) {
				t.Errorf("in his own case: %v", err)
			}
		}
		for actor, sees := range map[string]bool{one: true, officer: false} {
			var record bytes.Buffer
			if err := town.ExportPerson(ctx, garden, one, actor, &record); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(record.String(), "楼上漏水") != sees || strings.Contains(record.String(), "各出一半") != sees {
				t.Errorf("%s is given %s", actor, record.String())
			}
		}
		for i := range 199 {
			if _, err := town.KeepCaseText(ctx, garden, "case", nil, strconv.Itoa(i), officer); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := town.KeepCaseText(ctx, garden, "case", nil, "再来", officer); !errors.Is(err, identity.ErrManyTexts) {
			t.Errorf("more than enough: %v", err)
		}
		if _, err := town.EndOfficer(ctx, garden, own); err != nil {
			t.Fatal(err)
		}
		if err := town.ErasePerson(ctx, garden, one, identity.Erasure{Owner: true}); err != nil {
			t.Fatal(err)
		}
		for _, hash := range []string{said, proposed} {
			if text, err := town.CaseText(ctx, garden, "case", hash); !errors.Is(err, identity.ErrNotFound) {
				t.Errorf("erased: %+v %v", text, err)
			}
		}
	})
}
