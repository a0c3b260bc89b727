// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/village"
)

// device is a software authenticator that can also register.
type device struct {
	credential virtualwebauthn.Credential
	rp         act.RelyingParty
	seq        int64
}

// newDevice makes a key whose coordinates have their full length, as the software authenticator writes shorter ones wrongly.
func newDevice(rp act.RelyingParty) *device {
	const full = 77 // bytes of a COSE key on P-256
	for {
		if c := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2); len(c.Key.AttestationData()) == full {
			return &device{credential: c, rp: rp}
		}
	}
}

func (d *device) ID() string { return base64.RawURLEncoding.EncodeToString(d.credential.ID) }

func (d *device) Private() (*ecdsa.PrivateKey, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(d.credential.Key.Data)
	if err != nil {
		return nil, err
	}
	return parsed.(*ecdsa.PrivateKey), nil
}

// attest answers the options of a registration.
func (d *device) attest(t testing.TB, options []byte) []byte {
	t.Helper()
	parsed, err := virtualwebauthn.ParseAttestationOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	rp := virtualwebauthn.RelyingParty{ID: d.rp.ID, Name: d.rp.ID, Origin: d.rp.Origins[0]}
	return []byte(virtualwebauthn.CreateAttestationResponse(rp, virtualwebauthn.NewAuthenticator(), d.credential, *parsed))
}

// sign signs an act's text.
func (d *device) sign(t testing.TB, text string) act.Signature {
	t.Helper()
	hash := act.HashOf(text)
	raw, err := json.Marshal(assertion(t, d, d.rp, hash[:])["response"])
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		AuthData   act.Bytes `json:"authenticatorData"`
		ClientData act.Bytes `json:"clientDataJSON"`
		Sig        act.Bytes `json:"signature"`
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatal(err)
	}
	return act.Signature{By: d.ID(), ClientData: r.ClientData, AuthData: r.AuthData, Sig: r.Sig}
}

// office is a community whose officers work at this server's desk, each in a browser of his own.
type office struct {
	testing.TB
	*town
	v *village.Village
}

// act is an act signed by a device, with its next number.
func (o *office) act(d *device, kind string, body any) act.Signed {
	o.Helper()
	return o.actAt(time.Now(), d, kind, body)
}

// actAt is an act that was signed at another time.
func (o *office) actAt(at time.Time, d *device, kind string, body any) act.Signed {
	o.Helper()
	d.seq++
	draft := act.Act{
		V: act.Version, Net: o.v.Constitution.Net, Community: o.v.ID, Type: kind, By: d.ID(), Seq: act.Int(d.seq),
		NBF: act.Int(at.Add(-time.Minute).Unix()), Exp: act.Int(at.Add(time.Hour).Unix()), Disp: strings.Repeat("0", 64),
	}
	text, err := act.Encode(draft, body)
	if err != nil {
		o.Fatal(err)
	}
	return act.Signed{Text: text, Signatures: []act.Signature{d.sign(o, text)}}
}

// officer adds an officer of a body to the store and to the ledger, and logs him in.
func (o *office) officer(body, name, person string) (*client, *device) {
	o.Helper()
	officer := o.registered(body, name, person)
	o.admits(officer)
	officer.client.mustLogIn(officer.device)
	return officer.client, officer.device
}

// registered is an officer whose passkey the ledger does not know yet.
type registered struct {
	client *client
	device *device
	body   string
	key    people.OfficerKey
}

// registered adds an officer of a body to the store, and his passkey.
func (o *office) registered(body, name, person string) registered {
	o.Helper()
	ctx := o.Context()
	officer, err := o.store.AddOfficer(ctx, o.v.ID, body, name, person)
	if err != nil {
		o.Fatal(err)
	}
	token, err := InviteOfficer(ctx, o.server.Database, o.v.ID, officer.ID, time.Now().Add(time.Hour))
	if err != nil {
		o.Fatal(err)
	}
	b := o.browser(o)
	b.community = o.v.ID
	link := map[string]string{"community": o.v.ID, "token": token}
	options := must(o, 200, b.do(http.MethodPost, "/officers/register/begin", link))
	d := newDevice(o.v.Constitution.RP)
	attested := map[string]json.RawMessage{"credential": d.attest(o, []byte(options.body))}
	thief := o.browser(o)
	begun := must(o, 200, thief.do(http.MethodPost, "/officers/register/begin", link))
	made := decode[NewPasskey](o, must(o, 201, b.do(http.MethodPost, "/webauthn/register/finish", attested)))
	if made.Officer != officer.ID || made.Person != "" {
		o.Errorf("%+v", made)
	}
	if a := b.do(http.MethodPost, "/officers/register/begin", link); a.status != 403 || a.problem() != "bad-proof" {
		o.Errorf("a link that was used: %d %s", a.status, a.body)
	}
	late := map[string]json.RawMessage{"credential": newDevice(o.v.Constitution.RP).attest(o, []byte(begun.body))}
	if a := thief.do(http.MethodPost, "/webauthn/register/finish", late); a.status != 403 || a.problem() != "bad-proof" {
		o.Errorf("a registration that was begun before the link was used: %d %s", a.status, a.body)
	}
	if a := b.logIn(d); a.problem() != "passkey-unknown" {
		o.Errorf("before the ledger knows the passkey: %d %s", a.status, a.body)
	}
	return registered{b, d, body, people.OfficerKey{ID: made.ID, Passkey: made.Passkey, Person: person}}
}

// admits has the officer's body make his passkey known.
func (o *office) admits(officer registered) {
	o.Helper()
	block, err := o.Network.Admit(o.Context(), officer.body, o.v.ID, o.v.Constitution, officer.key)
	if err != nil {
		o.Error(err)
		return
	}
	o.server.hub.await(o.Context(), block)
}

// both has an act signed by one officer, left, and signed by another.
func (o *office) both(first *client, by *device, second *client, with *device, kind string, body any) answer {
	o.Helper()
	signed := o.act(by, kind, body)
	left := first.do(http.MethodPost, "/pending-acts", signed)
	if left.status != http.StatusCreated {
		o.Fatalf("leave %s: %d %s", kind, left.status, left.body)
	}
	waiting := decode[PendingActs](o, second.get("/pending-acts"))
	if len(waiting.Items) == 0 {
		o.Fatalf("%s does not wait", kind)
	}
	p := waiting.Items[len(waiting.Items)-1]
	if p.Mine || p.Type != kind || act.HashOf(p.Text).String() != p.Act {
		o.Fatalf("waiting: %+v", p)
	}
	return second.do(http.MethodPost, "/pending-acts/"+p.Act+"/sign", with.sign(o, p.Text))
}

func (b *client) upload(path string) answer {
	b.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "roll.csv")
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	return b.do(http.MethodPost, "/rolls", body.String(), "Content-Type", form.FormDataContentType())
}

func must(t testing.TB, want int, a answer) answer {
	t.Helper()
	if a.status != want {
		t.Fatalf("%d %s, want %d", a.status, a.body, want)
	}
	return a
}

// TestOffice takes a community from a file with a roll to a resident with a confirmed passkey, through HTTP alone.
func TestOffice(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	v, err := village.New("api-tower", tw.of(2))
	if err != nil {
		t.Fatal(err)
	}
	if err := tw.Found(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	o := &office{t, tw, v}
	zhang, zhangKey := o.officer("owners", "张三丰", "")
	li, liKey := o.officer("residents", "李四光", "")

	bad := must(t, 200, zhang.upload("../identity/testdata/dirty.csv"))
	if run := decode[RollImport](t, bad); run.Findings == 0 || run.Import != "" {
		t.Errorf("a dirty roll: %s", bad.body)
	}
	run := decode[RollImport](t, must(t, 200, zhang.upload("../identity/testdata/tower-16.csv")))
	if a := li.do(http.MethodPost, "/rolls/"+run.Import+"/accept", nil); a.status != 404 {
		t.Errorf("another officer's import: %d %s", a.status, a.body)
	}
	draft := decode[RollDraft](t, must(t, 201, zhang.do(http.MethodPost, "/rolls/"+run.Import+"/accept", nil)))
	if a := zhang.do(http.MethodPost, "/rolls/1/load", nil); a.problem() != "not-possible-now" {
		t.Errorf("load before the approval: %d %s", a.status, a.body)
	}
	approval := decode[RollDraft](t, must(t, 200, li.get("/rolls/1/approval")))
	if approval.Approve != draft.Approve {
		t.Errorf("%+v, %+v", approval, draft)
	}
	must(t, 201, o.both(zhang, zhangKey, li, liKey, "roll.approve", approval.Approve))
	loaded := decode[RollLoaded](t, must(t, 200, li.do(http.MethodPost, "/rolls/1/load", nil)))
	if loaded.Loaded != loaded.Chunks || loaded.Chunks == 0 {
		t.Errorf("%+v", loaded)
	}
	must(t, 200, li.do(http.MethodPost, "/rolls/1/load", nil))
	if rolls := decode[RollVersions](t, zhang.get("/rolls")); rolls.Items[0].Approved == 0 {
		t.Errorf("%+v", rolls)
	}

	printed := decode[PrintedLetters](t, must(t, 201, zhang.do(http.MethodPost, "/letters",
		LetterOrder{Expires: time.Now().Add(24 * time.Hour).Unix()})))
	if !bytes.HasPrefix(printed.Pdf, []byte("%PDF")) || printed.Letters == 0 {
		t.Errorf("%d letters", printed.Letters)
	}
	for _, body := range printed.Issue {
		must(t, 201, zhang.post(o.act(zhangKey, "codes.issue", body)))
	}
	must(t, 204, zhang.do(http.MethodPost, "/letters/"+printed.Batch+"/marks",
		MarkLettersJSONBody{Mark: "delivered", Numbers: []int64{1, 2}}))
	letters := decode[Letters](t, zhang.get("/letters"))
	if len(letters.Items) != printed.Letters || letters.Items[0].Delivered == 0 || letters.Items[0].Name == "" {
		t.Errorf("%+v", letters.Items[0])
	}

	resident, phone, person := o.enrol(printed.Issue[0].Codes[0])
	pending := decode[Enrolments](t, li.get("/enrolments/pending"))
	if len(pending.Items) != 1 || pending.Items[0].Person != person || !pending.Items[0].Ready { // the letter was delivered
		t.Fatalf("%+v", pending)
	}
	for _, good := range []bool{false, true} {
		must(t, 204, li.do(http.MethodPost, "/enrolments/"+phone.ID()+"/checks", map[string]any{"good": good, "note": "met at the door"}))
		item := decode[Enrolments](t, zhang.get("/enrolments/pending")).Items[0]
		if item.Ready != good || len(item.Checks) != 1 || item.Checks[0].Body != "residents" || item.Checks[0].Good != good ||
			item.Checks[0].Note != "met at the door" {
			t.Errorf("%+v", item)
		}
	}
	if session := decode[Session](t, must(t, 200, resident.logIn(phone))); session.Status != "pending" || !session.RegisteredHere {
		t.Errorf("before the confirmation: %+v", session)
	}
	if me := decode[Me](t, must(t, 200, resident.get("/me"))); !slices.Contains(me.Rights[0].Houses, letters.Items[0].House) ||
		len(me.Rights[0].Names) > 0 {
		t.Errorf("before the confirmation the letter's home is shown, and nobody's name: %+v", me.Rights)
	}

	o.ownCase(person, phone, li, liKey)
	must(t, 201, o.both(zhang, zhangKey, li, liKey, "credential.confirm", people.CredentialConfirm{Credentials: []string{phone.ID()}}))
	me := decode[Me](t, must(t, 200, resident.get("/me")))
	if me.Session.Status != "active" || len(me.Rights) == 0 || !strings.Contains(me.Rights[0].Houses[0], "幢") ||
		!strings.HasPrefix(me.Rights[0].Names[person], "业主") {
		t.Errorf("%+v", me)
	}
	if me.Credentials[0].Used < me.Credentials[0].Added || me.Credentials[0].Added == 0 {
		t.Errorf("the passkey that logged in: %+v", me.Credentials[0])
	}
	must(t, 204, resident.do(http.MethodPatch, "/me/credentials/"+phone.ID(), map[string]string{"label": "我的手机"}))
	if a := resident.get("/me"); !strings.Contains(a.body, "我的手机") {
		t.Errorf("%s", a.body)
	}
	if a := must(t, 200, resident.get("/people/"+person+"/export")); !strings.Contains(a.body, `"salt"`) {
		t.Errorf("%s", a.body)
	}
	other := printed.Issue[0].Codes[1].Person
	resident.play([]scenario{
		{path: "/people/" + other + "/export", status: 403, has: []string{"wrong-role"}, hasNot: []string{"salt"}},
		{path: "/letters", status: 403, hasNot: []string{"house"}},
		{name: "two bodies' acts", path: "/pending-acts", status: 200, has: []string{`"items":[]`}},
		{method: http.MethodPost, path: "/people/search", body: map[string]string{"q": letters.Items[1].House}, status: 403,
			hasNot: []string{`"name"`}},
		{path: "/people/" + other, status: 403, hasNot: []string{"name"}},
		{path: "/recoveries", status: 403},
		{path: "/objections", status: 403},
	})
	zhang.play([]scenario{
		{path: "/people/" + other + "/export", status: 200, has: []string{`"name"`}},
		{name: "erase an owner", method: http.MethodDelete, path: "/people/" + other, status: 409,
			has: []string{"not-possible-now", "owns units"}},
		{path: "/people/" + strings.Repeat("0", 32) + "/export", status: 404},
	})
	o.anothersLetter(resident, phone, printed.Issue[0].Codes[1])
	for _, private := range []string{"张三丰", "李四光", letters.Items[0].Name, letters.Items[0].House, person,
		printed.Issue[0].Codes[0].Person} {
		if strings.Contains(tw.log.String(), private) {
			t.Errorf("the log has %q", private)
		}
	}
}

// enrol opens a letter in a browser, makes a passkey and enrols it.
func (o *office) enrol(issued people.IssuedCode) (*client, *device, string) {
	o.Helper()
	b := o.browser(o)
	b.community = o.v.ID
	code, err := o.codes.Of(issued.Code)
	if err != nil {
		o.Fatal(err)
	}
	proof := o.proof
	wrong := proof(act.InviteCode{1}, time.Now())
	relayed := proof(code, time.Now())
	relayed.Proof = base64.RawURLEncoding.EncodeToString(code.Sign(proofText(elsewhere, o.v.ID, relayed.At)).Sig)
	stolen := wrong
	stolen.Code = proof(code, time.Now()).Code // anybody reads it on the ledger
	for name, p := range map[string]EnrolmentProof{"a guess": wrong, "the public key alone": stolen,
		"made on another body's pages": relayed, "yesterday's": proof(code, time.Now().Add(-24*time.Hour))} {
		for _, path := range []string{"/enrolments/lookup", "/webauthn/register/begin"} {
			if a := b.do(http.MethodPost, path, p); a.status != 403 || a.problem() != "bad-proof" || strings.Contains(a.body, "house") {
				o.Errorf("%s %s: %d %s", path, name, a.status, a.body)
			}
		}
	}
	invitation := decode[Invitation](o, must(o, 200, b.do(http.MethodPost, "/enrolments/lookup", proof(code, time.Now()))))
	if invitation.Person != issued.Person || !invitation.OnLedger || !strings.Contains(invitation.Greeting, "*") || invitation.House == "" {
		o.Errorf("%+v", invitation)
	}
	options := must(o, 200, b.do(http.MethodPost, "/webauthn/register/begin", proof(code, time.Now())))
	d := newDevice(o.v.Constitution.RP)
	attested := map[string]json.RawMessage{"credential": d.attest(o, []byte(options.body)), "label": json.RawMessage(`"phone"`)}
	made := decode[NewPasskey](o, must(o, 201, b.do(http.MethodPost, "/webauthn/register/finish", attested)))
	if a := b.do(http.MethodPost, "/webauthn/register/finish", attested); a.problem() != "ceremony-refused" {
		o.Errorf("the same answer twice: %d %s", a.status, a.body)
	}
	signed := o.act(d, "credential.enrol", people.Enrol{Code: issued.Code, Person: invitation.Person, Passkey: made.Passkey})
	d.seq = 0 // an enrolment numbers itself
	signed.Signatures = append(signed.Signatures, code.Sign(signed.Text))
	must(o, 201, b.post(signed))
	if a := b.do(http.MethodPost, "/enrolments/lookup", proof(code, time.Now())); a.status != 409 || a.problem() != "code-used" {
		o.Errorf("a used letter: %d %s", a.status, a.body)
	}
	return b, d, invitation.Person
}

// proof shows that a letter's code is in the sender's hands.
func (o *office) proof(of act.InviteCode, at time.Time) EnrolmentProof {
	encode := base64.RawURLEncoding.EncodeToString
	return EnrolmentProof{
		Community: o.v.ID, Code: encode(of.Public()), At: at.Unix(),
		Proof: encode(of.Sign(proofText(o.server.Origin, o.v.ID, at.Unix())).Sig),
	}
}

// anothersLetter is opened in a browser where somebody is signed in: his session ends, also for a copy of its cookie. What proves
// nothing ends nobody's, and a letter of one's own neither.
func (o *office) anothersLetter(resident *client, phone *device, issued people.IssuedCode) {
	o.Helper()
	code, err := o.codes.Of(issued.Code)
	if err != nil {
		o.Fatal(err)
	}
	for _, path := range []string{"/enrolments/lookup", "/webauthn/register/begin"} {
		must(o, 200, resident.logIn(phone))
		old := resident.token()
		must(o, 403, resident.do(http.MethodPost, path, o.proof(act.InviteCode{1}, time.Now())))
		must(o, 200, resident.get("/me"))
		must(o, 200, resident.do(http.MethodPost, path, o.proof(code, time.Now())))
		must(o, 401, resident.get("/me"))
		must(o, 401, o.browser(o).get("/me", "Cookie", "__Host-linli="+old))
	}
}

// ownCase has an officer who is an owner try to vouch for himself, and one officer alone try to do what takes two.
func (o *office) ownCase(person string, phone *device, li *client, liKey *device) {
	o.Helper()
	wang, wangKey := o.officer("owners", "王五", person)
	if a := wang.do(http.MethodPost, "/enrolments/"+phone.ID()+"/checks", map[string]any{"good": true}); a.status != 403 ||
		a.problem() != "own-case" {
		o.Errorf("check oneself: %d %s", a.status, a.body)
	}
	confirm := people.CredentialConfirm{Credentials: []string{phone.ID()}}
	first := wang.do(http.MethodPost, "/pending-acts", o.act(wangKey, "credential.confirm", confirm))
	second := o.both(li, liKey, wang, wangKey, "credential.confirm", confirm)
	for name, refused := range map[string]answer{"first": first, "second": second} {
		if refused.status != 422 || decode[Problem](o, refused).Code != string(people.OwnUnit) {
			o.Errorf("confirm oneself as the %s: %d %s", name, refused.status, refused.body)
		}
	}
	for _, left := range decode[PendingActs](o, li.get("/pending-acts")).Items {
		must(o, 204, li.do(http.MethodDelete, "/pending-acts/"+left.Act, nil))
	}
	wangKey.seq = 0
	must(o, 201, wang.do(http.MethodPost, "/pending-acts", o.act(wangKey, "roll.approve", anyBodies["roll.approve"])))
	waiting := decode[PendingActs](o, wang.get("/pending-acts"))
	if len(waiting.Items) != 1 || waiting.Items[0].Sent || !waiting.Items[0].Mine {
		o.Fatalf("%+v", waiting)
	}
	path := "/pending-acts/" + waiting.Items[0].Act
	text := waiting.Items[0].Text
	colleague, colleagueKey := o.officer("owners", "赵六", "")
	for _, c := range []struct {
		name string
		by   *client
		sig  act.Signature
		code string
	}{
		{"the first officer again", wang, wangKey.sign(o, text), string(contract.TwoBodies)},
		{"a colleague of the same body", colleague, colleagueKey.sign(o, text), string(contract.TwoBodies)},
		{"another officer's signature", li, colleagueKey.sign(o, text), ""},
		{"a signature over another text", li, liKey.sign(o, text+" "), string(act.WrongChallenge)},
	} {
		if a := c.by.do(http.MethodPost, path+"/sign", c.sig); a.status != 422 || decode[Problem](o, a).Code != c.code {
			o.Errorf("%s: %d %s", c.name, a.status, a.body)
		}
	}
	alone := act.Signed{Text: text, Signatures: []act.Signature{wangKey.sign(o, text)}}
	if a := wang.post(alone); a.status != 422 || decode[Problem](o, a).Code != string(contract.TwoBodies) {
		o.Errorf("one officer alone: %d %s", a.status, a.body)
	}
	if a := li.do(http.MethodPost, "/pending-acts", alone); a.problem() != "act-mismatch" {
		o.Errorf("leave another's act: %d %s", a.status, a.body)
	}
	if a := li.do(http.MethodDelete, path, nil); a.status != 403 {
		o.Errorf("take back another's act: %d %s", a.status, a.body)
	}
	must(o, 204, wang.do(http.MethodDelete, path, nil))
	if a := li.do(http.MethodPost, path+"/sign", liKey.sign(o, text)); a.status != 404 {
		o.Errorf("sign what was taken back: %d %s", a.status, a.body)
	}
}

// limitCodes has the limit of proofs of invitation codes in force until the test ends, as on a server that people use.
func (tw *town) limitCodes(t *testing.T) {
	limits := tw.server.gate.limits
	saved := limits["codes"]
	limits["codes"] = &limiter{rate: Limits{}.orDefaults().Codes, now: time.Now, buckets: map[string]bucket{}}
	t.Cleanup(func() { limits["codes"] = saved })
}

func TestCodeGuessingIsLimited(t *testing.T) {
	tw := townOf(t)
	tw.limitCodes(t)
	b := tw.browser(t)
	problems := map[string]int{}
	var last string
	for range 25 {
		code, err := act.NewInviteCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		last = base64.RawURLEncoding.EncodeToString(code.Public())
		now := time.Now().Unix()
		proof := code.Sign(proofText(tw.server.Origin, garden, now)).Sig
		problems[b.do(http.MethodPost, "/enrolments/lookup", EnrolmentProof{
			Community: garden, Code: last, At: now, Proof: base64.RawURLEncoding.EncodeToString(proof),
		}).problem()]++
	}
	// on a slow machine, who waits may guess once more
	if guessed, refused := problems["bad-proof"], problems["too-many-requests"]; guessed < 20 || refused < 1 || guessed+refused != 25 {
		t.Errorf("%v", problems)
	}
	if log := tw.log.String(); !strings.Contains(log, "too many proofs of invitation codes") || strings.Contains(log, last) {
		t.Error("guesses are logged, and without the code")
	}
}
