// SPDX-License-Identifier: Apache-2.0

package convention

// ActualCost is what judging facts by a condition has cost.
func (c Condition) ActualCost(article int64, f Facts) uint64 {
	_, details, _ := c.program.Eval(&activation{article: article, facts: f})
	return *details.ActualCost()
}
