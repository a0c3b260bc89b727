// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"cmp"
	"slices"
)

// How says how an article differs from the one of the same number in another version.
type How string

// The ways.
const (
	Added   How = "added"
	Changed How = "changed"
	Removed How = "removed"
)

// Difference is an article that differs. Number is 0 for the title and what stands before the first article.
type Difference struct {
	Number  int64        `json:"number"`
	How     How          `json:"how"`
	Heading string       `json:"heading"` // the later one
	Lines   []LineChange `json:"lines"`   // of heading and article, in order
}

// LineChange is a line of an article: "+" in the later version only, "-" in the earlier one only, " " in both.
type LineChange struct {
	Sign string `json:"sign"`
	Line string `json:"line"`
}

// Diff is how one version differs from an earlier one, by article.
func Diff(before, after Convention) []Difference {
	old, now := before.numbered(), after.numbered()
	var all []Difference
	for number, lines := range now {
		if was, ok := old[number]; !ok {
			all = append(all, Difference{number, Added, lines[0], changes(nil, lines)})
		} else if !slices.Equal(was, lines) {
			all = append(all, Difference{number, Changed, lines[0], changes(was, lines)})
		}
	}
	for number, was := range old {
		if _, ok := now[number]; !ok {
			all = append(all, Difference{number, Removed, was[0], changes(was, nil)})
		}
	}
	slices.SortFunc(all, func(a, b Difference) int { return cmp.Compare(a.Number, b.Number) })
	return all
}

// numbered are the lines of each article, from its heading.
func (c Convention) numbered() map[int64][]string {
	all := map[int64][]string{0: append([]string{c.Title}, c.Opening...)}
	for _, a := range c.Articles {
		all[a.Number] = append([]string{a.Heading}, a.Lines...)
	}
	return all
}

// mostCompared bounds the lines that are compared one by one; of longer ones, all are removed and added.
const mostCompared = 1000

// changes are lines of two versions, by their longest common part.
func changes(before, after []string) []LineChange {
	if len(before) > mostCompared || len(after) > mostCompared {
		return append(signed("-", before), signed("+", after)...)
	}
	common := lengths(before, after)
	var all []LineChange
	i, j := 0, 0
	for i < len(before) && j < len(after) {
		switch {
		case before[i] == after[j]:
			all = append(all, LineChange{" ", before[i]})
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			all = append(all, LineChange{"-", before[i]})
			i++
		default:
			all = append(all, LineChange{"+", after[j]})
			j++
		}
	}
	return append(append(all, signed("-", before[i:])...), signed("+", after[j:])...)
}

// lengths has at [i][j] how many lines before[i:] and after[j:] have in common, in order.
func lengths(before, after []string) [][]int {
	common := make([][]int, len(before)+1)
	for i := range common {
		common[i] = make([]int, len(after)+1)
	}
	for i, was := range slices.Backward(before) {
		for j, is := range slices.Backward(after) {
			common[i][j] = max(common[i+1][j], common[i][j+1])
			if was == is {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	return common
}

func signed(sign string, lines []string) []LineChange {
	all := make([]LineChange, len(lines))
	for i, line := range lines {
		all[i] = LineChange{sign, line}
	}
	return all
}
