// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import "testing"

// One whole vote through peers and orderers. All else that the contract decides is tested in its own folder, over a book.
func TestWholeVote(t *testing.T) { newSite(t).WholeVote() }
