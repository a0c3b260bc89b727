// SPDX-License-Identifier: Apache-2.0

package fold

// lookalikes are the small letters of the Cyrillic and the Greek script that look like a Latin one, small or as capitals. Pairs
// within a script, such as l and I, are not here: they would join options like A to L.
var lookalikes = map[rune]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'ɡ': 'g', 'н': 'h', 'һ': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'м': 'm', 'о': 'o',
	'р': 'p', 'ԛ': 'q', 'ѕ': 's', 'т': 't', 'ԝ': 'w', 'х': 'x', 'у': 'y', 'ү': 'y',
	'α': 'a', 'β': 'b', 'ε': 'e', 'ζ': 'z', 'η': 'h', 'ι': 'i', 'κ': 'k', 'μ': 'm', 'ν': 'n', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'y',
	'χ': 'x',
}

func alike(r rune) rune {
	if latin, ok := lookalikes[r]; ok {
		return latin
	}
	return r
}
