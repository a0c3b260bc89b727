// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/postgrestest"
	"github.com/linli-project/linli/internal/village"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Ending{M: m}.Run()) }

const garden = "garden"

// each runs a test against every kind of database.
func each(t *testing.T, test func(t *testing.T, town *town)) {
	t.Run("sqlite", func(t *testing.T) { test(t, newTown(t, filepath.Join(t.TempDir(), "people.db"))) })
	t.Run("postgres", func(t *testing.T) { test(t, newTown(t, postgrestest.URL(t))) })
}

// A town is a store with one community, the ledger's state machine, and officers with passkeys.
type town struct {
	*testing.T
	*identity.Store
	at       string // where the store is
	rp       *identity.RelyingParty
	officers map[string]identity.Officer // by body
	devices  map[string]*device          // of officers, by id
	drawn    village.Codes               // every code the store drew
	book     village.Book
	now      time.Time
}

// constitution is of two bodies, whose officers the store has.
var constitution = func() contract.Constitution {
	c := village.Garden()
	c.Bodies = c.Bodies[:2]
	return c
}()

func newTown(t *testing.T, at string) *town {
	t.Helper()
	town := &town{
		T: t, at: at, officers: map[string]identity.Officer{}, devices: map[string]*device{}, now: time.Now().Truncate(time.Second),
	}
	town.book.Now = town.clock
	town.reopen()
	if err := town.KeepCommunity(t.Context(), garden, constitution); err != nil {
		t.Fatal(err)
	}
	var err error
	if town.rp, err = town.RelyingParty(t.Context(), garden, constitution.RP.Origins[0]); err != nil {
		t.Fatal(err)
	}
	for _, body := range constitution.Bodies {
		town.officers[body.ID] = town.addOfficer(body.ID, "经办"+body.ID, "")
	}
	return town
}

// reopen opens the store, again if it is open.
func (town *town) reopen() {
	town.Helper()
	if town.Store != nil {
		if err := town.Close(); err != nil {
			town.Fatal(err)
		}
	}
	store, err := identity.Open(town.Context(), town.at)
	if err != nil {
		town.Fatal(err)
	}
	store.Now = town.clock
	store.Random = &town.drawn
	town.Store = store
	town.Cleanup(func() { _ = store.Close() })
}

func (town *town) clock() time.Time { return town.now }

func (town *town) addOfficer(body, name, person string) identity.Officer {
	town.Helper()
	o, err := town.AddOfficer(town.Context(), garden, body, name, person)
	if err != nil {
		town.Fatal(err)
	}
	d := newDevice(constitution.RP)
	d.mustRegister(town.T, town.rp, identity.Holder{Officer: o.ID})
	town.devices[o.ID] = d
	return o
}

// found founds the community on the ledger, with the officers that the store has.
func (town *town) found() {
	town.Helper()
	text, err := json.Marshal(constitution)
	if err != nil {
		town.Fatal(err)
	}
	for _, body := range constitution.Bodies {
		keys, err := town.OfficerKeys(town.Context(), garden, body.ID)
		if err != nil {
			town.Fatal(err)
		}
		officers, err := json.Marshal(keys)
		if err != nil {
			town.Fatal(err)
		}
		town.invoke(body.MSP, "Found", garden, string(text), string(officers))
	}
}

func (town *town) invoke(msp, function string, args ...string) []byte {
	town.Helper()
	answer, err := town.book.Invoke(msp, function, args...)
	if err != nil {
		town.Fatal(err)
	}
	return answer
}

// sign makes a signed act of a draft.
func (town *town) sign(kind string, body any, signers ...*device) act.Signed {
	town.Helper()
	signers[0].seq++
	text, err := act.Encode(act.Act{
		V: act.Version, Net: constitution.Net, Community: garden, Type: kind, By: signers[0].id(), Seq: act.Int(signers[0].seq),
		NBF: act.Int(town.now.Unix()), Exp: act.Int(town.now.Add(time.Hour).Unix()), Disp: strings.Repeat("00", 32),
	}, body)
	if err != nil {
		town.Fatal(err)
	}
	signed := act.Signed{Text: text}
	for _, d := range signers {
		signed.Signatures = append(signed.Signatures, d.sign(town.T, text))
	}
	return signed
}

// submit sends a signed act to the ledger, which has to take it, and has the store note it.
func (town *town) submit(signed act.Signed) {
	town.Helper()
	batch, err := json.Marshal([]act.Signed{signed})
	if err != nil {
		town.Fatal(err)
	}
	outcomes, err := contract.ReadOutcomes(town.invoke("OwnersMSP", "Submit", string(batch)))
	if err != nil || outcomes[0].Code != contract.OK {
		town.Fatalf("outcomes %+v %v", outcomes, err)
	}
	for range 2 { // as a follower that begins anew
		if err := town.Note(town.Context(), signed); err != nil {
			town.Fatal(err)
		}
	}
}

func (town *town) officer(body string) *device { return town.devices[town.officers[body].ID] }

func (town *town) two() []*device {
	return []*device{town.officer("owners"), town.officer("residents")}
}

// dryRun imports a roll for the next version.
func (town *town) dryRun(file io.Reader) *identity.Import {
	town.Helper()
	i, err := town.Import(town.Context(), garden, file)
	if err != nil {
		town.Fatal(err)
	}
	return i
}

func (town *town) accept(i *identity.Import) identity.Draft {
	town.Helper()
	d, err := town.Accept(town.Context(), i, town.officers["owners"].ID)
	if err != nil {
		town.Fatal(err)
	}
	return d
}

// approve has the ledger approve and load a draft, and the store note it.
func (town *town) approve(d identity.Draft) {
	town.Helper()
	signed := town.sign("roll.approve", d.Approve, town.two()...)
	town.submit(signed)
	if err := town.book.Load(garden, d.Roll, d.Version); err != nil {
		town.Fatal(err)
	}
	if err := town.Approved(town.Context(), garden, d.Version, act.HashOf(signed.Text).String()); err != nil {
		town.Fatal(err)
	}
}

// tower has a founded community with a small roll in force.
func (town *town) tower() {
	town.Helper()
	town.found()
	file, err := os.ReadFile("testdata/tower-16.csv")
	if err != nil {
		town.Fatal(err)
	}
	town.approve(town.accept(town.dryRun(bytes.NewReader(file))))
}

// person returns the person with a name.
func (town *town) person(name string) identity.Person {
	town.Helper()
	people, err := town.People(town.Context(), garden)
	if err != nil {
		town.Fatal(err)
	}
	i := slices.IndexFunc(people, func(p identity.Person) bool { return p.Name == name })
	if i < 0 {
		town.Fatalf("nobody is called %s", name)
	}
	return people[i]
}

// order is a letter order for people; none means everybody.
func (town *town) order(people ...string) identity.LetterOrder {
	return identity.LetterOrder{
		People: people, Expires: town.now.Add(30 * 24 * time.Hour), Officer: town.officers["owners"].ID, Origin: constitution.RP.Origins[0],
		Help: []string{"社区服务站：1幢底层，周一至周六 9:00—18:00，电话 000-0000-0000。"},
	}
}

// invite prints a letter for each person, has the ledger know its code, and returns the codes.
func (town *town) invite(people ...string) []act.InviteCode {
	town.Helper()
	before := len(town.drawn.Drawn())
	var pdf bytes.Buffer
	printed, err := town.PrintLetters(town.Context(), garden, town.order(people...), &pdf)
	if err != nil {
		town.Fatal(err)
	}
	for _, body := range printed.Issue {
		town.submit(town.sign("codes.issue", body, town.officer("owners")))
	}
	return town.drawn.Drawn()[before:]
}

// enrol does what a resident's page does with a letter's code, and returns his device.
func (town *town) enrol(code act.InviteCode) (*device, act.Signed) {
	town.Helper()
	letter, err := town.Invitation(town.Context(), garden, code.Public())
	if err != nil {
		town.Fatal(err)
	}
	d := newDevice(constitution.RP)
	key := d.mustRegister(town.T, town.rp, identity.Holder{Person: letter.Person})
	passkey, err := key.Ledger()
	if err != nil {
		town.Fatal(err)
	}
	signed := town.sign("credential.enrol", people.Enrol{Code: code.Public(), Passkey: passkey, Person: letter.Person}, d)
	signed.Signatures = append(signed.Signatures, code.Sign(signed.Text))
	town.submit(signed)
	return d, signed
}
