// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
	rules "github.com/linli-project/linli/rules/convention"
)

func (o *overseers) voted() []VotedConvention {
	o.Helper()
	return decode[VotedConventions](o, must(o, 200, o.li.get("/conventions/voted"))).Items
}

func (o *overseers) convention(query string) Convention {
	o.Helper()
	return decode[Convention](o, must(o, 200, o.third.browser(o).get("/communities/"+o.v.ID+"/convention"+query)))
}

// agreesOn has owners vote for a text, and the mirror know of it.
func (o *overseers) agreesOn(id, text string) {
	o.Helper()
	if err := o.AgreeOn(o.Context(), o.v, id, rules.Hash(text)); err != nil {
		o.Fatal(err)
	}
	if err := o.catchUp(o.Context()); err != nil {
		o.Fatal(err)
	}
}

// A text that could never be in force is refused with its line before anybody votes on it; one that could is read by everybody, adopted
// after the vote, in public with what its rules do, and repealed by another vote.
func TestConventionIsVotedOn(t *testing.T) {
	o := overseersOf(t, "api-convention")
	text, _ := rules.Template("e-bike")
	hash := rules.Hash(text)
	leave := func(kind VoteTextKind, text string) answer {
		return o.zhang.do(http.MethodPost, "/vote-texts", KeepVoteTextJSONBody{Kind: kind, Text: text})
	}
	bad := strings.Replace(text, "ladder: notice, warning, points 20, board 14", "ladder: notice, fine 100", 1)
	p := decode[Problem](t, must(t, 422, leave(VoteTextKindConvention, bad)))
	if p.Code != string(convention.BadConvention) || p.Args["line"] != "15" || p.Args["refusal"] != string(rules.ForbiddenEffect) ||
		!strings.HasPrefix(p.Detail, "Line 15: ") || !strings.Contains(p.Detail, "money") {
		t.Errorf("%+v", p)
	}
	check := decode[ConventionCheck](t, must(t, 200, o.zhang.do(http.MethodPost, "/conventions/check", CheckConventionJSONBody{Text: bad})))
	if r := check.Refusals; len(r) == 0 || r[0].Line != 15 || !strings.Contains(r[0].Says.En, "money") ||
		!strings.Contains(r[0].Says.Zh, "罚款") {
		t.Errorf("%+v", r)
	}
	check = decode[ConventionCheck](t, must(t, 200, o.zhang.do(http.MethodPost, "/conventions/check", CheckConventionJSONBody{Text: text})))
	if len(check.Refusals) != 0 || check.Hash != hash || check.Articles[0].Rule == nil || !check.Articles[0].Rule.Examples[0].Passes {
		t.Errorf("%+v", check)
	}
	if list := decode[VoteTexts](t, must(t, 200, o.zhang.get("/vote-texts"))); len(list.Items) != 0 {
		t.Errorf("a check kept %+v", list)
	}
	must(t, 201, leave(VoteTextKindConvention, text))
	shown := decode[VoteText](t, must(t, 200, o.third.browser(t).get("/communities/"+o.v.ID+"/texts/"+hash)))
	if shown.Text != text || len(shown.Articles) != 1 || !strings.Contains(shown.Articles[0].Rule.Does.En, "It is a breach if") {
		t.Errorf("%+v", shown)
	}
	o.third.play([]scenario{
		{path: "/conventions/voted", status: 403}, {path: "/conventions/templates", status: 403},
		{method: http.MethodPost, path: "/conventions/check", body: CheckConventionJSONBody{Text: text}, status: 403},
		{path: "/communities/" + o.v.ID + "/convention?hash=" + hash, status: 404},
	})
	if none := o.convention(""); none.InForce != "" || none.Shown != nil || len(none.Versions) != 0 {
		t.Errorf("%+v", none)
	}

	o.agreesOn("gongyue", text)
	if all := o.voted(); len(all) != 1 || all[0].Waits != "" || all[0].Text != text || all[0].Kind != VotedConventionKindConvention {
		t.Fatalf("agreed to: %+v", all)
	}
	must(t, 201, o.two(convention.TypeConventionAdopt, convention.ConventionAdopt{Contest: "text", Election: "gongyue", Text: text}))
	if err := o.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"", "?hash=" + hash} {
		in := o.convention(query)
		if in.InForce != hash || in.Shown == nil || in.Shown.Text != text || len(in.Versions) != 1 ||
			in.Versions[0].Title != in.Shown.Title {
			t.Fatalf("%q: %+v", query, in)
		}
		if b := in.Breaches; len(b.Groups) != 0 || len(b.Never) != 1 || b.Fewest != 5 {
			t.Errorf("%+v", b)
		}
	}
	if all := o.voted(); all[0].Waits != VotedConventionWaitsDone {
		t.Errorf("in force: %+v", all)
	}

	end := convention.Repeal{Repeal: hash}
	ending, err := act.Canonical(end)
	if err != nil {
		t.Fatal(err)
	}
	must(t, 422, leave(VoteTextKindRepeal, strings.Replace(ending, hash, "none", 1)))
	must(t, 201, leave(VoteTextKindRepeal, ending))
	o.agreesOn("repeal", ending)
	if all := o.voted(); len(all) != 2 || all[0].Waits != "" || all[0].Kind != VotedConventionKindRepeal {
		t.Fatalf("to be repealed: %+v", all)
	}
	must(t, 201, o.two(convention.TypeConventionRepeal, convention.ConventionRepeal{Contest: "text", Election: "repeal", Repeal: end}))
	if err := o.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if none := o.convention(""); none.InForce != "" || none.Shown != nil || len(none.Versions) != 2 {
		t.Errorf("repealed: %+v", none)
	}
	if old := o.convention("?hash=" + hash + "&compare=" + hash); old.Shown.Text != text || len(old.Differences) != 0 {
		t.Errorf("%+v", old)
	}
	must(t, 404, o.third.browser(t).get("/communities/"+o.v.ID+"/convention?hash="+hash+"&compare="+strings.Repeat("a", 64)))
	before, _, _ := convention.Read(text)
	after, _, _ := convention.Read(strings.Replace(text, "cure: 3", "cure: 5", 1))
	if d := differences(before, after); len(d) != 1 || d[0].Number != 1 || d[0].How != rules.Changed {
		t.Errorf("%+v", d)
	}
}
