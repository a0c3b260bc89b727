// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"
	"time"

	"github.com/linli-project/linli/verify"
)

// Complete gives a bundle whose claim names a matter the claim that follows from its evidence. The error says what the evidence lacks.
func Complete(b Bundle) (Bundle, error) {
	v := newVerification(b)
	v.check(verify.Trust{})
	v.checkStamps(verify.Trust{}, time.Time{})
	for _, c := range v.report.Checks {
		if c.Status == verify.Fail && c.ID != checkClaim {
			return b, fmt.Errorf("%s: %s", c.ID, c.Detail)
		}
	}
	claim, err := v.derive()
	b.Claim = claim
	return b, err
}
