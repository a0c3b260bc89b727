// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/letter"
)

func TestLettersOfAnEstate(t *testing.T) {
	if testing.Short() {
		t.Skip("an estate's letters")
	}
	town := newTown(t, t.TempDir()+"/people.db")
	file, err := os.ReadFile("testdata/estate-1950.csv")
	if err != nil {
		t.Fatal(err)
	}
	town.found()
	town.approve(town.accept(town.dryRun(bytes.NewReader(file))))
	people, err := town.People(t.Context(), garden)
	if err != nil {
		t.Fatal(err)
	}
	var pdf bytes.Buffer
	printed, err := town.PrintLetters(t.Context(), garden, town.order(), &pdf)
	if err != nil {
		t.Fatal(err)
	}
	if printed.Letters != len(people) || len(town.drawn.Drawn()) != len(people) || len(printed.Missing) != 0 {
		t.Errorf("%d letters, %d codes, %d people, missing %v", printed.Letters, len(town.drawn.Drawn()), len(people), printed.Missing)
	}
	for _, body := range printed.Issue {
		town.submit(town.sign("codes.issue", body, town.officer("owners")))
	}
	if _, err := town.PrintLetters(t.Context(), garden, town.order(), &pdf); !errors.Is(err, identity.ErrConflict) {
		t.Errorf("everybody has a letter: %v", err)
	}
}

func TestCodesAreNotKept(t *testing.T) {
	town := newTown(t, t.TempDir()+"/people.db")
	town.tower()
	town.invite()
	if err := town.Close(); err != nil {
		t.Fatal(err)
	}
	files := databaseFiles(t, town.at)
	for i, code := range town.drawn.Drawn() {
		for _, form := range [][]byte{code[:], []byte(hex.EncodeToString(code[:])), []byte(letter.Compact(code)),
			[]byte(letter.Groups(code)[0] + "-")} {
			if bytes.Contains(files, form) {
				t.Fatalf("code %d is in the database", i)
			}
		}
	}
	if !bytes.Contains(files, []byte("1幢")) || bytes.Contains(files, []byte("%PDF")) {
		t.Error("either the database was not read, or it holds the PDF")
	}
}

// broken is a printer that is out of paper.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("out of paper") }

func TestLettersNotWritten(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		town.tower()
		if _, err := town.PrintLetters(t.Context(), garden, town.order(), broken{}); err == nil {
			t.Error("no error")
		}
		for _, code := range town.drawn.Drawn() {
			if _, err := town.Invitation(t.Context(), garden, code.Public()); !errors.Is(err, identity.ErrConflict) {
				t.Fatalf("a letter that nobody has is valid: %v", err)
			}
		}
		past := town.order()
		past.Expires = town.now
		if _, err := town.PrintLetters(t.Context(), garden, past, &bytes.Buffer{}); !errors.Is(err, identity.ErrConflict) {
			t.Errorf("letters that have expired: %v", err)
		}
	})
}

func TestLetterStates(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		town.tower()
		officer := town.officers["owners"].ID
		first := town.invite()
		letters, err := town.Letters(t.Context(), garden, "")
		if err != nil || len(letters) != len(first) {
			t.Fatalf("%d letters, %v", len(letters), err)
		}
		batch := letters[0].Batch
		if err := town.MarkLetters(t.Context(), garden, batch, []int64{1, 2}, identity.Delivered, officer); err != nil {
			t.Error(err)
		}
		if err := town.MarkLetters(t.Context(), garden, batch, []int64{2, 3}, identity.Returned, officer); err != nil {
			t.Error(err)
		}
		if err := town.MarkLetters(t.Context(), garden, batch, []int64{1, 999}, identity.Returned, officer); !errors.Is(err,
			identity.ErrNotFound) {
			t.Errorf("letter 999: %v", err)
		}
		letters, err = town.Letters(t.Context(), garden, batch)
		if err != nil || letters[0].Delivered == 0 || letters[0].Returned != 0 || letters[1].Returned == 0 || letters[1].Delivered != 0 ||
			letters[2].Returned == 0 {
			t.Errorf("%+v %v", letters[:3], err)
		}
		second := town.invite() // to those whose letters came back
		if len(second) != 2 {
			t.Errorf("%d new letters", len(second))
		}
		if _, err := town.Invitation(t.Context(), garden, first[1].Public()); !errors.Is(err, identity.ErrConflict) {
			t.Errorf("a replaced letter: %v", err)
		}
		if _, err := town.Invitation(t.Context(), garden, act.InviteCode{}.Public()); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("no letter: %v", err)
		}
		town.enrol(second[0])
		if _, err := town.Invitation(t.Context(), garden, second[0].Public()); !errors.Is(err, identity.ErrConflict) {
			t.Errorf("a used letter: %v", err)
		}
		town.now = town.now.Add(31 * 24 * time.Hour)
		if _, err := town.Invitation(t.Context(), garden, second[1].Public()); !errors.Is(err, identity.ErrConflict) {
			t.Errorf("an expired letter: %v", err)
		}
	})
}

// A letter's code that an officer takes back on the ledger is good here no longer; the others are.
func TestWithdrawnLetter(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		town.tower()
		codes := town.invite()
		gone, err := town.Invitation(t.Context(), garden, codes[0].Public())
		if err != nil {
			t.Fatal(err)
		}
		withdraw := people.CodesWithdraw{Codes: []people.IssuedCode{{Code: codes[0].Public(), Person: gone.Person}}}
		town.submit(town.sign("codes.withdraw", withdraw, town.officer("owners")))
		for i, code := range codes {
			if _, err := town.Invitation(t.Context(), garden, code.Public()); errors.Is(err, identity.ErrConflict) != (i == 0) {
				t.Errorf("letter %d: %v", i+1, err)
			}
		}
		if got := town.actions(gone.Person); got != "letter.withdrawn" {
			t.Errorf("audit %s", got)
		}
	})
}
