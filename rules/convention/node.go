// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"slices"
	"strconv"
	"strings"
)

// Op is what a node of a condition does.
type Op string

// The ops: all that a condition is made of.
const (
	OpFact       Op = "fact"
	OpText       Op = "text"
	OpNumber     Op = "number"
	OpYesNo      Op = "yes-no"
	OpList       Op = "list"
	OpAnd        Op = "&&"
	OpOr         Op = "||"
	OpNot        Op = "!"
	OpEqual      Op = "=="
	OpUnequal    Op = "!="
	OpLess       Op = "<"
	OpAtMost     Op = "<="
	OpMore       Op = ">"
	OpAtLeast    Op = ">="
	OpIn         Op = "in"
	OpAdd        Op = "+"
	OpSubtract   Op = "-"
	OpMultiply   Op = "*"
	OpDivide     Op = "/"
	OpRest       Op = "%"
	OpNegative   Op = "negative"
	OpChoose     Op = "?:"
	OpStartsWith Op = "startsWith"
	OpEndsWith   Op = "endsWith"
	OpContains   Op = "contains"
)

// Node is a part of a condition.
type Node struct {
	Op     Op
	Text   string // the name of a fact, or a text
	Number int64
	YesNo  bool
	Args   []Node

	line, column int // in the condition: from 0, and from 1
}

// binding is how strongly an op binds; a part that binds less stands in brackets.
var binding = map[Op]int{
	OpChoose: 1, OpOr: 2, OpAnd: 3, OpEqual: 4, OpUnequal: 4, OpLess: 4, OpAtMost: 4, OpMore: 4, OpAtLeast: 4, OpIn: 4,
	OpAdd: 5, OpSubtract: 5, OpMultiply: 6, OpDivide: 6, OpRest: 6, OpNot: 7, OpNegative: 7,
}

// String is a part as CEL has it, in one spelling.
func (n Node) String() string {
	switch n.Op {
	case OpFact:
		return n.Text
	case OpText:
		return `"` + n.Text + `"`
	case OpNumber:
		return strconv.FormatInt(n.Number, 10)
	case OpYesNo:
		return strconv.FormatBool(n.YesNo)
	case OpList:
		return "[" + n.join(", ") + "]"
	case OpNot:
		return "!" + n.inside(0, 7)
	case OpNegative:
		return "-" + n.inside(0, 7)
	case OpChoose:
		return n.inside(0, 2) + " ? " + n.inside(1, 2) + " : " + n.inside(2, 1)
	case OpStartsWith, OpEndsWith, OpContains:
		return n.inside(0, 8) + "." + string(n.Op) + "(" + n.Args[1].String() + ")"
	}
	right := binding[n.Op] + 1
	if n.Op == OpAnd || n.Op == OpOr { // it does not matter how these are grouped
		right--
	}
	return n.inside(0, binding[n.Op]) + " " + string(n.Op) + " " + n.inside(1, right)
}

// inside is an argument, in brackets if it binds less than it has to.
func (n Node) inside(i, least int) string {
	arg := n.Args[i]
	if b, ok := binding[arg.Op]; ok && b < least {
		return "(" + arg.String() + ")"
	}
	return arg.String()
}

func (n Node) join(between string) string {
	parts := make([]string, len(n.Args))
	for i, arg := range n.Args {
		parts[i] = arg.String()
	}
	return strings.Join(parts, between)
}

// Facts are the names of those that a part asks for, each once, as they stand.
func (n Node) Facts() []string {
	var names []string
	n.each(func(part Node) {
		if part.Op == OpFact && !slices.Contains(names, part.Text) {
			names = append(names, part.Text)
		}
	})
	return names
}

// each goes through a part and all in it.
func (n Node) each(visit func(Node)) {
	visit(n)
	for _, arg := range n.Args {
		arg.each(visit)
	}
}
