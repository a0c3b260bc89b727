// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/parking"
)

const page = "../../docs/parking.md"

// The page's diagram and tables are what the rules say, and it says what each state and reason means.
func TestPage(t *testing.T) {
	said := rulestest.Page(t, page, map[string]string{"states": diagram(), "steps": table(), "bounds": bounds()})
	for _, reason := range parking.Reasons() {
		if !strings.Contains(said, fmt.Sprintf("\n| `%s` | ", reason)) {
			t.Errorf("%s does not say what %s means", page, reason)
		}
	}
	for _, s := range parking.States() {
		if !strings.Contains(said, fmt.Sprintf("\n| `%s` | ", s)) {
			t.Errorf("%s does not say what %s is", page, s)
		}
	}
}

func diagram() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, tr := range parking.Transitions() {
		for _, f := range or(tr.From, "[*]") {
			for _, to := range tr.To {
				fmt.Fprintf(&b, "    %s --> %s : %s\n", f, to, tr.Step)
			}
		}
	}
	for _, s := range parking.States() {
		if s.Closed() {
			fmt.Fprintf(&b, "    %s --> [*]\n", s)
		}
	}
	b.WriteString("```\n")
	return b.String()
}

func table() string {
	var b strings.Builder
	b.WriteString("| step | by | from | to | when |\n|---|---|---|---|---|\n")
	for _, tr := range parking.Transitions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", tr.Step, tr.By, names(tr.From), names(tr.To), when(tr))
	}
	return b.String()
}

// when is the time for a step.
func when(tr parking.Transition) string {
	settles := func(s parking.State) bool { return tr.Step == parking.StepSettle && slices.Contains(tr.From, s) }
	wait := days(parking.Wait)
	switch {
	case tr.Step == parking.StepDraw:
		return "from the draw to the begin"
	case tr.Step == parking.StepExtend:
		return "before its end"
	case tr.Step == parking.StepRetract:
		return "before the begin"
	case tr.Step == parking.StepTurn:
		return fmt.Sprintf("seen within %d minutes after it came", parking.TurnWithin/60)
	case tr.Step == parking.StepDisplace:
		return fmt.Sprintf("from when the gate lets in; at most %d minutes after it came", parking.LeaveWithin/60)
	case tr.Step == parking.StepEnter:
		return "seen from when the gate lets in, before it counts as not come; coming back, before the end"
	case tr.Step == parking.StepLeave:
		return "seen after it came"
	case settles(parking.StatePending):
		return "at the begin, if nobody has drawn"
	case settles(parking.StateReserved):
		return "when it counts as not come"
	case settles(parking.StateEntered):
		return "at the end"
	case settles(parking.StateOverstay):
		return wait + " after the last quarter that is held for"
	case settles(parking.StateExited):
		return fmt.Sprintf("%s after it was last told of; missing, %s", wait, days(parking.Wait+parking.MissingFor))
	case settles(parking.StateDisputed):
		return fmt.Sprintf("after %s, as if nobody had said anything", days(parking.ResolveWithin))
	}
	return ""
}

func days(seconds int64) string {
	if seconds == day {
		return "a day"
	}
	return fmt.Sprintf("%d days", seconds/day)
}

func names(states []parking.State) string {
	var names []string
	for _, s := range states {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

// bounds is the table of bounds.
func bounds() string {
	var b strings.Builder
	b.WriteString("| what | at most |\n|---|---|\n")
	for _, bound := range []struct{ what, most string }{
		{"a booking, from begin to end", days(parking.MaxLength)},
		{"to its end, from when it is asked for", days(parking.MaxAhead)},
		{"windows of an offer", strconv.Itoa(parking.MaxWindows)},
		{"days on which it does not hold", strconv.Itoa(parking.MaxExcept)},
		{"prices by the time of the week", strconv.Itoa(parking.MaxBands)},
		{"points for an hour, or for a step of overstay", strconv.Itoa(parking.MaxRate)},
		{"steps of overstay that are held for", strconv.Itoa(parking.MaxDeposit)},
		{"earlier that the gate lets in", fmt.Sprintf("%d minutes", parking.MaxEarly/60)},
		{"notice, to cancel or to take back", days(parking.MaxNotice)},
		{"from the draw to the day", days(parking.MaxDraw)},
		{"requests for one draw", strconv.Itoa(parking.MaxRequests)},
		{"what was seen ahead of the ledger's time", fmt.Sprintf("%d seconds", parking.Ahead)},
	} {
		fmt.Fprintf(&b, "| %s | %s |\n", bound.what, bound.most)
	}
	return b.String()
}
