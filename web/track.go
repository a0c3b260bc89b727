// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
	"github.com/linli-project/linli/ledger/track"
)

// trackData is what became of an act that somebody looks for.
type trackData struct {
	Asked    string
	Mistyped bool
	Found    []tracked // one, unless two acts have the same number
}

// tracked is one act.
type tracked struct {
	index.Act
	track.Progress
	Election *vote.Election // of a ballot
	Cosigned bool           // whether it is a ballot in a head of the ledger that bodies have co-signed
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
		var acts []index.Act
		acts, data.Mistyped, err = p.actsOf(r.Context(), c.ID, data.Asked)
		if err != nil {
			return view{}, err
		}
		for _, a := range acts {
			found, err := p.trackAct(r.Context(), a)
			if err != nil {
				return view{}, err
			}
			data.Found = append(data.Found, found)
		}
	}
	return view{name: "track", title: "track.title", community: c.ID, name2: c.Name, data: data}, nil
}

// actsOf are the acts on the ledger with this number or hash.
func (p *Pages) actsOf(ctx context.Context, community, asked string) (acts []index.Act, mistyped bool, err error) {
	if hash := strings.ToLower(asked); actHash.MatchString(hash) {
		a, err := p.Ledger.Act(ctx, hash)
		if errors.Is(err, index.ErrNotFound) || err == nil && a.Community != community {
			return nil, false, nil
		}
		return []index.Act{a}, false, err
	}
	n := number.Read(asked)
	if n == "" {
		return nil, true, nil
	}
	acts, err = p.Ledger.ActsNumbered(ctx, community, n)
	return acts, false, err
}

func (p *Pages) trackAct(ctx context.Context, a index.Act) (tracked, error) {
	progress, err := track.Of(ctx, p.Ledger, a)
	found := tracked{Act: a, Progress: progress}
	if err != nil || !vote.IsBallot(a.Type) {
		return found, err
	}
	id, _ := vote.Of(a.Subject)
	e, err := read(ctx, p.Ledger, vote.Elections, a.Community, id)
	found.Election = &e
	if err != nil {
		return found, err
	}
	head, err := p.checkpoint(ctx)
	found.Cosigned = uint64(a.Block) < head.Size //nolint:gosec // not negative
	return found, err
}
