// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/verify"
)

// checkClaim derives the claim again, and looks that nothing is shown that it does not rest on.
func (v *verification) checkClaim() {
	rests := []string{checkAccepted, checkSignatures, checkEnrolment}
	for i := range v.Stamps {
		rests = append(rests, checkStamp(i))
	}
	for _, id := range rests {
		if v.report.Check(id).Status == verify.Fail {
			v.report.Check(checkClaim).Detail = "what it rests on is not shown"
			return
		}
	}
	derived, err := v.derive()
	if err != nil {
		v.report.fail(checkClaim, err)
		return
	}
	given, err := encode(v.Claim)
	again, err2 := encode(derived)
	if err = errors.Join(err, err2); err == nil && !bytes.Equal(given, again) {
		err = errors.New("another claim follows from the evidence")
	}
	if err != nil {
		v.report.fail(checkClaim, err)
	}
	v.report.pass(checkClaim, "%s %s", v.Claim.Kind, v.Claim.ID)
}

// derive is the claim that the evidence gives for the matter that is named.
func (v *verification) derive() (c Claim, err error) {
	c = Claim{Community: v.Claim.Community, ID: v.Claim.ID, Kind: v.Claim.Kind, V: Version}
	if (c.Kind == Event) != (v.Event != nil) {
		return c, errors.New("an event has a proof, and nothing else has")
	}
	at, err := v.document(c)
	if err != nil {
		return c, err
	}
	sum := sha256.Sum256(at.Value)
	c.Says = append(c.Says, say(SaysDocument, "block", number(at.Block), "kind", kindOf(at),
		"sha256", hex.EncodeToString(sum[:]), "tx", at.Tx))
	own, err := v.concerning(c, at)
	if err != nil {
		return c, err
	}
	special, err := v.special(c, at, own)
	if err != nil {
		return c, err
	}
	opened, err := v.open()
	if err != nil {
		return c, err
	}
	c.Says = slices.Concat(c.Says, special, saysActs(own), opened, v.saysStamps())
	c.Not = []Sentence{say(NotLater, "block", number(v.head.Size-1)), say(NotOthers), say(NotTrue), say(NotHolder)}
	c.Not = append(append(c.Not, v.redacted(own)...), say(NotWords))
	return c, v.nothingElse()
}

func kindOf(w written) string {
	kind, _, _ := contract.SplitKey(w.Key)
	return kind
}

func number(n uint64) string { return strconv.FormatUint(n, 10) }

// document is the claim's, as it was written last as far as it is shown.
func (v *verification) document(c Claim) (written, error) {
	if _, ok := matters[c.Kind]; !ok {
		return written{}, fmt.Errorf("nobody knows a claim of the kind %q", c.Kind)
	}
	if c.Kind == Ballot { // in its box, or kept as one that was turned down
		ballot, err := v.need(c.ID)
		if err != nil {
			return written{}, err
		}
		return ballot.At, nil
	}
	var oracle string
	var size int64
	if v.Event != nil {
		oracle, size = v.Event.Oracle, int64(v.Event.Size)
	}
	i, ok := v.last(DocumentKey(c, oracle, size), math.MaxUint64)
	if !ok {
		return written{}, errors.New("the document that it is about is not shown")
	}
	v.used[i] = true
	return v.writes[i], nil
}

// special is what a claim says beside documents and acts.
func (v *verification) special(c Claim, at written, own []*accepted) ([]Sentence, error) {
	switch c.Kind {
	case Ballot:
		return saysBallot(own[0])
	case Result:
		return nil, publishes(at, own)
	case Event:
		return v.saysEvent(at, own[0])
	case Booking:
		return saysBooking(at)
	case Breach, Transfer, Voucher, Order, Case:
	}
	return nil, nil
}

func saysBallot(a *accepted) ([]Sentence, error) {
	if a.Type != vote.TypeBallotCast && a.Type != vote.TypeBallotPaper {
		return nil, fmt.Errorf("%s is no ballot", a.Type)
	}
	about := []string{"election", member(a.Act, "election"), "right", member(a.Act, "right")}
	if a.Kept.Rejected != "" {
		return []Sentence{say(SaysRejected, append(about, "why", string(a.Kept.Rejected))...)}, nil
	}
	return []Sentence{say(SaysBallot, about...)}, nil
}

// publishes wants the bodies to have signed this very result.
func publishes(at written, own []*accepted) error {
	sum := sha256.Sum256(at.Value)
	for _, a := range own {
		if member(a.Act, "result") != hex.EncodeToString(sum[:]) {
			return errors.New("the bodies signed another result")
		}
		if err := twoBodies(a); err != nil {
			return err
		}
	}
	return nil
}

// saysActs are the acts, with who has signed them, and how the keys that are not officers' came onto the ledger.
func saysActs(own []*accepted) (says []Sentence) {
	var keys []*signer
	for _, a := range own {
		says = append(says, say(SaysAct, "act", a.Hash, "block", number(a.At.Block), "tx", a.At.Tx, "type", a.Type))
		for _, s := range a.Signers {
			says = append(says, say(SaysSigned, "act", a.Hash, "by", s.ID, "kind", string(s.Kind), "who", s.who()))
			keys = append(keys, s)
		}
	}
	told := map[*signer]bool{}
	for _, s := range keys {
		if !told[s] && s.Kind != contract.Officer {
			says = append(says, say(SaysEnrolled, "block", number(s.At.Block), "by", s.By, "credential", s.ID))
		}
		told[s] = true
	}
	return says
}
