// SPDX-License-Identifier: Apache-2.0

package historytest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/breach"
	"github.com/linli-project/linli/rules/community"
	rules "github.com/linli-project/linli/rules/convention"
	rule "github.com/linli-project/linli/rules/mediation"
)

const day = 24 * time.Hour

// quiet is a convention whose one rule asks for two reports of noise.
const quiet = `# 公约 · Convention

## 1. 夜间安静 · Quiet at night

` + "```rule" + `
when: report.kind == "noise"
witnesses: 2
ladder: notice, points 7, board 14
cure: 3
appeal: 7
decay: 365
` + "```" + `

` + "```example" + `
report.kind: noise
report.households: 2
expect: breach, notice
` + "```" + `

` + "```example" + `
report.kind: noise
report.households: 1
expect: none
` + "```" + `
`

// neighbours are a community with a convention in which breaches are found, and end in every way.
type neighbours struct {
	*site

	rand   *rand.Rand
	owners map[string]*village.Signer // by home
	causes []string
	ended  map[breach.State]int
	codes  map[act.Code]int
}

// Whatever becomes of breaches on a real network, its peers come to what a book in memory comes to, byte for byte; a stranger's recount
// finds nothing wrong with it. Years pass: what decays and what nobody decides is among it.
func TestBreachesOnTheLedger(t *testing.T) {
	t.Run("book", func(t *testing.T) { haveBreaches(t, nil) })
	t.Run("network", func(t *testing.T) { haveBreaches(t, connect(t)) })
}

func haveBreaches(t *testing.T, n *net) {
	t.Helper()
	w, both := onBoth(t, n, "breaches", time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC))
	homes := []community.Unit{town.Home("1-101", 9000, "p1"), town.Home("1-102", 8000, "p2"), town.Home("1-103", 7000, "p3")}
	c := &neighbours{
		site: adopted(w, homes, points.Plan{Gifts: true, MaxBalance: 1000, Rules: []points.Rule{
			{Rule: "garden", Budget: points.MaxBudget, DayCap: 600, Points: 60, Title: "Gardening", Way: points.Volunteer},
		}}, map[string]string{"convention": rules.Hash(quiet)}),
		rand: rand.New(rand.NewPCG(12, 37)), owners: map[string]*village.Signer{}, ended: map[breach.State]int{}, codes: map[act.Code]int{},
	}
	for i, home := range homes {
		c.owners[home.ID] = w.People[fmt.Sprint("p", i+1)]
	}
	c.do(convention.TypeConventionAdopt, convention.ConventionAdopt{Contest: "c0", Election: "convention", Text: quiet}, c.Two()...)
	for range 100 {
		c.step()
	}
	c.mediated()
	c.ends(homes)
	town.Done(t, both.Accepted())
	if n != nil {
		both.alike(t, c.ID, n.state(t))
	}
}

// do takes a number of its signer's, and says whether it took effect.
func (c *neighbours) do(kind string, body any, by ...*village.Signer) (id string, ok bool) {
	c.Helper()
	signed := c.Make(kind, body, by...)
	code := c.tries(signed)
	c.codes[code]++
	return hashOf(signed), code == contract.OK
}

// step is one of all things that happen to breaches, allowed or not.
func (c *neighbours) step() {
	c.Clock.Pass(time.Duration(c.rand.IntN(48)) * time.Hour)
	if len(c.causes) < 2 || c.rand.IntN(5) == 0 {
		c.finds()
		return
	}
	cause := c.causes[max(0, len(c.causes)-1-c.rand.IntN(3))]
	b, _ := town.Read(c.Town, convention.Breaches, c.ID, cause)
	owner, officer := c.owners[b.Home], c.Two()[c.rand.IntN(2)]
	said, photos := digest("said", cause), []string{}
	if b.At(c.Now().Unix()).State == breach.StateFound && c.rand.IntN(4) > 0 { // mostly it is told
		c.do(convention.TypeBreachNotice, convention.BreachNotice{Breach: cause}, officer)
		return
	}
	switch c.rand.IntN(8) {
	case 0:
		c.do(convention.TypeBreachNotice, convention.BreachNotice{Breach: cause}, officer)
	case 1:
		c.do(convention.TypeBreachCure, convention.BreachCure{Breach: cause, Photos: photos}, owner)
	case 2:
		c.do(convention.TypeBreachAppeal, convention.BreachAppeal{Answer: said, Breach: cause, Photos: photos}, owner)
	case 3, 4:
		verdict := breach.Verdicts()[c.rand.IntN(2)]
		c.do(convention.TypeBreachDecide, convention.BreachDecide{Breach: cause, Reason: said, Verdict: verdict}, officer)
	case 5:
		c.do(convention.TypeBreachPardon, convention.BreachPardon{Breach: cause, Reason: said}, officer)
	default:
		c.Clock.Pass(9 * day)
		c.sends(cause)
	}
}

// finds has two households report, an officer file it, and two bodies find whose it was, who has earned something since.
func (c *neighbours) finds() {
	n := len(c.causes)
	signed := []string{digest("one", strconv.Itoa(n)), digest("two", strconv.Itoa(n))}
	slices.Sort(signed)
	file := convention.ReportFile{At: act.Int(c.Now().Unix()), Kind: "noise", Signed: signed}
	report, _ := c.do(convention.TypeReportFile, file, c.Convener())
	home := []string{"1-101", "1-101", "1-102", "1-103"}[c.rand.IntN(4)]
	find := convention.BreachFind{Article: 1, Convention: rules.Hash(quiet), Ground: digest("ground", report), Home: home, Report: report}
	if _, ok := c.do(convention.TypeBreachFind, find, c.Two()...); ok {
		c.causes = append(c.causes, report)
	}
	c.earns(home)
}

// mediated is a case about the last breach, between its household and a body, which a mediator of another one brings to an agreement.
func (c *neighbours) mediated() {
	c.Helper()
	cause := c.causes[len(c.causes)-1]
	b, _ := town.Read(c.Town, convention.Breaches, c.ID, cause)
	mediator, officer, owner := c.Two()[0], c.Two()[1], c.owners[b.Home]
	ask := mediation.CaseRequest{
		About: mediation.AboutBreach, Home: b.Home, ID: cause, Second: rule.Side{Body: officer.Body}, Text: digest("case", cause),
	}
	stranger := ask
	if stranger.Home = "1-101"; b.Home == "1-101" {
		stranger.Home = "1-102"
	}
	if _, ok := c.do(mediation.TypeCaseRequest, stranger, c.owners[stranger.Home]); ok {
		c.Error("a neighbour asks about what is not his")
	}
	id, _ := c.do(mediation.TypeCaseRequest, ask, owner)
	c.do(mediation.TypeCaseTake, mediation.CaseTake{Case: id}, mediator)
	c.do(mediation.TypeCaseJoin, mediation.CaseJoin{Case: id}, officer)
	agree := mediation.CaseAgree{Agreement: digest("agreement"), Case: id, Days: 7}
	if _, ok := c.do(mediation.TypeCaseAgree, agree, mediator, owner, officer); !ok {
		c.Error("no agreement")
	}
	c.Clock.Pass(100 * day)
	if _, err := c.Transact(c.Client(officer.Body), mediation.TxClose, c.ID, id); err != nil {
		c.Error(err)
	}
}

// earns is an hour in the garden.
func (c *neighbours) earns(home string) {
	done := points.HelpDone{Day: act.Int(c.Now().Unix() / 86400), Helper: home, Minutes: 10, Rule: "garden"}
	if id, ok := c.do(points.TypeHelpDone, done, c.owners[home]); ok {
		by := c.Convener()
		confirm := points.HelpConfirm{Help: id, Helper: home, Rule: "garden"}
		c.tries(c.Sign(c.Draft(points.TypeHelpConfirm, 1, by), confirm, by)) // which has no number of its signer
	}
}

// sends is what anybody may send.
func (c *neighbours) sends(cause string) {
	by := c.Client(c.Constitution.Bodies[c.rand.IntN(len(c.Constitution.Bodies))].ID)
	for _, function := range []string{convention.TxSettle, convention.TxEnforce} {
		_, err := c.Transact(by, function, c.ID, cause)
		if strings.Contains(fmt.Sprint(err), "the book says") {
			c.Fatal(err)
		}
		c.codes[act.CodeOf(err)]++
	}
}

// ends is that years pass. All of it has happened by then.
func (c *neighbours) ends(homes []community.Unit) {
	withheld, restored := int64(0), 0
	for _, cause := range c.causes {
		c.sends(cause)
		b, _ := town.Read(c.Town, convention.Breaches, c.ID, cause)
		withheld += b.Withheld
		c.ended[b.State]++
		if b.State == breach.StatePardoned && b.Withheld > 0 {
			restored++
		}
	}
	c.Logf("%d breaches of %d households end as %v; %d points withheld, %d times given back; %v",
		len(c.causes), len(homes), c.ended, withheld, restored, c.codes)
	for _, state := range []breach.State{breach.StatePardoned, breach.StateEffective, breach.StateCured} {
		if c.ended[state] == 0 {
			c.Errorf("none ended %s", state)
		}
	}
	if withheld == 0 || restored == 0 {
		c.Error("nothing was withheld, or given back")
	}
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "/")))
	return hex.EncodeToString(sum[:])
}
