// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/notify"
	"github.com/linli-project/linli/rules/election"
)

// known is a community whose owners the store knows, with one election that is open.
func (tw *town) known(t *testing.T, id string) (*village.Village, *village.Election) {
	t.Helper()
	return tw.knownBy(t, id, tower(t))
}

// tower is the roll of sixteen homes.
func tower(t *testing.T) io.Reader {
	t.Helper()
	file, err := os.ReadFile("../identity/testdata/tower-16.csv")
	checking(t)(err)
	return bytes.NewReader(file)
}

// knownBy is known with the roll of a file.
func (tw *town) knownBy(t *testing.T, id string, file io.Reader) (*village.Village, *village.Election) {
	t.Helper()
	ctx := t.Context()
	check := checking(t)
	v := tw.peopled(t, id, file, 2)
	e, err := v.NewElection("budget")
	check(err)
	e.Window = time.Hour
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	_, err = tw.Open(ctx, e, "年度预算", rules, []vote.DraftContest{{
		ID: contestID, Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "预算",
	}})
	check(err)
	check(tw.catchUp(ctx))
	return v, e
}

// peopled is a community whose people the server knows from the roll of a file. Nothing is voted on.
func (tw *town) peopled(t *testing.T, id string, file io.Reader, bodies int) *village.Village {
	t.Helper()
	ctx := t.Context()
	check := checking(t)
	v, err := village.New(id, tw.of(bodies))
	check(err)
	check(tw.store.KeepCommunity(ctx, id, v.Constitution))
	imported, err := tw.store.Import(ctx, id, file)
	check(err)
	draft, err := tw.store.Accept(ctx, imported, "owners.officer")
	check(err)
	check(v.TakeRoll(draft.Roll))
	check(tw.Found(ctx, v))
	check(tw.Settle(ctx, v))
	check(tw.catchUp(ctx))
	return v
}

// checking ends a test at an error.
func checking(t *testing.T) func(error) {
	return func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
}

// eventually waits for what the notifier does.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(what)
		}
	}
}

func (b *client) noticeKinds(query string) []string {
	b.Helper()
	var all []string
	for _, n := range decode[Notices](b, must(b, http.StatusOK, b.get("/me/notices"+query))).Items {
		all = append(all, n.Kind)
	}
	return all
}

func TestNotices(t *testing.T) {
	tw := townOf(t)
	v, _ := tw.known(t, "api-notices")
	owner, other, officer := tw.as(t, v, v.Voter(v.Heads()[0])), tw.as(t, v, v.Voter(v.Heads()[1])), tw.as(t, v, v.Convener())
	eventually(t, "an owner is not told that voting is open",
		func() bool { return slices.Contains(owner.noticeKinds(""), "election.opened") })

	list := decode[Notices](t, owner.get("/me/notices"))
	if len(list.Items) != list.Unread || list.Items[0].Kind != "election.opened" {
		t.Fatalf("%d unread, %+v", list.Unread, list.Items)
	}
	for lang, title := range map[string]string{"en": "年度预算: voting is open", "zh-CN": "年度预算：可以投票了"} {
		newest := decode[Notices](t, owner.get("/me/notices", "Accept-Language", lang)).Items[0]
		if newest.Title != title || newest.Text == "" || newest.Link != "/c/api-notices/my" || newest.Election != "budget" ||
			newest.At == 0 {
			t.Errorf("%s: %+v", lang, newest)
		}
	}
	newest := list.Items[0].ID
	must(t, http.StatusNoContent, owner.do(http.MethodPost, "/me/notices/read", map[string]int64{"upTo": newest}))
	if after := decode[Notices](t, owner.get(fmt.Sprintf("/me/notices?after=%d", newest))); after.Unread != 0 || len(after.Items) != 0 {
		t.Errorf("after all were read: %+v", after)
	}
	if others := decode[Notices](t, other.get("/me/notices")); others.Unread == 0 {
		t.Error("what one owner has read is read for another")
	}
	if got := officer.noticeKinds(""); !slices.Equal(got, []string{"enrolment.waits"}) {
		t.Errorf("an officer is told %v", got)
	}
	for _, bad := range []string{`{"upTo":0}`, `{"upTo":"1"}`, `{"upTo":1,"more":1}`} {
		if a := owner.do(http.MethodPost, "/me/notices/read", bad); a.status != http.StatusBadRequest || a.problem() != "bad-field" {
			t.Errorf("%s: %d %s", bad, a.status, a.body)
		}
	}
	for _, bad := range []string{"?after=-1", "?after=x"} {
		if a := owner.get("/me/notices" + bad); a.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", bad, a.status, a.body)
		}
	}
}

// TestSignersAreTold: the officers of the other bodies learn that an act waits, and nobody else.
func TestSignersAreTold(t *testing.T) {
	tw := townOf(t)
	v, e := tw.known(t, "api-waits")
	first, own, second, owner := v.Two()[0], tw.as(t, v, v.Two()[0]), tw.as(t, v, v.Two()[1]), tw.as(t, v, v.Voter(v.Heads()[0]))
	signed, err := e.Act("election.annul", vote.ElectionStep{Election: e.ID}, first)
	if err != nil {
		t.Fatal(err)
	}
	must(t, http.StatusCreated, own.do(http.MethodPost, "/pending-acts", signed))
	if got := second.noticeKinds(""); got[0] != "act.waits" {
		t.Errorf("the other body's officer is told %v", got)
	}
	for who, b := range map[string]*client{"the first signer": own, "an owner": owner} {
		if got := b.noticeKinds(""); slices.Contains(got, "act.waits") {
			t.Errorf("%s is told %v", who, got)
		}
	}
}

var confirmLink = regexp.MustCompile(`/c/api-contact/my#/contact/([A-Za-z0-9_-]{43})`)

func TestContact(t *testing.T) {
	tw := townOf(t)
	v, _ := tw.known(t, "api-contact")
	b, nobody := tw.as(t, v, v.Voter(v.Heads()[0])), tw.browser(t)
	if got := decode[Contact](t, must(t, http.StatusOK, b.get("/me/contact"))); got != (Contact{Mail: true}) {
		t.Errorf("at first %+v", got)
	}
	for _, bad := range []string{`{"email":"wang","phone":""}`, `{"email":"王 <a@b.example>","phone":""}`, `{"email":"","phone":"call me"}`,
		`{"email":""}`} {
		if a := b.do(http.MethodPut, "/me/contact", bad); a.status != http.StatusBadRequest || a.problem() != "bad-field" {
			t.Errorf("%s: %d %s", bad, a.status, a.body)
		}
	}
	const address = "wang@api-contact.example"
	set := map[string]string{"email": address, "phone": "+86 139 0000 1234"}
	tw.mail.Refuse(func(to string) error {
		if to == address {
			return &smtp.SMTPError{Code: 450, Message: "not now"}
		}
		return nil
	}, nil)
	got := decode[Contact](t, must(t, http.StatusOK, b.do(http.MethodPut, "/me/contact", set)))
	if asked := got.Confirmation; asked == nil || asked.State != notify.Queued && asked.State != notify.Retrying {
		t.Errorf("of the mail %+v", asked)
	}
	if got.Confirmation = nil; got != (Contact{Email: address, Phone: set["phone"], Mail: true}) {
		t.Errorf("set %+v", got)
	}
	confirmation := func() notify.Confirmation {
		if asked := decode[Contact](t, must(t, http.StatusOK, b.get("/me/contact"))).Confirmation; asked != nil {
			return *asked
		}
		return notify.Confirmation{}
	}
	eventually(t, "a mail that the mail server does not take is not said to be tried again", func() bool {
		asked := confirmation()
		return asked.State == notify.Retrying && asked.Reason == notify.AddressRefused && asked.At > time.Now().Unix()
	})
	tw.mail.Refuse(nil, nil)
	must(t, http.StatusOK, b.do(http.MethodPut, "/me/contact", set)) // at once, and not in half a minute
	token := ""
	eventually(t, "no mail asks to confirm the address", func() bool {
		for _, mail := range tw.mail.Sent() {
			if found := confirmLink.FindStringSubmatch(mail.Text); mail.To == address && found != nil {
				token = found[1]
			}
		}
		return token != ""
	})
	eventually(t, "a mail that the mail server has taken is not said to be handed over",
		func() bool { return confirmation().State == notify.Handed })
	confirm := func(token string) answer {
		return nobody.do(http.MethodPost, "/contacts/confirm", map[string]string{"token": token})
	}
	if a := confirm(strings.Repeat("x", 43)); a.status != http.StatusNotFound {
		t.Errorf("another token: %d %s", a.status, a.body)
	}
	must(t, http.StatusNoContent, confirm(token))
	if a := confirm(token); a.status != http.StatusNotFound || a.problem() != "not-found" {
		t.Errorf("the token again: %d %s", a.status, a.body)
	}
	if got := decode[Contact](t, b.get("/me/contact")); !got.EmailConfirmed || got.Confirmation != nil {
		t.Errorf("confirmed: %+v", got)
	}
	for i := range 4 {
		a := b.do(http.MethodPut, "/me/contact", map[string]string{"email": fmt.Sprintf("victim%d@api-contact.example", i), "phone": ""})
		if want := map[bool]int{true: http.StatusTooManyRequests, false: http.StatusOK}[i == 3]; a.status != want {
			t.Errorf("mail %d of a day: %d %s", i+3, a.status, a.body)
		}
	}
	if strings.Contains(tw.log.String(), "api-contact.example") {
		t.Error("the log has addresses")
	}
}

// TestUnconfirmedContact: who enrolled with somebody's letter, and is not confirmed, sees and sets nothing of his.
func TestUnconfirmedContact(t *testing.T) {
	tw := townOf(t)
	v, _ := tw.known(t, "api-unconfirmed")
	person := v.Heads()[0].Owners[0]
	impostor, err := v.Stranger()
	if err != nil {
		t.Fatal(err)
	}
	impostor.Person = person
	code, err := act.NewInviteCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	letter := people.CodesIssue{Expires: act.Int(time.Now().Add(time.Hour).Unix()),
		Codes: []people.IssuedCode{{Person: person, Code: code.Public()}}}
	if err := tw.Do(t.Context())(v.Act("codes.issue", letter, v.Convener())); err != nil {
		t.Fatal(err)
	}
	if err := tw.Do(t.Context())(v.EnrolWith(impostor, code)); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := tw.as(t, v, impostor)
	for _, a := range []answer{b.get("/me/contact"), b.do(http.MethodPut, "/me/contact", map[string]string{"email": "", "phone": ""})} {
		if a.status != http.StatusForbidden || a.problem() != "wrong-role" {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	eventually(t, "who is not confirmed is not told what everybody is",
		func() bool { return slices.Contains(b.noticeKinds(""), "election.opened") })
	if got := b.noticeKinds(""); slices.Contains(got, string(notify.PasskeyAdded)) {
		t.Errorf("who is not confirmed reads the person's notices: %v", got)
	}
	owner := tw.as(t, v, v.People[person])
	if got := owner.noticeKinds(""); got[0] != string(notify.PasskeyAdded) {
		t.Errorf("the person is not warned: %v", got)
	}
}

func TestGetCalendar(t *testing.T) {
	tw := townOf(t)
	e, _ := tw.open(t, "calendar")
	path := "/communities/" + garden + "/elections/" + e.ID + "/calendar.ics"
	b := tw.browser(t)
	for query, says := range map[string]string{"": "SUMMARY:Vote: ", "?lang=zh": "SUMMARY:投票：年度预算表决", "?lang=en": "SUMMARY:Vote: 年度预算表决"} {
		a := must(t, http.StatusOK, b.get(path+query))
		if !strings.Contains(a.body, says) || !strings.HasPrefix(a.header.Get("Content-Type"), "text/calendar") {
			t.Errorf("%s: %s\n%s", query, a.header.Get("Content-Type"), a.body)
		}
		if strings.Contains(a.body, contestID) || !strings.Contains(a.body, "https://garden.example/c/"+garden+"/vote/calendar") {
			t.Errorf("%s\n%s", query, a.body)
		}
	}
	if a := b.get(path + "?lang=fr"); a.status != http.StatusBadRequest {
		t.Errorf("a language that is not ours: %d %s", a.status, a.body)
	}
	draft, err := tw.NewElection("calendar-draft")
	if err != nil {
		t.Fatal(err)
	}
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	contests := []vote.DraftContest{{ID: contestID, Options: []string{election.Agree, "no"}, Seats: 1, Threshold: election.Majority,
		Title: "预算"}}
	if err := tw.Do(t.Context())(draft.Create("草案", 1, rules, contests)); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{draft.ID, "no-such-election"} {
		if a := b.get("/communities/" + garden + "/elections/" + id + "/calendar.ics"); a.status != http.StatusNotFound {
			t.Errorf("%s: %d %s", id, a.status, a.body)
		}
	}
}
