// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/linli-project/linli/contract"
)

// Document is a document of the ledger with the block and transaction that wrote it last.
type Document struct {
	Kind       string
	Attributes []string
	Value      json.RawMessage
	Block      uint64
	Tx         string
}

const columns = "SELECT key, json, block, tx FROM documents WHERE NOT deleted AND "

// Get returns one document, or ErrNotFound.
func (x *Index) Get(ctx context.Context, documents contract.Documents, attributes ...string) (Document, error) {
	row := x.read.QueryRowContext(ctx, columns+"key = ?", []byte(documents.Key(attributes...)))
	d, err := scan(row)
	if errors.Is(err, sql.ErrNoRows) {
		return d, fmt.Errorf("%s %v: %w", documents.Kind(), attributes, ErrNotFound)
	}
	if err != nil {
		return d, fmt.Errorf("get %s: %w", documents.Kind(), err) // attributes may be pseudonyms, which no log is to hold
	}
	return d, nil
}

// Read returns one document's value, or ErrNotFound.
func Read[D any](ctx context.Context, x *Index, ref contract.Ref[D], attributes ...string) (D, error) {
	d, err := x.Get(ctx, ref, attributes...)
	if err != nil {
		var none D
		return none, err
	}
	return ref.Decode(d.Value)
}

// Optional reads a document that need not be there.
func Optional[D any](ctx context.Context, x *Index, ref contract.Ref[D], attributes ...string) (D, error) {
	doc, err := Read(ctx, x, ref, attributes...)
	if errors.Is(err, ErrNotFound) {
		return doc, nil
	}
	return doc, err
}

// listedAtOnce is how many documents List reads from the file at a time.
const listedAtOnce = 64

// List yields the documents of a kind whose keys begin with the attributes, in key order. It keeps no connection to the file while
// its caller works, who may read on: many who did so at once would otherwise wait for each other for ever. What is written meanwhile
// may be among them.
func (x *Index) List(ctx context.Context, documents contract.Documents, attributes ...string) iter.Seq2[Document, error] {
	return x.ListAfter(ctx, nil, documents, attributes...)
}

// All is List of what documents hold.
func All[D any](ctx context.Context, x *Index, ref contract.Ref[D], attributes ...string) iter.Seq2[D, error] {
	return func(yield func(D, error) bool) {
		for d, err := range x.List(ctx, ref, attributes...) {
			var doc D
			if err == nil {
				doc, err = ref.Decode(d.Value)
			}
			if !yield(doc, err) || err != nil {
				return
			}
		}
	}
}

// ListAfter is List of what comes after a document; nil is List.
func (x *Index) ListAfter(
	ctx context.Context, after *Document, documents contract.Documents, attributes ...string,
) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		for {
			page, err := x.Page(ctx, after, listedAtOnce, documents, attributes...)
			if err != nil {
				yield(Document{}, err)
				return
			}
			for _, d := range page {
				if !yield(d, nil) {
					return
				}
			}
			if len(page) < listedAtOnce {
				return
			}
			after = &page[len(page)-1]
		}
	}
}

// Page returns up to limit documents like List, as of one moment; after is the last document of the page before, or nil.
func (x *Index) Page(ctx context.Context, after *Document, limit int, documents contract.Documents,
	attributes ...string) ([]Document, error) {
	kind := documents.Kind()
	first, last := limits(documents, attributes)
	if after != nil {
		first = append([]byte(contract.Key(after.Kind, after.Attributes...)), 0) // the least key after it
	}
	rows, err := x.read.QueryContext(ctx, columns+"key >= ? AND key < ? ORDER BY key LIMIT ?", first, last, limit)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", kind, err)
	}
	defer rows.Close()
	page := []Document{}
	for rows.Next() {
		d, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", kind, err)
		}
		page = append(page, d)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list %s: %w", kind, err)
	}
	return page, nil
}

// Count is how many documents List would yield: of vote.Boxes, community, election it is the turnout of rights.
func (x *Index) Count(ctx context.Context, documents contract.Documents, attributes ...string) (int, error) {
	first, last := limits(documents, attributes)
	var count int
	err := x.read.QueryRowContext(ctx, "SELECT count(*) FROM documents WHERE NOT deleted AND key >= ? AND key < ?", first,
		last).Scan(&count)
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", documents.Kind(), err)
	}
	return count, nil
}

// limits are the keys between which the documents with these first attributes lie.
func limits(documents contract.Documents, attributes []string) (first, last []byte) {
	prefix := documents.Key(attributes...)
	return []byte(prefix), []byte(prefix + "\U0010ffff")
}

func scan(row interface{ Scan(...any) error }) (Document, error) {
	var key, value []byte
	var d Document
	if err := row.Scan(&key, &value, &d.Block, &d.Tx); err != nil {
		return d, err
	}
	d.Kind, d.Attributes, _ = contract.SplitKey(string(key))
	d.Value = value
	return d, nil
}
