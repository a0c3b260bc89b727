// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// ops are the functions of CEL that a condition may call, and how many arguments they have.
var ops = map[string]struct {
	op   Op
	args int
}{
	operators.LogicalAnd: {OpAnd, 2}, operators.LogicalOr: {OpOr, 2}, operators.LogicalNot: {OpNot, 1},
	operators.Equals: {OpEqual, 2}, operators.NotEquals: {OpUnequal, 2},
	operators.Less: {OpLess, 2}, operators.LessEquals: {OpAtMost, 2},
	operators.Greater: {OpMore, 2}, operators.GreaterEquals: {OpAtLeast, 2}, operators.In: {OpIn, 2},
	operators.Add: {OpAdd, 2}, operators.Subtract: {OpSubtract, 2}, operators.Multiply: {OpMultiply, 2},
	operators.Divide: {OpDivide, 2}, operators.Modulo: {OpRest, 2}, operators.Negate: {OpNegative, 1},
	operators.Conditional: {OpChoose, 3},
	"startsWith":          {OpStartsWith, 2}, "endsWith": {OpEndsWith, 2}, "contains": {OpContains, 2},
}

// refusedCalls are those that authors who know CEL may try, by why they are refused. All others that are not in ops are refused as well.
var refusedCalls = map[string]Code{
	"all": Loop, "exists": Loop, "exists_one": Loop, "existsOne": Loop, "map": Loop, "filter": Loop, "has": Loop,
	"transformList": Loop, "transformMap": Loop, "transformMapEntry": Loop, "sortBy": Loop, "reduce": Loop,
	"matches": Regex, "find": Regex, "findAll": Regex, "extract": Regex, "extractAll": Regex,
	"double": Double,
	"int":    Conversion, "uint": Conversion, "string": Conversion, "bytes": Conversion, "bool": Conversion,
	"dyn": Dynamic, "type": Dynamic,
	"timestamp": TimeFunction, "duration": TimeFunction, "now": TimeFunction,
	"getFullYear": TimeFunction, "getMonth": TimeFunction, "getDate": TimeFunction, "getDayOfMonth": TimeFunction,
	"getDayOfWeek": TimeFunction, "getDayOfYear": TimeFunction, "getHours": TimeFunction, "getMinutes": TimeFunction,
	"getSeconds": TimeFunction, "getMilliseconds": TimeFunction,
	operators.Index: Index, operators.OptIndex: Optional, operators.OptSelect: Optional,
	"optMap": Optional, "optFlatMap": Optional, "orValue": Optional, "or": Optional,
}

// maxDepth bounds how deep a condition is once its brackets are gone, as in a ? b : c ? d : e.
const maxDepth = 32

// converter makes nodes of what CEL has parsed. What it has no node for is refused: the list of what there is is closed.
type converter struct {
	info     *ast.SourceInfo
	depth    int
	refusals []Refusal
}

func (c *converter) refuse(e ast.Expr, code Code, pairs ...any) Node {
	at := c.info.GetStartLocation(e.ID())
	c.refusals = append(c.refusals, refuse(code, at.Line()-1, pairs...).at(at.Column()+1))
	return Node{}
}

func (c *converter) node(e ast.Expr) Node {
	if c.depth++; c.depth > maxDepth {
		return c.refuse(e, Nested, "most", maxDepth)
	}
	n := c.bare(e)
	c.depth--
	at := c.info.GetStartLocation(e.ID())
	n.line, n.column = at.Line()-1, at.Column()+1
	return n
}

func (c *converter) bare(e ast.Expr) Node {
	switch e.Kind() {
	case ast.LiteralKind:
		return c.literal(e)
	case ast.IdentKind, ast.SelectKind:
		return c.fact(e)
	case ast.CallKind:
		return c.call(e)
	case ast.ListKind:
		return c.refuse(e, List)
	case ast.MapKind:
		return c.refuse(e, Map)
	case ast.StructKind:
		return c.refuse(e, Struct)
	case ast.ComprehensionKind:
		return c.refuse(e, Loop)
	}
	return c.refuse(e, Syntax)
}

func (c *converter) literal(e ast.Expr) Node {
	switch v := e.AsLiteral().(type) {
	case types.String:
		if len(v) > MaxTextFact {
			return c.refuse(e, TooLong, "of", "word", "most", MaxTextFact)
		}
		if strings.ContainsAny(string(v), "“”") { // in which sentences say it
			return c.refuse(e, TextForm)
		}
		return Node{Op: OpText, Text: string(v)}
	case types.Int:
		return Node{Op: OpNumber, Number: int64(v)}
	case types.Bool:
		return Node{Op: OpYesNo, YesNo: bool(v)}
	case types.Double, types.Uint:
		return c.refuse(e, NumberForm)
	}
	return c.refuse(e, TextForm) // bytes, and null
}

// fact is a name with a point in it.
func (c *converter) fact(e ast.Expr) Node {
	name, ok := dotted(e)
	if !ok {
		return c.refuse(e, UnknownFact, "fact", "…."+e.AsSelect().FieldName())
	}
	if _, ok := FactOf(name); !ok {
		return c.refuse(e, UnknownFact, "fact", name)
	}
	return Node{Op: OpFact, Text: name}
}

// dotted is a name as it is written. ok is false for a part of something else than a name, such as of a call.
func dotted(e ast.Expr) (name string, ok bool) {
	var parts []string
	for e.Kind() == ast.SelectKind && !e.AsSelect().IsTestOnly() {
		parts = append(parts, e.AsSelect().FieldName())
		e = e.AsSelect().Operand()
	}
	if e.Kind() != ast.IdentKind {
		return "", false
	}
	parts = append(parts, e.AsIdent())
	slices.Reverse(parts)
	return strings.Join(parts, "."), true
}

func (c *converter) call(e ast.Expr) Node {
	call := e.AsCall()
	args := call.Args()
	if call.IsMemberFunction() {
		args = slices.Insert(slices.Clone(args), 0, call.Target())
	}
	op, ok := ops[call.FunctionName()]
	member := op.op == OpStartsWith || op.op == OpEndsWith || op.op == OpContains
	if code, known := refusedCalls[call.FunctionName()]; known {
		return c.refuse(e, code, "function", call.FunctionName())
	}
	if !ok || len(args) != op.args || call.IsMemberFunction() != member {
		return c.refuse(e, UnknownFunction, "function", call.FunctionName())
	}
	n := Node{Op: op.op, Args: make([]Node, len(args))}
	for i, arg := range args {
		if n.Op == OpIn && i == 1 && arg.Kind() == ast.ListKind {
			n.Args[i] = c.list(arg)
			continue
		}
		n.Args[i] = c.node(arg)
	}
	return c.sound(e, n)
}

// list is what stands after "in": texts, or numbers.
func (c *converter) list(e ast.Expr) Node {
	elements := e.AsList().Elements()
	if len(elements) > MaxList {
		return c.refuse(e, TooLong, "of", "list", "most", MaxList)
	}
	if len(elements) == 0 || len(e.AsList().OptionalIndices()) > 0 {
		return c.refuse(e, List)
	}
	n := Node{Op: OpList}
	for _, element := range elements {
		arg := c.node(element)
		if arg.Op != "" && (arg.Op != OpText && arg.Op != OpNumber || arg.Op != n.first(arg).Op) {
			return c.refuse(element, List)
		}
		n.Args = append(n.Args, arg)
	}
	return n
}

// first is the first argument, or the one given if there is none.
func (n Node) first(otherwise Node) Node {
	if len(n.Args) > 0 {
		return n.Args[0]
	}
	return otherwise
}

// sound checks what the types of CEL do not say.
func (c *converter) sound(e ast.Expr, n Node) Node {
	switch n.Op {
	case OpDivide, OpRest:
		if by := n.Args[1]; by.Op != OpNumber || by.Number == 0 {
			return c.refuse(e, Divisor)
		}
	case OpIn:
		if list := n.Args[1]; list.Op != OpList && list.Op != "" {
			return c.refuse(e, List)
		}
		c.words(n.Args[0], n.Args[1].Args...)
	case OpEqual, OpUnequal:
		c.words(n.Args[0], n.Args[1])
		c.words(n.Args[1], n.Args[0])
	case OpStartsWith, OpEndsWith, OpContains:
		if n.Args[0].Op == OpFact && n.Args[1].Op != OpText && n.Args[1].Op != "" {
			return c.refuse(e, WrongType)
		}
	}
	return n
}

// words checks that a fact that is one of a list of words is compared with one of them.
func (c *converter) words(fact Node, with ...Node) {
	f, ok := FactOf(fact.Text)
	if fact.Op != OpFact || !ok || f.Words == nil {
		return
	}
	for _, n := range with {
		if n.Op == OpText && !slices.Contains(f.Words, n.Text) {
			r := refuse(UnknownWord, n.line, "word", n.Text, "fact", f.Name).at(n.column)
			r.Args["words"] = strings.Join(f.Words, ", ")
			c.refusals = append(c.refusals, r)
		}
	}
}
