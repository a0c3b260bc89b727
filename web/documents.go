// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/linli-project/linli/ledger/index"
)

// read returns one document of the ledger, or index.ErrNotFound.
func read[T any](ctx context.Context, l Ledger, kind string, attributes ...string) (T, error) {
	var value T
	document, err := l.Get(ctx, kind, attributes...)
	if err == nil {
		err = decode(document, &value)
	}
	return value, err
}

// list returns all documents of a kind.
func list[T any](ctx context.Context, l Ledger, kind string, attributes ...string) ([]T, error) {
	var values []T
	for document, err := range l.List(ctx, kind, attributes...) {
		if err != nil {
			return nil, err
		}
		var value T
		if err := decode(document, &value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}

func decode(document index.Document, value any) error {
	if err := json.Unmarshal(document.Value, value); err != nil {
		return fmt.Errorf("read %s %v: %w", document.Kind, document.Attributes, err)
	}
	return nil
}
