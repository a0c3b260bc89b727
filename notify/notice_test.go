// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// heads are one of a single owner and one of several.
func (tw *town) heads() (alone, shared community.Right) {
	for _, right := range tw.Heads() {
		if len(right.Owners) > 1 {
			shared = right
		} else {
			alone = right
		}
	}
	return alone, shared
}

// changeTheirMinds has co-owners designate another of them, and then the first one again.
func (tw *town) changeTheirMinds(right community.Right) {
	tw.t.Helper()
	var owners []*village.Signer
	for _, owner := range right.Owners {
		owners = append(owners, tw.People[owner])
	}
	for _, voter := range []string{right.Owners[1], right.Owners[0]} {
		tw.one(tw.Act("voter.designate", vote.VoterDesignate{Owners: right.Owners, Right: right.ID, Voter: voter}, owners...))
	}
}

func TestWhatAnOwnerIsTold(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	alone, shared := tw.heads()
	e := tw.open("budget", "年度预算", 72*time.Hour)
	owner := Reader{Person: alone.Owners[0], Confirmed: true}
	first := []Kind{PasskeyAdded, EnrolmentConfirmed, ElectionNotice, ElectionOpened}
	if diff := cmp.Diff(first, kinds(tw.notices(owner))); diff != "" {
		t.Errorf("an owner (-want +got)\n%s", diff)
	}
	voter, other := Reader{Person: shared.Owners[0], Confirmed: true}, Reader{Person: shared.Owners[1], Confirmed: true}
	if got := kinds(tw.notices(voter)); !slices.Contains(got, VoterDesignated) || !slices.Contains(got, CoOwnerPasskeyAdded) {
		t.Errorf("a designated voter was told %v", got)
	}
	if got := kinds(tw.notices(other)); slices.Contains(got, VoterDesignated) || !slices.Contains(got, CoOwnerPasskeyAdded) {
		t.Errorf("his co-owner was told %v", got)
	}
	if got := kinds(tw.notices(Reader{Credential: "new"})); !cmp.Equal(got, []Kind{ElectionNotice, ElectionOpened}) {
		t.Errorf("who is not confirmed was told %v", got)
	}
	tw.changeTheirMinds(shared)
	if got := kinds(tw.notices(voter)); got[len(got)-1] != VoterDesignated || len(got) != len(first)+2 {
		t.Errorf("who was designated again was told %v", got)
	}
	officer := Reader{Body: "residents", Credential: "officer"}
	if got := kinds(tw.notices(officer)); !cmp.Equal(got, []Kind{EnrolmentWaits}) {
		t.Errorf("an officer was told %v, and each enrolment is not news", got)
	}

	tw.one(tw.Act("credential.revoke", people.CredentialRevoke{
		Credential: tw.People[shared.Owners[0]].Key.ID(), Reason: identity.HashText("salt", "lost"),
	}, tw.Two()...))
	if got := tw.notices(voter); got[len(got)-1].Kind != PasskeyRevoked {
		t.Errorf("whose passkey was revoked was told %v", kinds(got))
	}
	if got := tw.notices(other); got[len(got)-1].Kind != CoOwnerPasskeyRevoked {
		t.Errorf("his co-owner was told %v", kinds(got))
	}
	proxy := tw.Heads()[0]
	if proxy.ID == alone.ID {
		proxy = tw.Heads()[1]
	}
	tw.one(e.Grant(alone.ID, proxy.Owners[0], tw.Voter(alone)))
	if got := tw.notices(Reader{Person: proxy.Owners[0], Confirmed: true}); got[len(got)-1].Kind != ProxyNamed {
		t.Errorf("a proxy was told %v", kinds(got))
	}
	tw.one(tw.Act("roll.object", people.RollObject{Version: 1, Text: identity.HashText("salt", "not my area")}, tw.Voter(alone)))
	notices := tw.notices(officer)
	if last := notices[len(notices)-1]; last.Kind != ObjectionMade {
		t.Errorf("officers were told %v", kinds(notices))
	}
	tw.one(tw.Act("roll.answer", people.RollAnswer{Objection: notices[len(notices)-1].Subject,
		Answer: identity.HashText("salt", "measured again"), Accepted: true}, tw.Two()...))
	toldOwner := tw.notices(owner)
	answered := toldOwner[len(toldOwner)-1]
	if answered.Kind != ObjectionAnswered {
		t.Errorf("who objected was told %v", kinds(toldOwner))
	}
	tw.one(tw.Act("roll.answer", people.RollAnswer{Objection: notices[len(notices)-1].Subject,
		Answer: identity.HashText("salt", "measured once more")}, tw.Two()...))
	// an answer that is corrected is told again
	if again := tw.notices(owner); again[len(again)-1].Kind != ObjectionAnswered || again[len(again)-1].ID == answered.ID {
		t.Errorf("whose answer was corrected was told %v", kinds(again))
	}
	must(t, tw.Waits(t.Context(), garden, strings.Repeat("a", 64), []string{"street"}))
	must(t, tw.WaitsForOwners(t.Context(), garden, "", shared.ID, shared.Owners[1:2]))
	for reader, waits := range map[Reader]bool{other: true, voter: false, officer: false, {Body: "street", Credential: "x"}: true} {
		if got := slices.Contains(kinds(tw.notices(reader)), ActWaits); got != waits {
			t.Errorf("%+v: an act waits: %v", reader, got)
		}
	}
}

// Who signs first and takes it back, again and again, is not let mail his co-owners each time: they are mailed once a day about a right
// in an election, and have one notice of it, which is new each time.
func TestWaitingIsMailedOnceADay(t *testing.T) {
	m, mail := mailServer(t, false)
	tw := newTown(t, func(c *Config) { c.Mail = mail })
	tw.enrol()
	alone, shared := tw.heads()
	tw.address(shared.Owners[1], "li@mail.example")
	must(t, tw.SetContact(t.Context(), garden, identity.Holder{Person: alone.Owners[0]}, "wang@mail.example", "", "")) // not confirmed yet
	tw.open("budget", "年度预算", 72*time.Hour)
	tw.deliverAll()
	before := len(m.Sent())
	reader := Reader{Person: shared.Owners[1], Confirmed: true}
	notices := len(tw.notices(reader))
	last := int64(0)
	wait := func(election string, mails, more int) {
		t.Helper()
		must(t, tw.WaitsForOwners(t.Context(), garden, election, shared.ID, shared.Owners[1:2]))
		tw.deliverAll()
		now := tw.notices(reader)
		if got := len(m.Sent()) - before; got != mails {
			t.Errorf("%d mails, want %d", got, mails)
		}
		newest := now[len(now)-1]
		if len(now) != notices+more || newest.Kind != ActWaits || newest.ID <= last {
			t.Errorf("%d notices, want %d more than %d; the last %+v", len(now), more, notices, newest)
		}
		last = newest.ID
	}
	wait("", 1, 1)
	wait("", 1, 1)
	wait("budget", 2, 2)
	tw.pass(23 * time.Hour)
	wait("", 2, 2)
	tw.pass(2 * time.Hour)
	wait("", 3, 2)
	wait("budget", 4, 2)
	wait("", 4, 2)
}

// A mail that has not left yet is not lost when its act is made anew.
func TestWaitingMailIsKept(t *testing.T) {
	m, mail := mailServer(t, false)
	tw := newTown(t, func(c *Config) { c.Mail = mail })
	tw.enrol()
	_, shared := tw.heads()
	tw.address(shared.Owners[1], "li@mail.example")
	for range 3 {
		must(t, tw.WaitsForOwners(t.Context(), garden, "", shared.ID, shared.Owners[1:2]))
	}
	tw.deliverAll()
	if len(m.Sent()) != 1 {
		t.Errorf("%d mails", len(m.Sent()))
	}
}

// The ledger takes any text for a person. An owner who names an audience as his proxy or voter does not reach everybody with it.
func TestAudienceNamedAsPerson(t *testing.T) {
	m, mail := mailServer(t, true)
	tw := newTown(t, func(c *Config) { c.Mail = mail })
	tw.enrol()
	alone, shared := tw.heads()
	tw.address(shared.Owners[0], "shared@mail.example")
	e := tw.open("budget", "年度预算", 12*time.Hour)
	readers := []Reader{{Person: shared.Owners[0], Confirmed: true}, {Body: "residents", Credential: "officer"}}
	before := [][]Kind{kinds(tw.notices(readers[0])), kinds(tw.notices(readers[1]))}
	singles := slices.DeleteFunc(tw.Heads(), func(r community.Right) bool { return len(r.Owners) > 1 })
	for i, audience := range []string{toOwners, toOfficers, toBody("residents")} {
		tw.one(e.Grant(singles[i].ID, audience, tw.Voter(singles[i])))
		tw.one(tw.Act("voter.designate", vote.VoterDesignate{Owners: alone.Owners, Right: alone.ID, Voter: audience}, tw.Voter(alone)))
	}
	must(t, tw.remind(t.Context()))
	for i, reader := range readers {
		got := slices.DeleteFunc(kinds(tw.notices(reader)), func(k Kind) bool { return k == ClosingIn24Hours })
		if diff := cmp.Diff(before[i], got); diff != "" {
			t.Errorf("%+v (-want +got)\n%s", reader, diff)
		}
	}
	var queued int
	must(t, tw.db.Read.QueryRow("SELECT count(*) FROM deliveries d JOIN notices n ON n.id = d.notice WHERE n.kind IN (?, ?)", ProxyNamed,
		VoterDesignated).Scan(&queued))
	if queued != 0 || len(m.Sent()) != 0 {
		t.Errorf("%d mails", queued)
	}
}

func TestStages(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	e := tw.open("budget", "年度预算", time.Hour)
	on := tw.on(e)
	for _, right := range tw.Heads() {
		tw.one(e.Cast(on, tw.Voter(right), right.ID, 1, election.Selections{secret.ID: {secret.Options[0]}}))
	}
	tw.one(e.Step("election.close"))
	for _, body := range []string{"owners", "residents", "street"} {
		tw.one(e.Unseal(body))
	}
	must(t, tw.book.CountElection(garden, e.ID))
	tw.one(e.Publish(tw.on(e).Result))
	tw.one(e.Hear())
	tw.one(e.Step("election.final"))
	draft, err := tw.NewElection("mistake")
	must(t, err)
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	tw.one(draft.Create("A mistake", 1, rules, []vote.DraftContest{secret}))
	tw.one(draft.Step("election.annul"))
	tw.one(tw.open("second", "第二次", time.Hour).Step("election.annul"))
	var got []string
	for _, n := range tw.notices(Reader{Credential: "x"}) {
		got = append(got, n.Election+" "+string(n.Kind))
	}
	want := []string{
		"budget election.notice", "budget election.opened", "budget election.closed", "budget election.published", "budget election.final",
		"second election.notice", "second election.opened", "second election.annulled",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSeen(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	alone, _ := tw.heads()
	owner := Reader{Community: garden, Person: alone.Owners[0], Confirmed: true}
	list, unread, err := tw.List(t.Context(), owner, 0)
	must(t, err)
	if unread != len(list) || unread != 2 {
		t.Fatalf("%d unread of %d", unread, len(list))
	}
	must(t, tw.Seen(t.Context(), owner, list[1].ID)) // the older one
	newer, unread, err := tw.List(t.Context(), owner, list[1].ID)
	must(t, err)
	if unread != 1 || len(newer) != 1 || newer[0] != list[0] {
		t.Errorf("%d unread, %+v", unread, newer)
	}
	must(t, tw.Seen(t.Context(), owner, 1<<40)) // what is still to come is not seen
	tw.open("budget", "年度预算", time.Hour)
	if _, unread, err = tw.List(t.Context(), owner, 0); err != nil || unread != 2 {
		t.Errorf("%d unread after an election opened, %v", unread, err)
	}
	must(t, tw.Seen(t.Context(), owner, 1)) // takes nothing back
	if _, unread, _ = tw.List(t.Context(), owner, 0); unread != 2 {
		t.Errorf("%d unread", unread)
	}
}

// TestAnew follows the same blocks again into a file that is lost: the notices are the same, and old ones are not sent again.
func TestAnew(t *testing.T) {
	tw := newTown(t, func(c *Config) { c.Webhooks = []Webhook{{URL: "https://hook.example", Secret: secretOf(1)}} })
	tw.enrol()
	tw.open("budget", "年度预算", time.Hour)
	alone, _ := tw.heads()
	owner := Reader{Community: garden, Person: alone.Owners[0], Confirmed: true}
	before := tw.notices(owner)
	old := tw.Notifier
	tw.pass(8 * 24 * time.Hour)
	c := tw.Config
	c.File += ".new"
	var err error
	tw.Notifier, err = Open(t.Context(), c)
	must(t, err)
	t.Cleanup(func() { must(t, old.Close()) })
	for _, b := range tw.book.Blocks {
		must(t, tw.Apply(t.Context(), b))
	}
	if diff := cmp.Diff(kinds(before), kinds(tw.notices(owner))); diff != "" {
		t.Errorf("(-before +after)\n%s", diff)
	}
	if n := tw.count("SELECT count(*) FROM deliveries"); n != 0 {
		t.Errorf("%d old deliveries", n)
	}
	last := tw.book.Blocks[len(tw.book.Blocks)-1]
	must(t, tw.Apply(t.Context(), last)) // a block again changes nothing
	if diff := cmp.Diff(kinds(before), kinds(tw.notices(owner))); diff != "" {
		t.Errorf("after a block twice (-before +after)\n%s", diff)
	}
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	must(tw.t, tw.db.Read.QueryRowContext(tw.t.Context(), query, args...).Scan(&n))
	return n
}

func TestReminders(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	e := tw.open("budget", "年度预算", 72*time.Hour)
	alone, shared := tw.heads()
	on := tw.on(e)
	for _, right := range tw.Heads() {
		if right.ID != alone.ID && right.ID != shared.ID {
			tw.one(e.Cast(on, tw.Voter(right), right.ID, 1, election.Selections{secret.ID: {secret.Options[1]}}))
		}
	}
	remind := func(after time.Duration) int {
		t.Helper()
		tw.pass(after)
		must(t, tw.remind(t.Context()))
		must(t, tw.remind(t.Context()))
		return tw.count("SELECT count(*) FROM notices WHERE kind LIKE 'closing.%'")
	}
	if n := remind(23 * time.Hour); n != 0 {
		t.Errorf("%d reminders 49 hours before the close", n)
	}
	if n := remind(2 * time.Hour); n != 2 {
		t.Errorf("%d reminders 47 hours before the close, want the owner and the designated voter", n)
	}
	tw.one(e.Cast(on, tw.Voter(alone), alone.ID, 1, election.Selections{}))
	if n := remind(24 * time.Hour); n != 3 {
		t.Errorf("%d reminders 23 hours before the close, want one more", n)
	}
	if n := remind(24 * time.Hour); n != 3 {
		t.Errorf("%d reminders after the close", n)
	}
	voter := tw.notices(Reader{Person: shared.Owners[0], Confirmed: true})
	if got := kinds(voter)[len(voter)-2:]; !cmp.Equal(got, []Kind{ClosingIn48Hours, ClosingIn24Hours}) {
		t.Errorf("the voter who did not vote was told %v", got)
	}
}

// TestOneReminder: a window of 30 hours has one reminder, and a server that comes back late reminds once.
func TestOneReminder(t *testing.T) {
	opened := int64(1_000_000)
	e := vote.Election{Stage: election.StageOpen, Times: map[string]int64{"open": opened, "closesAt": opened + 30*hour}}
	for after, want := range map[int64]Kind{0: "", 5: "", 7: ClosingIn24Hours, 29: ClosingIn24Hours, 30: "", 31: ""} {
		if got := due(e, opened+after*hour); got != want {
			t.Errorf("%d hours after the opening: %q, want %q", after, got, want)
		}
	}
	e.Times["closesAt"] = opened + 72*hour
	if got := due(e, opened+60*hour); got != ClosingIn24Hours {
		t.Errorf("late: %q", got)
	}
	e.Stage = election.StageClosed
	if got := due(e, opened+60*hour); got != "" {
		t.Errorf("closed: %q", got)
	}
}
