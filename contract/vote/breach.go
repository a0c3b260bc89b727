// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"errors"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/election"
)

// Breached refuses what breaks a rule of elections, and says which.
func Breached(code act.Code, err error) error {
	b, ok := errors.AsType[*election.Breach](err)
	if !ok {
		return err
	}
	return act.Refuse(code, append([]any{"of", b.Rule}, b.Args...)...)
}
