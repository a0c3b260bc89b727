// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/stamp/tsa"
	"github.com/linli-project/linli/network"
)

// checkStampers looks at --tsa before anything is read.
func checkStampers(addresses []string) error {
	if len(addresses) > evidence.MaxStamps {
		return usageError{fmt.Errorf("--tsa is there %d times; a bundle has at most %d time stamps", len(addresses), evidence.MaxStamps)}
	}
	for _, address := range addresses {
		if err := tsa.Check(address); err != nil {
			return usageError{fmt.Errorf("--tsa: %w", err)}
		}
	}
	return nil
}

// stamp has the head of a bundle stamped, by all who are named or by none.
func (w *wanted) stamp(ctx context.Context, made evidence.Bundle) (evidence.Bundle, error) {
	if len(w.tsa) == 0 {
		return made, nil
	}
	stamps, err := tsa.AskAll(ctx, w.tsa, []byte(made.Evidence.Head))
	if err == nil {
		made, err = evidence.Stamped(made, stamps)
	}
	if err != nil {
		return made, &network.Problem{
			What: "having the evidence stamped", Why: err,
			Do: "Nothing is written. Try again later, name another authority, or leave --tsa out: the evidence is good without a stamp.",
		}
	}
	return made, nil
}
