// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	rules "github.com/linli-project/linli/rules/convention"
)

// Statement is what an owner signs that he has seen. It is no act and has no number: it never is on the ledger, only a salted hash of its
// text is, once an officer files it.
type Statement struct {
	At    int64  `json:"at"`    // when it was, Unix time
	Kind  string `json:"kind"`  // one of rules/convention.Reports
	Place string `json:"place"` // as the duties name places; "" if he does not say
	Words string `json:"words"` // what he has seen, in his own words
}

// Text is what the owner's passkey signs, as it would an act's text: on which channel and for which community, with which passkey, and
// what he says. It can be no act's text, which is a JSON object. The words are last, since they may have lines.
func (s Statement) Text(net, community, passkey string) string {
	return strings.Join([]string{
		"linli report.sign", net, community, passkey, s.Kind, s.Place, strconv.FormatInt(s.At, 10), s.Words,
	}, "\n")
}

// Check refuses at a time, in Unix seconds, what could not be filed then, as the ledger would.
func (s Statement) Check(now int64) error {
	if s.Words == "" {
		return act.Refuse(act.BadField, "of", "report-words")
	}
	if err := checkReported(s.Kind, s.Place, s.At, now); err != nil {
		return err
	}
	return contract.Shown(act.BadField, "report-unseen", strings.ReplaceAll(s.Words, "\n", " "))
}

// checkReported refuses what is no kind or place, and what is not over yet or too long ago.
func checkReported(kind, place string, at, now int64) error {
	switch {
	case !slices.Contains(rules.Reports(), kind):
		return act.Refuse(act.BadField, "of", "report-kind")
	case place != "" && !order.IsPlace(place):
		return act.Refuse(act.BadField, "of", "report-place")
	case at > now+device.Ahead:
		return act.Refuse(contract.NotYet, "of", "event")
	case at < now-MaxAge:
		return act.Refuse(CauseOld, "days", MaxAge/day)
	}
	return nil
}
