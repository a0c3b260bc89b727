// SPDX-License-Identifier: Apache-2.0

package chaincode

import (
	"fmt"
	"slices"
	"strings"
)

// versions name the rule sets that this program carries out, in the order in which they came.
var versions = []string{"1"}

// Newest is the version with which a new network begins.
func Newest() string { return versions[len(versions)-1] }

// Known returns an error for a version of the rules that this program does not carry out.
func Known(version string) error {
	if slices.Contains(versions, version) {
		return nil
	}
	return fmt.Errorf("this program knows no version %q of the rules, only %s; a newer one may", version, strings.Join(versions, ", "))
}
