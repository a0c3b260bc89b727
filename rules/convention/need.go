// SPDX-License-Identifier: Apache-2.0

package convention

import "slices"

// groups are those that something cannot be without.
type groups []Group

func (g groups) and(other groups) groups {
	all := slices.Concat(g, other)
	slices.Sort(all)
	return slices.Compact(all)
}

func (g groups) or(other groups) groups {
	return slices.DeleteFunc(slices.Clone(g), func(one Group) bool { return !slices.Contains(other, one) })
}

// needs are the groups of facts without which a part cannot come out as yes, or as no. A fact that nobody has said makes a part come out as
// neither, and CEL lets one side of && or || decide without the other.
func (n Node) needs(yes bool) groups {
	switch n.Op {
	case OpAnd:
		return either(n.Args[0].needs(yes), n.Args[1].needs(yes), yes)
	case OpOr:
		return either(n.Args[0].needs(yes), n.Args[1].needs(yes), !yes)
	case OpNot:
		return n.Args[0].needs(!yes)
	case OpChoose:
		return n.Args[0].needs(true).and(n.Args[1].needs(yes)).or(n.Args[0].needs(false).and(n.Args[2].needs(yes)))
	case OpYesNo:
		return nil
	}
	return n.asks()
}

func either(a, b groups, both bool) groups {
	if both {
		return a.and(b)
	}
	return a.or(b)
}

// asks are the groups without which a part has no value at all.
func (n Node) asks() groups {
	switch n.Op {
	case OpFact:
		fact, _ := FactOf(n.Text)
		return groups{fact.Group}
	case OpAnd, OpOr, OpNot, OpChoose:
		return n.needs(true).or(n.needs(false))
	}
	var all groups
	for _, arg := range n.Args {
		all = all.and(arg.asks())
	}
	return all
}
