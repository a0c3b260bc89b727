// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
	"github.com/linli-project/linli/rules/breach"
)

// sightings are what somebody can read, by where: an answer, a page, a row of a table, a mail, the log.
type sightings map[string]string

// The household that is reported reads every route with all that it can ask for, and somebody who has every table and block reads those
// too: from the report to the verdict, nowhere is more of who reported it than before, and no more than of a neighbour who did not.
func TestReporterIsNotFound(t *testing.T) {
	o := overseersOf(t, "api-reporter")
	if err := o.AdoptConvention(t.Context(), o.v, smokeless); err != nil {
		t.Fatal(err)
	}
	if err := o.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	reporter, reported, bystander := o.helper, o.helped, o.third
	must(t, 200, o.zhang.get("/reports")) // a day's first look at a list leaves a line in the audit log
	must(t, 200, o.zhang.get("/breaches"))

	before, clean := o.reads(reported), o.holds()
	s := reporter.heard("他家的狗没牵绳，夜里在楼道叫", 0)
	s.Kind, s.Place = "dog", ""
	reporter.reports(s)
	for where, content := range o.reads(reported) { // at that moment nothing at all changes
		if before[where] != content && !movesByItself(where) {
			t.Errorf("%s has changed as soon as somebody reported", where)
		}
	}
	o.leadsToAVerdict(reported)
	after, tables := o.reads(reported), o.holds()

	secrets := o.secretsOf(reporter, s.Words)
	if found := secrets.newIn(nil, tables); len(found) > 0 {
		t.Errorf("what only the table of reports may have: %v", found)
	}
	for whose, needles := range map[string]needlesOf{
		"of who reported": append(secrets, o.namesOf(reporter)...), "of a bystander": o.namesOf(bystander),
	} {
		for _, pair := range [][2]sightings{{before, after}, {clean, tables}} {
			if found := needles.newIn(pair[0], pair[1]); len(found) > 0 {
				t.Errorf("%s: %v", whose, found)
			}
		}
		if found := needles.newIn(nil, clean); whose == "of a bystander" && len(found) == 0 {
			t.Error("the search does not work: nobody is in any table")
		}
	}
	o.everywhere(t, func(place string, content []byte) {
		for _, n := range secrets {
			if bytes.Contains(content, []byte(n.written)) {
				t.Errorf("%s is readable in %s", n.what, place)
			}
		}
	})

	if found := secrets.newIn(nil, o.reads(&earner{client: o.zhang})); len(found) > 0 {
		t.Errorf("what an officer reads once it is filed: %v", found)
	}

	// and what an officer lets slip is found
	slip := o.act(o.zhangKey, people.TypeNoticePost, people.NoticePost{
		Expires: act.Int(time.Now().Add(time.Hour).Unix()), Text: anyHash, Title: "谢谢" + reporter.house + "的反映",
	})
	must(t, 201, o.zhang.post(slip))
	if found := o.namesOf(reporter).newIn(after, o.reads(reported)); len(found) == 0 {
		t.Error("a planted leak is not found in what the household reads")
	}
	if found := o.namesOf(reporter).newIn(tables, o.holds()); len(found) == 0 {
		t.Error("a planted leak is not found in the tables")
	}
}

// leadsToAVerdict files what was reported, finds a breach of it, tells the household, which appeals, and decides.
func (o *overseers) leadsToAVerdict(reported *earner) {
	o.Helper()
	open := decode[ReportList](o, must(o, 200, o.zhang.get("/reports"))).Open
	report := o.act(o.zhangKey, convention.TypeReportFile, convention.ReportFile{
		At: act.Int(open[0].Households[0].At), Kind: "dog", Signed: []string{open[0].Households[0].Signed},
	})
	must(o, 201, o.zhang.post(report))
	find := decode[SeenList](o, must(o, 200, o.zhang.get("/breaches/seen"))).Items[0].Find
	kept := func(words string) string {
		body := KeepBreachTextJSONBody{Home: reported.unit, Text: words}
		return decode[KeptText](o, must(o, 201, o.zhang.do(http.MethodPost, "/breaches/texts", body))).Hash
	}
	find.Home, find.Ground = reported.unit, kept("物业认得这只狗。")
	must(o, 201, o.two(convention.TypeBreachFind, find))
	must(o, 201, o.zhang.post(o.act(o.zhangKey, convention.TypeBreachNotice, convention.BreachNotice{Breach: find.Report})))
	words := map[string]string{"kind": "appeal", "salt": strings.Repeat("a", 22), "text": "那天我不在家。"}
	answer := decode[KeptText](o, must(o, 201, reported.do(http.MethodPost, "/me/texts", words)))
	reported.signs(convention.TypeBreachAppeal, 0, convention.BreachAppeal{Answer: answer.Hash, Breach: find.Report, Photos: []string{}})
	verdict := convention.BreachDecide{Breach: find.Report, Reason: kept("有人作证。"), Verdict: breach.Uphold}
	must(o, 201, o.zhang.post(o.act(o.zhangKey, convention.TypeBreachDecide, verdict)))
	must(o, 201, o.li.post(o.act(o.liKey, convention.TypeBreachDecide, verdict)))
}

// A needle is one of somebody's traits, as it may be written.
type needleOf struct{ what, written string }

type needlesOf []needleOf

func needlesIn(private map[string]string) (all needlesOf) {
	for what, word := range private {
		for form, written := range formsOf(word) {
			for _, w := range written {
				if len(w) > 3 {
					all = append(all, needleOf{what + " as " + form, w})
				}
			}
		}
	}
	return all
}

func (o *overseers) namesOf(e *earner) needlesOf {
	return needlesIn(map[string]string{
		"the pseudonym": e.person, "the home's pseudonym": e.unit, "the name": e.name, "the home": e.house, "the passkey": e.by.Key.ID(),
	})
}

// secretsOf are what was signed, and all with which it could be recognized.
func (o *overseers) secretsOf(e *earner, words string) needlesOf {
	o.Helper()
	mine, err := o.store.ReportsOf(o.Context(), o.v.ID, e.person)
	if err != nil || len(mine) != 1 {
		o.Fatalf("%+v %v", mine, err)
	}
	r := mine[0]
	return needlesIn(map[string]string{
		"the words": words, "the signed text": r.Text[:60], "its hash": r.ID, "the salt": r.Salt,
		"the signature": base64.RawURLEncoding.EncodeToString(r.Signature.Sig),
	})
}

// newIn are the needles of which there are more afterwards, with where; before nil is nothing.
func (n needlesOf) newIn(before, after sightings) (found []string) {
	for where, content := range after {
		for _, needle := range n {
			if strings.Count(content, needle.written) > strings.Count(before[where], needle.written) {
				found = append(found, needle.what+" in "+where)
			}
		}
	}
	slices.Sort(found)
	return found
}

// movesByItself says what is another one with each look, or each minute: statements, which end now (and are searched all the same), and
// one's own record, which tells of each look at it, the page of a vote, which tells how long it is open, and how many blocks there are, as
// others make some too.
func movesByItself(where string) bool {
	return slices.ContainsFunc([]string{
		"/statement.", "/export", "/vote/", "/events/poll?", "/ledger?", "/network?", "/points/sheet?", "page /c/api-reporter/points",
	}, func(part string) bool { return strings.Contains(where, part) })
}

// reads are the answers to all that a household can ask, and every page.
func (o *overseers) reads(e *earner) sightings {
	o.Helper()
	patterns, err := contractOf()
	if err != nil {
		o.Fatal(err)
	}
	all, pool := sightings{}, o.pool()
	for _, p := range patterns {
		if p.changes() || p.id == "streamEvents" || p.id == "exportLedger" { // which has no end, and which is the blocks
			continue
		}
		for _, path := range o.paths(p, pool) {
			a := e.get(path)
			if a.status >= 500 {
				o.Errorf("%s: %d %s", path, a.status, a.body)
			}
			all[path] = a.body
		}
	}
	for _, page := range []string{
		"/", "/c/{community}", "/c/{community}/vote/{election}", "/c/{community}/result/{election}", "/c/{community}/rejected/{election}",
		"/c/{community}/analysis/{election}", "/c/{community}/points", "/c/{community}/convention", "/c/{community}/convention.md",
		"/c/{community}/lost", "/c/{community}/my", "/notices.xml", "/c/{community}/notices.xml", "/c/{community}/track?number={number}",
	} {
		for _, path := range filled([]string{page}, pool) {
			all["page "+path] = o.page(path)
		}
	}
	for i, mail := range o.mail.Sent() {
		all[fmt.Sprintf("mail %d", i)] = fmt.Sprintf("%+v", mail)
	}
	return all
}

func (o *overseers) page(path string) string {
	o.Helper()
	r, err := http.NewRequestWithContext(o.Context(), http.MethodGet, o.http.URL+path, nil)
	if err != nil {
		o.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		o.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		o.Fatal(err)
	}
	return string(body)
}

// pool is what a parameter may be, by its name.
func (o *overseers) pool() map[string][]string {
	o.Helper()
	ctx := o.Context()
	pool := map[string][]string{
		"community": {o.v.ID}, "election": {"budget"}, "version": {"1"}, "device": {"none"}, "event": {anyHash}, "record": {"1"},
		"kind": {"smoke", "noise"}, "order": {anyHash}, "month": {chinaTime(time.Now().Unix())[:len("2006-01")]}, "grid": {grid},
		"place": {"3-2"}, "state": {"closed"},
		"after": {"0"}, "before": {"9999999999"}, "cursor": nil, "from": {"0"}, "until": {"9999999999"}, "lang": {"zh", "en"},
		"all": {"true"}, "of": {"breach"}, "id": {anyHash}, "profile": {"full"}, "case": {anyHash},
	}
	knows := func(hash string) {
		pool["act"], pool["number"] = append(pool["act"], hash), append(pool["number"], number.Of(hash))
	}
	for doc, err := range o.server.Index.List(ctx, contract.Acts, o.v.ID) {
		if err != nil {
			o.Fatal(err)
		}
		knows(doc.Attributes[1])
	}
	for box, err := range index.All(ctx, o.server.Index, vote.Boxes, o.v.ID) {
		if err != nil {
			o.Fatal(err)
		}
		for _, ballot := range box.Ballots {
			knows(ballot.Act)
		}
	}
	pool["hash"] = []string{sha256Hex(smokeless), anyHash}
	pool["compare"], pool["breach"] = pool["hash"], []string{anyHash}
	for b, err := range index.OfCommunity(ctx, o.server.Index, convention.Breaches, o.v.ID) {
		if err != nil {
			o.Fatal(err)
		}
		pool["breach"] = append(pool["breach"], b.ID)
	}
	for _, e := range []*earner{o.helper, o.helped, o.third} {
		pool["person"], pool["unit"] = append(pool["person"], e.person), append(pool["unit"], e.unit)
	}
	for _, right := range o.v.Rights[:min(len(o.v.Rights), 5)] {
		pool["right"] = append(pool["right"], right.ID)
	}
	return pool
}

// paths are an operation's with all that its parameters may be, and each of the parameters that it does not need.
func (o *overseers) paths(p pattern, pool map[string][]string) []string {
	o.Helper()
	var optional []string
	query := "?"
	for _, param := range slices.Concat(p.route.Operation.Parameters, p.route.PathItem.Parameters) {
		name := param.Value.Name
		values, known := pool[name]
		switch {
		case !known:
			o.Errorf("%s has the parameter %s; say in pool what it may be", p.id, name)
		case param.Value.In == "query" && param.Value.Required:
			query += name + "=" + url.QueryEscape(values[0]) + "&"
		case param.Value.In == "query":
			for _, value := range values {
				optional = append(optional, name+"="+url.QueryEscape(value))
			}
		}
	}
	var all []string
	for _, path := range filled([]string{p.route.Path}, pool) {
		all = append(all, path+query)
		for _, one := range optional {
			all = append(all, path+query+one)
		}
	}
	return all
}

// filled puts every value into the parameters of paths.
func filled(paths []string, pool map[string][]string) []string {
	for name, values := range pool {
		var next []string
		for _, path := range paths {
			if !strings.Contains(path, "{"+name+"}") {
				next = append(next, path)
				continue
			}
			for _, value := range values {
				next = append(next, fill(path, map[string]string{name: value}))
			}
		}
		paths = next
	}
	return paths
}

// holds are the rows of every table that this server keeps, but for that of reports; and its log.
func (o *overseers) holds() sightings {
	o.Helper()
	all := sightings{"the log": o.log.String()}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(o.server.Database), "*.db"))
	if err != nil || len(files) < 4 {
		o.Fatalf("%v %v", files, err)
	}
	for _, file := range files {
		db, err := sql.Open("sqlite", "file:"+file+"?mode=ro")
		if err != nil {
			o.Fatal(err)
		}
		for table := range strings.SplitSeq(o.rows(db, "SELECT name FROM sqlite_master WHERE type = 'table'"), "\n") {
			if table = strings.Trim(table, `["] `); table != "" && table != "reports" {
				all[filepath.Base(file)+" "+table] = o.rows(db, `SELECT * FROM "`+table+`"`)
			}
		}
		_ = db.Close()
	}
	return all
}

// rows are those of a query, as JSON.
func (o *overseers) rows(db *sql.DB, query string) string {
	o.Helper()
	rows, err := db.QueryContext(o.Context(), query)
	if err != nil {
		o.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		o.Fatal(err)
	}
	var all strings.Builder
	for rows.Next() {
		values, to := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			to[i] = &values[i]
		}
		if err := rows.Scan(to...); err != nil {
			o.Fatal(err)
		}
		for i := range values {
			if raw, ok := values[i].([]byte); ok {
				values[i] = string(raw)
			}
		}
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(values); err != nil {
			o.Fatal(err)
		}
		all.Write(line.Bytes())
	}
	if err := rows.Err(); err != nil {
		o.Fatal(err)
	}
	return all.String()
}
