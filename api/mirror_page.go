// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/base64"
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
)

// pageSize is how many documents a page has.
const pageSize = 100

// cursor writes the place after a document; nobody need understand it.
func cursor(last index.Document) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(last.Attributes, "\x00")))
}

// page reads the page of a request. next is "" after the last one.
func (m mirror) page(c *echo.Context, documents contract.Documents, attributes ...string) (docs []index.Document, next string, err error) {
	after, err := placeOf(c, documents, attributes...)
	if err != nil {
		return nil, "", err
	}
	docs, err = m.index.Page(c.Request().Context(), after, pageSize, documents, attributes...)
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
