// SPDX-License-Identifier: Apache-2.0

package dialect

import "github.com/linli-project/linli/act"

// Reason is why a message became no reading: a code and its arguments. Package words has the sentences.
type Reason = act.Error //nolint:errname // what a message is refused for is no fault of the program

// The codes of reasons, beside those of package act: TooLarge, NotJSON, NotCanonical, BadField, BadVersion, BadKey, BadSignature.
const (
	UnknownProfile act.Code = "UNKNOWN_PROFILE" // there is no such profile
	NotUTF8        act.Code = "NOT_UTF8"        // the text is not UTF-8
	NotXML         act.Code = "NOT_XML"         // not one document of XML
	TooMuch        act.Code = "TOO_MUCH"        // nested too deeply, or it says too much
	UnknownMessage act.Code = "UNKNOWN_MESSAGE" // the dialect has no such message, as far as is known here
	NoEvent        act.Code = "NO_EVENT"        // understood, and nothing happened
)

// badField refuses a member that is missing, or not as it has to be.
func badField(member string) error {
	return act.Refuse(act.BadField, "of", "message", "member", member)
}

// unknown refuses a message that the dialect does not have. what tells it, as a topic or a type.
func unknown(what string) error { return act.Refuse(UnknownMessage, "message", what) }

func nothing() error { return act.Refuse(NoEvent) }
