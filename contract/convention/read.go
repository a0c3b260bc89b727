// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/convention"
)

// Read reads a text as the ledger does when two bodies put it in force. One with refusals never could be.
func Read(text string) (rules.Convention, []rules.Refusal, error) {
	reading, err := compiler()
	if err != nil {
		return rules.Convention{}, nil, err
	}
	read, refused := reading.Read(text)
	return read, refused, nil
}

// ReadRepeal reads what is put to the vote to end a convention: canonical JSON (RFC 8785) of the hash of its text and a time.
func ReadRepeal(text string) (Repeal, error) {
	var r Repeal
	err := act.Strict([]byte(text), &r)
	if err == nil && !contract.IsHash(r.Repeal) {
		err = act.Refuse(act.BadField, "of", "convention-hash")
	}
	return r, err
}
