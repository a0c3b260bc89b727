// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/track"
	"github.com/linli-project/linli/rules/election"
)

// trackData is what became of an act that somebody looks for.
type trackData struct {
	Asked    string
	Mistyped bool
	Found    []tracked // one, unless two acts have the same number
}

// tracked is one act.
type tracked struct {
	Act      string
	Tx       string
	Block    uint64
	Status   string // in-box, replaced, counted, superseded, rejected, or done for what is no ballot
	Reason   election.Reason
	Election *contract.Election
}

var actHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// track looks an act up by the number on its receipt, or by its hash.
func (p *Pages) track(r *http.Request) (view, error) {
	c, err := p.communityOf(r)
	if err != nil {
		return view{}, err
	}
	data := trackData{Asked: strings.TrimSpace(r.URL.Query().Get("number"))}
	if data.Asked != "" {
		var hashes []string
		hashes, data.Mistyped, err = p.actsOf(r.Context(), c.ID, data.Asked)
		if err != nil {
			return view{}, err
		}
		for _, hash := range hashes {
			found, err := p.trackAct(r.Context(), c.ID, hash)
			if err != nil {
				return view{}, err
			}
			data.Found = append(data.Found, found)
		}
	}
	return view{name: "track", title: "track.title", community: c.ID, name2: c.Name, data: data}, nil
}

// actsOf are the hashes of the acts on the ledger with this number or hash.
func (p *Pages) actsOf(ctx context.Context, community, asked string) (hashes []string, mistyped bool, err error) {
	if hash := strings.ToLower(asked); actHash.MatchString(hash) {
		if _, err := read[contract.Kept](ctx, p.Ledger, "act", community, hash); err != nil {
			return nil, false, absentIsNil(err)
		}
		return []string{hash}, false, nil
	}
	reference := ReadReference(asked)
	if reference == "" {
		return nil, true, nil
	}
	for document, err := range p.Ledger.List(ctx, "act", community) {
		if err != nil {
			return nil, false, err
		}
		if hash := document.Attributes[1]; ReferenceOf(hash) == reference {
			hashes = append(hashes, hash)
		}
	}
	return hashes, false, nil
}

func (p *Pages) trackAct(ctx context.Context, community, hash string) (tracked, error) {
	document, err := p.Ledger.Get(ctx, "act", community, hash)
	if err != nil {
		return tracked{}, err
	}
	found := tracked{Act: hash, Tx: document.Tx, Block: document.Block, Status: "done"}
	e, right, isBallot, err := track.Find(ctx, p.Ledger, community, hash)
	if err != nil || !isBallot {
		return found, err
	}
	found.Election = &e
	fate, err := track.Ballot(ctx, p.Ledger, community, e, right, hash)
	found.Status, found.Reason = string(fate.Status), fate.Reason
	return found, err
}

func absentIsNil(err error) error {
	if errors.Is(err, index.ErrNotFound) {
		return nil
	}
	return err
}
