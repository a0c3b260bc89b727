// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
)

// Objections come in pages of a bounded size, whosever they are: all of them, each once. A page of one person's is not cut short by those
// of others in between.
func TestObjectionsArePaged(t *testing.T) {
	const owners, each = 60, 4
	ctx := t.Context()
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	book := village.Book{Handle: func(b ledger.Block) error { return x.Apply(ctx, b) }}
	v, err := village.New("pages", village.Garden())
	if err != nil {
		t.Fatal(err)
	}
	var units []community.Unit
	for i := range owners {
		units = append(units, community.Unit{
			ID: "u" + strconv.Itoa(i), Kind: community.Home, Status: community.Sold, AreaDm2: 8000,
			Owners: []string{fmt.Sprintf("owner-%02d", i)},
		})
	}
	err = errors.Join(v.SetRoll(units), book.Found(v), book.LoadRoll(v, 1))
	for _, step := range []func() ([]act.Signed, error){v.IssueCodes, v.Enrol, v.Confirm} {
		err = errors.Join(err, book.Submit(step()))
	}
	for i := range owners * each {
		person := v.People[fmt.Sprintf("owner-%02d", i%owners)]
		signed, failed := v.Act("roll.object", people.RollObject{Text: fmt.Sprintf("%064x", i), Version: 1}, person)
		err = errors.Join(err, failed, book.Submit([]act.Signed{signed}, nil))
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &objectionsGroup{register{mirror: mirror{index: x}}}
	// read follows the pages to the end, and returns their sizes.
	read := func(fits func(people.Objection) bool) (texts []string, sizes []int) {
		t.Helper()
		for cursor := ""; ; {
			c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/?cursor="+url.QueryEscape(cursor), http.NoBody),
				httptest.NewRecorder())
			page, next, err := s.objections(c, "pages", fits)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range page {
				if texts = append(texts, o.Text); o.at == 0 {
					t.Errorf("%+v was never made", o)
				}
			}
			sizes = append(sizes, len(page))
			if cursor = next; next == "" {
				slices.Sort(texts)
				return slices.Compact(texts), sizes
			}
		}
	}
	if texts, sizes := read(anybodys); len(texts) != owners*each ||
		!slices.Equal(sizes, []int{pageSize, pageSize, owners*each - 2*pageSize}) {
		t.Errorf("%d objections, in pages of %v", len(texts), sizes)
	}
	his := func(o people.Objection) bool { return o.Person == "owner-07" }
	if texts, sizes := read(his); len(texts) != each || len(sizes) != 1 {
		t.Errorf("one person's: %d, in pages of %v", len(texts), sizes)
	}
	half := func(o people.Objection) bool { return o.Person < "owner-40" }
	if texts, sizes := read(half); len(texts) != 40*each || !slices.Equal(sizes, []int{pageSize, 40*each - pageSize}) {
		t.Errorf("those of some: %d, in pages of %v", len(texts), sizes)
	}
}
