// SPDX-License-Identifier: Apache-2.0

package points

import "errors"

// ErrInvalidCase is wrapped when a case is no history of points.
var ErrInvalidCase = errors.New("invalid case")

func (c Case) validate() error { return nil }
