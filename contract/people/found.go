// SPDX-License-Identifier: Apache-2.0

package people

import (
	"encoding/json"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
)

// Proposal is what one body proposes to found a community on, and its first officers. Each body has one, which it may replace
// until all agree: nobody can take a community's id alone.
type Proposal struct {
	Constitution contract.Constitution `json:"constitution"`
	Officers     []OfficerKey          `json:"officers"`
}

// Proposals are those to found a community, by its id and the organisation.
const Proposals contract.Ref[Proposal] = "founding" // C~MSP: what a body proposes to found a community on, with its first officers

// Founding is how far a community's founding has come, in the eyes of the body that proposes.
type Founding struct {
	Differ  []string `json:"differ"` // names of the bodies that propose another constitution
	Founded bool     `json:"founded"`
	Missing []string `json:"missing"` // names of the bodies that have proposed none
}

// Bounds of what an administrator may propose, in bytes.
const (
	maxConstitution = 16 << 10
	maxOfficersText = 64 << 10
)

// found is called by each body's Fabric administrator, with a constitution and with officers of that body. The community
// exists once every body of the constitution proposes the same one. From then on a body calls to register more officers.
func found(s contract.State, tx contract.Tx, places election.Profiles, id, constitutionJSON, officersJSON string) ([]byte, error) {
	given, err := readProposal(tx, places, id, constitutionJSON, officersJSON)
	if err != nil {
		return nil, err
	}
	body, ok := given.Constitution.BodyOf(tx.MSP)
	if !ok {
		return nil, act.Refuse(NotAdmin, "of", "body", "msp", tx.MSP, "community", id)
	}
	v := contract.NewView(s)
	c, known, err := contract.Communities.Get(v, id)
	founding := Founding{Founded: true}
	switch {
	case err != nil:
	case !known:
		founding, err = propose(v, id, tx.MSP, given)
	case !equal(given.Constitution, c.Constitution):
		err = act.Refuse(Differs, "community", id)
	default:
		err = registerOfficers(v, id, body, given.Officers)
	}
	if err != nil {
		return nil, err
	}
	if err := v.Commit(); err != nil {
		return nil, err
	}
	return json.Marshal(founding)
}

func readProposal(tx contract.Tx, places election.Profiles, id, constitution, officers string) (p Proposal, err error) {
	switch {
	case !tx.Admin:
		return p, act.Refuse(NotAdmin, "of", "found")
	case len(constitution) > maxConstitution || len(officers) > maxOfficersText:
		return p, act.Refuse(contract.BadArguments, "of", "long", "constitution", maxConstitution, "officers", maxOfficersText)
	}
	if err := strictJSON(constitution, &p.Constitution); err != nil {
		return p, err
	}
	if err := strictJSON(officers, &p.Officers); err != nil {
		return p, err
	}
	if err := checkConstitution(p.Constitution, id, places); err != nil {
		return p, err
	}
	if p.Constitution.Net != tx.Net {
		return p, act.Refuse(contract.OtherNet, "of", "constitution", "named", p.Constitution.Net, "here", tx.Net)
	}
	return p, checkOfficers(p.Officers)
}

// propose keeps a body's proposal. With the last of equal ones the community is founded, with the officers of all.
func propose(v *contract.View, id, msp string, given Proposal) (Founding, error) {
	f := Founding{Differ: []string{}, Missing: []string{}}
	if err := Proposals.Put(v, given, id, msp); err != nil {
		return f, err
	}
	bodies := given.Constitution.Bodies
	proposals := make([]Proposal, len(bodies))
	for i, body := range bodies {
		var ok bool
		var err error
		proposals[i], ok, err = Proposals.Get(v, id, body.MSP)
		switch {
		case err != nil:
			return f, err
		case !ok:
			f.Missing = append(f.Missing, body.Name)
		case !equal(proposals[i].Constitution, given.Constitution):
			f.Differ = append(f.Differ, body.Name)
		}
	}
	if f.Founded = len(f.Differ)+len(f.Missing) == 0; !f.Founded {
		return f, nil
	}
	for i, body := range bodies {
		if err := registerOfficers(v, id, body, proposals[i].Officers); err != nil {
			return f, err
		}
	}
	return f, contract.Communities.Put(v, contract.Community{Constitution: given.Constitution, ID: id}, id)
}

// strictJSON reads an argument and refuses members it does not know.
func strictJSON(raw string, doc any) error {
	d := json.NewDecoder(strings.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(doc); err != nil {
		return act.Refuse(contract.BadArguments, "of", "json")
	}
	if d.More() {
		return act.Refuse(contract.BadArguments, "of", "json")
	}
	return nil
}
