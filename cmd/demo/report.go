// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

const barWidth = 40

// bar draws part of whole, with a mark where the threshold lies.
func bar(part, whole int64, threshold float64) string {
	cells := []rune(strings.Repeat("█", filled(part, whole)) + strings.Repeat("░", barWidth-filled(part, whole)))
	cells[min(barWidth-1, int(threshold*barWidth))] = '┃'
	return string(cells)
}

func filled(part, whole int64) int { return int(part * barWidth / max(whole, 1)) }

func percent(part, whole int64) float64 { return 100 * float64(part) / float64(max(whole, 1)) }

// report prints the published result as a notice would.
func report(w io.Writer, e vote.Election, r vote.Result) {
	fmt.Fprintf(w, "\n%s\n\n", e.Title)
	fmt.Fprintln(w, "Took part 参与表决 (two thirds of heads and of area are needed)")
	quorumLine(w, "heads 人数", r.Took.Heads, r.Total.Heads, "", r.Quorum.Heads)
	quorumLine(w, "area  面积", r.Took.AreaDm2, r.Total.AreaDm2, " m²", r.Quorum.Area)
	for _, contest := range e.Contests {
		verdict(w, contest, r)
	}
	fmt.Fprintf(w, "\nBallots: %d counted, %d replaced by a later one, %d rejected\n", r.Counted, r.Superseded, r.AllRejected())
	reasons(w, r.Rejected)
	fmt.Fprintf(w, "Legal effect: %s (a rehearsal binds nobody; each city's rule is in rules/election/profiles.json)\n", r.Effect)
}

func quorumLine(w io.Writer, name string, part, whole int64, unit string, held bool) {
	fmt.Fprintf(w, "  %s %s %s of %s%s = %.1f %%  %s\n", name, bar(part, whole, 2.0/3), amount(part, unit), amount(whole, unit), unit,
		percent(part, whole), yes(held))
}

// amount writes heads as they are, and an area in dm² as m².
func amount(n int64, unit string) string {
	if unit == "" {
		return strconv.FormatInt(n, 10)
	}
	return fmt.Sprintf("%d.%02d", n/100, n%100)
}

func yes(held bool) string {
	if held {
		return "reached 达到"
	}
	return "NOT reached 未达到"
}

func verdict(w io.Writer, contest vote.Contest, r vote.Result) {
	i := slices.IndexFunc(r.Contests, func(c election.ContestResult) bool { return c.ID == contest.ID })
	result := r.Contests[i]
	needs, mark := "more than half of both", 0.5
	if contest.Threshold == election.ThreeQuarters {
		needs, mark = "three quarters of both", 0.75
	}
	fmt.Fprintf(w, "\n%s\n  agree 同意 (%s of those taking part are needed)\n", contest.Title, needs)
	agree := result.Tally[election.Agree]
	agreeLine(w, "heads 人数", agree.Heads, r.Took.Heads, mark, result.Met.Heads)
	agreeLine(w, "area  面积", agree.AreaDm2, r.Took.AreaDm2, mark, result.Met.Area)
	for _, option := range contest.Options {
		weight := result.Tally[option]
		fmt.Fprintf(w, "  %-10s %s\n", option, weigh(weight))
	}
	fmt.Fprintf(w, "  %-10s %s\n", "blank", weigh(result.Blank))
	if result.Passed {
		fmt.Fprintln(w, "  → PASSED 通过")
	} else {
		fmt.Fprintln(w, "  → NOT PASSED 未通过")
	}
}

func agreeLine(w io.Writer, name string, part, whole int64, mark float64, held bool) {
	fmt.Fprintf(w, "  %s %s %.1f %%  %s\n", name, bar(part, whole, mark), percent(part, whole), yes(held))
}

func weigh(weight community.Weight) string {
	return fmt.Sprintf("%4d heads  %10s m²", weight.Heads, amount(weight.AreaDm2, " m²"))
}

func reasons(w io.Writer, count map[election.Reason]int) {
	for _, reason := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(w, "  rejected, %-20s %d\n", reason, count[reason])
	}
}
