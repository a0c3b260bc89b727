// SPDX-License-Identifier: Apache-2.0

package village

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"iter"
	"slices"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// Election is an election as the village's bodies hold it, with their election keys.
type Election struct {
	*Village
	ID      string
	Window  time.Duration        // how long the notice lets people cast; a rehearsal may be closed before
	since   uint64               // a block before the first ballot's; 0 if it is not known
	private map[string]act.Bytes // by body
	public  map[string]act.Bytes
}

// NewElection draws the bodies' election keys.
func (v *Village) NewElection(id string) (*Election, error) {
	e := &Election{Village: v, ID: id, Window: time.Hour, private: map[string]act.Bytes{}, public: map[string]act.Bytes{}}
	for _, body := range v.Constitution.Bodies {
		private, err := seal.NewKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		if _, e.public[body.ID], err = seal.KeyOf(private); err != nil {
			return nil, err
		}
		e.private[body.ID] = private
	}
	return e, nil
}

// Create is the convener's draft.
func (e *Election) Create(title string, roll int64, rules vote.DraftRules, contests []vote.DraftContest) (act.Signed, error) {
	return e.Act(vote.TypeElectionCreate, vote.ElectionCreate{
		Election: e.ID, Title: title, Roll: act.Int(roll), Rules: rules, Contests: contests,
		Threshold: act.Int(len(e.Constitution.Bodies)/2 + 1),
	}, e.Convener())
}

// Keys are the bodies' acts that publish their election keys.
func (e *Election) Keys() ([]act.Signed, error) {
	var acts []act.Signed
	for _, body := range e.Constitution.Bodies {
		signed, err := e.Act(vote.TypeElectionKey, vote.ElectionKey{Election: e.ID, Public: e.public[body.ID]}, e.Officers[body.ID])
		if err != nil {
			return nil, err
		}
		acts = append(acts, signed)
	}
	return acts, nil
}

// Drill are the acts of the drill: the first two bodies seal tests, then every body answers one that is not its own.
func (e *Election) Drill() (tests, answers []act.Signed, err error) {
	makers := e.Two()
	made := map[string]sealedTest{}
	for _, maker := range makers {
		test, signed, err := e.test(maker)
		if err != nil {
			return nil, nil, err
		}
		made[maker.Body] = test
		tests = append(tests, signed)
	}
	for _, b := range e.Constitution.Bodies {
		maker := makers[0].Body
		if b.ID == maker {
			maker = makers[1].Body
		}
		signed, err := e.answer(b.ID, maker, made[maker])
		if err != nil {
			return nil, nil, err
		}
		answers = append(answers, signed)
	}
	return tests, answers, nil
}

// sealedTest is what one body sealed to the others' keys.
type sealedTest struct {
	drills  map[string]seal.Drill // by body
	context seal.Context
}

func (e *Election) test(maker *Signer) (sealedTest, act.Signed, error) {
	seq := maker.next()
	t := sealedTest{drills: map[string]seal.Drill{}, context: e.drillContext(maker.Body, act.Int(seq))}
	body := vote.ElectionTest{Election: e.ID}
	for _, b := range e.Constitution.Bodies {
		drill, err := seal.NewDrill(rand.Reader, e.public[b.ID], t.context)
		if err != nil {
			return t, act.Signed{}, err
		}
		t.drills[b.ID] = drill
		body.Drills = append(body.Drills, vote.BodyDrill{Body: b.ID, Hash: drill.Hash, Sealed: drill.Sealed})
	}
	signed, err := Sign(e.Draft(vote.TypeElectionTest, seq, maker), body, maker)
	return t, signed, err
}

func (e *Election) answer(body, maker string, t sealedTest) (act.Signed, error) {
	key, _, err := seal.KeyOf(e.private[body])
	if err != nil {
		return act.Signed{}, err
	}
	token, err := t.drills[body].Answer(key, t.context)
	if err != nil {
		return act.Signed{}, err
	}
	return e.Act(vote.TypeElectionDrill, vote.ElectionDrill{Election: e.ID, Maker: maker, Token: token}, e.Officers[body])
}

func (e *Election) drillContext(maker string, seq act.Int) seal.Context {
	return vote.DrillContext(e.Constitution.Net, e.Village.ID, e.ID, maker, seq)
}

// Notice announces a window that begins now.
func (e *Election) Notice() (act.Signed, error) {
	now := e.now()
	return e.Act(vote.TypeElectionNotice, vote.ElectionNotice{
		Election: e.ID, OpensAt: act.Int(now.Unix() - 1), ClosesAt: act.Int(now.Add(e.Window).Unix()),
	}, e.Two()...)
}

// Step is an act that moves the election on: "election.open", "election.close", "election.annul", "election.final".
func (e *Election) Step(kind string) (act.Signed, error) {
	if kind == vote.TypeElectionOpen {
		return e.OpenWithout()
	}
	return e.Act(kind, vote.ElectionStep{Election: e.ID}, e.Two()...)
}

// OpenWithout opens the election by the first two bodies, without those that have not drilled (sorted).
func (e *Election) OpenWithout(bodies ...string) (act.Signed, error) {
	return e.Act(vote.TypeElectionOpen, vote.ElectionOpen{Election: e.ID, Without: append([]string{}, bodies...)}, e.Two()...)
}

// Hear starts the days for objections.
func (e *Election) Hear() (act.Signed, error) {
	return e.Act(vote.TypeElectionHear, vote.ElectionStep{Election: e.ID}, e.Convener())
}

// Unseal publishes one body's election key.
func (e *Election) Unseal(body string) (act.Signed, error) {
	return e.Act(vote.TypeElectionUnseal, vote.ElectionUnseal{Election: e.ID, Private: e.private[body]}, e.Officers[body])
}

// Publish is the two bodies' signature under the counted result.
func (e *Election) Publish(result string) (act.Signed, error) {
	return e.Act(vote.TypeElectionPublish, vote.ElectionPublish{Election: e.ID, Result: result}, e.Two()...)
}

// Seal closes selections as a ballot of the right with this number.
func (e *Election) Seal(on vote.Election, a act.Act, right string, selections election.Selections) (seal.Sealed, error) {
	raw, err := json.Marshal(selections)
	if err != nil {
		return seal.Sealed{}, err
	}
	return on.Seal().Seal(rand.Reader, vote.BallotContext(a, e.ID, right), raw)
}

// Cast is an owner's or a proxy's online ballot; seq counts this person's ballots for this right.
func (e *Election) Cast(on vote.Election, by *Signer, right string, seq int64, s election.Selections) (act.Signed, error) {
	draft := e.Draft(vote.TypeBallotCast, seq, by)
	sealed, err := e.Seal(on, draft, right, s)
	if err != nil {
		return act.Signed{}, err
	}
	return Sign(draft, vote.BallotCast{Election: e.ID, Right: right, Sealed: sealed}, by)
}

// Paper is a paper ballot that two officers key in; seq counts this person's ballots for this right, on paper or online.
func (e *Election) Paper(on vote.Election, person, right string, seq int64, scan [32]byte, s election.Selections) (act.Signed, error) {
	officers := e.Two()
	draft := e.Draft(vote.TypeBallotPaper, seq, officers[0])
	sealed, err := e.Seal(on, draft, right, s)
	if err != nil {
		return act.Signed{}, err
	}
	return Sign(draft, vote.BallotPaper{
		Election: e.ID, Person: person, Right: right, Scan: hex.EncodeToString(scan[:]), Sealed: sealed,
	}, officers...)
}

// Grant lets proxy cast for a right.
func (e *Election) Grant(right, proxy string, signers ...*Signer) (act.Signed, error) {
	return e.Act(vote.TypeProxyGrant, vote.ProxyGrant{Election: e.ID, Right: right, Proxy: proxy}, signers...)
}

func chunks[T any](all []T, size int) iter.Seq[[]T] { return slices.Chunk(all, size) }

// Stranger is somebody with a passkey who was never enrolled.
func (v *Village) Stranger() (*Signer, error) { return v.newSigner("", "stranger") }

// CastMisSealed is Cast with one body's share of another ballot, which nobody can see before the count.
func (e *Election) CastMisSealed(on vote.Election, by *Signer, right string, seq int64, body int,
	s election.Selections) (act.Signed, error) {
	draft := e.Draft(vote.TypeBallotCast, seq, by)
	sealed, err := e.Seal(on, draft, right, s)
	if err != nil {
		return act.Signed{}, err
	}
	other, err := e.Seal(on, draft, right, s)
	if err != nil {
		return act.Signed{}, err
	}
	sealed.Shares[body] = other.Shares[body]
	return Sign(draft, vote.BallotCast{Election: e.ID, Right: right, Sealed: sealed}, by)
}
