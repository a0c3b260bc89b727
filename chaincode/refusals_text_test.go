// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/gowebpki/jcs"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

func replace(text, old, by string) string {
	if !strings.Contains(text, old) {
		panic("nothing to replace: " + old)
	}
	return strings.Replace(text, old, by, 1)
}

// insert puts a member first into an object.
func insert(object, member string) string { return "{" + member + "," + object[1:] }

// with sets a member of an act's text, or of its body ("body.right"), to raw JSON; "" removes it. The result is canonical.
func with(t testing.TB, text, path, value string) string {
	t.Helper()
	var members map[string]json.RawMessage
	done(t, json.Unmarshal([]byte(text), &members))
	name, rest, inner := strings.Cut(path, ".")
	switch {
	case inner:
		members[name] = json.RawMessage(with(t, string(members[name]), rest, value))
	case value == "":
		delete(members, name)
	default:
		members[name] = json.RawMessage(value)
	}
	canonical, err := jcs.Transform([]byte(asJSON(t, members)))
	return string(must(t, canonical, err))
}

// altered are ballots that somebody changed after they were signed.
func (b *bench) altered() []refusal {
	other := b.vote.cast(b.ann, right("ann"), 1, disagree())
	var body contract.BallotCast
	read, err := act.Parse(other.Text, 1<<20)
	done(b, json.Unmarshal(must(b, read, err).Body, &body))
	signature := good(b.text).by(b, b.ann)
	asBob := signature
	asBob.By = b.bob.Key.ID()
	change := func(name, path, value string, code act.Code) refusal {
		return refusal{name, code, act.Signed{Text: with(b, b.text, path, value), Signatures: []act.Signature{signature}}}
	}
	later := number(int(b.draft.Exp) + 1)
	closing := signedText(b, b.encode(b.town.draft("election.close", b.Convener()), contract.ElectionStep{Election: "vote"}), b.Two()...)
	annulling := closing
	annulling.Text = with(b, closing.Text, "type", `"election.annul"`)
	abroad := closing
	abroad.Text = with(b, closing.Text, "community", quote(b.neutral.ID))
	return []refusal{
		change("version", "v", `"2"`, act.BadVersion),
		change("channel", "net", quote(strings.Repeat("0", 64)), contract.OtherNet),
		change("community of the voter", "community", quote(b.neutral.ID), contract.NotEnrolled),
		{"community of officers in both", act.WrongChallenge, abroad},
		{"type", act.WrongChallenge, annulling},
		change("signer in the text", "by", quote(b.bob.Key.ID()), act.WrongSigner),
		{"signer in text and signature", act.WrongChallenge, act.Signed{
			Text: with(b, b.text, "by", quote(b.bob.Key.ID())), Signatures: []act.Signature{asBob},
		}},
		change("number", "seq", `"2"`, act.WrongChallenge),
		change("first second", "nbf", `"0"`, act.BadField),
		change("first second, a little", "nbf", quote(number(int(b.draft.NBF)-1)), act.WrongChallenge),
		change("last second", "exp", quote(later), act.WrongChallenge),
		change("what was shown", "disp", quote(strings.Repeat("0", 64)), act.WrongChallenge),
		change("election", "body.election", `"vote-2"`, act.WrongChallenge),
		change("right", "body.right", quote(right("bob")), act.WrongChallenge),
		change("all selections", "body.sealed", asJSON(b, body.Sealed), act.WrongChallenge),
		change("selections", "body.sealed.content", asJSON(b, body.Sealed.Content), act.WrongChallenge),
		change("key commitment", "body.sealed.commitment", asJSON(b, body.Sealed.Commitment), act.WrongChallenge),
		change("shares", "body.sealed.shares", asJSON(b, body.Sealed.Shares), act.WrongChallenge),
		change("no body", "body", `{}`, act.BadField),
	}
}

func quote(text string) string { return `"` + text + `"` }

// fields are ballots signed as they are, each with one member that must not be so.
func (b *bench) fields() []refusal {
	unfounded := b.ID + "-nowhere"
	now := time.Now().Unix()
	change := func(name, path, value string, code act.Code) refusal {
		return refusal{name, code, signedText(b, with(b, b.text, path, value), b.ann)}
	}
	moment := func(name string, nbf, exp int64, code act.Code) refusal {
		text := with(b, b.text, "nbf", quote(number(int(nbf))))
		return refusal{name, code, signedText(b, with(b, text, "exp", quote(number(int(exp)))), b.ann)}
	}
	return []refusal{
		change("version 2", "v", `"2"`, act.BadVersion),
		change("no version", "v", `""`, act.BadVersion),
		change("another channel", "net", quote(strings.Repeat("a", 64)), contract.OtherNet),
		change("channel in capitals", "net", quote(strings.ToUpper(strings.Repeat("a", 64))), act.BadField),
		change("channel too short", "net", quote(strings.Repeat("a", 63)), act.BadField),
		change("unknown community", "community", quote(unfounded), contract.NotFound),
		change("community with a control character", "community", `"a\u0000b"`, act.BadField),
		change("community in capitals", "community", `"GARDEN"`, act.BadField),
		change("unknown type", "type", `"ballot.burn"`, contract.UnknownType),
		change("type in capitals", "type", `"Ballot.Cast"`, act.BadField),
		change("no type", "type", `""`, act.BadField),
		change("signer too short", "by", `"x"`, act.BadField),
		change("shown text is no hash", "disp", `"none"`, act.BadField),
		change("body is an array", "body", `[]`, act.BadField),
		change("body is a string", "body", `"x"`, act.BadField),
		moment("expired", now-7200, now-3600, contract.Expired),
		moment("not valid yet", now+3600, now+7200, contract.NotYet),
		moment("ends before it begins", now, now-1, act.BadField),
		moment("valid for years", now, now+act.MaxLifetime+1, act.BadField),
		moment("valid in the farthest future", 1<<63-1, 1<<63-1, contract.NotYet),
	}
}

// form are ballots whose text is not the one canonical text; all are signed as they are.
func (b *bench) form() []refusal {
	text := b.text
	shown := quote(b.draft.Disp)
	refuse := func(name, text string, code act.Code) refusal { return refusal{name, code, signedText(b, text, b.ann)} }
	return []refusal{
		refuse("a space", replace(text, `,"by"`, `, "by"`), act.NotCanonical),
		refuse("a line break at the end", text+"\n", act.NotCanonical),
		refuse("a space before", " "+text, act.NotCanonical),
		refuse("keys in another order", insert(replace(text, `,"v":"1"`, ""), `"v":"1"`), act.NotCanonical),
		refuse("an escaped letter", replace(text, `"ballot.cast"`, `"\u0062allot.cast"`), act.NotCanonical),
		refuse("an escaped slash", replace(text, `"election":"vote"`, `"election":"\/"`), act.NotCanonical),
		refuse("an escape in capitals", replace(text, `"election":"vote"`, `"election":"\u001F"`), act.NotCanonical),
		refuse("half a surrogate", replace(text, `"election":"vote"`, `"election":"\ud800"`), act.NotCanonical),
		refuse("text that is not NFC", replace(text, `"election":"vote"`, "\"election\":\"e\u0301\""), act.NotCanonical),
		refuse("a member twice, alike", insert(text, `"v":"1"`), act.NotCanonical),
		refuse("a member twice, different", replace(text, `"type":"ballot.cast"`, `"type":"roll.object","type":"ballot.cast"`), act.NotCanonical),
		refuse("a member twice in the body", replace(text, `"election":"vote"`, `"election":"vote","election":"vote"`), act.NotCanonical),
		refuse("null", replace(text, shown, "null"), act.NumberInAct),
		refuse("true", replace(text, shown, "true"), act.BadField),
		refuse("an object for a string", replace(text, shown, "{}"), act.BadField),
		refuse("an unknown member", with(b, text, "zzz", `"1"`), act.UnknownField),
		refuse("an unknown member in the body", with(b, text, "body.zzz", `"1"`), act.UnknownField),
		refuse("an unknown member in the seal", with(b, text, "body.sealed.zzz", `"1"`), act.UnknownField),
		refuse("a member missing", with(b, text, "disp", ""), act.BadField),
		refuse("a member of the body missing", with(b, text, "body.right", ""), act.BadField),
		refuse("a member in another case", with(b, with(b, text, "disp", ""), "Disp", shown), act.BadField),
		refuse("a member of the body in another case", with(b, with(b, text, "body.right", ""), "body.RIGHT", quote(right("ann"))), act.BadField),
		refuse("a member with the Kelvin sign", with(b, with(b, text, "body.sealed", ""), "body.\u017fealed", asJSON(b, b.body.Sealed)), act.BadField),
		refuse("another document after it", text+"{}", act.NotJSON),
		refuse("a NUL after it", text+"\x00", act.NotJSON),
		refuse("a byte order mark", "\ufeff"+text, act.NotJSON),
		refuse("a comment", text+"//", act.NotJSON),
		refuse("cut short", text[:len(text)-1], act.NotJSON),
		refuse("nothing", "", act.NotJSON),
		refuse("an array", "["+text+"]", act.BadField),
		refuse("a string", `"act"`, act.BadField),
		refuse("nested without end", strings.Repeat("[", 100_000), act.NotJSON),
		refuse("base64 with padding", with(b, text, "body.sealed.commitment", `"AA=="`), act.BadField),
		refuse("base64 of the other alphabet", with(b, text, "body.sealed.commitment", `"+/+/"`), act.BadField),
		refuse("base64 with loose bits", with(b, text, "body.sealed.commitment", `"AB"`), act.BadField),
		refuse("base64 with a line break", with(b, text, "body.sealed.commitment", `"AA\n"`), act.BadField),
		refuse("larger than a ballot may be", with(b, text, "body.election", quote(strings.Repeat("x", 16<<10))), act.TooLarge),
		refuse("larger than any act may be", with(b, text, "body.election", quote(strings.Repeat("x", 256<<10))), act.TooLarge),
	}
}

// numbers are ballots whose number is written in ways that two readers could read differently.
func (b *bench) numbers() []refusal {
	var all []refusal
	for value, code := range map[string]act.Code{
		`"0"`: act.BadField, `"01"`: act.BadField, `"+1"`: act.BadField, `"-1"`: act.BadField, `"-0"`: act.BadField,
		`" 1"`: act.BadField, `"1.0"`: act.BadField, `"1e0"`: act.BadField, `"0x1"`: act.BadField, `"１"`: act.BadField, `""`: act.BadField,
		`"9223372036854775808"`: act.BadField, `"18446744073709551617"`: act.BadField,
		`"2"`: contract.SeqGap, `"9007199254740993"`: contract.SeqGap, `"9223372036854775807"`: contract.SeqGap,
		`1`: act.NumberInAct, `-1`: act.NumberInAct, `9007199254740992`: act.NumberInAct, `1e+21`: act.NumberInAct,
		`true`: act.BadField, `["1"]`: act.BadField,
		`1.0`: act.NotCanonical, `1e0`: act.NotCanonical, `-0`: act.NotCanonical,
		`9007199254740993`: act.NotCanonical, `9223372036854775808`: act.NotCanonical, `1e400`: act.NotCanonical,
		`01`: act.NotJSON, `+1`: act.NotJSON, `0x1`: act.NotJSON, `NaN`: act.NotJSON,
	} {
		all = append(all, refusal{"seq " + value, code, signedText(b, replace(b.text, `"seq":"1"`, `"seq":`+value), b.ann)})
	}
	return all
}
