// SPDX-License-Identifier: Apache-2.0

package volunteer

import "slices"

// Skill is what somebody can do for a neighbour, in one word.
type Skill string

// The skills.
const (
	Repair     Skill = "repair"     // small things in a home: a tap, a lamp, a chair
	Devices    Skill = "devices"    // a phone, a computer, a television
	Shopping   Skill = "shopping"   // fetched and carried
	Company    Skill = "company"    // somebody to talk or walk with
	Clinic     Skill = "clinic"     // to go along to a doctor
	Children   Skill = "children"   // taken to school, or looked after
	Lessons    Skill = "lessons"    // with homework, a language, an instrument
	Papers     Skill = "papers"     // forms and letters
	Pets       Skill = "pets"       // and plants, while their people are away
	Cooking    Skill = "cooking"    // a meal for somebody who cannot
	Haircut    Skill = "haircut"    // at home
	Green      Skill = "green"      // gardens and what is planted in common
	Patrol     Skill = "patrol"     // the estate's paths, with others
	Gatherings Skill = "gatherings" // what is prepared for many
	Other      Skill = "other"
)

var skills = []Skill{
	Repair, Devices, Shopping, Company, Clinic, Children, Lessons, Papers, Pets, Cooking, Haircut, Green, Patrol, Gatherings, Other,
}

// Skills are all that there are.
func Skills() []Skill { return slices.Clone(skills) }

// Known says whether there is such a skill.
func (s Skill) Known() bool { return slices.Contains(skills, s) }
