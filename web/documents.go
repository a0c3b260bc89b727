// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"

	"github.com/linli-project/linli/contract"
)

// read returns one document of the ledger, or index.ErrNotFound.
func read[D any](ctx context.Context, l Ledger, ref contract.Ref[D], attributes ...string) (D, error) {
	document, err := l.Get(ctx, ref, attributes...)
	if err != nil {
		var none D
		return none, err
	}
	return ref.Decode(document.Value)
}

// list returns all documents of a kind.
func list[D any](ctx context.Context, l Ledger, ref contract.Ref[D], attributes ...string) ([]D, error) {
	var values []D
	for document, err := range l.List(ctx, ref, attributes...) {
		if err != nil {
			return nil, err
		}
		value, err := ref.Decode(document.Value)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}
