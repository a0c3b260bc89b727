// SPDX-License-Identifier: Apache-2.0

package act

import "errors"

// Code names why an act was refused. Codes are stable: chaincode, client, API and verifier use the same ones, and
// programs may compare them.
type Code string

// Codes of the envelope and its signatures. The codes of what an act does live in package contract.
const (
	TooLarge        Code = "TOO_LARGE"         // longer than the size cap of its type
	NotJSON         Code = "NOT_JSON"          // not one JSON object
	NotCanonical    Code = "NOT_CANONICAL"     // differs from its RFC 8785 form, has duplicate keys, or text that is not NFC
	NumberInAct     Code = "NUMBER_IN_ACT"     // a JSON number or null; numbers are strings of digits
	UnknownField    Code = "UNKNOWN_FIELD"     // a member the act does not have
	BadField        Code = "BAD_FIELD"         // a member that is missing or malformed
	BadVersion      Code = "BAD_VERSION"       // an envelope version this software does not know
	NoSignature     Code = "NO_SIGNATURE"      // no signature, or fewer than the act needs
	DuplicateSigner Code = "DUPLICATE_SIGNER"  // one credential signed twice
	WrongSigner     Code = "WRONG_SIGNER"      // the first signature is not by the credential in "by"
	BadKey          Code = "BAD_KEY"           // a public key that is not P-256 (or Ed25519 for a device)
	BadClientData   Code = "BAD_CLIENT_DATA"   // clientDataJSON is not the JSON a browser makes
	WrongCeremony   Code = "WRONG_CEREMONY"    // clientData.type is not webauthn.get
	WrongChallenge  Code = "WRONG_CHALLENGE"   // the signature is over another act
	WrongOrigin     Code = "WRONG_ORIGIN"      // made on a page of another origin
	CrossOrigin     Code = "CROSS_ORIGIN"      // made inside a frame of another site
	BadAuthData     Code = "BAD_AUTH_DATA"     // authenticatorData has the wrong length or flags
	WrongRP         Code = "WRONG_RP"          // made for another relying party
	NotPresent      Code = "NOT_PRESENT"       // the user-present flag is clear
	NotVerified     Code = "NOT_VERIFIED"      // the user-verified flag is clear
	BackupFlags     Code = "BACKUP_FLAGS"      // backed up but not eligible, or eligibility differs from enrolment
	BadSignature    Code = "BAD_SIGNATURE"     // does not verify under the credential's key
	BadDER          Code = "BAD_SIGNATURE_DER" // not strict DER, or r or s out of range
)

// CodeOf returns the code of the first Error in err's chain, or "" if there is none.
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}
