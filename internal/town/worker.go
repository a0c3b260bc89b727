// SPDX-License-Identifier: Apache-2.0

package town

import (
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/internal/village"
)

// Worker is a new worker of a body, on the ledger.
func (w *Town) Worker(body string) *village.Signer {
	w.Helper()
	s := w.Signer(body, "")
	enrolment, err := w.Employ(s)
	w.OK(w.Make(order.TypeWorkerEnrol, Must(w, enrolment, err), w.Officers[body]))
	return s
}
