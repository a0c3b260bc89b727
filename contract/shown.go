// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/fold"
)

// Shown refuses a text that would not be seen as it is signed: with characters that show nothing, or that turn what follows round.
func Shown(code act.Code, what, text string) error {
	if unseen := fold.Unseen(text); unseen != "" {
		return act.Refuse(code, "%s holds a character that is not seen (%s), type it anew", what, unseen)
	}
	return nil
}
