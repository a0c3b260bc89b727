// SPDX-License-Identifier: Apache-2.0

package election

import (
	"fmt"
	"strings"
)

// A Breach is a rule that an election, or a step of it, does not keep: the rule's name and what it asks for, as names and
// values in turn. It wraps one of this package's errors. What people read of it is written elsewhere, so that no sentence
// decides whether two bodies agree.
type Breach struct { //nolint:errname // a rule is broken, which its caller may yet call an error
	Rule string
	Args []any
	kind error
}

func breach(kind error, rule string, args ...any) error {
	return &Breach{Rule: rule, Args: args, kind: kind}
}

func (b *Breach) Error() string {
	said := []string{b.kind.Error() + ": " + b.Rule}
	for i := 0; i+1 < len(b.Args); i += 2 {
		said = append(said, fmt.Sprintf("%v=%v", b.Args[i], b.Args[i+1]))
	}
	return strings.Join(said, " ")
}

// Unwrap is the kind of the breach, such as ErrTooEarly.
func (b *Breach) Unwrap() error { return b.kind }
