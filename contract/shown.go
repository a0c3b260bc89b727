// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/fold"
)

// Shown refuses a text that would not be seen as it is signed: with characters that show nothing, or that turn what follows round. of is
// the refusal's argument of that name.
func Shown(code act.Code, of, text string) error {
	if unseen := fold.Unseen(text); unseen != "" {
		return act.Refuse(code, "of", of, "character", unseen)
	}
	return nil
}
