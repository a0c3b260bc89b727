// SPDX-License-Identifier: Apache-2.0

package historytest

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/community"
	rules "github.com/linli-project/linli/rules/points"
)

// A vector is a history of the oracle's that shares no code with the rules.
type vector struct {
	rules.Case

	Expect rules.Result `json:"expect"`
}

func vectors(t testing.TB) []vector {
	t.Helper()
	raw, err := os.ReadFile("../../rules/points/testdata/vectors.json")
	var file struct {
		Cases []vector `json:"cases"`
	}
	town.Done(t, json.Unmarshal(town.Must(t, raw, err), &file))
	if len(file.Cases) != 80 {
		t.Fatalf("%d cases", len(file.Cases))
	}
	return file.Cases
}

// names are all accounts of the histories. Each has an owner, who has a home for it in every history of a community; "hub" is the
// household that is helped.
var names = []string{"h1", "h2", "h3", "h4", "h5", "hub"}

// codes are how the ledger says what the rules refuse.
var codes = map[string]act.Code{
	rules.OK: contract.OK, string(rules.BadAmount): act.BadField, string(rules.Paid): points.Paid,
	string(rules.OverDayCap): points.OverDayCap,
	string(rules.OverMax):    points.OverMax, string(rules.OverBudget): points.OverBudget, string(rules.GiftsOff): points.GiftsOff,
	string(rules.Self): points.OwnGift, string(rules.NoBalance): points.NoBalance, string(rules.NoHold): contract.NotFound,
	string(rules.HoldOver): points.VoucherOver, string(rules.Nothing): contract.NoEffect, string(rules.NoSuchEarn): contract.NotFound,
	string(rules.OverReversed): points.OverReversed,
}

// What an independent oracle says of 80 histories is what the ledger makes of them, played as people's acts: on a book in memory, and on a
// real network, which a stranger's recount then accepts.
func TestVectorsOnTheLedger(t *testing.T) {
	cases := vectors(t)
	t.Run("book", func(t *testing.T) {
		if testing.Short() {
			cases = cases[:16]
		}
		playAll(t, nil, cases)
	})
	t.Run("network", func(t *testing.T) {
		n := connect(t)
		if !town.ManyHistories() {
			cases = cases[:16]
		}
		playAll(t, n, cases)
	})
}

// communities are the cases that can share one, as they have one program.
func communities(cases []vector) (all [][]vector) {
	of := map[rules.CaseRules]int{}
	for _, c := range cases {
		program := c.Rules
		program.DayCap, program.Budget = 0, 0 // which are a rule's
		i, ok := of[program]
		if !ok {
			i = len(all)
			of[program], all = i, append(all, nil)
		}
		all[i] = append(all[i], c)
	}
	return all
}

func playAll(t *testing.T, n *net, cases []vector) {
	t.Helper()
	var played []*player
	unsaid, left := 0, 0
	t.Run("communities", func(t *testing.T) {
		for i, c := range communities(cases) {
			players := begin(c)
			played = append(played, players...)
			t.Run(named("program", i), func(t *testing.T) {
				t.Parallel()
				together(t, n, named("garden", i), players)
			})
		}
	})
	if t.Failed() {
		return
	}
	var state map[string][]byte
	if n != nil {
		state = n.state(t)
	}
	for _, p := range played {
		p.compare(t, state)
		unsaid += p.unsaid
		left += min(p.left, 1)
	}
	t.Logf("%d histories give the accounts that they should; %d steps, which are refused on paper, nobody can say; %d histories end early, "+
		"as a voucher does not end when they say", len(played)-left, unsaid, left)
	if left > 2 || unsaid > 39 {
		t.Errorf("fewer are played than can be")
	}
}

// begin are the players of a community's histories.
func begin(cases []vector) []*player {
	players := make([]*player, len(cases))
	for i, c := range cases {
		players[i] = &player{
			vector: c, rule: named("rule", i), suffix: named("", i),
			vouchers: map[string][]string{}, earned: map[string]string{}, causes: map[string]points.HelpConfirm{},
		}
	}
	return players
}

// together plays histories one after the other in one community, each with homes and a rule of its own.
func together(t *testing.T, n *net, id string, players []*player) {
	t.Helper()
	first := slices.MinFunc(players, func(a, b *player) int { return int(*a.Steps[0].At - *b.Steps[0].At) })
	var homes []community.Unit
	plan := points.Plan{
		Gifts: first.Rules.Gifts, LifeDays: act.Int(first.Rules.LifeDays), MaxBalance: act.Int(first.Rules.MaxBalance),
	}
	for _, p := range players {
		for _, name := range names {
			homes = append(homes, town.Home(p.unit(name), 9000, name))
		}
		rule := points.Rule{
			Budget: act.Int(p.Rules.Budget), DayCap: act.Int(p.Rules.DayCap), Points: 60, Rule: p.rule, Title: "Help", Way: points.Help,
		}
		if rule.Budget == 0 {
			rule.Budget = points.MaxBudget
		}
		plan.Rules = append(plan.Rules, rule)
	}
	s := adopted(on(t, n, id, time.Unix(*first.Steps[0].At-3600, 0)), homes, plan, nil)
	for _, p := range players {
		p.site = s
		p.play()
		if n == nil {
			p.state = s.Book().State()
		}
	}
}

// A player plays one history.
type player struct {
	vector
	*site

	rule, suffix string
	state        map[string][]byte             // of a book, after it
	vouchers     map[string][]string           // by the step that held
	earned       map[string]string             // earning by the step that earned
	causes       map[string]points.HelpConfirm // that have paid
	unsaid, left int
}

func (p *player) unit(account string) string { return account + p.suffix }

func (p *player) owner(account string) *village.Signer { return p.People[account] }

// play plays all steps, each at its time.
func (p *player) play() {
	p.Helper()
	for i, step := range p.Steps {
		p.Clock.Reach(*step.At)
		want := p.Expect.Steps[i]
		code, said := p.step(step, want)
		switch {
		case !said && want == rules.OK:
			p.left = len(p.Steps) - i
			return
		case !said:
			p.unsaid++
		case code != codes[want] && (want != string(rules.Nothing) || code != contract.NotFound): // an account that never was
			p.Fatalf("%s, %s: %s; want %s", p.Name, step.ID, code, want)
		}
	}
}

// step plays a step as the acts that say it, and what came of it. said is false if none do.
func (p *player) step(s rules.CaseStep, want string) (code act.Code, said bool) {
	p.Helper()
	switch s.Do {
	case rules.StepEarn:
		return p.earn(s), true
	case rules.StepGift:
		gift := points.PointsGift{Amount: act.Int(max(0, *s.Amount)), From: p.unit(*s.From), To: p.unit(*s.To)}
		return p.tries(p.make(points.TypePointsGift, gift, p.owner(*s.From))), true
	case rules.StepSpend:
		voucher, code := p.redeem(*s.From, *s.Amount)
		if code == contract.OK {
			code = p.tries(p.use(voucher, *s.At))
		}
		return code, true
	case rules.StepHold:
		return p.hold(s, want)
	case rules.StepPost:
		return p.post(s, want)
	case rules.StepRelease:
		return p.release(s)
	case rules.StepExpire:
		_, err := p.Transact(p.Client(p.Convener().Body), points.TxExpire, p.Town.ID, p.unit(*s.Account))
		if err == nil {
			return contract.OK, true
		}
		return act.CodeOf(err), true
	default:
		body := points.PointsReverse{Amount: act.Int(max(0, *s.Amount)), Earning: none, Reason: p.Constitution.Net}
		if earning, ok := p.earned[*s.Earn]; ok {
			body.Earning = earning
		}
		return p.tries(p.make(points.TypePointsReverse, body, p.Two()...)), true
	}
}

// earn has the account help the hub for as many minutes as it earns points, and the hub confirm it: again, if the cause has paid.
func (p *player) earn(s rules.CaseStep) act.Code {
	p.Helper()
	hub := p.owner("hub")
	if paid, ok := p.causes[*s.Cause]; ok && *s.Amount > 0 {
		again := p.Draft(points.TypeHelpConfirm, 1, hub)
		again.Exp-- // another act than that which was paid
		return p.tries(p.Sign(again, paid, hub))
	}
	help := points.HelpDone{
		Day: act.Int(calendar.DayOf(*s.At)), Helped: p.unit("hub"), Helper: p.unit(*s.To), Minutes: act.Int(max(0, *s.Amount)), Rule: p.rule,
	}
	told := p.make(points.TypeHelpDone, help, p.owner(*s.To))
	if *s.Amount <= 0 {
		return p.tries(told)
	}
	confirmation := points.HelpConfirm{Help: hashOf(told), Helper: help.Helper, Rule: p.rule}
	code := p.tries(told, p.Sign(p.Draft(points.TypeHelpConfirm, 1, hub), confirmation, hub))
	if code == contract.OK {
		p.earned[s.ID], p.causes[*s.Cause] = confirmation.Help, confirmation
	}
	return code
}

func (p *player) redeem(account string, amount int64) (voucher string, code act.Code) {
	p.Helper()
	body := redemption(p.unit(account), amount)
	return body.Voucher, p.tries(p.make(points.TypePointsRedeem, body, p.owner(account)))
}

// hold redeems a voucher. One of which a part is posted later is two, as nobody uses a part of one. Nobody says when it ends.
func (p *player) hold(s rules.CaseStep, want string) (code act.Code, said bool) {
	p.Helper()
	if want == string(rules.BadUntil) {
		return "", false
	}
	amounts := []int64{*s.Amount}
	if part := p.postedOf(s.ID); part != 0 && part != *s.Amount {
		amounts = []int64{part, *s.Amount - part}
	}
	for _, amount := range amounts {
		voucher, code := p.redeem(*s.From, amount)
		if code != contract.OK {
			return code, true
		}
		p.vouchers[s.ID] = append(p.vouchers[s.ID], voucher)
	}
	return contract.OK, true
}

// postedOf is how much is posted of a hold, in the end.
func (p *player) postedOf(hold string) int64 {
	for i, s := range p.Steps {
		if s.Do == rules.StepPost && *s.Hold == hold && p.Expect.Steps[i] == rules.OK && s.Amount != nil {
			return *s.Amount
		}
	}
	return 0
}

// post has a counter take a voucher, of which it may tell later. When the history has a hold end otherwise than vouchers do, nobody can say
// so, nor that more is posted than there is.
func (p *player) post(s rules.CaseStep, want string) (code act.Code, said bool) {
	p.Helper()
	all := p.vouchers[*s.Hold]
	if len(all) == 0 {
		return p.tries(p.use(none, *s.At)), true
	}
	v, _ := town.Read(p.Town, points.Vouchers, p.Town.ID, all[0])
	taken := *s.At
	if want == rules.OK {
		taken = min(taken, v.Ends-1)
	}
	over := v.State != rules.HoldOpen || taken >= v.Ends || *s.At >= v.Until
	if want == string(rules.BadAmount) || over != (want == string(rules.HoldOver)) {
		return "", false
	}
	code = p.tries(p.use(all[0], taken))
	if code == contract.OK && len(all) == 2 {
		code = p.tries(p.give(all[1], v.From))
	}
	return code, true
}

func (p *player) give(voucher, unit string) act.Signed {
	p.Helper()
	owner := p.owner(unit[:len(unit)-len(p.suffix)])
	return p.make(points.TypeVoucherReturn, points.VoucherReturn{Voucher: voucher}, owner)
}

func (p *player) release(s rules.CaseStep) (code act.Code, said bool) {
	p.Helper()
	all := p.vouchers[*s.Hold]
	if len(all) == 0 {
		return p.tries(p.give(none, p.unit("h1"))), true
	}
	for _, voucher := range all {
		v, _ := town.Read(p.Town, points.Vouchers, p.Town.ID, voucher)
		code = p.tries(p.give(voucher, v.From))
	}
	return code, true
}

// compare holds what the ledger has in the end against what the oracle says.
func (p *player) compare(t *testing.T, state map[string][]byte) {
	t.Helper()
	if p.left > 0 {
		return
	}
	if state == nil {
		state = p.state
	}
	state = of(state, p.Town.ID)
	got := rules.Result{Steps: p.Expect.Steps, Accounts: map[string]rules.ResultAccount{}} // steps were compared when they were played
	for name := range p.Expect.Accounts {
		got.Accounts[name] = resultOf(decoded(t, state, points.Accounts, p.Town.ID, p.unit(name)), *p.At)
	}
	for key := range state {
		switch kind, names, _ := contract.SplitKey(key); {
		case kind == points.Transfers.Kind():
			p.add(t, &got, state, decoded(t, state, points.Transfers, names...))
		case kind == points.Leases.Kind() && names[1] == p.rule:
			got.BudgetUsed += decoded(t, state, points.Leases, names...).Issued
		case kind == points.Pools.Kind() && names[1] == p.rule:
			got.BudgetUsed -= decoded(t, state, points.Pools, names...).Reversed
		}
	}
	if diff := cmp.Diff(p.Expect, got); diff != "" {
		t.Errorf("%s: want -, got +:\n%s", p.Name, diff)
	}
}

// add adds a transfer, if it is of this history's homes.
func (p *player) add(t *testing.T, r *rules.Result, state map[string][]byte, transfer points.Transfer) {
	t.Helper()
	for _, m := range transfer.Moves {
		home := m.From
		if home == rules.Issued {
			home = m.To
		}
		if home == rules.Held {
			home = decoded(t, state, points.Vouchers, p.Town.ID, transfer.Of).From
		}
		if !strings.HasSuffix(home, p.suffix) {
			continue
		}
		switch {
		case m.From == rules.Issued:
			r.Issued += m.Amount
		case m.To == rules.Issued:
			r.Issued -= m.Amount
		case m.To == rules.Spent:
			r.Spent += m.Amount
		case m.To == rules.Expired:
			r.Expired += m.Amount
		}
	}
}

// decoded is a document of a state, the zero one if there is none.
func decoded[D any](t *testing.T, state map[string][]byte, ref contract.Ref[D], names ...string) (doc D) {
	t.Helper()
	if raw := state[ref.Key(names...)]; raw != nil {
		town.Done(t, json.Unmarshal(raw, &doc))
	}
	return doc
}

// resultOf is an account as the oracle tells it.
func resultOf(a rules.Account, at int64) rules.ResultAccount {
	r := rules.ResultAccount{Usable: a.Usable(at), Held: a.Held, Lots: []rules.ResultLot{}}
	for _, l := range a.Lots {
		if last := len(r.Lots) - 1; last >= 0 && r.Lots[last].Until == l.Until {
			r.Lots[last].Amount += l.Amount
			continue
		}
		r.Lots = append(r.Lots, rules.ResultLot{Until: l.Until, Amount: l.Amount})
	}
	return r
}
