// SPDX-License-Identifier: Apache-2.0

package letter

import (
	"github.com/linli-project/linli/act"
)

// Link is where a letter's QR code leads. The code stands in the fragment, which browsers never send, so that it reaches no
// server's log.
func Link(origin, community string, code act.InviteCode) string {
	return origin + "/e?c=" + community + "#" + Compact(code)
}
