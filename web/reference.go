// SPDX-License-Identifier: Apache-2.0

package web

import "github.com/linli-project/linli/ledger/number"

// ReferenceOf is the number on the receipt of the act with this hash (hex), in groups of four; "" if it is none.
func ReferenceOf(hash string) string { return number.Spaced(number.Of(hash)) }

// ReadReference is a typed number as ReferenceOf writes it, or "" if it was mistyped.
func ReadReference(typed string) string { return number.Spaced(number.Read(typed)) }
