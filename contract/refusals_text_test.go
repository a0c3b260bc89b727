// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
)

// altered are ballots that somebody changed after they were signed.
func altered(b *town.Bench) []town.Refusal {
	other := b.Vote.Cast(b.Ann, town.Right("ann"), 1, town.Disagree())
	var body vote.BallotCast
	read, err := act.Parse(other.Text, 1<<20)
	town.Done(b, json.Unmarshal(town.Must(b, read, err).Body, &body))
	signature := town.Good(b.Text).By(b, b.Ann)
	asBob := signature
	asBob.By = b.Bob.Key.ID()
	change := func(name, path, value string, code act.Code) town.Refusal {
		return town.Refuse(name, code, act.Signed{Text: town.With(b, b.Text, path, value), Signatures: []act.Signature{signature}})
	}
	later := strconv.Itoa(int(b.Ballot.Exp) + 1)
	closing := town.SignedText(b, b.Encode(b.Next("election.close", b.Convener()), vote.ElectionStep{Election: "vote"}), b.Two()...)
	annulling := closing
	annulling.Text = town.With(b, closing.Text, "type", `"election.annul"`)
	abroad := closing
	abroad.Text = town.With(b, closing.Text, "community", town.Quote(b.Neutral.ID))
	return []town.Refusal{
		change("version", "v", `"2"`, act.BadVersion),
		change("channel", "net", town.Quote(strings.Repeat("0", 64)), contract.OtherNet),
		change("community of the voter", "community", town.Quote(b.Neutral.ID), contract.NotEnrolled),
		town.Refuse("community of officers in both", act.WrongChallenge, abroad),
		town.Refuse("type", act.WrongChallenge, annulling),
		change("signer in the text", "by", town.Quote(b.Bob.Key.ID()), act.WrongSigner),
		town.Refuse("signer in text and signature", act.WrongChallenge, act.Signed{
			Text: town.With(b, b.Text, "by", town.Quote(b.Bob.Key.ID())), Signatures: []act.Signature{asBob},
		}),
		change("number", "seq", `"2"`, act.WrongChallenge),
		change("first second", "nbf", `"0"`, act.BadField),
		change("first second, a little", "nbf", town.Quote(strconv.Itoa(int(b.Ballot.NBF)-1)), act.WrongChallenge),
		change("last second", "exp", town.Quote(later), act.WrongChallenge),
		change("what was shown", "disp", town.Quote(strings.Repeat("0", 64)), act.WrongChallenge),
		change("election", "body.election", `"vote-2"`, act.WrongChallenge),
		change("right", "body.right", town.Quote(town.Right("bob")), act.WrongChallenge),
		change("all selections", "body.sealed", town.JSON(b, body.Sealed), act.WrongChallenge),
		change("selections", "body.sealed.content", town.JSON(b, body.Sealed.Content), act.WrongChallenge),
		change("key commitment", "body.sealed.commitment", town.JSON(b, body.Sealed.Commitment), act.WrongChallenge),
		change("shares", "body.sealed.shares", town.JSON(b, body.Sealed.Shares), act.WrongChallenge),
		change("no body", "body", `{}`, act.BadField),
	}
}

// fields are ballots signed as they are, each with one member that must not be so.
func fields(b *town.Bench) []town.Refusal {
	unfounded := b.ID + "-nowhere"
	now := b.Now().Unix()
	change := func(name, path, value string, code act.Code) town.Refusal {
		return town.Refuse(name, code, town.SignedText(b, town.With(b, b.Text, path, value), b.Ann))
	}
	moment := func(name string, nbf, exp int64, code act.Code) town.Refusal {
		text := town.With(b, b.Text, "nbf", town.Quote(strconv.Itoa(int(nbf))))
		return town.Refuse(name, code, town.SignedText(b, town.With(b, text, "exp", town.Quote(strconv.Itoa(int(exp)))), b.Ann))
	}
	return []town.Refusal{
		change("version 2", "v", `"2"`, act.BadVersion),
		change("no version", "v", `""`, act.BadVersion),
		change("another channel", "net", town.Quote(strings.Repeat("a", 64)), contract.OtherNet),
		change("channel in capitals", "net", town.Quote(strings.ToUpper(strings.Repeat("a", 64))), act.BadField),
		change("channel too short", "net", town.Quote(strings.Repeat("a", 63)), act.BadField),
		change("unknown community", "community", town.Quote(unfounded), contract.NotFound),
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
func form(b *town.Bench) []town.Refusal {
	text := b.Text
	shown := town.Quote(b.Ballot.Disp)
	refuse := func(name, text string, code act.Code) town.Refusal {
		return town.Refuse(name, code, town.SignedText(b, text, b.Ann))
	}
	return []town.Refusal{
		refuse("a space", town.Replace(text, `,"by"`, `, "by"`), act.NotCanonical),
		refuse("a line break at the end", text+"\n", act.NotCanonical),
		refuse("a space before", " "+text, act.NotCanonical),
		refuse("keys in another order", town.Insert(town.Replace(text, `,"v":"1"`, ""), `"v":"1"`), act.NotCanonical),
		refuse("an escaped letter", town.Replace(text, `"ballot.cast"`, `"\u0062allot.cast"`), act.NotCanonical),
		refuse("an escaped slash", town.Replace(text, `"election":"vote"`, `"election":"\/"`), act.NotCanonical),
		refuse("an escape in capitals", town.Replace(text, `"election":"vote"`, `"election":"\u001F"`), act.NotCanonical),
		refuse("half a surrogate", town.Replace(text, `"election":"vote"`, `"election":"\ud800"`), act.NotCanonical),
		refuse("text that is not NFC", town.Replace(text, `"election":"vote"`, "\"election\":\"e\u0301\""), act.NotCanonical),
		refuse("a member twice, alike", town.Insert(text, `"v":"1"`), act.NotCanonical),
		refuse("a member twice, different", town.Replace(text, `"type":"ballot.cast"`, `"type":"roll.object","type":"ballot.cast"`),
			act.NotCanonical),
		refuse("a member twice in the body", town.Replace(text, `"election":"vote"`, `"election":"vote","election":"vote"`),
			act.NotCanonical),
		refuse("null", town.Replace(text, shown, "null"), act.NumberInAct),
		refuse("true", town.Replace(text, shown, "true"), act.BadField),
		refuse("an object for a string", town.Replace(text, shown, "{}"), act.BadField),
		refuse("an unknown member", town.With(b, text, "zzz", `"1"`), act.UnknownField),
		refuse("an unknown member in the body", town.With(b, text, "body.zzz", `"1"`), act.UnknownField),
		refuse("an unknown member in the seal", town.With(b, text, "body.sealed.zzz", `"1"`), act.UnknownField),
		refuse("a member missing", town.With(b, text, "disp", ""), act.BadField),
		refuse("a member of the body missing", town.With(b, text, "body.right", ""), act.BadField),
		refuse("a member in another case", town.With(b, town.With(b, text, "disp", ""), "Disp", shown), act.BadField),
		refuse("a member of the body in another case", town.With(b, town.With(b, text, "body.right", ""), "body.RIGHT",
			town.Quote(town.Right("ann"))), act.BadField),
		refuse("a member with the Kelvin sign", town.With(b, town.With(b, text, "body.sealed", ""), "body.\u017fealed",
			town.JSON(b, b.Body.Sealed)), act.BadField),
		refuse("another document after it", text+"{}", act.NotJSON),
		refuse("a NUL after it", text+"\x00", act.NotJSON),
		refuse("a byte order mark", "\ufeff"+text, act.NotJSON),
		refuse("a comment", text+"//", act.NotJSON),
		refuse("cut short", text[:len(text)-1], act.NotJSON),
		refuse("nothing", "", act.NotJSON),
		refuse("an array", "["+text+"]", act.BadField),
		refuse("a string", `"act"`, act.BadField),
		refuse("nested without end", strings.Repeat("[", 100_000), act.NotJSON),
		refuse("base64 with padding", town.With(b, text, "body.sealed.commitment", `"AA=="`), act.BadField),
		refuse("base64 of the other alphabet", town.With(b, text, "body.sealed.commitment", `"+/+/"`), act.BadField),
		refuse("base64 with loose bits", town.With(b, text, "body.sealed.commitment", `"AB"`), act.BadField),
		refuse("base64 with a line break", town.With(b, text, "body.sealed.commitment", `"AA\n"`), act.BadField),
		refuse("larger than a ballot may be", town.With(b, text, "body.election", town.Quote(strings.Repeat("x", 16<<10))), act.TooLarge),
		refuse("larger than any act may be", town.With(b, text, "body.election", town.Quote(strings.Repeat("x", 256<<10))), act.TooLarge),
	}
}

// numbers are ballots whose number is written in ways that two readers could read differently.
func numbers(b *town.Bench) []town.Refusal {
	var all []town.Refusal
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
		all = append(all, town.Refuse("seq "+value, code, town.SignedText(b, town.Replace(b.Text, `"seq":"1"`, `"seq":`+value), b.Ann)))
	}
	return all
}
