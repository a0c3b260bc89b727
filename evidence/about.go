// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
)

// A matter is what a claim of a kind is about: a document, and the acts that concern it.
type matter struct {
	document contract.Documents
	prefix   string // of the types of the acts
	member   string // of their bodies, which names the matter
}

var matters = map[Kind]matter{
	Ballot:   {contract.Acts, "ballot.", ""},
	Result:   {vote.Results, vote.TypeElectionPublish, "election"},
	Event:    {device.EventRoots, device.TypeEventsAppend, ""},
	Breach:   {convention.Breaches, "breach.", "breach"},
	Transfer: {points.Transfers, "", ""},
	Voucher:  {points.Vouchers, "", "voucher"},
	Order:    {order.Orders, "order.", "order"},
	Case:     {mediation.Cases, "case.", "case"},
	Booking:  {parking.Bookings, "parking.", "booking"},
}

// DocumentKey is the key of the document that a claim is about. Of an event it is that of the log's root which its proof names.
func DocumentKey(c Claim, oracle string, size int64) string {
	if c.Kind == Event {
		return device.EventRoots.Key(c.Community, oracle, strconv.FormatInt(size, 10))
	}
	return matters[c.Kind].document.Key(c.Community, c.ID)
}

// Made is the act that a document names as the one that made it, if it does.
func Made(value []byte) string {
	var doc struct {
		Act string `json:"act"`
	}
	_ = json.Unmarshal(value, &doc) // of another document it is none
	return doc.Act
}

// Concerns says whether an act is one that a claim shows. value is the claim's document, and tx the transaction that wrote it; at is the
// transaction in which the act took effect.
func Concerns(c Claim, value []byte, tx string, a act.Act, hash, at string) bool {
	m := matters[c.Kind]
	step := strings.HasPrefix(a.Type, m.prefix)
	switch {
	case c.Kind == Event:
		return a.Type == m.prefix && at == tx
	case c.Kind == Ballot:
		return hash == c.ID
	case c.Kind == Transfer:
		return hash == Made(value)
	case step && (c.Kind == Case || c.Kind == Booking) && hash == c.ID,
		step && (c.Kind == Breach || c.Kind == Order) && hash == Made(value):
		return true
	}
	named := Names(c.Kind, a)
	return named != "" && named == c.ID
}

// Names is the matter of a kind that an act names in its body, "" if it names none.
func Names(kind Kind, a act.Act) string {
	m := matters[kind]
	switch {
	case m.member == "" || !strings.HasPrefix(a.Type, m.prefix) || kind == Voucher && !ofVouchers[a.Type]:
		return ""
	case a.Type == points.TypeVoucherUse:
		return usedVoucher(a)
	}
	return member(a, m.member)
}

var ofVouchers = map[string]bool{points.TypePointsRedeem: true, points.TypeVoucherUse: true, points.TypeVoucherReturn: true}

// member is a text in an act's body, "" if there is none of that name.
func member(a act.Act, name string) string {
	var members map[string]json.RawMessage
	var text string
	if json.Unmarshal(a.Body, &members) != nil || json.Unmarshal(members[name], &text) != nil {
		return ""
	}
	return text
}

// usedVoucher is the voucher whose code an act shows.
func usedVoucher(a act.Act) string {
	var body points.VoucherUse
	if act.Strict(a.Body, &body) != nil {
		return ""
	}
	sum := sha256.Sum256(body.Code)
	return hex.EncodeToString(sum[:])
}

// Shown says whether documents of a kind are ever shown in a bundle.
func Shown(kind string) bool { return shown[kind] }

var shown = func() map[string]bool {
	all := map[string]bool{}
	for _, kind := range []contract.Documents{
		contract.Acts, vote.Boxes, contract.Communities, contract.Credentials, device.Oracles, device.Devices,
	} {
		all[kind.Kind()] = true
	}
	for _, m := range matters {
		all[m.document.Kind()] = true
	}
	return all
}()

// DocumentOf is the kind of the document that a claim of a kind is about.
func DocumentOf(kind Kind) contract.Documents { return matters[kind].document }
