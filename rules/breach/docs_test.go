// SPDX-License-Identifier: Apache-2.0

package breach_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/breach"
)

const page = "../../docs/conventions.md"

// The page's diagram and tables are what the rules say, and it says what each reason means.
func TestPage(t *testing.T) {
	said := rulestest.Page(t, page, map[string]string{"states": diagram(), "steps": steps(), "effects": effects()})
	for _, reason := range breach.Reasons() {
		if !strings.Contains(said, fmt.Sprintf("\n| `%s` | ", reason)) {
			t.Errorf("%s does not say what %s means", page, reason)
		}
	}
}

// diagram draws the states and the steps that lead from one to another.
func diagram() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, tr := range breach.Transitions() {
		from := tr.From
		if from == nil {
			from = []breach.State{"[*]"}
		}
		for _, f := range from {
			for _, to := range tr.To {
				fmt.Fprintf(&b, "    %s --> %s : %s\n", f, to, tr.Step)
			}
		}
	}
	for _, s := range breach.States() {
		if s.Closed() {
			fmt.Fprintf(&b, "    %s --> [*]\n", s)
		}
	}
	b.WriteString("```\n")
	return b.String()
}

func steps() string {
	var b strings.Builder
	b.WriteString("| step | by | from | to | when |\n|---|---|---|---|---|\n")
	for _, tr := range breach.Transitions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", tr.Step, tr.By, names(tr.From), names(tr.To), when(tr))
	}
	return b.String()
}

// when is the time for a step.
func when(tr breach.Transition) string {
	from := func(s breach.State) bool { return slices.Contains(tr.From, s) }
	switch {
	case tr.Step == breach.StepNotice:
		return fmt.Sprintf("within %d days", breach.NoticeWithin)
	case tr.Step == breach.StepCure:
		return "in the days to cure, which begin anew when it is upheld"
	case tr.Step == breach.StepAppeal:
		return "in the days to appeal, once"
	case tr.Step == breach.StepDecide:
		return fmt.Sprintf("within %d days, by %d", breach.DecideWithin, breach.Bodies)
	case tr.Step == breach.StepSettle && from(breach.StateFound):
		return fmt.Sprintf("after %d days", breach.NoticeWithin)
	case tr.Step == breach.StepSettle && from(breach.StateNoticed):
		return "after the days to cure and to appeal"
	case tr.Step == breach.StepSettle && from(breach.StateAppealed):
		return fmt.Sprintf("after %d days", breach.DecideWithin)
	case tr.Step == breach.StepSettle:
		return "after the days for which it counts, and its effect"
	}
	return ""
}

func names(states []breach.State) string {
	var names []string
	for _, s := range states {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

// effects is the table of effects, the mildest first.
func effects() string {
	written := map[breach.Effect][2]string{
		breach.Notice:  {"`notice`", "the household is told what happened"},
		breach.Warning: {"`warning`", "and what comes next time"},
		breach.Points: {
			"`points 20`", fmt.Sprintf("points are withheld, at most %d, and never more than there are", breach.MaxPoints),
		},
		breach.Pause: {
			"`pause court 30`",
			fmt.Sprintf("no bookings for so many days, at most %d, of: `%s`", breach.MaxDays, strings.Join(breach.Services(), "`, `")),
		},
		breach.Board: {"`board 14`", "a reminder of the article on the notice board, without a name or home, for so many days"},
	}
	var b strings.Builder
	b.WriteString("| effect, the mildest first | what it is |\n|---|---|\n")
	for _, e := range breach.Effects() {
		fmt.Fprintf(&b, "| %s | %s |\n", written[e][0], written[e][1])
	}
	return b.String()
}
