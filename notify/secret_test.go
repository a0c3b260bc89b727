// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"pgregory.net/rapid"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

// said is everything that the notifier tells anybody: notices, mails, webhooks and calendars in both languages, its log, and
// its files as they are.
func (tw *town) said() string {
	tw.t.Helper()
	var all strings.Builder
	rows, err := tw.db.Read.QueryContext(tw.t.Context(), noticeColumns+"ORDER BY id")
	must(tw.t, err)
	defer rows.Close()
	for rows.Next() {
		notice, err := scanNotice(rows)
		must(tw.t, err)
		for _, lang := range []Language{Chinese, English} {
			title, text, err := tw.Words(tw.t.Context(), notice, lang)
			must(tw.t, err)
			fmt.Fprintln(&all, title, text, notice.Link())
			if notice.Election == "" {
				continue
			}
			e, err := index.Read(tw.t.Context(), tw.Index, vote.Elections, notice.Community, notice.Election)
			must(tw.t, err)
			file, _ := Calendar(notice.Community, e, lang, "https://garden.example")
			all.WriteString(strings.ReplaceAll(file, "\r\n ", "")) // unfolded
		}
		mail, err := tw.letter(tw.t.Context(), notice, identity.Holder{})
		must(tw.t, err)
		fmt.Fprintln(&all, mail.subject, mail.text)
		if notice.Kind.public() {
			_, body, err := tw.message(tw.t.Context(), notice)
			must(tw.t, err)
			all.Write(body)
			text, err := tw.chat(tw.t.Context(), notice)
			must(tw.t, err)
			all.WriteString(text)
		}
	}
	must(tw.t, rows.Err())
	all.WriteString(tw.log.String())
	for _, file := range []string{tw.File, tw.File + "-wal"} {
		raw, err := os.ReadFile(file)
		must(tw.t, err)
		all.Write(raw)
	}
	return all.String()
}

// TestNothingTellsAChoice holds what is said of a real election, opened and counted, against its choices.
func TestNothingTellsAChoice(t *testing.T) {
	m, config := mailServer(t, false)
	r := newReceiver(t, secretOf(1))
	tw := newTown(t, func(c *Config) { c.Mail, c.Webhooks = config, []Webhook{{URL: r.URL, Secret: secretOf(1)}} })
	tw.enrol()
	alone, shared := tw.heads()
	tw.address(alone.Owners[0], "wang@mail.example")
	e := tw.open("budget", "年度预算", time.Hour)
	on := tw.on(e)
	tw.pass(30 * time.Minute)
	must(t, tw.remindOf(t.Context(), garden, on, ClosingIn24Hours, tw.clock().Unix()))
	for i, right := range tw.Heads() {
		tw.one(e.Cast(on, tw.Voter(right), right.ID, 1, election.Selections{secret.ID: {secret.Options[i%3]}}))
	}
	tw.deliverAll()
	said := []string{tw.said()}
	for _, mail := range m.Sent() {
		said = append(said, mail.Subject, mail.Text)
		for _, person := range slices.Concat(alone.Owners, shared.Owners, []string{alone.ID, "1幢", "业主0"}) {
			if strings.Contains(mail.Subject+mail.Text, person) {
				t.Errorf("a mail names %s:\n%s", person, mail.Text)
			}
		}
	}
	if len(m.Sent()) != 3 || len(r.types()) != 2 {
		t.Fatalf("%d mails, %v", len(m.Sent()), r.types())
	}
	for _, body := range r.bodies {
		said = append(said, body)
		for _, person := range slices.Concat(alone.Owners, shared.Owners) {
			if strings.Contains(body, person) {
				t.Errorf("a webhook names %s: %s", person, body)
			}
		}
	}
	for _, word := range []string{secret.ID, secret.Title, secret.Options[1], secret.Options[2], `"agree"`} {
		if strings.Contains(strings.Join(said, "\n"), word) {
			t.Errorf("something says %s", word)
		}
	}
}

// TestNothingTellsWhatBallotsHold writes ballots, tallies and results in clear, with words drawn at random, as no ledger of ours
// ever has them before the count, and looks for these words.
func TestNothingTellsWhatBallotsHold(t *testing.T) {
	tw := newTown(t, func(c *Config) { c.Webhooks = []Webhook{{URL: "https://hook.example", Secret: secretOf(1)}} })
	tw.enrol()
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		id := fmt.Sprintf("vote-%d", run)
		word := rapid.StringMatching(`[a-z]{6}-[0-9]{6}`)
		contest, options := word.Draw(rt, "contest"), rapid.SliceOfNDistinct(word, 2, 5, rapid.ID[string]).Draw(rt, "options")
		on := vote.Election{
			ID: id, Title: "Vote", Roll: 1, Times: map[string]int64{"notice": tw.clock().Unix(), "opensAt": 1,
				"closesAt": tw.clock().Add(time.Hour).Unix()},
			Contests: []vote.Contest{{Title: contest, Contest: election.Contest{ID: contest, Options: options, Seats: 1}}},
			Result:   strings.Repeat("ab", 32),
		}
		var writes []ledger.Write
		put := func(value any, kind string, key ...string) {
			writes = append(writes, ledger.Write{Key: contract.Key(kind, append([]string{garden, id}, key...)...), Value: jsonOf(t, value)})
		}
		for _, right := range rapid.SliceOfN(rapid.SampledFrom(tw.Heads()), 0, 5).Draw(rt, "voters") {
			choice := rapid.SampledFrom(options).Draw(rt, "choice")
			put(map[string]any{"right": right.ID, "ballots": []any{map[string]any{"selections": map[string][]string{contest: {choice}}}}},
				"box", "0", right.ID)
			put(map[string]any{"right": right.ID, "reason": choice}, "reject", right.ID)
			put(map[string]any{contest: map[string]int{choice: 1}}, "tally", "0")
			put(map[string]any{contest: map[string]int{choice: 1}}, "result")
		}
		for _, stage := range rapid.Permutation([]election.Stage{
			election.StageNotice, election.StageOpen, election.StageClosed, election.StageTallied, election.StagePublished,
			election.StageFinal, election.StageAnnulled,
		}).Draw(rt, "stages") {
			on.Stage = stage
			on.Times[string(stage)] = tw.clock().Unix()
			put(on, "election")
		}
		must(t, tw.book.Append(ledger.Transaction{ID: id, Code: peer.TxValidationCode_VALID, Timestamp: tw.clock(), Writes: writes}))
		must(t, tw.remindOf(t.Context(), garden, on, ClosingIn24Hours, tw.clock().Unix()))
		if tw.count("SELECT count(*) FROM notices WHERE election = ?", id) < 6 {
			rt.Fatal("nothing was told")
		}
		said := tw.said()
		for _, word := range append(options, contest) {
			if strings.Contains(said, word) {
				rt.Fatalf("something says %q", word)
			}
		}
		_, err := tw.db.Write.ExecContext(t.Context(), "DELETE FROM deliveries; DELETE FROM notices")
		must(t, err)
	})
}

func jsonOf(t *testing.T, value any) []byte {
	t.Helper()
	raw, err := json.Marshal(value)
	must(t, err)
	return raw
}

// TestInvalid: a transaction that is not valid tells nobody anything.
func TestInvalid(t *testing.T) {
	tw := newTown(t, nil)
	on := vote.Election{ID: "never", Stage: election.StageOpen, Times: map[string]int64{"notice": 1, "open": 1}}
	must(t, tw.book.Append(ledger.Transaction{
		ID: "tx", Code: peer.TxValidationCode_MVCC_READ_CONFLICT, Timestamp: tw.clock(),
		Writes: []ledger.Write{{Key: vote.Elections.Key(garden, "never"), Value: jsonOf(t, on)}},
	}))
	if n := tw.count("SELECT count(*) FROM notices"); n != 0 {
		t.Errorf("%d notices", n)
	}
}
