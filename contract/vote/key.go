// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
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

// Documents of an election, by body.
const (
	Keys  contract.Ref[ElectionKeyOf] = "key"  // C~E~body: a body's election key
	Tests contract.Ref[Test]          = "test" // C~E~body: a body's drill
)

// DrillContext is what a test is sealed for; maker is the body that made it.
func DrillContext(net, community, id, maker string, seq act.Int) seal.Context {
	return seal.Context{Net: net, Community: community, Election: id, Right: "drill " + maker, Seq: seq}
}

// beforeOpening loads an election that has not opened.
func beforeOpening(c *contract.Context, id string) (Election, error) {
	e, err := loadElection(c, id)
	if err == nil && e.Stage != election.StageDraft && e.Stage != election.StageNotice {
		err = act.Refuse(WrongStage, "of", "set-key", "stage", e.Stage)
	}
	return e, err
}

// BodyKeys loads the election key of each body, with an empty one for bodies that have published none.
func BodyKeys(v contract.Viewer, community string, e Election) ([]ElectionKeyOf, error) {
	keys := make([]ElectionKeyOf, len(e.Bodies))
	for i, body := range e.Bodies {
		var err error
		if keys[i], _, err = Keys.Get(v, community, e.ID, body); err != nil {
			return nil, err
		}
		keys[i].Body = body
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

func publishKey(c *contract.Context, b ElectionKey) error {
	e, err := beforeOpening(c, b.Election)
	if err != nil {
		return err
	}
	body := c.Signers[0].Body
	if !slices.Contains(e.Bodies, body) {
		return act.Refuse(contract.WrongPerson, "of", "part", "body", body)
	}
	if err := seal.CheckKey(b.Public); err != nil {
		return act.Refuse(act.BadKey, "of", "x25519")
	}
	before, _, err := Keys.Get(c, c.Act.Community, e.ID, body)
	if err != nil {
		return err
	}
	if before.Issued >= maxKeys {
		return act.Refuse(contract.TooMany, "of", "keys", "body", body, "most", maxKeys)
	}
	return Keys.Put(c, ElectionKeyOf{Body: body, Public: b.Public, Issued: before.Issued + 1}, c.Act.Community, e.ID, body)
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

func publishTest(c *contract.Context, b ElectionTest) error {
	e, err := beforeOpening(c, b.Election)
	if err != nil {
		return err
	}
	test := Test{Drills: map[string]seal.Drill{}, Seq: c.Act.Seq}
	for _, d := range b.Drills {
		if !slices.Contains(e.Bodies, d.Body) {
			return act.Refuse(act.BadField, "of", "part", "body", d.Body)
		}
		test.Drills[d.Body] = seal.Drill{Hash: d.Hash, Sealed: d.Sealed}
	}
	return Tests.Put(c, test, c.Act.Community, e.ID, c.Signers[0].Body)
}

// ElectionDrill is the body of election.drill: a body gives back the token that another one sealed to its key, and so
// proves that it can open ballots.
type ElectionDrill struct {
	Election string    `json:"election"`
	Maker    string    `json:"maker"` // the body whose test it is
	Token    act.Bytes `json:"token"`
}

func answerDrill(c *contract.Context, b ElectionDrill) error {
	e, err := beforeOpening(c, b.Election)
	if err != nil {
		return err
	}
	body := c.Signers[0].Body
	if b.Maker == body {
		return act.Refuse(BadDrill, "of", "own")
	}
	test, _, err := Tests.Get(c, c.Act.Community, e.ID, b.Maker)
	if err != nil {
		return err
	}
	drill, sealed := test.Drills[body]
	key, ok, err := Keys.Get(c, c.Act.Community, e.ID, body)
	switch {
	case err != nil:
		return err
	case !ok || !sealed:
		return act.Refuse(contract.NotFound, "of", "drill", "body", body, "maker", b.Maker)
	case key.Drilled != "": // for the same reason as maxKeys
		return act.Refuse(contract.Already, "of", "drilled")
	case !drill.Solves(b.Token):
		return act.Refuse(BadDrill, "of", "answer", "maker", b.Maker)
	}
	key.Drilled = b.Maker
	return Keys.Put(c, key, c.Act.Community, e.ID, body)
}
