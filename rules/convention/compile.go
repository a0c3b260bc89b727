// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/env"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/overloads"
)

// Engine is what judges conditions. It stands in what is recorded of a rule, as another version might judge or count otherwise.
const Engine = "cel-go v0.33.2"

// MaxCost bounds what a condition may cost at most, by CEL's own estimate; it is the limit when the condition is judged as well.
const MaxCost = 200

// costModel is how costs are counted; a later version of CEL may bring another.
const costModel = 1

// Condition is a rule's condition, ready to be judged.
type Condition struct {
	When   string `json:"when"`
	Engine string `json:"engine"`
	Cost   int64  `json:"cost"` // at most
	Root   Node   `json:"-"`

	needs   groups
	program cel.Program
}

// Needs are the groups of facts without which the condition is never met.
func (c Condition) Needs() []Group { return c.needs }

// Compiler makes conditions of texts, and keeps those that it has made. It is safe to use from several goroutines.
type Compiler struct {
	base *cel.Env

	mu   sync.Mutex
	made map[string]compiled
}

type compiled struct {
	condition Condition
	refusals  []Refusal
}

// maxMade bounds how many conditions are kept; when there are more, it begins anew.
const maxMade = 4096

// NewCompiler makes a compiler. The error is CEL's, and none that a text could bring about.
func NewCompiler() (*Compiler, error) {
	base, err := cel.NewCustomEnv(append(variables(fixed), profile()...)...)
	return &Compiler{base: base, made: map[string]compiled{}}, err
}

// profile is the part of CEL that there is: no macros, and functions of whole numbers, texts, and yes or no alone.
func profile() []cel.EnvOption {
	function := func(name string, ids ...string) *env.Function {
		var all []*env.Overload
		for _, id := range ids {
			all = append(all, env.NewOverload(id, nil, nil))
		}
		return env.NewFunction(name, all...)
	}
	subset := env.NewLibrarySubset().SetDisableMacros(true).AddIncludedFunctions(
		function(operators.LogicalAnd), function(operators.LogicalOr), function(operators.LogicalNot),
		function(operators.Equals), function(operators.NotEquals), function(operators.Conditional),
		function(operators.In, overloads.InList),
		function(operators.Less, overloads.LessInt64), function(operators.LessEquals, overloads.LessEqualsInt64),
		function(operators.Greater, overloads.GreaterInt64), function(operators.GreaterEquals, overloads.GreaterEqualsInt64),
		function(operators.Add, overloads.AddInt64), function(operators.Subtract, overloads.SubtractInt64),
		function(operators.Multiply, overloads.MultiplyInt64), function(operators.Divide, overloads.DivideInt64),
		function(operators.Modulo, overloads.ModuloInt64), function(operators.Negate, overloads.NegateInt64),
		function(overloads.StartsWith), function(overloads.EndsWith), function(overloads.Contains),
	)
	return []cel.EnvOption{
		cel.StdLib(cel.StdLibSubset(subset)), cel.ClearMacros(), cel.CrossTypeNumericComparisons(false),
		cel.ParserExpressionSizeLimit(MaxWhen), cel.ParserErrorRecoveryLimit(4), cel.ParserRecursionLimit(MaxWhen),
		cel.CostModelVersion(costModel),
	}
}

func variables(facts []Fact) []cel.EnvOption {
	celTypes := map[Type]*cel.Type{Text: cel.StringType, Number: cel.IntType, YesNo: cel.BoolType}
	var options []cel.EnvOption
	for _, f := range facts {
		options = append(options, cel.Variable(f.Name, celTypes[f.Type]))
	}
	return options
}

// Compile makes a condition of its text, or says why not. Lines of refusals count from 0 within the text.
func (c *Compiler) Compile(when string) (Condition, []Refusal) {
	c.mu.Lock()
	defer c.mu.Unlock()
	made, ok := c.made[when]
	if !ok {
		made.condition, made.refusals = c.compile(when)
		if len(c.made) >= maxMade {
			clear(c.made)
		}
		c.made[when] = made
	}
	return made.condition, made.refusals
}

func (c *Compiler) compile(when string) (Condition, []Refusal) {
	if len(when) > MaxWhen {
		return Condition{}, []Refusal{refuse(TooLong, 0, "of", "when", "most", MaxWhen)}
	}
	if refusals := scan(when); len(refusals) > 0 {
		return Condition{}, refusals
	}
	parsed, issues := c.base.Parse(when)
	if issues.Err() != nil {
		return Condition{}, celRefusal(Syntax, issues)
	}
	convert := converter{info: parsed.NativeRep().SourceInfo()}
	root := convert.node(parsed.NativeRep().Expr())
	if len(convert.refusals) > 0 {
		return Condition{}, convert.refusals
	}
	return c.typed(when, parsed, root)
}

// typed checks the types and the cost of a condition, and makes its program.
func (c *Compiler) typed(when string, parsed *cel.Ast, root Node) (Condition, []Refusal) {
	environment, err := c.base.Extend(variables(asked(root))...)
	if err != nil {
		return Condition{}, broken(err)
	}
	checked, issues := environment.Check(parsed)
	if issues.Err() != nil {
		return Condition{}, celRefusal(WrongType, issues)
	}
	if checked.OutputType() != cel.BoolType {
		return Condition{}, []Refusal{refuse(WrongType, 0)}
	}
	estimate, err := environment.EstimateCost(checked, sizes{})
	switch {
	case err != nil:
		return Condition{}, broken(err)
	case estimate.Max > MaxCost:
		return Condition{}, []Refusal{refuse(TooCostly, 0, "cost", estimate.Max, "most", MaxCost)}
	case !needsFact(root):
		return Condition{}, []Refusal{refuse(NoFact, 0)}
	}
	program, err := environment.Program(checked, cel.CostLimit(MaxCost))
	if err != nil {
		return Condition{}, broken(err)
	}
	return Condition{
		When: when, Engine: Engine, Cost: int64(min(estimate.Max, MaxCost)), Root: root, needs: root.needs(true), program: program,
	}, nil
}

// asked are the facts of a condition whose names are a family's.
func asked(root Node) []Fact {
	var facts []Fact
	for _, name := range root.Facts() {
		f, ok := FactOf(name)
		if ok && (f.Group == GroupEarlier || said.MatchString(name)) {
			facts = append(facts, f)
		}
	}
	return facts
}

// needsFact says whether a condition is about something that happened, and not about earlier breaches alone, or nothing.
func needsFact(root Node) bool {
	for _, g := range root.needs(true) {
		if g != GroupEarlier {
			return true
		}
	}
	return false
}

// broken is an error of CEL that has no place in the text.
func broken(err error) []Refusal {
	r := refuse(Syntax, 0)
	r.CEL = err.Error()
	return []Refusal{r}
}

// celRefusal is the first thing that CEL says of a text, with its words beside; what it says besides mostly follows from that.
func celRefusal(code Code, issues *cel.Issues) []Refusal {
	issue := issues.Errors()[0]
	r := refuse(code, max(issue.Location.Line()-1, 0)).at(issue.Location.Column() + 1)
	r.CEL = issue.Message
	return []Refusal{r}
}

// sizes tells how long facts are.
type sizes struct{}

func (sizes) EstimateSize(element cost.AstNode) *cost.SizeEstimate {
	if element.ComputedSize() != nil || element.Type().TypeName() != cel.StringType.TypeName() {
		return nil
	}
	return &cost.SizeEstimate{Min: 0, Max: MaxTextFact}
}

func (sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}
