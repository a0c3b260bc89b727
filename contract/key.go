// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// ElectionKeyOf is a body's key for one election.
type ElectionKeyOf struct {
	Body    string    `json:"body"`
	Public  act.Bytes `json:"public"`  // X25519, 32 bytes
	Drilled string    `json:"drilled"` // the body whose test this one has answered, or ""
	Private act.Bytes `json:"private"` // published after the close, or empty
	Issued  int       `json:"issued"`  // how many keys the body has published for this election, this one included
}

// PrivateKeys are the keys that bodies have published, nil for a body that has not.
func PrivateKeys(keys []ElectionKeyOf) ([]seal.PrivateKey, error) {
	private := make([]seal.PrivateKey, len(keys))
	for i, key := range keys {
		if len(key.Private) == 0 {
			continue
		}
		var err error
		if private[i], _, err = seal.KeyOf(key.Private); err != nil {
			return nil, err
		}
	}
	return private, nil
}

// Test is what one body sealed to the others' keys, to see that they can open it.
type Test struct {
	Drills map[string]seal.Drill `json:"drills"` // by body
	Seq    act.Int               `json:"seq"`    // of the act that published it, part of the seal's context
}

func keyKey(community, id, body string) string  { return Key("key", community, id, body) }
func testKey(community, id, body string) string { return Key("test", community, id, body) }

// DrillContext is what a test is sealed for; maker is the body that made it.
func DrillContext(net, community, id, maker string, seq act.Int) seal.Context {
	return seal.Context{Net: net, Community: community, Election: id, Right: "drill " + maker, Seq: seq}
}

// beforeOpening loads an election that has not opened.
func (c *call) beforeOpening(id string) (Election, error) {
	e, err := c.loadElection(id)
	if err == nil && e.Stage != election.StageDraft && e.Stage != election.StageNotice {
		err = act.Refuse(WrongStage, "the election is %s; its keys are set before it opens", e.Stage)
	}
	return e, err
}

// bodyKeys loads the election key of each body, with an empty one for bodies that have published none.
func (v *view) bodyKeys(community string, e Election) ([]ElectionKeyOf, error) {
	keys := make([]ElectionKeyOf, len(e.Bodies))
	for i, body := range e.Bodies {
		keys[i].Body = body
		if _, err := v.load(keyKey(community, e.ID, body), &keys[i]); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// ElectionKey is the body of election.key: a body's officer publishes its public key for this election.
type ElectionKey struct {
	Election string    `json:"election"`
	Public   act.Bytes `json:"public"`
}

// maxKeys is how many keys a body may publish for one election, one after the other. The opening reads the keys, so that a body
// which published for ever could make every opening come too late.
const maxKeys = 8

func publishKey(c *call, b ElectionKey) error {
	e, err := c.beforeOpening(b.Election)
	if err != nil {
		return err
	}
	body := c.signers[0].Body
	if !slices.Contains(e.Bodies, body) {
		return act.Refuse(WrongPerson, "%q has no part in this election", body)
	}
	if err := seal.CheckKey(b.Public); err != nil {
		return act.Refuse(act.BadKey, "the election key is not an X25519 public key: %v", err)
	}
	var before ElectionKeyOf
	key := keyKey(c.act.Community, e.ID, body)
	if _, err := c.load(key, &before); err != nil {
		return err
	}
	if before.Issued >= maxKeys {
		return act.Refuse(TooMany, "%q has published %d keys for this election, which is the most it may", body, maxKeys)
	}
	return c.store(key, ElectionKeyOf{Body: body, Public: b.Public, Issued: before.Issued + 1})
}

// ElectionTest is the body of election.test: a body seals a token to each of the others' keys.
type ElectionTest struct {
	Drills   []BodyDrill `json:"drills"`
	Election string      `json:"election"`
}

// BodyDrill is the token for one body.
type BodyDrill struct {
	Body   string    `json:"body"`
	Hash   act.Bytes `json:"hash"`
	Sealed act.Bytes `json:"sealed"`
}

func publishTest(c *call, b ElectionTest) error {
	e, err := c.beforeOpening(b.Election)
	if err != nil {
		return err
	}
	test := Test{Drills: map[string]seal.Drill{}, Seq: c.act.Seq}
	for _, d := range b.Drills {
		if !slices.Contains(e.Bodies, d.Body) {
			return act.Refuse(act.BadField, "%q has no part in this election", d.Body)
		}
		test.Drills[d.Body] = seal.Drill{Hash: d.Hash, Sealed: d.Sealed}
	}
	return c.store(testKey(c.act.Community, e.ID, c.signers[0].Body), test)
}

// ElectionDrill is the body of election.drill: a body gives back the token that another one sealed to its key, and so
// proves that it can open ballots.
type ElectionDrill struct {
	Election string    `json:"election"`
	Maker    string    `json:"maker"` // the body whose test it is
	Token    act.Bytes `json:"token"`
}

func answerDrill(c *call, b ElectionDrill) error {
	e, err := c.beforeOpening(b.Election)
	if err != nil {
		return err
	}
	body := c.signers[0].Body
	if b.Maker == body {
		return act.Refuse(BadDrill, "a body answers the test of another one, as it knows the tokens of its own")
	}
	var test Test
	var key ElectionKeyOf
	if _, err := c.load(testKey(c.act.Community, e.ID, b.Maker), &test); err != nil {
		return err
	}
	drill, sealed := test.Drills[body]
	ok, err := c.load(keyKey(c.act.Community, e.ID, body), &key)
	switch {
	case err != nil:
		return err
	case !ok || !sealed:
		return act.Refuse(NotFound, "%q has no key, or %q sealed no test to it", body, b.Maker)
	case key.Drilled != "": // for the same reason as maxKeys
		return act.Refuse(Already, "%q has proved that it can open ballots", body)
	case !drill.Solves(b.Token):
		return act.Refuse(BadDrill, "the answer is not the token that %q sealed", b.Maker)
	}
	key.Drilled = b.Maker
	return c.store(keyKey(c.act.Community, e.ID, body), key)
}
