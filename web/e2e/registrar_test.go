// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/linli-project/linli/api"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/letter"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
)

// registrar does what administrators do at the command line, and knows the codes that are on paper only.
type registrar struct {
	network      *network.Network
	ledger       *village.Ledger
	constitution contract.Constitution
	store        *identity.Store
	database     string // file
	codes        *village.Codes
	devices      *yard
	barrier      *barrier // of a parkingTown
}

// serve returns the address where scripts ask for a registrar's help.
func (r *registrar) serve(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	answer := func(pattern string, of func(*http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, q *http.Request) {
			value, err := of(q)
			if err != nil {
				t.Errorf("%s: %v", q.URL.Path, err)
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			_ = json.NewEncoder(w).Encode(value)
		})
	}
	answer("POST /towns/{town}", r.found)
	answer("POST /towns/{town}/{body}", r.admitOfficer)
	answer("GET /codes/{code}", r.code)
	answer("POST /devices/{name}", r.devices.say)
	answer("POST /devices/{name}/told", r.devices.listen)
	answer("POST /clock", r.devices.setClock)
	if r.barrier != nil {
		answer("POST /gate", r.barrier.pass)
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// founded is a community that has bodies with an officer each, and nothing else yet.
func (r *registrar) founded(t *testing.T, id, name string) *village.Village {
	t.Helper()
	constitution := r.constitution
	constitution.Name = name
	v, err := village.New(id, constitution)
	must(t, err)
	must(t, r.ledger.Found(t.Context(), v))
	must(t, r.store.KeepCommunity(t.Context(), id, constitution))
	return v
}

// found founds a community that has nothing yet but bodies, and answers with the tokens of its officers' links, by body.
func (r *registrar) found(q *http.Request) (any, error) {
	ctx, town := q.Context(), q.PathValue("town")
	if err := r.store.KeepCommunity(ctx, town, r.constitution); err != nil {
		return nil, err
	}
	for _, body := range r.constitution.Bodies {
		if err := r.admit(ctx, town, body.ID); err != nil {
			return nil, err
		}
	}
	return r.invite(ctx, town)
}

// invite adds an officer of each body, and returns the tokens of their links.
func (r *registrar) invite(ctx context.Context, town string) (any, error) {
	tokens := map[string]string{}
	for _, body := range r.constitution.Bodies {
		officer, err := r.store.AddOfficer(ctx, town, body.ID, "经办人 "+body.ID, "")
		if err != nil {
			return nil, err
		}
		if tokens[body.ID], err = api.InviteOfficer(ctx, r.database, town, officer.ID, time.Now().Add(time.Hour)); err != nil {
			return nil, err
		}
	}
	return tokens, nil
}

// admitOfficer is what `linli serve admit-officers` does.
func (r *registrar) admitOfficer(q *http.Request) (any, error) {
	var key people.OfficerKey
	if err := json.NewDecoder(q.Body).Decode(&key); err != nil {
		return nil, err
	}
	return nil, r.admit(q.Context(), q.PathValue("town"), q.PathValue("body"), key)
}

// admit has a body's administrator found the community, or register more officers.
func (r *registrar) admit(ctx context.Context, town, body string, keys ...people.OfficerKey) error {
	founded, err := r.store.Constitution(ctx, town)
	if err != nil {
		return err
	}
	constitution, err := json.Marshal(founded)
	if err != nil {
		return err
	}
	officers, err := json.Marshal(append([]people.OfficerKey{}, keys...))
	if err != nil {
		return err
	}
	admin, err := r.network.Connect(ctx, body, network.Admin)
	if err != nil {
		return err
	}
	defer admin.Close()
	receipt, _, err := admin.Submit(ctx, "Found", town, string(constitution), string(officers))
	if err != nil {
		return err
	}
	return r.ledger.CatchUp(ctx, receipt.Block)
}

// code is a letter's code as the letter shows it, by its public key.
func (r *registrar) code(q *http.Request) (any, error) {
	public, err := base64.RawURLEncoding.DecodeString(q.PathValue("code"))
	if err != nil {
		return nil, err
	}
	code, err := r.codes.Of(public)
	return letter.Compact(code), err
}
