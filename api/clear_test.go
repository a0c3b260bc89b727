// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/verify"
)

// The options of an election whose names occur nowhere else. They are public, as part of the draft; what must not be anywhere
// is one of them as somebody's choice.
var rareOptions = []string{"zq-larch-and-linden", "zq-hornbeam-and-rowan", "zq-whitebeam-and-yew"}

// spot is where a rare word stands: in which form, and between what.
type spot struct{ form, around string }

// formsOf are the ways in which a word may be written: as it is, in base64 wherever it begins, in hex, in UTF-16.
func formsOf(word string) map[string][]string {
	forms := map[string][]string{"clear": {word}, "hex": {hex.EncodeToString([]byte(word)),
		strings.ToUpper(hex.EncodeToString([]byte(word)))}}
	for shift := range 3 {
		shifted := append(make([]byte, shift), word...)
		whole := shifted[:len(shifted)/3*3]
		skip := []int{0, 2, 3}[shift] // letters that depend on what is before
		forms["base64"] = append(forms["base64"], base64.StdEncoding.EncodeToString(whole)[skip:],
			base64.URLEncoding.EncodeToString(whole)[skip:])
	}
	var wide bytes.Buffer
	for _, unit := range utf16.Encode([]rune(word)) {
		wide.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	forms["utf-16"] = []string{wide.String()}
	return forms
}

// needle is a form in which all rare options begin alike. Data is searched for that beginning alone, which makes a search through
// everything some times quicker than one for each option in each form.
type needle struct {
	form, stem string
	words      map[string]string // by option
}

var needles = func() (all []needle) {
	first := formsOf(rareOptions[0])
	for form, forms := range first {
		for i, stem := range forms {
			n := needle{form: form, stem: stem, words: map[string]string{}}
			for _, option := range rareOptions {
				word := formsOf(option)[form][i]
				n.words[option] = word
				for !strings.HasPrefix(word, n.stem) {
					n.stem = n.stem[:len(n.stem)-1]
				}
			}
			same := func(other needle) bool { return maps.Equal(other.words, n.words) } // base64's two alphabets mostly agree
			if !slices.ContainsFunc(all, same) {
				all = append(all, n)
			}
		}
	}
	return all
}()

// near is how many letters on either side tell one place of a word from another.
const near = 12

// spotsIn finds the rare options in data.
func spotsIn(data []byte) map[spot]bool {
	found := map[spot]bool{}
	for _, n := range needles {
		for from := 0; ; {
			at := bytes.Index(data[from:], []byte(n.stem))
			if at < 0 {
				break
			}
			at += from
			from = at + 1
			for option, word := range n.words {
				if rest, ok := bytes.CutPrefix(data[at:], []byte(word)); ok {
					found[spot{n.form, before(data[:at]) + "<" + option + ">" + after(rest)}] = true
				}
			}
		}
	}
	return found
}

// Every word is found, in each of its forms, wherever it begins.
func TestSpotsIn(t *testing.T) {
	for _, n := range needles {
		if len(n.stem) < 3 {
			t.Errorf("%s begins with %q, which is everywhere", n.form, n.stem)
		}
	}
	for _, option := range rareOptions {
		for shift := range 3 {
			clear := strings.Repeat("·", shift) + option + strings.Repeat("zq-", 3)
			for form, text := range map[string]string{
				"clear": clear, "hex": hex.EncodeToString([]byte(clear)),
				"base64": base64.StdEncoding.EncodeToString([]byte(clear[shift:])),
			} {
				found := false
				for s := range spotsIn([]byte(text)) {
					found = found || s.form == form && strings.Contains(s.around, "<"+option+">")
				}
				if !found {
					t.Errorf("%s is not found as %s in %s", option, form, text)
				}
			}
		}
	}
}

// before and after are the letters next to a word; what is not a letter is a database's own, and differs from copy to copy.
func before(data []byte) string {
	at := len(data)
	for at > 0 && len(data)-at < near && data[at-1] > ' ' && data[at-1] < 0x7f {
		at--
	}
	return string(data[at:])
}

func after(data []byte) string {
	at := 0
	for at < len(data) && at < near && data[at] > ' ' && data[at] < 0x7f {
		at++
	}
	return string(data[:at])
}

// look is one search through everything: the spots of each place.
type look map[string]map[spot]bool

func (l look) add(place string, data []byte) {
	if l[place] == nil {
		l[place] = map[spot]bool{}
	}
	for s := range spotsIn(data) {
		l[place][s] = true
	}
}

// beyond are the places where a word stands between other things than it stood anywhere before.
func (l look) beyond(known look) map[string][]spot {
	ever := map[spot]bool{}
	for _, spots := range known {
		for s := range spots {
			ever[s] = true
		}
	}
	fresh := map[string][]spot{}
	for place, spots := range l {
		for s := range spots {
			if !ever[s] {
				fresh[place] = append(fresh[place], s)
			}
		}
	}
	return fresh
}

// searcher looks everywhere, in the eyes of everybody.
type searcher struct {
	*town
	testing.TB
	roles  map[string]*client
	owner  *village.Signer // logs in anew after each logout
	since  uint64          // block from which events are asked for
	params map[string]string
	sent   [][]byte // what the server was sent
}

func (s *searcher) look() look {
	s.Helper()
	l := look{}
	for i, body := range s.sent {
		l.add(fmt.Sprintf("request %d", i), body)
	}
	for name := range s.roles {
		s.served(l, name)
	}
	s.events(l)
	s.exported(l)
	s.kept(l)
	s.files(l, s.Network.Dir(), func(name string) bool { return strings.HasSuffix(name, ".log") })
	return l
}

// served is what the server answers one of them.
func (s *searcher) served(l look, name string) {
	s.Helper()
	s.routes(l, name, s.roles[name])
	s.pages(l, name, s.roles[name])
}

// kept is what the server keeps, and what it logs.
func (s *searcher) kept(l look) {
	s.Helper()
	s.files(l, filepath.Dir(s.server.Database), func(string) bool { return true })
	l.add("log", []byte(s.log.String()))
}

var parameter = regexp.MustCompile(`\{([^}]+)\}`)

// routes asks for every operation of the contract.
func (s *searcher) routes(l look, name string, b *client) {
	s.Helper()
	patterns, err := contractOf()
	if err != nil {
		s.Fatal(err)
	}
	for _, p := range patterns {
		if p.id == "streamEvents" || p.id == "exportLedger" { // below
			continue
		}
		path := parameter.ReplaceAllStringFunc(p.route.Path, func(param string) string {
			if value, ok := s.params[strings.Trim(param, "{}")]; ok {
				return value
			}
			return anyHash
		})
		var body any
		if p.mediaType() == "application/json" {
			body = "{}"
		}
		a := b.do(p.route.Method, path, body, "Idempotency-Key", "0123456789abcdef0123456789")
		l.add(p.id+" as "+name, slices.Concat([]byte(fmt.Sprint(a.header)), []byte(a.body)))
		if p.id == "endSession" && name == "owner" {
			b.mustLogIn(s.owner.Key)
		}
		if p.id == "endSession" && name == "officer" {
			b.mustLogIn(s.Convener().Key)
		}
	}
}

// pages opens every page.
func (s *searcher) pages(l look, name string, b *client) {
	s.Helper()
	c, e := "/c/"+garden, s.params["election"]
	for _, page := range []string{
		"/", "/verify", "/e", c, c + "/vote/" + e, c + "/result/" + e, c + "/rejected/" + e, c + "/tests/" + e, c + "/my", c + "/office",
		c + "/office/" + e,
		c + "/track?number=" + s.params["number"], c + "/track?act=" + s.params["act"], c + "/receipt.svg?number=" + s.params["number"],
	} {
		r, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.http.URL+page, nil)
		if err != nil {
			s.Fatal(err)
		}
		response, err := b.http.Do(r)
		if err != nil {
			s.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil {
			s.Fatal(err)
		}
		l.add(page+" as "+name, slices.Concat([]byte(fmt.Sprint(response.Header)), body))
	}
}

// events polls, and listens to the stream for a moment.
func (s *searcher) events(l look) {
	s.Helper()
	l.add("pollEvents", []byte(s.roles["nobody"].get(fmt.Sprintf("/events/poll?after=%d", s.since)).body))
	ctx, cancel := context.WithTimeout(s.Context(), 500*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.http.URL+Base+"/events", nil)
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Last-Event-ID", strconv.FormatUint(s.since, 10))
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	heard, err := io.ReadAll(response.Body)
	if !errors.Is(err, context.DeadlineExceeded) || !bytes.Contains(heard, []byte("event: ")) {
		s.Fatalf("%v %s", err, heard)
	}
	l.add("streamEvents", heard)
}

// exported searches the ledger as it is exported: raw, and what its transactions hold once they are unpacked.
func (s *searcher) exported(l look) {
	s.Helper()
	raw := must(s, 200, s.roles["nobody"].get("/ledger/export")).body
	l.add("ledger", []byte(raw))
	blocks, err := verify.NewReader(strings.NewReader(raw))
	if err != nil {
		s.Fatal(err)
	}
	for {
		bytes, err := blocks.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		var block common.Block
		if err == nil {
			err = proto.Unmarshal(bytes, &block)
		}
		if err != nil {
			s.Fatal(err)
		}
		for _, tx := range ledger.Decode(&block, network.Chaincode).Transactions {
			l.add("ledger", []byte(strings.Join(tx.Args, "\n")))
			l.add("ledger", tx.Response)
			for _, w := range tx.Writes {
				l.add("ledger", w.Value)
			}
		}
	}
}

// files searches files, raw; and every table of those that are SQLite's.
func (s *searcher) files(l look, root string, wanted func(string) bool) {
	s.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && (entry.IsDir() || !wanted(entry.Name())) {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		l.add(entry.Name(), raw)
		if bytes.HasPrefix(raw, []byte("SQLite format 3\x00")) {
			s.tables(l, entry.Name(), path)
		}
		return nil
	})
	if err != nil {
		s.Fatal(err)
	}
}

func (s *searcher) tables(l look, name, path string) {
	s.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	for _, table := range rowsOf(s, db, "SELECT name FROM sqlite_master WHERE type = 'table'") {
		for _, row := range rowsOf(s, db, `SELECT * FROM "`+string(table)+`"`) {
			l.add(name+" "+string(table), row)
		}
	}
}

// rowsOf reads rows, each as its columns one after the other.
func rowsOf(t testing.TB, db *sql.DB, query string) [][]byte {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]byte
	for rows.Next() {
		values := make([]sql.RawBytes, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		var row []byte
		for i, value := range values {
			if i > 0 {
				row = append(row, 0)
			}
			row = append(row, value...)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// cast sends a ballot, and keeps what was sent.
func (s *searcher) cast(b *client, e *village.Election, on vote.Election, right community.Right, seq int64, options ...string) Receipt {
	s.Helper()
	signed, err := e.Cast(on, s.Voter(right), right.ID, seq, election.Selections{contestID: options})
	if err != nil {
		s.Fatal(err)
	}
	s.keep(signed)
	return decode[Receipt](s, must(s, 201, b.post(signed)))
}

// paper sends a paper ballot by way of the waiting acts.
func (s *searcher) paper(e *village.Election, on vote.Election, right community.Right, option string) {
	s.Helper()
	signed, err := e.Paper(on, right.Owners[0], right.ID, 1, [32]byte{1}, election.Selections{contestID: {option}})
	if err != nil {
		s.Fatal(err)
	}
	s.keep(signed)
	second := s.browser(s)
	second.mustLogIn(s.Two()[1].Key)
	left := act.Signed{Text: signed.Text, Signatures: signed.Signatures[:1]}
	p := decode[PendingAct](s, must(s, 201, s.roles["officer"].do(http.MethodPost, "/pending-acts", left)))
	must(s, 201, second.do(http.MethodPost, "/pending-acts/"+p.Act+"/sign", signed.Signatures[1]))
}

func (s *searcher) keep(signed act.Signed) {
	s.Helper()
	raw, err := json.Marshal(signed)
	if err != nil {
		s.Fatal(err)
	}
	s.sent = append(s.sent, raw)
}

// TestNoChoiceInClear: nothing that the server sees, stores, logs or sends before the ballots are opened holds a choice. It
// looks everywhere before the first ballot, when the options stand where the draft has them, and after the last one, when they
// must stand nowhere else. That it would find a choice is shown by some that are put there, and by the count: for these it looks only
// where they are, since a look everywhere reads the ledger, every answer and every log.
func TestNoChoiceInClear(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	heads := tw.singles()[60:70]
	e, on := tw.openRare(t)
	s := &searcher{
		town: tw, TB: t, owner: tw.Voter(heads[0]), since: tw.server.hub.height() - 1,
		params: map[string]string{
			"community": garden, "election": e.ID, "right": heads[0].ID, "act": anyHash, "number": "0000000000000000",
			"credential": tw.Voter(heads[0]).Key.ID(),
			"person":     strings.Repeat("0", 32), "version": "1", "draft": "0123456789abcdef", "batch": "abcdef",
		},
		roles: map[string]*client{"nobody": tw.browser(t), "owner": tw.browser(t), "officer": tw.browser(t)},
	}
	s.roles["owner"].mustLogIn(s.owner.Key)
	s.roles["officer"].mustLogIn(tw.Convener().Key)
	registered, _ := (&office{t, tw, tw.Village}).officer("residents", "Registrar", "")
	s.roles["registered officer"] = registered
	known := s.look()
	if len(known["getElection as nobody"]) == 0 || len(known["index.db documents"]) == 0 || len(known["ledger"]) == 0 {
		t.Fatal("the search does not find the options in the draft, where they are")
	}
	for _, place := range []string{"server.db sessions", "server.db-wal", "people.db audit", "people.db-wal", "notices.db notices",
		"peer-owners.log", "log"} {
		if known[place] == nil {
			t.Errorf("%s is not searched", place)
		}
	}

	for i, right := range heads[:8] {
		s.cast(s.roles["owner"], e, on, right, 1, rareOptions[i%2])
	}
	receipt := s.cast(s.roles["owner"], e, on, heads[0], 2, rareOptions[1]) // a revote
	s.paper(e, on, heads[8], rareOptions[0])
	s.params["act"], s.params["number"] = receipt.Act, receipt.Receipt
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for place, spots := range s.look().beyond(known) {
		t.Errorf("%s holds a choice: %q", place, spots)
	}

	s.canaries(known)

	if err := tw.CloseAndUnseal(t.Context(), e, []string{tw.Constitution.Bodies[0].ID, tw.Constitution.Bodies[1].ID,
		tw.Constitution.Bodies[2].ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := tw.Tally(t.Context(), e, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	opened := look{}
	s.served(opened, "nobody")
	s.exported(opened)
	s.kept(opened)
	counted := opened.beyond(known)
	for _, place := range []string{"getResult as nobody", "index.db documents", "ledger",
		"/c/" + garden + "/result/" + e.ID + " as nobody"} {
		if len(counted[place]) == 0 {
			t.Errorf("%s: the search does not find what was counted", place)
		}
	}
}

// canaries puts a choice where it must not be, in several forms, and sees whether it is found.
func (s *searcher) canaries(known look) {
	s.Helper()
	choice := rareOptions[0]
	s.server.Log.Debug("canary", "choice", choice)
	if _, err := s.server.db.shared.Write.ExecContext(s.Context(), "INSERT INTO requests (key, act, at) VALUES ('canary', ?, 1)",
		choice); err != nil {
		s.Fatal(err)
	}
	file := filepath.Join(filepath.Dir(s.server.Database), "canary")
	if err := os.WriteFile(file, []byte("x"+base64.RawURLEncoding.EncodeToString([]byte("ab"+choice+"cd"))), 0o600); err != nil {
		s.Fatal(err)
	}
	canaries := look{}
	s.kept(canaries)
	found := canaries.beyond(known)
	for _, place := range []string{"log", "server.db requests", "canary"} {
		if len(found[place]) == 0 {
			s.Errorf("%s: a choice was put there, and is not found", place)
		}
	}
	if len(found["server.db"])+len(found["server.db-wal"]) == 0 {
		s.Error("a choice was put into the database, and is not found in its files")
	}
	if _, err := s.server.db.shared.Write.ExecContext(s.Context(), "DELETE FROM requests WHERE key = 'canary'"); err != nil {
		s.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		s.Fatal(err)
	}
}

// openRare opens an election with options that occur nowhere else.
func (tw *town) openRare(t *testing.T) (*village.Election, vote.Election) {
	t.Helper()
	e, err := tw.NewElection("rare")
	if err != nil {
		t.Fatal(err)
	}
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Poll, ProxyCap: 3, Revote: true}
	contests := []vote.DraftContest{{ID: contestID, Options: rareOptions, Seats: 1, Threshold: election.NoThreshold, Title: "树木"}}
	on, err := tw.Ledger.Open(t.Context(), e, "树木", rules, contests)
	if err == nil {
		err = tw.catchUp(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return e, on
}
