// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
)

// pageSize is how many documents a page has.
const pageSize = 100

// cursor writes the place after a document; nobody need understand it.
func cursor(last index.Document) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(last.Attributes, "\x00")))
}

// page reads the page of a request. next is "" after the last one.
func (s *Server) page(c *echo.Context, documents contract.Documents, attributes ...string) (docs []index.Document, next string, err error) {
	after, err := placeOf(c, documents, attributes...)
	if err != nil {
		return nil, "", err
	}
	docs, err = s.Index.Page(c.Request().Context(), after, pageSize, documents, attributes...)
	if err == nil && len(docs) == pageSize {
		next = cursor(docs[len(docs)-1])
	}
	return docs, next, err
}

// placeOf is the document after which the page of a request begins; nil is the beginning of the list.
func placeOf(c *echo.Context, documents contract.Documents, attributes ...string) (*index.Document, error) {
	given := c.QueryParam("cursor")
	if given == "" {
		return nil, nil //nolint:nilnil // no document comes before the first page
	}
	raw, err := base64.RawURLEncoding.DecodeString(given)
	if err != nil || !strings.HasPrefix(string(raw), strings.Join(attributes, "\x00")+"\x00") {
		return nil, &refusal{kind: "bad-field", fields: []FieldError{{Field: "cursor", Message: "not a cursor of this list"}}}
	}
	return &index.Document{Kind: documents.Kind(), Attributes: strings.Split(string(raw), "\x00")}, nil
}

func (s *Server) listBallots(c *echo.Context) error {
	e, err := s.election(c)
	if err != nil {
		return err
	}
	docs, next, err := s.page(c, vote.Boxes, c.Param("community"), e.ID)
	if err != nil {
		return err
	}
	page := BallotPage{Items: []BallotItem{}, Next: next}
	for _, d := range docs {
		items, err := s.ballotsIn(c.Request().Context(), d)
		if err != nil {
			return err
		}
		page.Items = append(page.Items, items...)
	}
	return s.answer(c, page)
}

// ballotsIn lists the ballots of a box, without what they hold.
func (s *Server) ballotsIn(ctx context.Context, d index.Document) ([]BallotItem, error) {
	var box vote.Box
	if err := json.Unmarshal(d.Value, &box); err != nil {
		return nil, err
	}
	items := make([]BallotItem, len(box.Ballots))
	for i, b := range box.Ballots {
		items[i] = BallotItem{
			Act: b.Act, Number: number.Of(b.Act), Right: box.Right, Person: b.Person, Role: BallotItemRole(b.Role),
			Channel: BallotItemChannel(b.Channel), Tx: b.Tx,
		}
		a, err := s.Index.Act(ctx, b.Act)
		if err != nil {
			return nil, err
		}
		items[i].Block, items[i].At = a.Block, a.At
	}
	return items, nil
}

func (s *Server) listRejected(c *echo.Context) error {
	e, err := s.election(c)
	if err != nil {
		return err
	}
	docs, next, err := s.page(c, vote.Rejected, c.Param("community"), e.ID)
	if err != nil {
		return err
	}
	page := RejectedPage{Items: []RejectedBallot{}, Next: next}
	for _, d := range docs {
		var kept vote.Rejections
		if err := json.Unmarshal(d.Value, &kept); err != nil {
			return err
		}
		for _, r := range kept.Ballots {
			page.Items = append(page.Items, rejectedBallot(r))
		}
	}
	if next != "" {
		return s.answer(c, page)
	}
	spoiled, err := s.spoiled(c.Request().Context(), c.Param("community"), e.ID)
	if err != nil {
		return err
	}
	page.Items = append(page.Items, spoiled...)
	return s.answer(c, page)
}

func rejectedBallot(r vote.Rejection) RejectedBallot {
	return RejectedBallot{Act: r.Act, Number: number.Of(r.Act), Reason: string(r.Reason), Right: r.Right, Person: r.Person, Tx: r.Tx}
}

// spoiled are the ballots that turned out bad when they were opened. They end the last page.
func (s *Server) spoiled(ctx context.Context, community, id string) ([]RejectedBallot, error) {
	var all []RejectedBallot
	for lists, err := range index.All(ctx, s.Index, vote.Tallied, community, id) {
		if err != nil {
			return nil, err
		}
		for _, r := range lists.Rejected {
			all = append(all, RejectedBallot{Act: r.ID, Number: number.Of(r.ID), Reason: string(r.Reason)})
		}
	}
	return all, nil
}
