// SPDX-License-Identifier: Apache-2.0

package mediation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/mediation"
)

const page = "../../docs/mediation.md"

// The page's diagram and tables are what the rules say, and it says what each state and reason means.
func TestPage(t *testing.T) {
	said := rulestest.Page(t, page, map[string]string{"states": diagram(), "steps": steps()})
	for _, reason := range mediation.Reasons() {
		if !strings.Contains(said, fmt.Sprintf("\n| `%s` | ", reason)) {
			t.Errorf("%s does not say what %s means", page, reason)
		}
	}
	for _, s := range mediation.States() {
		if s.Closed() && !strings.Contains(said, fmt.Sprintf("\n| `%s` | ", s)) {
			t.Errorf("%s does not say how a case ends %s", page, s)
		}
	}
}

func diagram() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, tr := range mediation.Transitions() {
		for _, f := range or(tr.From, "[*]") {
			for _, to := range tr.To {
				fmt.Fprintf(&b, "    %s --> %s : %s\n", f, to, tr.Step)
			}
		}
	}
	for _, s := range mediation.States() {
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
	for _, tr := range mediation.Transitions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", tr.Step, tr.By, names(tr.From), names(tr.To), when(tr))
	}
	return b.String()
}

// when is the time for a step.
func when(tr mediation.Transition) string {
	settles := func(s mediation.State) bool { return tr.Step == mediation.StepSettle && slices.Contains(tr.From, s) }
	switch {
	case tr.Step == mediation.StepTake, tr.Step == mediation.StepDecline:
		return fmt.Sprintf("within %d days", mediation.TakeWithin)
	case tr.Step == mediation.StepJoin, tr.Step == mediation.StepRefuse:
		return fmt.Sprintf("within %d days", mediation.AnswerWithin)
	case tr.Step == mediation.StepReply:
		return fmt.Sprintf("in the days of the proposal, at most %d", mediation.MaxReply)
	case tr.Step == mediation.StepAgree:
		return fmt.Sprintf("within %d days", mediation.EndWithin)
	case tr.Step == mediation.StepApply:
		return fmt.Sprintf("within %d days (Art. 33)", mediation.ApplyWithin)
	case settles(mediation.StateRequested):
		return fmt.Sprintf("after %d days", mediation.TakeWithin)
	case settles(mediation.StateTaken):
		return fmt.Sprintf("after %d days", mediation.AnswerWithin)
	case settles(mediation.StateProposed):
		return "after the days of the proposal, or those for an agreement"
	case settles(mediation.StateOpen):
		return fmt.Sprintf("after %d days", mediation.EndWithin)
	case settles(mediation.StateAgreed):
		return fmt.Sprintf("%d days after the last one for what was agreed", mediation.TellWithin)
	}
	return ""
}

func or(states []mediation.State, none mediation.State) []mediation.State {
	if len(states) == 0 {
		return []mediation.State{none}
	}
	return states
}

func names(states []mediation.State) string {
	var names []string
	for _, s := range states {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}
