// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/verify"
)

// parties are a community in which one party tries what it can: a smoke alarm of the first body, whose oracle has logged that there is
// smoke, and an oracle of another body. At the end the book is recounted, as always.
type parties struct {
	*town.Town
	own, other *town.History
	smoke      string // text of an event in own, with the index 1
}

func newParties(t *testing.T) *parties {
	t.Helper()
	w := town.OnBook(t, "rehearsal").Found()
	own, other := w.EnrolledOracle(w.Two()[0].Body), w.EnrolledOracle(w.Two()[1].Body)
	p := &parties{Town: w, own: &town.History{By: own}, other: &town.History{By: other}}
	w.OK(w.Make(device.TypeDeviceEnrol, smokeAlarm(w), two(w)...))
	p.smoke = encode(w, smoke(w))
	w.OK(p.own.Append(w, append(ids("a"), rules.IDOf(p.smoke))...), p.own.Append(w, ids("b")...))
	return p
}

// intact checks that the first oracle's log is its own word, and proven.
func (p *parties) intact() {
	p.Helper()
	log, _ := town.Read(p.Town, device.EventLogs, p.ID, p.own.By.ID())
	if size := len(p.own.IDs); log.Size != int64(size) || log.Root != p.own.Root(p, size) {
		p.Errorf("the log is %+v", log)
	}
	p.is(verify.Pass, "", p.own.Prove(p, p.ID, p.smoke, 1, len(p.own.IDs)))
}

// is what the recount says of an event proof, with a reason if it does not pass.
func (p *parties) is(want verify.Status, why string, proof rules.EventProof) {
	p.Helper()
	state, err := p.Book().Recounted()
	town.Done(p, err)
	if e := (verify.Contract{}).Event(state, proof); e.Status != want || !strings.Contains(e.Detail, why) {
		p.Errorf("%s %q, not %s %q", e.Status, e.Detail, want, why)
	}
}

// acknowledge has an officer acknowledge an alarm that a history has.
func (p *parties) acknowledge(h *town.History, text string, index int) act.Signed {
	p.Helper()
	return p.Make(device.TypeAlarmAcknowledge, proof(p, h, text, index, len(h.IDs)), third(p.Town))
}

// An oracle may log what it likes, as its log holds nothing but hashes. What it logs of another body's device has no effect: no alarm is
// acknowledged with it, no recount believes it. And it cannot write to another one's log.
func TestAnOracleSpeaksForItsBodysDevicesAlone(t *testing.T) {
	p := newParties(t)
	invented := smoke(p.Town)
	invented.Counter = 8
	texts := []string{p.smoke, encode(p, invented)}
	p.OK(p.other.Append(p.Town, rules.IDOf(texts[0]), rules.IDOf(texts[1])))
	for i, text := range texts {
		p.Refused(device.OtherBody, p.acknowledge(p.other, text, i))
		p.is(verify.Fail, "may not say this, or not to this oracle", p.other.Prove(p, p.ID, text, i, 2))
	}
	forged := p.own.Fork().Append(p.Town, ids("c")...)
	p.Refused(act.WrongSigner, act.Signed{Text: forged.Text, Signatures: []act.Signature{act.SignWithKey(p.other.By.Key, forged.Text)}})
	stolen := act.SignWithKey(p.other.By.Key, forged.Text)
	stolen.By = p.own.By.ID()
	p.Refused(act.BadSignature, act.Signed{Text: forged.Text, Signatures: []act.Signature{stolen}})
	p.intact()
	p.OK(p.acknowledge(p.own, p.smoke, 1))
}

// An oracle that keeps two books has one of them on the ledger, and what it proves of the other is seen to be no proof.
func TestAnOracleWithTwoBooks(t *testing.T) {
	p := newParties(t)
	second := smoke(p.Town)
	second.Counter = 8
	text := encode(p, second)
	hidden := p.own.Fork()
	p.OK(p.own.Append(p.Town, ids("c")...))
	p.Refused(device.LogMoved, hidden.Append(p.Town, rules.IDOf(text)))
	p.Refused(device.LogDiffers, hidden.Append(p.Town, ids("d")...))
	p.is(verify.Fail, "another root", hidden.Prove(p, p.ID, text, 3, 4))
	p.Refused(device.NotIncluded, p.Make(device.TypeAlarmAcknowledge, proof(p, hidden, text, 3, 4), third(p.Town)))
	p.is(verify.NotProven, "export it anew", hidden.Prove(p, p.ID, text, 3, 5))
	p.intact()
}

// An oracle says when something happened, and the ledger when it was told: what is from the future has no effect, and what is dated back
// shows both times.
func TestAnOracleThatLiesAboutTime(t *testing.T) {
	p := newParties(t)
	later, earlier := smoke(p.Town), smoke(p.Town)
	later.Received += 1000 * (device.Ahead + 1)
	earlier.Received -= 1000 * 24 * 3600
	texts := []string{encode(p, later), encode(p, earlier)}
	p.OK(p.own.Append(p.Town, rules.IDOf(texts[0]), rules.IDOf(texts[1])))
	p.Refused(contract.NotYet, p.acknowledge(p.own, texts[0], 3))
	p.is(verify.Fail, "received after it was logged", p.own.Prove(p, p.ID, texts[0], 3, 5))
	state, err := p.Book().Recounted()
	town.Done(t, err)
	e := verify.Contract{}.Event(state, p.own.Prove(p, p.ID, texts[1], 4, 5))
	if e.Status != verify.Pass || e.Logged-int64(e.Event.Received)/1000 < 23*3600 {
		t.Errorf("%+v", e)
	}
	p.intact()
}

// A relay may withhold appends, reorder and repeat them; it cannot change one, and whatever it does, each event is in the log once.
func TestOneRelay(t *testing.T) {
	p := newParties(t)
	w := p.Town
	held := p.own.Fork()
	lost := held.Append(w, ids("c")...) // withheld: the oracle makes another one of the same events, and more
	first, second, third := p.own.Append(w, ids("c", "d")...), p.own.Append(w, ids("e")...), p.own.Append(w, ids("f")...)

	w.Refused(device.LogMoved, third)
	w.Refused(device.LogMoved, second)
	w.Refused(act.BadSignature, town.Changed(w, first, "body.leaves", town.JSON(w, make(act.Bytes, 32))))
	w.Refused(act.BadSignature, town.Changed(w, first, "body.root", town.Quote(w.Constitution.Net)))
	w.Refused(act.NoSignature, act.Signed{Text: first.Text})
	if codes := codesOf(w.Submit(third, first, second, third, first)); !slices.Equal(codes, []act.Code{
		device.LogMoved, contract.OK, contract.OK, contract.OK, contract.Already,
	}) {
		t.Errorf("out of order, in one batch: %v", codes)
	}
	for _, again := range []act.Signed{first, second, third} {
		w.Refused(contract.Already, again)
	}
	w.Refused(device.LogMoved, lost) // delivered after all
	w.Clock.Pass(act.MaxLifetime * time.Second)
	for _, late := range []act.Signed{lost, first, third} {
		w.Refused(contract.Expired, late)
	}
	p.intact()
}

func codesOf(outcomes []contract.Outcome) (codes []act.Code) {
	for _, o := range outcomes {
		codes = append(codes, o.Code)
	}
	return codes
}

// A body alone enrols nothing, ends nothing of another body's, and has no word without an oracle that is enrolled.
func TestOneBodyAlone(t *testing.T) {
	p := newParties(t)
	w := p.Town
	officer := w.Officers[p.other.By.Body]
	unknown := &town.History{By: town.NewProgram(w, officer.Body)}
	spy := smokeAlarm(w)
	spy.Device, spy.Transport, spy.Body = "spy-1", "spy-1", p.own.By.Body
	alone := func(kind string, body any, signers ...*village.Signer) act.Signed {
		return w.Make(kind, body, signers...)
	}
	w.Refused(contract.TwoBodies, alone(device.TypeOracleEnrol, unknown.By.Enrolment(), officer))
	w.Refused(device.OtherBody, alone(device.TypeDeviceEnrol, spy, officer, third(w))) // even with another body, without the one it is of
	w.Refused(contract.TwoBodies, alone(device.TypeOracleRetire, device.OracleRetire{Oracle: p.own.By.ID()}, officer))
	w.Refused(contract.TwoBodies, alone(device.TypeDeviceWithdraw, device.DeviceWithdraw{Device: "smoke-1"}, officer))
	w.Refused(contract.NotFound, unknown.Append(w, rules.IDOf(p.smoke)))
	p.is(verify.Fail, "has never enrolled this oracle", unknown.Prove(w, w.ID, p.smoke, 0, 1))
	p.intact()

	// It ends its own oracle alone. What that has said stays said, and nothing more is.
	w.OK(w.Make(device.TypeOracleRetire, device.OracleRetire{Oracle: p.own.By.ID()}, w.Officers[p.own.By.Body]))
	w.Refused(contract.Revoked, p.own.Fork().Append(w, ids("c")...))
	p.intact()
	w.OK(p.acknowledge(p.own, p.smoke, 1))
}
