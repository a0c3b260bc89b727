// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/track"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

func (s *Server) getMe(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	session, err := s.sessionOf(ctx, v)
	if err != nil {
		return err
	}
	me := Me{Session: session, Rights: []MyRightItem{}}
	if me.Seq, err = s.nextSeq(ctx, v); err != nil {
		return err
	}
	if me.Credentials, err = s.myCredentials(ctx, v); err != nil {
		return err
	}
	if v.credential.Kind == contract.Owner {
		if me.Rights, err = s.myRights(ctx, v); err != nil {
			return err
		}
	}
	return private(c, http.StatusOK, me)
}

// nextSeq is the number of the next act that the visitor signs first.
func (s *Server) nextSeq(ctx context.Context, v visitor) (int64, error) {
	last, err := s.lastSeq(ctx, v.community, v.credential)
	return last + 1, err
}

// lastSeq is the last number that was used where a passkey's acts are numbered.
func (s *Server) lastSeq(ctx context.Context, community string, by contract.Credential) (int64, error) {
	last, err := optional(ctx, s.Index, contract.Sequences, by.Numbering(community)...)
	return last.Seq, err
}

// optional reads a document that need not be there.
func optional[D any](ctx context.Context, x *index.Index, ref contract.Ref[D], attributes ...string) (D, error) {
	return index.Optional(ctx, x, ref, attributes...)
}

// myCredentials are the visitor's passkeys that the ledger knows.
func (s *Server) myCredentials(ctx context.Context, v visitor) ([]MyCredential, error) {
	keys, err := s.mine(ctx, v)
	if err != nil {
		return nil, err
	}
	all := []MyCredential{}
	for _, key := range keys {
		if key.Status != PersonDetailPasskeysStatusMade {
			all = append(all, MyCredential{
				ID: key.ID, Status: MyCredentialStatus(key.Status), Current: key.ID == v.credential.ID, Label: key.Label, Added: key.Added, Used: key.Used,
			})
		}
	}
	return all, nil
}

// mine are the visitor's passkeys: all of an owner's; the one in use of who is not confirmed to be the person; of an officer, whom
// the ledger does not tell from his colleagues, those that this server's store knows, or the one in use.
func (s *Server) mine(ctx context.Context, v visitor) ([]PersonPasskey, error) {
	if v.credential.Kind == contract.Owner && v.credential.Status == contract.Active {
		return s.passkeysOf(ctx, v.community, v.credential.Person)
	}
	own, err := s.Store.Passkey(ctx, v.community, v.credential.ID)
	if errors.Is(err, identity.ErrNotFound) {
		return s.listed(ctx, []contract.Credential{v.credential}, nil)
	}
	if err != nil {
		return nil, err
	}
	known := []identity.Passkey{own}
	if v.credential.Kind == contract.Officer {
		if known, err = s.Store.Passkeys(ctx, v.community, own.Holder); err != nil {
			return nil, err
		}
	}
	var enrolled []contract.Credential
	for _, key := range known {
		credential, err := index.Read(ctx, s.Index, contract.Credentials, v.community, key.ID)
		if errors.Is(err, index.ErrNotFound) {
			continue // made, and not on the ledger
		}
		if err != nil {
			return nil, err
		}
		enrolled = append(enrolled, credential)
	}
	return s.listed(ctx, enrolled, known)
}

// passkeysOf are an owner's passkeys.
func (s *Server) passkeysOf(ctx context.Context, community, person string) ([]PersonPasskey, error) {
	known, err := s.Store.Passkeys(ctx, community, identity.Holder{Person: person})
	if err != nil {
		return nil, err
	}
	enrolled, err := s.Index.CredentialsOf(ctx, community, person)
	if err != nil {
		return nil, err
	}
	return s.listed(ctx, enrolled, known)
}

// listed joins what the ledger and this server's store know of passkeys. Those that were enrolled through another body's server have
// no label, and the time of their enrolment.
func (s *Server) listed(ctx context.Context, enrolled []contract.Credential, known []identity.Passkey) ([]PersonPasskey, error) {
	list := []PersonPasskey{}
	for _, key := range known {
		item := PersonPasskey{ID: key.ID, Label: key.Label, Added: key.Added, Used: key.Used, Status: PersonDetailPasskeysStatusMade}
		for _, c := range enrolled {
			if c.ID == key.ID {
				item.Status = PersonDetailPasskeysStatus(c.Status)
			}
		}
		list = append(list, item)
	}
	for _, c := range enrolled {
		if slices.ContainsFunc(known, func(key identity.Passkey) bool { return key.ID == c.ID }) {
			continue
		}
		enrolment, err := s.Index.Act(ctx, c.Act)
		if err != nil && !errors.Is(err, index.ErrNotFound) { // an officer's has none
			return nil, err
		}
		list = append(list, PersonPasskey{ID: c.ID, Added: enrolment.At, Status: PersonDetailPasskeysStatus(c.Status)})
	}
	return list, nil
}

// myRights are the rights that the person shares in, and those he is a proxy for: in the roll in force, and in those of recent
// elections, which may be older.
func (s *Server) myRights(ctx context.Context, v visitor) ([]MyRightItem, error) {
	elections, rolls, err := s.inUse(ctx, v.community)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, roll := range rolls {
		owned, err := s.owned(ctx, v.community, roll, v.credential.Person)
		if err != nil {
			return nil, err
		}
		ids = append(ids, owned...)
	}
	for _, e := range elections {
		held, err := s.proxyFor(ctx, v, e)
		if err != nil {
			return nil, err
		}
		ids = append(ids, held...)
	}
	items := []MyRightItem{}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		item, err := s.myRight(ctx, v, id, rolls, elections)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// inUse are a community's elections, and the versions of the roll that concern people: the one in force first, then those of recent
// elections.
func (s *Server) inUse(ctx context.Context, c string) (elections []vote.Election, rolls []int64, err error) {
	place, err := s.community(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	rolls = []int64{place.Roll}
	for e, err := range index.All(ctx, s.Index, vote.Elections, c) {
		if err != nil {
			return nil, nil, err
		}
		elections = append(elections, e)
		if s.recent(e) && !slices.Contains(rolls, e.Roll) {
			rolls = append(rolls, e.Roll)
		}
	}
	return elections, rolls, nil
}

// shownFor is how long the pages show people their part in an election that is over.
const shownFor = 90 * 24 * time.Hour

// recent says whether an election is not over, or not for long.
func (s *Server) recent(e vote.Election) bool {
	over := max(e.Times[string(election.StageFinal)], e.Times[string(election.StageAnnulled)])
	return over == 0 || s.Now().Before(time.Unix(over, 0).Add(shownFor))
}

// right reads a right in the first of these versions of the roll that has it.
func (s *Server) right(ctx context.Context, c, id string, rolls []int64) (right community.Right, err error) {
	for _, roll := range rolls {
		if right, err = index.Read(ctx, s.Index, people.Rights, c, people.Version(roll), id); !errors.Is(err, index.ErrNotFound) {
			break
		}
	}
	return right, err
}

// owned are the ids of the rights that a person shares in.
func (s *Server) owned(ctx context.Context, c string, roll int64, person string) ([]string, error) {
	var ids []string
	for d, err := range s.Index.List(ctx, people.Owned, c, people.Version(roll), person) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, d.Attributes[3])
	}
	return ids, nil
}

// proxyFor are the rights that a person is a proxy for in a recent election.
func (s *Server) proxyFor(ctx context.Context, v visitor, e vote.Election) ([]string, error) {
	if !s.recent(e) {
		return nil, nil
	}
	var ids []string
	for d, err := range s.Index.List(ctx, vote.Proxies, v.community, e.ID) {
		if err != nil {
			return nil, err
		}
		var grant vote.ProxyOf
		if err := json.Unmarshal(d.Value, &grant); err != nil {
			return nil, err
		}
		if grant.Proxy == v.credential.Person {
			ids = append(ids, d.Attributes[2])
		}
	}
	return ids, nil
}

func (s *Server) myRight(ctx context.Context, v visitor, id string, rolls []int64, elections []vote.Election) (MyRightItem, error) {
	right, err := s.right(ctx, v.community, id, rolls)
	if err != nil {
		return MyRightItem{}, err
	}
	designation, err := optional(ctx, s.Index, vote.Designations, v.community, id)
	if err != nil {
		return MyRightItem{}, err
	}
	area, _ := right.Counted(true)
	item := MyRightItem{
		Right: id, AreaDm2: area, Units: right.Units, Owners: right.Owners, Voter: designation.Voter,
		Role: roleIn(right, designation.Voter, v.credential.Person), Elections: []MyElection{},
	}
	if err := s.inWords(ctx, v, &item); err != nil {
		return item, err
	}
	for _, e := range elections {
		mine, err := s.myElection(ctx, v, id, e)
		if errors.Is(err, index.ErrNotFound) { // its roll does not have the right
			continue
		}
		if err != nil {
			return item, err
		}
		item.Elections = append(item.Elections, mine)
	}
	return item, nil
}

// myElection is what a person did with a right in an election; index.ErrNotFound if its roll does not have the right.
func (s *Server) myElection(ctx context.Context, v visitor, right string, e vote.Election) (MyElection, error) {
	if _, err := s.Index.Get(ctx, people.Rights, v.community, people.Version(e.Roll), right); err != nil {
		return MyElection{}, err
	}
	box, err := s.box(ctx, v.community, e, right)
	if err != nil {
		return MyElection{}, err
	}
	grant, err := optional(ctx, s.Index, vote.Proxies, v.community, e.ID, right)
	return MyElection{Election: e.ID, Stage: e.Stage, Mine: len(box.Of(v.credential.Person)), Ballots: len(box.Ballots), Proxy: grant.Proxy}, err
}

// inWords adds what people call a right: the numbers of its homes and, for its owners, each other's names. Whoever is a proxy was
// chosen by them and has to know which homes he casts for. Who is not confirmed to be the person has the homes of his letters only.
func (s *Server) inWords(ctx context.Context, v visitor, item *MyRightItem) error {
	if v.credential.Status != contract.Active {
		return s.invited(ctx, v, item)
	}
	for _, unit := range item.Units {
		house, err := s.Store.House(ctx, v.community, unit.ID)
		if errors.Is(err, identity.ErrNotFound) {
			continue // another body's server has it
		}
		if err != nil {
			return err
		}
		item.Houses = append(item.Houses, house)
	}
	if !slices.Contains(item.Owners, v.credential.Person) {
		return nil
	}
	item.Names = map[string]string{}
	for _, owner := range item.Owners {
		person, err := s.Store.Person(ctx, v.community, owner)
		if err == nil && person.Name != "" {
			item.Names[owner] = person.Name
		}
		if err != nil && !errors.Is(err, identity.ErrNotFound) {
			return err
		}
	}
	return nil
}

// invited adds those of a right's homes that letters to the person name: whoever has enrolled has read one.
func (s *Server) invited(ctx context.Context, v visitor, item *MyRightItem) error {
	letters, err := s.Store.LettersTo(ctx, v.community, v.credential.Person)
	if err != nil {
		return err
	}
	for _, unit := range item.Units {
		house, err := s.Store.House(ctx, v.community, unit.ID)
		if err != nil && !errors.Is(err, identity.ErrNotFound) {
			return err
		}
		if slices.ContainsFunc(letters, func(l identity.LetterState) bool { return l.Used > 0 && l.House == house }) {
			item.Houses = append(item.Houses, house)
		}
	}
	return nil
}

func roleIn(right community.Right, voter, person string) MyRightItemRole {
	if role, reason := election.RoleOf(right, voter, "", person); reason == election.Accepted && role == election.Own {
		return "voter"
	}
	if slices.Contains(right.Owners, person) {
		return "co-owner"
	}
	return "proxy"
}

func (s *Server) box(ctx context.Context, c string, e vote.Election, right string) (vote.Box, error) {
	return optional(ctx, s.Index, vote.Boxes, e.BoxOf(c, right)...)
}

func (s *Server) getMyRight(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	e, err := index.Read(ctx, s.Index, vote.Elections, v.community, c.Param("election"))
	if err != nil {
		return err
	}
	right, err := index.Read(ctx, s.Index, people.Rights, v.community, people.Version(e.Roll), c.Param("right"))
	if err != nil {
		return err
	}
	answer := MyRight{Right: right.ID, Election: e.ID, Seq: 1, Ballots: []BallotItem{}}
	mine, err := s.castRole(ctx, v, e, right, &answer)
	if err != nil {
		return err
	}
	if !mine {
		return refuse("wrong-role", "这不是您的表决权。", "This right is not yours.")
	}
	if err := s.castBefore(ctx, v, e, &answer); err != nil {
		return err
	}
	return private(c, http.StatusOK, answer)
}

// castRole says in which role the person would cast for a right, and whether it concerns him at all.
func (s *Server) castRole(ctx context.Context, v visitor, e vote.Election, right community.Right, answer *MyRight) (bool, error) {
	designation, err := optional(ctx, s.Index, vote.Designations, v.community, right.ID)
	if err != nil {
		return false, err
	}
	grant, err := optional(ctx, s.Index, vote.Proxies, v.community, e.ID, right.ID)
	if err != nil {
		return false, err
	}
	role, reason := election.RoleOf(right, designation.Voter, grant.Proxy, v.credential.Person)
	if reason == election.Accepted {
		answer.Role = MyRightRole(role)
	}
	return reason == election.Accepted || slices.Contains(right.Owners, v.credential.Person), nil
}

// castBefore adds what is in the right's box, and what was turned down.
func (s *Server) castBefore(ctx context.Context, v visitor, e vote.Election, answer *MyRight) error {
	d, err := s.Index.Get(ctx, vote.Boxes, e.BoxOf(v.community, answer.Right)...)
	if err == nil {
		if answer.Ballots, err = s.ballotsIn(ctx, d); err != nil {
			return err
		}
		var box vote.Box
		if err := json.Unmarshal(d.Value, &box); err != nil {
			return err
		}
		tell(box, e, v, answer)
	} else if !errors.Is(err, index.ErrNotFound) {
		return err
	}
	answer.Rejected, err = s.turnedDown(ctx, v, e, answer.Right)
	return err
}

func tell(box vote.Box, e vote.Election, v visitor, answer *MyRight) {
	own := box.Of(v.credential.Person)
	if answer.Mine = len(own); answer.Mine > 0 {
		answer.Seq = own[len(own)-1].Seq + 1
	}
	answer.Standing = track.Standing(e, box)
}

// turnedDown are the person's ballots for a right that were rejected at once.
func (s *Server) turnedDown(ctx context.Context, v visitor, e vote.Election, right string) ([]RejectedBallot, error) {
	kept, err := optional(ctx, s.Index, vote.Rejected, e.RejectionAccount(v.community, election.Online, v.credential.Person, right)...)
	var all []RejectedBallot
	for _, r := range kept.Ballots {
		if r.Right == right {
			all = append(all, rejectedBallot(r))
		}
	}
	return all, err
}

func (s *Server) labelCredential(c *echo.Context) error {
	ctx := c.Request().Context()
	var body LabelCredentialJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	v := who(c)
	if c.Param("credential") != v.credential.ID {
		if _, err := s.confirmed(c); err != nil {
			return err
		}
	}
	own, err := s.Store.Passkey(ctx, v.community, v.credential.ID)
	if err != nil {
		return err
	}
	if err := s.Store.LabelPasskey(ctx, v.community, c.Param("credential"), body.Label, own.Holder); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
