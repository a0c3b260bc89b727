// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// stages are those of an election that is not annulled, in order.
var stages = []election.Stage{
	election.StageDraft, election.StageNotice, election.StageOpen, election.StageClosed, election.StageUnsealed,
	election.StageTallied, election.StagePublished, election.StageObjection, election.StageFinal,
}

// electionData is what the notice of an election says.
type electionData struct {
	vote.Election
	Turnout  []bar // who has voted, of those who may
	Of       community.Weight
	Steps    []stepData
	Body     map[string]string // names of the bodies
	HasCount bool
	Board    board
}

// board is what a print for the notice board carries besides.
type board struct {
	Page    string
	Genesis string // hash (hex) of the channel's first block
}

// stepData is one stage in the list of what has happened.
type stepData struct {
	Stage   election.Stage
	At      int64
	Done    bool
	Current bool
}

func (p *Pages) election(r *http.Request) (view, error) {
	c, e, err := p.electionOf(r)
	if err != nil {
		return view{}, err
	}
	data := electionData{Election: e, Body: map[string]string{}, Steps: stepsOf(e), HasCount: e.Result != "",
		Board: board{r.URL.Path, c.Net}}
	for _, body := range c.Bodies {
		data.Body[body.ID] = body.Name
	}
	roll, err := p.roll(r, c.ID, e.Roll)
	if err != nil {
		return view{}, err
	}
	data.Of = roll.Total(e.Rules.CountParking)
	voted, err := p.turnout(r.Context(), c.ID, e)
	data.Turnout = turnoutBars(e, voted, data.Of)
	v := view{name: "election", fixed: e.Title, community: c.ID, name2: c.Name, data: data}
	return p.live(v), err
}

// Has says whether something has happened: a stage, opensAt or closesAt.
func (d electionData) Has(stage string) bool { return d.Times[stage] != 0 }

func stepsOf(e vote.Election) []stepData {
	if e.Stage == election.StageAnnulled {
		return []stepData{{Stage: e.Stage, At: e.Times[string(e.Stage)], Done: true, Current: true}}
	}
	at := slices.Index(stages, e.Stage)
	steps := make([]stepData, len(stages))
	for i, stage := range stages {
		steps[i] = stepData{Stage: stage, At: e.Times[string(stage)], Done: i <= at, Current: i == at}
	}
	return steps
}
