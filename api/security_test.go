// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/convention"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/mediation"
	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
	rules "github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// signersOf is who may sign each type of act, as the ledger declares it, so that a new type cannot be forgotten here.
func signersOf() map[string]contract.Signers {
	signers := map[string]contract.Signers{}
	for _, declared := range chapters.Current().Acts() {
		signers[declared.Name()] = declared.SignedBy()
	}
	return signers
}

const anyHash = "00000000000000000000000000000000000000000000000000000000000000aa"

// anyBodies has a well-formed body of every type of act. Who signs is checked before what is asked for.
var anyBodies = map[string]any{
	"roll.approve":      people.RollApprove{Chunks: 1, Rights: 1, Root: anyHash, Units: 1, Version: 99},
	"roll.object":       people.RollObject{Text: anyHash, Version: 1},
	"roll.answer":       people.RollAnswer{Answer: anyHash, Objection: anyHash},
	"convention.adopt":  convention.ConventionAdopt{Text: "# A\n\n## 1. B\n"},
	"convention.repeal": convention.ConventionRepeal{},
	"report.file":       convention.ReportFile{Signed: []string{}},
	"report.confirm":    convention.ReportConfirm{},
	"breach.find":       convention.BreachFind{},
	"breach.notice":     convention.BreachNotice{},
	"breach.cure":       convention.BreachCure{Photos: []string{}},
	"breach.appeal":     convention.BreachAppeal{Photos: []string{}},
	"breach.decide":     convention.BreachDecide{},
	"breach.pardon":     convention.BreachPardon{},
	"case.request":      mediation.CaseRequest{About: mediation.AboutRequest, Text: anyHash},
	"case.take":         mediation.CaseTake{Case: anyHash},
	"case.decline":      mediation.CaseDecline{Case: anyHash, Reason: anyHash},
	"case.join":         mediation.CaseJoin{Case: anyHash},
	"case.refuse":       mediation.CaseRefuse{Case: anyHash},
	"case.say":          mediation.CaseSay{Case: anyHash, Text: anyHash},
	"case.meet":         mediation.CaseMeet{At: 1, Case: anyHash, Text: anyHash},
	"case.propose":      mediation.CasePropose{Case: anyHash, Days: 1, Text: anyHash},
	"case.reply":        mediation.CaseReply{Case: anyHash, Reply: "yes", Text: anyHash},
	"case.agree":        mediation.CaseAgree{Agreement: anyHash, Case: anyHash},
	"case.apply":        mediation.CaseApply{Case: anyHash},
	"case.perform":      mediation.CasePerform{Case: anyHash},
	"case.follow":       mediation.CaseFollow{Case: anyHash, Text: anyHash},
	"case.withdraw":     mediation.CaseWithdraw{Case: anyHash},
	"case.end":          mediation.CaseEnd{Case: anyHash, Reason: anyHash},
	"parking.adopt":     parking.ParkingAdopt{Contest: "none", Election: "none"},
	"lot.set":           parking.LotSet{Body: "owners", Gates: []parking.Gate{}, Lot: "lot-1", Name: "lot"},
	"space.set":         parking.SpaceSet{Label: "A-1", Lot: "lot-1", Space: "space-1"},
	"offer.set": parking.OfferSet{Except: []act.Int{}, Space: "space-1", Terms: parking.Terms{Bands: []parking.Band{}},
		Windows: []parking.Window{}},
	"offer.end":          parking.OfferEnd{Space: "space-1"},
	"parking.book":       parking.Book{Offer: anyHash, Plate: anyHash, Space: "space-1"},
	"parking.extend":     parking.Extend{Booking: anyHash},
	"parking.cancel":     parking.Cancel{Booking: anyHash},
	"parking.retract":    parking.Retract{Booking: anyHash, Reason: anyHash},
	"parking.displaced":  parking.Displaced{Booking: anyHash},
	"parking.dispute":    parking.Dispute{Booking: anyHash, Text: anyHash},
	"parking.resolve":    parking.Resolve{Booking: anyHash, Reason: anyHash},
	"visit.allow":        parking.VisitAllow{Home: "somewhere", Kind: parking.Visitor, Lot: "lot-1", Plate: anyHash},
	"visit.end":          parking.VisitEnd{Visit: anyHash},
	"gate.decide":        parking.GateDecide{Lot: "lot-1", Reason: "visitor", Way: rules.WayIn},
	"notice.post":        people.NoticePost{Expires: 1, Text: anyHash, Title: "notice"},
	"codes.issue":        people.CodesIssue{Codes: []people.IssuedCode{}, Expires: 1},
	"codes.withdraw":     people.CodesWithdraw{Codes: []people.IssuedCode{}},
	"credential.enrol":   people.Enrol{},
	"credential.confirm": people.CredentialConfirm{Credentials: []string{"0123456789abcdef"}},
	"credential.revoke":  people.CredentialRevoke{Credential: "0123456789abcdef", Reason: anyHash},
	"voter.designate":    vote.VoterDesignate{Owners: []string{"somebody"}, Right: "0123456789abcdef0123456789abcdef", Voter: "somebody"},
	"election.create": vote.ElectionCreate{Contests: []vote.DraftContest{}, Election: "none", Roll: 1,
		Rules: vote.DraftRules{Barred: []string{}}},
	"election.key":     vote.ElectionKey{Election: "none", Public: act.Bytes{1}},
	"election.test":    vote.ElectionTest{Drills: []vote.BodyDrill{}, Election: "none"},
	"election.drill":   vote.ElectionDrill{Election: "none"},
	"election.notice":  vote.ElectionNotice{ClosesAt: 2, Election: "none", OpensAt: 1},
	"election.open":    vote.ElectionOpen{Election: "none", Without: []string{}},
	"election.close":   vote.ElectionStep{Election: "none"},
	"election.unseal":  vote.ElectionUnseal{Election: "none"},
	"election.publish": vote.ElectionPublish{Election: "none", Result: anyHash},
	"election.hear":    vote.ElectionStep{Election: "none"},
	"election.object":  vote.ElectionObject{Election: "none", Text: anyHash},
	"election.final":   vote.ElectionStep{Election: "none"},
	"election.annul":   vote.ElectionStep{Election: "none"},
	"officer.declare":  people.OfficerDeclare{Bodies: []string{}, Person: "somebody"},
	"proxy.grant":      vote.ProxyGrant{Election: "none", Proxy: "somebody", Right: "0123456789abcdef0123456789abcdef"},
	"ballot.cast":      vote.BallotCast{Election: "none", Sealed: seal.Sealed{Shares: []act.Bytes{}}},
	"oracle.enrol":     devices.OracleEnrol{Body: "owners", Key: make(act.Bytes, 32), Name: "oracle"},
	"oracle.retire":    devices.OracleRetire{Oracle: anyHash},
	"device.enrol": devices.DeviceEnrol{Body: "owners", Class: rules.T0, Commands: []rules.Command{}, Device: "gate-1",
		From: act.Int(time.Now().Unix()), Kinds: []rules.Kind{rules.Plate}, Place: "gate", Profile: "any", Transport: "gate-1",
		Until: act.Int(time.Now().Unix() + 24*3600)},
	"device.withdraw":   devices.DeviceWithdraw{Device: "gate-1"},
	"events.append":     devices.EventsAppend{Leaves: make(act.Bytes, 32), Root: anyHash},
	"alarm.acknowledge": devices.AlarmAcknowledge{Event: "{}", Oracle: anyHash, Size: 1},
	"command.give":      devices.CommandGive{Command: rules.Open, Device: "gate-1", Expires: 1},
	"command.report":    devices.CommandReport{Command: anyHash, Outcome: rules.Done},
	"worker.enrol":      orders.WorkerEnrol{Worker: "0123456789abcdef"},
	"worker.revoke":     orders.WorkerRevoke{Reason: anyHash, Worker: "0123456789abcdef"},
	"grid.set": orders.GridSet{Body: "owners", Grid: "grid-1", Languages: []orders.Speaker{}, Places: []string{}, Shifts: []orders.Shift{},
		Supervisor: "0123456789abcdef", Workers: []string{}},
	"duties.adopt":   orders.DutiesAdopt{Basis: anyHash, Duties: []orders.Duty{}, Version: 1},
	"care.consent":   orders.CareConsent{Devices: []string{"gate-1"}, Grid: "grid-1", Hours: 12, Unit: "somewhere", Until: 1},
	"care.withdraw":  orders.CareWithdraw{Person: "somebody"},
	"order.report":   orders.OrderReport{Kind: "other", Photos: []string{}, Unit: "somewhere"},
	"order.take":     orders.OrderTake{Kind: "other", Photos: []string{}},
	"order.alarm":    orders.OrderAlarm{Event: "{}", Oracle: anyHash, Size: 1},
	"order.care":     orders.OrderCare{Person: "somebody", Since: 1},
	"order.triage":   orders.OrderTriage{Grid: "grid-1", Kind: "other", Order: anyHash, Priority: "ordinary"},
	"order.assign":   orders.OrderAssign{Order: anyHash, Worker: "0123456789abcdef"},
	"order.merge":    orders.OrderMerge{Into: anyHash, Order: anyHash},
	"order.accept":   orders.OrderAccept{At: 1, Order: anyHash},
	"order.depart":   orders.OrderDepart{At: 1, Order: anyHash},
	"order.arrive":   orders.OrderArrive{At: 1, Order: anyHash},
	"order.finish":   orders.OrderFinish{At: 1, Order: anyHash, Outcome: "solved", Photos: []string{}},
	"order.transfer": orders.OrderTransfer{At: 1, Grid: "grid-1", Order: anyHash, Why: "elsewhere"},
	"order.help":     orders.OrderHelp{At: 1, Order: anyHash},
	"order.confirm":  orders.OrderConfirm{Order: anyHash, Result: 5, Speed: 5, Unit: "somewhere"},
	"order.reopen":   orders.OrderReopen{Order: anyHash, Reason: anyHash, Unit: "somewhere"},
	"order.join":     orders.OrderJoin{Order: anyHash, Unit: "somewhere"},
	"order.withdraw": orders.OrderWithdraw{Order: anyHash},
	"points.adopt": points.PointsAdopt{Contest: "none", Election: "none", Plan: points.Plan{Rules: []points.Rule{
		{Budget: 1, Points: 1, Rule: "none", Title: "none", Way: points.Help}}}},
	"help.done":      points.HelpDone{Helper: "somewhere", Minutes: 1, Rule: "none"},
	"help.confirm":   points.HelpConfirm{Help: anyHash, Helper: "somewhere", Rule: "none"},
	"bin.card":       points.BinCard{Card: anyHash, Unit: "somewhere"},
	"points.bin":     points.PointsBin{Event: "{}", Oracle: anyHash, Size: 1, Unit: "somewhere"},
	"points.gift":    points.PointsGift{Amount: 1, From: "somewhere", To: "elsewhere"},
	"points.reverse": points.PointsReverse{Amount: 1, Earning: anyHash, Reason: anyHash},
	"service.set":    points.ServiceSet{Body: "owners", Hours: []points.Hours{}, Points: 1, Service: "none", Title: "none", Until: 1},
	"service.retire": points.ServiceRetire{Reason: anyHash, Service: "none"},
	"points.redeem":  points.PointsRedeem{Count: 1, Service: "none", Unit: "somewhere", Voucher: anyHash},
	"voucher.use":    points.VoucherUse{Code: make([]byte, points.CodeSize)},
	"voucher.return": points.VoucherReturn{Voucher: anyHash},
	"ballot.paper": vote.BallotPaper{Election: "none", Person: "somebody", Right: "0123456789abcdef0123456789abcdef", Scan: anyHash,
		Sealed: seal.Sealed{Shares: []act.Bytes{}}},
}

// colleague is a second officer of the first body.
func (tw *town) colleague(t *testing.T) *village.Signer {
	t.Helper()
	s, err := tw.Stranger()
	if err != nil {
		t.Fatal(err)
	}
	s.Body = tw.Convener().Body
	keys, err := json.Marshal([]people.OfficerKey{{ID: s.Key.ID(), Passkey: s.Key.Passkey()}})
	if err != nil {
		t.Fatal(err)
	}
	constitution, err := json.Marshal(tw.Constitution)
	if err != nil {
		t.Fatal(err)
	}
	admin, err := tw.Network.Connect(t.Context(), s.Body, network.Admin)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	receipt, _, err := admin.Submit(t.Context(), "Found", garden, string(constitution), string(keys))
	if err != nil {
		t.Fatal(err)
	}
	tw.server.hub.await(t.Context(), receipt.Block)
	return s
}

// One officer alone, and two officers of one body, complete no act of those that take two bodies: not at once, and not by way
// of the waiting acts. The other body's signature is all that is missing.
func TestTwoBodyActs(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	two, colleague := tw.Two(), tw.colleague(t)
	officer, peer := tw.browser(t), tw.browser(t)
	officer.mustLogIn(two[0].Key)
	peer.mustLogIn(colleague.Key)
	owner := tw.Voter(tw.singles()[40])
	tried := 0
	for kind, signers := range signersOf() {
		body, ok := anyBodies[kind]
		if !ok {
			t.Errorf("%s is a new type of act; give it a body in anyBodies", kind)
		}
		if signers.Name != contract.ByTwoBodies.Name && signers.Name != contract.ByOwnerOrTwoBodies.Name {
			continue
		}
		tried++
		t.Run(kind, func(t *testing.T) {
			officer.TB, peer.TB = t, t
			sign := func(by ...*village.Signer) act.Signed {
				signed, err := village.Sign(tw.Draft(kind, 1, by[0]), body, by...)
				if err != nil {
					t.Fatal(err)
				}
				return signed
			}
			for name, c := range map[string]struct {
				by   []*village.Signer
				want act.Code
			}{
				"alone":            {[]*village.Signer{two[0]}, contract.TwoBodies},
				"twice":            {[]*village.Signer{two[0], two[0]}, act.DuplicateSigner},
				"with a colleague": {[]*village.Signer{two[0], colleague}, contract.TwoBodies},
				"with an owner":    {[]*village.Signer{two[0], owner}, contract.NotOfficer},
			} {
				signed := sign(c.by...)
				if a := officer.post(signed); a.status != 422 || decode[Problem](t, a).Code != string(c.want) {
					t.Errorf("%s: %d %s", name, a.status, a.body)
				}
				if a := officer.get("/acts/" + act.HashOf(signed.Text).String() + "/receipt"); a.status != 404 {
					t.Errorf("%s: it is on the ledger: %s", name, a.body)
				}
			}
			left := sign(colleague) // who has used no number yet
			path := "/pending-acts/" + decode[PendingAct](t, must(t, 201, peer.do(http.MethodPost, "/pending-acts", left))).Act
			for b, with := range map[*client]*village.Signer{officer: two[0], peer: colleague} {
				signature, err := with.Key.Sign(left.Text)
				if err != nil {
					t.Fatal(err)
				}
				if a := b.do(http.MethodPost, path+"/sign", signature); a.status != 422 ||
					decode[Problem](t, a).Code != string(contract.TwoBodies) {
					t.Errorf("signed by the same body: %d %s", a.status, a.body)
				}
			}
			must(t, 204, peer.do(http.MethodDelete, path, nil))
			outcome, err := tw.server.sender.judge(t.Context(), sign(two...))
			if err != nil || outcome.Code == contract.TwoBodies || outcome.Code == act.BadSignature {
				t.Errorf("with the other body: %+v %v", outcome, err)
			}
		})
	}
	if tried == 0 {
		t.Error("no act takes two bodies")
	}
}

// aloneMay are the acts that one officer completes alone: none of them decides anything by itself.
var aloneMay = map[string]string{
	"codes.issue":       "makes letters' codes known; a passkey made with one is confirmed by two bodies",
	"notice.post":       "says what the body says, under its name; nothing follows from it",
	"codes.withdraw":    "takes letters' codes back, which lets nobody in",
	"election.create":   "is a draft, which two bodies open",
	"election.key":      "is his own body's key",
	"election.test":     "is his own body's drill",
	"election.drill":    "is his own body's drill",
	"election.unseal":   "is his own body's key, after two bodies have closed",
	"election.hear":     "lets time for objections begin after two bodies have published",
	"command.give":      "opens what his own body could open by hand, and only what two bodies said it may; it is on record under his name",
	"alarm.acknowledge": "says that he has seen one alarm, under his name; the alarm stands until its device ends it",
	"oracle.retire":     "ends his own body's program, which it could stop as well; another body's takes two bodies",
	"worker.enrol":      "has somebody work for his own body, who can sign nothing but steps of its orders, and whose passkey has agreed",
	"worker.revoke":     "ends his own body's worker; another body's takes two bodies",
	"order.take":        "writes down what somebody says on the telephone, under his name; a household says whether it is done",
	"order.triage":      "gives an order to a grid, before anybody has accepted it; deadlines that ran out stay so",
	"order.assign":      "gives his own body's order to a worker of his body; it stays open until a household confirms",
	"order.alarm":       "makes one alarm an order, which an oracle's log proves",
	"order.withdraw":    "takes back what his own body took on the telephone, before anybody is there",
	"help.confirm":      "confirms work for the community that a household has told, which is no officer's of his body as far as is known",
	"voucher.use":       "takes a voucher whose code its household has shown him, for what his own body serves",
	"order.merge":       "has the households of a duplicate wait for an order that is open",
	"report.file":       "says what households reported to his body; two bodies find a breach, and a punishment takes two reports or a device",
	"breach.notice":     "tells a household of what two bodies have found; its days begin, and it may cure it or appeal",
	"breach.decide":     "is his own body's verdict, of which two that agree decide",
	"breach.pardon":     "is his own body's, of which two pardon",
	"case.request":      "asks for his body; nobody has to take part",
	"case.take":         "asks the other side, which may refuse; he is of neither",
	"case.decline":      "says why he does not mediate; who asked may ask anew",
	"case.join":         "takes part for his own body",
	"case.refuse":       "refuses for his own body",
	"case.say":          "states something for his own body",
	"case.meet":         "fixes a session of a case of his, to which nobody has to come",
	"case.propose":      "makes a proposal in a case of his, which binds nobody",
	"case.reply":        "replies for his own body, which does not bind it",
	"case.perform":      "says for his own body that the other side did its part",
	"case.follow":       "notes how an agreement in a case of his is performed",
	"case.withdraw":     "ends it for his own body, as each side may",
	"case.end":          "ends a case of his without an agreement; both sides may go to a court, or ask anew",
	"offer.set":         "shares what is his own body's, whose terms hold only for who agrees to them",
	"offer.end":         "shares his own body's space no more; what was booked stays",
	"parking.book":      "books for his own body, with its points, where the owners have adopted that bodies may",
	"parking.extend":    "asks for more time for his own body, with its points",
	"parking.cancel":    "his own body's booking, for what its terms say",
	"parking.retract":   "takes his own body's space back before the booking begins, which costs the guest nothing",
	"parking.displaced": "says for his own body that it stands elsewhere; the host may dispute it",
	"parking.dispute":   "says for his own body that something was otherwise; two bodies that are no side resolve it",
	"device.withdraw":   "ends his own body's device, whose plug it could pull as well; another body's takes two bodies",
}

// routesAlone are the routes with which an officer changes something, and why one alone completes nothing with them.
var routesAlone = map[string]string{
	"searchPeople": "reads, and is in the audit log", "importRoll": "a dry run", "transferUnits": "a dry run",
	"acceptRoll": "a draft; roll.approve takes two bodies", "loadRoll": "only what two bodies have approved (TestOffice)",
	"printLetters": "codes are confirmed by two bodies later", "markLetters": "a note of where a letter went",
	"checkEnrolment": "a note; credential.confirm takes two bodies", "tallyElection": "counts what two bodies have closed (TestElection)",
	"erasePerson": "only who owns nothing any more (TestOffice)", "proposeRevocation": "a draft; credential.revoke takes two bodies",
	"openRecovery": "waits for another body's officer", "agreeRecovery": "another body's officer than who opened it",
	"finishRecovery":  "after two have agreed; credential.revoke and credential.confirm take two bodies",
	"cancelRecovery":  "ends what has had no effect",
	"answerObjection": "keeps a text; roll.answer takes two bodies",
	"checkIdNumber":   "reads, five times a day for a person, and is in the audit log",
	"issueCredential": "for a device that two bodies have enrolled, at his own body's oracle; what it may say stays as they enrolled it",
	"keepList":        "what a command of his may name, for two hours; without the signed act no device is told it",
	"putPlan":         "a drawing that officers see, checked to do nothing else", "placeDevice": "where a mark is on it",
	"unplaceDevice":   "where a mark is on it",
	"putParkingPlan":  "where spaces are, as his body says, whose gates they are behind; whose a space is, is on the ledger",
	"dropParkingPlan": "has to be put there anew",
	"findVoucher":     "a look at a voucher whose code he has, which the audit log notes; to take it is voucher.use",
	"proposeCard":     "keeps nothing; bin.card takes two bodies",
	"keepVoteText":    "a text; a contest that names it takes two bodies to open, and owners to agree",
	"keepBreachText":  "a text; breach.find takes two bodies, breach.decide and breach.pardon another one beside his",
	"keepCaseText":    "a text of a case that he sees; an agreement takes both sides, and every other step binds nobody",
	"keepAgreement":   "a text of a case that he mediates; case.agree takes both sides beside him",
	"checkConvention": "keeps nothing", "shadowConvention": "keeps nothing",
	"proposeReversal": "keeps a reason; points.reverse takes two bodies",
	"inviteWorker":    "a link with which somebody makes a passkey, which counts once an officer has signed worker.enrol",
}

func TestWhatOneOfficerCompletes(t *testing.T) {
	for kind, signers := range signersOf() {
		one := slices.Contains([]string{contract.ByOneOfficer.Name, contract.ByOfficerOrTwoBodies.Name, contract.ByOracleOrOfficer.Name,
			contract.ByOwnerOrOfficer.Name}, signers.Name)
		if _, ok := aloneMay[kind]; ok != one {
			t.Errorf("%s is signed by %s; in aloneMay: %t", kind, signers.Name, ok)
		}
	}
	patterns, err := contractOf()
	if err != nil {
		t.Fatal(err)
	}
	known := maps.Clone(routesAlone)
	for _, p := range patterns {
		if p.role != officers || !p.changes() {
			continue
		}
		if known[p.id] == "" {
			t.Errorf("%s is a new route of officers; say in routesAlone why one alone completes nothing with it", p.id)
		}
		delete(known, p.id)
	}
	for id := range known {
		t.Errorf("%s is no route of officers that changes anything", id)
	}
}

// Whoever has stolen a session signs no act with it, of no type: the passkey is not in the session.
func TestStolenSessionSignsNothing(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	own, err := tw.Stranger()
	if err != nil {
		t.Fatal(err)
	}
	for kind, signers := range signersOf() {
		if signers.Name == contract.ByAnyone.Name {
			continue // an enrolment: the new passkey's, and a letter's code
		}
		if signers.Name == contract.ByOracle.Name {
			continue // a program's, which has no session
		}
		victim := tw.Voter(tw.singles()[41])
		if strings.HasPrefix(signers.Name, contract.ByOneOfficer.Name) || signers.Name == contract.ByTwoBodies.Name {
			victim = tw.Convener()
		}
		robbed, thief := tw.browser(t), tw.browser(t)
		robbed.mustLogIn(victim.Key)
		thief.headers["Cookie"] = "__Host-linli=" + robbed.token()
		if a := thief.get("/session"); a.status != http.StatusOK {
			t.Fatalf("the stolen cookie works: %d %s", a.status, a.body)
		}
		signed, err := village.Sign(tw.Draft(kind, 1, victim), anyBodies[kind], own)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/acts", "/pending-acts"} {
			for by, want := range map[string]act.Code{own.Key.ID(): act.WrongSigner, victim.Key.ID(): act.BadSignature} {
				signed.Signatures[0].By = by
				if a := thief.do(http.MethodPost, path, signed, "Idempotency-Key", rand.Text()); a.status != 422 ||
					decode[Problem](t, a).Code != string(want) {
					t.Errorf("%s to %s: %d %s, want %s", kind, path, a.status, a.body, want)
				}
			}
		}
	}
}

// sessionMay are the routes with which a session without its passkey changes something: nothing that is signed.
var sessionMay = map[string]string{
	"endSession": "logs out", "labelCredential": "names a passkey in the list of one's own", "readNotices": "marks notices as read",
	"putContact": "where news is sent; nothing can be reset by mail", "keepText": "a text that a signed act may name",
	"keepOrderText": "a text that a signed act may name", "keepOrderPhoto": "a photo that a signed act may name",
	"postPendingAct": "carries the passkey's signature", "signPendingAct": "carries the passkey's signature",
	"withdrawPendingAct": "has to be signed anew",
	"offerHelp":          "offers in the owner's name; sees which neighbours ask for what, and in which building",
	"withdrawOffer":      "has to be offered anew", "askForHelp": "asks in the owner's name, who sees it on his page",
	"withdrawAsk": "has to be asked anew", "giveHelpBack": "others are asked again",
	"giveHelp":        "notes what the helper has signed on the ledger",
	"signReport":      "carries the passkey's signature",
	"withdrawReport":  "has to be signed anew; sees what the owner has reported",
	"agreeToHelp":     "sees the door and the number of who asks, who sees the owner's",
	"keepPlate":       "a plate that a signed act may name by its commitment, until its time is over",
	"keepBookingText": "a text that a signed act may name, of a booking that is his own; an owner confirms with his passkey",
}

func TestWhatASessionChanges(t *testing.T) {
	patterns, err := contractOf()
	if err != nil {
		t.Fatal(err)
	}
	known := maps.Clone(sessionMay)
	for _, p := range patterns {
		if p.role != anySession && p.role != ownerOnly || !p.changes() {
			continue
		}
		if known[p.id] == "" {
			t.Errorf("%s changes something with a session alone; say in sessionMay what a thief could do with it", p.id)
		}
		delete(known, p.id)
	}
	for id := range known {
		t.Errorf("%s is no route that a session changes anything with", id)
	}
}

// No page of another site changes anything in the name of who has logged in, whichever headers the browser sends; and where an
// old one sends none, forms have no content type that is taken, and the cookie does not travel with them (SameSite).
func TestCrossOriginEveryRoute(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	patterns, err := contractOf()
	if err != nil {
		t.Fatal(err)
	}
	owner, officer, worker := tw.browser(t), tw.browser(t), tw.browser(t)
	owner.mustLogIn(tw.Voter(tw.singles()[42]).Key)
	officer.mustLogIn(tw.Convener().Key)
	worker.mustLogIn(tw.worker(t))
	with := map[string]string{
		"community": garden, "election": "nothing-yet", "act": anyHash, "number": "0000000000000000", "right": tw.singles()[42].ID,
		"credential": tw.Convener().Key.ID(), "draft": "0123456789abcdef", "version": "7", "batch": "abcdef",
		"person": strings.Repeat("0", 32), "id": "abcdef", "report": anyHash, "lot": "none",
	}
	for _, p := range patterns {
		if !p.changes() {
			continue
		}
		b, other := map[role]*client{officers: officer, workers: worker}[p.role]
		if !other {
			b = owner
		}
		path := fill(p.route.Path, with)
		for _, headers := range [][]string{
			{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}, {"Origin", "null"},
			{"Origin", "https://garden.example.elsewhere.example"}, {"Sec-Fetch-Site", "cross-site", "Origin", "https://elsewhere.example"},
		} {
			if a := b.do(p.route.Method, path, "{}", headers...); a.status != http.StatusForbidden || a.problem() != "cross-origin" {
				t.Errorf("%s %v: %d %s", p.id, headers, a.status, a.body)
			}
		}
		for _, form := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"} {
			if p.mediaType() == "" || strings.HasPrefix(form, p.mediaType()) {
				continue
			}
			if a := b.do(p.route.Method, path, "a=b", "Content-Type", form); a.status != http.StatusUnsupportedMediaType {
				t.Errorf("%s as %s: %d %s", p.id, form, a.status, a.body)
			}
		}
	}
	if a := owner.get("/session"); a.status != http.StatusOK {
		t.Errorf("one of them took effect: %d %s", a.status, a.body)
	}
}

// Guesses at officers' links are limited and noticed; and false proofs for one letter's code, whose public key is on the ledger,
// keep nobody from using that letter.
func TestGuessing(t *testing.T) {
	tw := townOf(t)
	tw.limitCodes(t)
	b := tw.browser(t)
	b.address = "192.0.2.1"
	problems := map[string]int{}
	for range 25 {
		problems[b.do(http.MethodPost, "/officers/register/begin",
			map[string]string{"community": garden, "token": rand.Text()}).problem()]++
	}
	if problems["bad-proof"] != 20 || problems["too-many-requests"] != 5 {
		t.Errorf("%v", problems)
	}
	if log := tw.log.String(); !strings.Contains(log, "an officer's invitation was refused") || strings.Contains(log, b.address) {
		t.Error("guesses are logged, and without the address")
	}
	code, err := act.NewInviteCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public := base64.RawURLEncoding.EncodeToString(code.Public())
	for i := range 30 {
		b.address = "203.0.113." + strconv.Itoa(i)
		if a := b.do(http.MethodPost, "/enrolments/lookup", EnrolmentProof{
			Community: garden, Code: public, At: time.Now().Unix(), Proof: base64.RawURLEncoding.EncodeToString(make([]byte, 64)),
		}); a.problem() != "bad-proof" {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if _, used := tw.server.gate.limits["codes"].buckets["code "+public]; used {
		t.Error("false proofs use up what the holder of the letter may try")
	}
}

func TestSessionsListedAndEnded(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	owner := tw.Voter(tw.singles()[43])
	first, second, other := tw.browser(t), tw.browser(t), tw.browser(t)
	first.mustLogIn(owner.Key)
	second.mustLogIn(owner.Key)
	other.mustLogIn(tw.Voter(tw.singles()[44]).Key)
	list := decode[Sessions](t, must(t, 200, first.get("/sessions")))
	if len(list.Items) != 2 || list.Items[0].Current == list.Items[1].Current ||
		list.Items[0].Expires-list.Items[0].Began != int64(sessionTime.Seconds()) {
		t.Errorf("%+v", list)
	}
	old := first.token()
	if a := first.logInAnd(owner.Key, map[string]any{"endOthers": true}); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	for name, a := range map[string]answer{
		"the other browser": second.get("/me"), "the token before": tw.browser(t).get("/me", "Cookie", "__Host-linli="+old),
	} {
		if a.status != http.StatusUnauthorized {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if list := decode[Sessions](t, must(t, 200, first.get("/sessions"))); len(list.Items) != 1 || !list.Items[0].Current {
		t.Errorf("%+v", list)
	}
	must(t, 200, other.get("/me"))
	if ended, err := EndSessions(t.Context(), tw.server.Database); err != nil || ended < 2 {
		t.Errorf("%d %v", ended, err)
	}
	for _, b := range []*client{first, other} {
		if a := b.get("/me"); a.status != http.StatusUnauthorized {
			t.Errorf("all sessions are ended: %d %s", a.status, a.body)
		}
	}
}

// logInAnd logs in with more members in the answer.
func (b *client) logInAnd(key signer, more map[string]any) answer {
	b.Helper()
	options := decode[LoginOptions](b, b.do(http.MethodPost, "/session/begin", map[string]string{"community": b.community}))
	var challenge act.Bytes
	if err := challenge.UnmarshalText([]byte(options.PublicKey.Challenge)); err != nil {
		b.Fatal(err)
	}
	body := assertion(b, key, b.Constitution.RP, challenge)
	maps.Copy(body, more)
	return b.do(http.MethodPost, "/session/finish", body)
}

// An officer's session ends when it is not used for an hour; an owner's does not.
func TestIdleSessions(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	officer, owner := tw.browser(t), tw.browser(t)
	officer.mustLogIn(tw.Convener().Key)
	owner.mustLogIn(tw.Voter(tw.singles()[45]).Key)
	for _, c := range []struct {
		b    *client
		idle time.Duration
		want int
	}{
		{officer, idleTime - time.Minute, 200}, {officer, idleTime - time.Minute, 200}, {owner, 2 * idleTime, 200},
		{officer, idleTime + time.Minute, 401}, {officer, 0, 401},
	} {
		tw.age(t, c.b, c.idle)
		if a := c.b.get("/session"); a.status != c.want {
			t.Errorf("after %s: %d %s", c.idle, a.status, a.body)
		}
	}
}

// age makes it longer ago that a session was used.
func (tw *town) age(t *testing.T, b *client, by time.Duration) {
	t.Helper()
	m := tw.server.logins.sessions
	ctx, err := m.Load(t.Context(), b.token())
	if err != nil {
		t.Fatal(err)
	}
	m.Put(ctx, "used", m.GetInt64(ctx, "used")-int64(by.Seconds()))
	if _, _, err := m.Commit(ctx); err != nil {
		t.Fatal(err)
	}
}

// Every answer, of pages and of the API, has the headers that keep it where it belongs.
func TestHeaders(t *testing.T) {
	tw := townOf(t)
	for path, has := range map[string]map[string]string{
		"/": {"Content-Type": "text/html; charset=utf-8",
			"Content-Security-Policy": "default-src 'none'; script-src 'self'"},
		"/c/" + garden:              {"Cache-Control": "private, no-cache"},
		"/nothing":                  {"Content-Type": "text/html; charset=utf-8"},
		"/.git/config":              {"Content-Type": "text/html; charset=utf-8"},
		"/assets/":                  {"Content-Security-Policy": "default-src 'none'"},
		"/style.css":                {"Content-Type": "text/css; charset=utf-8"},
		"/.well-known/security.txt": {"Content-Type": "text/plain; charset=UTF-8"},
		Base + "/communities": {"Content-Type": "application/json",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox"},
		Base + "/me": {"Content-Type": "application/problem+json", "Cache-Control": "no-store"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, tw.http.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range map[string]string{
			"Strict-Transport-Security": "max-age=31536000; includeSubDomains", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy":            "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy":      "geolocation=()",
			"Content-Security-Policy": "frame-ancestors 'none'",
		} {
			if !strings.Contains(response.Header.Get(name), value) {
				t.Errorf("%s: %s: %q", path, name, response.Header.Get(name))
			}
		}
		for name, value := range has {
			if !strings.HasPrefix(response.Header.Get(name), value) {
				t.Errorf("%s: %s: %q", path, name, response.Header.Get(name))
			}
		}
		if absent := path == "/.git/config" || path == "/nothing" ||
			path == "/assets/"; absent != (response.StatusCode == http.StatusNotFound) {
			t.Errorf("%s: %d", path, response.StatusCode)
		}
		if response.Header.Get("Server") != "" || response.Header.Get("Access-Control-Allow-Origin") != "" ||
			strings.Contains(string(body), `href="assets`) ||
			strings.Contains(string(body), "<pre>") {
			t.Errorf("%s: %v %s", path, response.Header, body)
		}
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "/settings?lang=en&back=//elsewhere.example/", nil)
	r.Header.Set("X-Forwarded-Proto", "https")
	tw.server.Handler().ServeHTTP(w, r)
	cookie, err := http.ParseSetCookie(w.Header().Get("Set-Cookie"))
	if err != nil || cookie.Name != "__Host-linli-lang" || !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode ||
		cookie.Path != "/" {
		t.Errorf("%v %v", cookie, err)
	}
	if to := w.Header().Get("Location"); to != "/" {
		t.Errorf("led away to %s", to)
	}
	for _, method := range []string{http.MethodTrace, "TRACK", http.MethodConnect, http.MethodPut} {
		w := httptest.NewRecorder()
		tw.server.Handler().ServeHTTP(w, httptest.NewRequest(method, "https://garden.example/c/"+garden, nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
}

func TestSecurityText(t *testing.T) {
	tw := townOf(t)
	w := httptest.NewRecorder()
	tw.server.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/.well-known/security.txt", nil))
	fields := map[string]string{}
	for line := range strings.Lines(w.Body.String()) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		fields[name] = value
	}
	expires, err := time.Parse(time.RFC3339, fields["Expires"])
	if err != nil || !expires.After(time.Now()) || expires.After(time.Now().AddDate(1, 0, 0)) ||
		fields["Contact"] != "mailto:security@garden.example" {
		t.Errorf("%v %s", err, w.Body)
	}
}

// What goes wrong unexpectedly is told to the log, and to nobody else; and it does not end the server.
func TestPanicTellsNothing(t *testing.T) {
	var log strings.Builder
	s := &Server{Config: Config{Origin: "https://garden.example", Log: slog.New(slog.NewTextHandler(&log, nil))}}
	e := echo.New()
	e.HTTPErrorHandler = s.fail
	e.GET("/", func(*echo.Context) error { panic("SELECT secret") })
	handler, err := s.harden(e)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") ||
		strings.Contains(w.Body.String(), "goroutine") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "SELECT secret") || strings.Count(log.String(), "\n") != 1 {
		t.Errorf("the log, in one line: %s", log.String())
	}
}

// Who hangs up while he waits is no fault of the server.
func TestHangingUpIsNoFault(t *testing.T) {
	var log strings.Builder
	s := &Server{Config: Config{Log: slog.New(slog.NewTextHandler(&log, nil))}}
	s.fail(echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRecorder()),
		fmt.Errorf("list: %w", context.Canceled))
	if log.Len() > 0 {
		t.Error(log.String())
	}
}

// The log tells of logins and refusals, and of nobody's name, number or address.
func TestSecurityEventsAreLogged(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	owner := tw.Voter(tw.singles()[46])
	b := tw.browser(t)
	b.address = "198.51.100.77"
	before := len(tw.log.String())
	b.mustLogIn(owner.Key)
	b.get("/letters")
	stranger, err := tw.Stranger()
	if err != nil {
		t.Fatal(err)
	}
	b.logIn(stranger.Key)
	b.do(http.MethodPost, "/acts", "{}", "Idempotency-Key", rand.Text())
	log := tw.log.String()[before:]
	for _, line := range []string{`msg="a login" kind=owner`, "route=/api/v1/letters kind=wrong-role",
		"route=/api/v1/session/finish kind=passkey-unknown", "route=/api/v1/acts kind=bad-field"} {
		if !strings.Contains(log, line) {
			t.Errorf("no %q in\n%s", line, log)
		}
	}
	for _, private := range []string{b.address, owner.Person, owner.Key.ID(), b.token()} {
		if strings.Contains(log, private) {
			t.Errorf("%q in\n%s", private, log)
		}
	}
	if !slices.ContainsFunc(strings.Split(log, "\n"), func(l string) bool { return strings.HasPrefix(l, "time=") }) {
		t.Error("no time")
	}
}

// A passkey that is revoked ends the sessions it has begun, on every body's server, with the block that revokes it.
func TestRevokedPasskeyEndsItsSessions(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	owner := tw.Voter(tw.singles()[47])
	b := tw.browser(t)
	b.mustLogIn(owner.Key)
	must(t, 200, b.get("/me"))
	revoke, err := village.Sign(tw.Draft("credential.revoke", 1, owner),
		people.CredentialRevoke{Credential: owner.Key.ID(), Reason: anyHash}, owner)
	if err != nil {
		t.Fatal(err)
	}
	must(t, 201, b.post(revoke))
	for _, path := range []string{"/me", "/session", "/sessions", "/people/" + owner.Person + "/export"} {
		if a := b.get(path); a.status != http.StatusUnauthorized || a.problem() != "passkey-revoked" {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	if a := tw.browser(t).logIn(owner.Key); a.problem() != "passkey-revoked" {
		t.Errorf("log in again: %d %s", a.status, a.body)
	}
}

// An officer of one community reads nothing of another one's people and acts, on the same server.
func TestCommunitiesApart(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.staffed(t, "api-apart")
	person := o.find(o.zhang, "业主0008")[0].Person
	waiting := decode[PendingAct](t, must(t, 201, o.zhang.do(http.MethodPost, "/pending-acts",
		o.act(o.zhangKey, "credential.confirm", anyBodies["credential.confirm"]))))
	stranger, key := (&office{t, tw, tw.Village}).officer("residents", "Stranger", "")
	stranger.play([]scenario{
		{path: "/people/" + person, status: 404, hasNot: []string{"name"}},
		{path: "/people/" + person + "/export", status: 404, hasNot: []string{"salt"}},
		{method: http.MethodDelete, path: "/people/" + person, status: 404},
		{method: http.MethodPost, path: "/people/search", body: map[string]string{"q": "业主0008"}, status: 200, hasNot: []string{person}},
		{method: http.MethodPost, path: "/recoveries", body: map[string]string{"person": person, "reason": "lost"}, status: 404},
		{path: "/letters", status: 200, hasNot: []string{person}},
		{path: "/pending-acts", status: 200, hasNot: []string{waiting.Act}},
		{method: http.MethodPost, path: "/pending-acts/" + waiting.Act + "/sign", body: key.sign(t, waiting.Text), status: 404},
		{method: http.MethodDelete, path: "/pending-acts/" + waiting.Act, status: 404},
	})
	must(t, 204, o.zhang.do(http.MethodDelete, "/pending-acts/"+waiting.Act, nil))
}

// What people write is text, on pages and in answers, whatever it looks like.
func TestMarkupIsText(t *testing.T) {
	tw := townOf(t)
	const title = `<script>alert(1)</script>'"><img src=x onerror=alert(2)>`
	e, err := tw.NewElection("markup")
	if err != nil {
		t.Fatal(err)
	}
	contests := []vote.DraftContest{{ID: contestID, Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority,
		Title: title}}
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, Revote: true}
	if err := tw.Prepare(t.Context(), e, title, rules, contests); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/c/" + garden, "/c/" + garden + "/vote/markup",
		"/c/" + garden + "/track?number=" + url.QueryEscape(title), Base + "/communities/" + garden + "/elections/markup"} {
		w := httptest.NewRecorder()
		tw.server.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if body := w.Body.String(); !strings.Contains(body, "alert(1)") || strings.Contains(body, "<script>alert") ||
			strings.Contains(body, "<img src=x") {
			t.Errorf("%s: %d %s", path, w.Code, body)
		}
	}
}
