// SPDX-License-Identifier: Apache-2.0

package order_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/order"
)

const page = "../../docs/orders.md"

// The page's diagram and tables are what the rules say.
func TestPage(t *testing.T) {
	rulestest.Page(t, page, map[string]string{"states": diagram(), "steps": steps(), "deadlines": deadlines()})
}

// diagram draws the states and the steps that lead from one to another.
func diagram() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	name := func(s order.State) string { return strings.ReplaceAll(string(s), "-", "_") }
	for _, s := range order.States() {
		if name(s) != string(s) {
			fmt.Fprintf(&b, "    state %q as %s\n", s, name(s))
		}
	}
	for _, from := range append([]order.State{""}, order.States()...) {
		for _, to := range order.States() {
			if steps := between(from, to); len(steps) > 0 {
				begin := name(from)
				if begin == "" {
					begin = "[*]"
				}
				fmt.Fprintf(&b, "    %s --> %s : %s\n", begin, name(to), strings.Join(steps, ", "))
			}
		}
	}
	for _, s := range order.States() {
		if s.Closed() {
			fmt.Fprintf(&b, "    %s --> [*]\n", name(s))
		}
	}
	b.WriteString("```\n")
	return b.String()
}

// between are the steps from a state, or from nothing, to one.
func between(from, to order.State) []string {
	var steps []string
	for _, tr := range order.Transitions() {
		if (slices.Contains(tr.From, from) || from == "" && tr.From == nil) && slices.Contains(tr.To, to) {
			steps = append(steps, string(tr.Step))
		}
	}
	return steps
}

func steps() string {
	var b strings.Builder
	b.WriteString("| step | by | from | to |\n|---|---|---|---|\n")
	for _, tr := range order.Transitions() {
		to := names(tr.To)
		if to == "" {
			to = "as it was"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", tr.Step, tr.By, names(tr.From), to)
	}
	return b.String()
}

func names(states []order.State) string {
	var names []string
	for _, s := range states {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

// deadlines is the table of how long there is for each, and of what an order is like after it that nobody cares for.
func deadlines() string {
	var b strings.Builder
	b.WriteString("| deadline | from |")
	for _, p := range order.Priorities() {
		fmt.Fprintf(&b, " %s |", p)
	}
	b.WriteString(" then |\n|---|---|" + strings.Repeat("---|", len(order.Priorities())+1) + "\n")
	for _, row := range []struct {
		what  order.Deadline
		from  string
		limit func(order.Limits) int64
		then  string
	}{
		{order.DeadlineTriage, "the raising, if no duty covers it", func(l order.Limits) int64 { return l.Triage }, "the supervisor is called"},
		{order.DeadlineAccept, "each call", func(l order.Limits) int64 { return l.Accept },
			fmt.Sprintf("the next %d are called too", order.NextCalled)},
		{order.DeadlineSupervisor, "the raising", func(l order.Limits) int64 { return l.Supervisor }, "the supervisor is called"},
		{order.DeadlineArrive, "the raising", func(l order.Limits) int64 { return l.Arrive }, "a breach"},
		{order.DeadlineDone, "the raising", func(l order.Limits) int64 { return l.Done }, "a breach"},
		{order.DeadlineAgain, "what was missed, and then each time", func(l order.Limits) int64 { return l.Again }, "it is said again"},
		{order.DeadlineConfirm, "done", func(order.Limits) int64 { return order.ConfirmWithin }, "closed as unanswered"},
	} {
		fmt.Fprintf(&b, "| `%s` | %s |", row.what, row.from)
		for _, p := range order.Priorities() {
			fmt.Fprintf(&b, " %s |", long(row.limit(p.Limits())))
		}
		fmt.Fprintf(&b, " %s |\n", row.then)
	}
	return b.String()
}

// long is a time in the largest unit that it is a whole number of.
func long(seconds int64) string {
	for _, unit := range []struct {
		name string
		of   int64
	}{{"d", day}, {"h", hour}, {"min", minute}} {
		if seconds%unit.of == 0 {
			return fmt.Sprint(seconds/unit.of, " ", unit.name)
		}
	}
	return fmt.Sprint(seconds, " s")
}
