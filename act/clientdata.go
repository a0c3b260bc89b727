// SPDX-License-Identifier: Apache-2.0

package act

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"slices"
)

// maxClientData is many times what browsers make.
const maxClientData = 4096

// checkClientData checks clientDataJSON. Members that browsers may add later are allowed; those that matter here are
// read by their exact names, and a repeated one is refused because two readers could read it differently.
func checkClientData(raw []byte, hash Hash, rp RelyingParty) error {
	if len(raw) > maxClientData {
		return Refuse(BadClientData)
	}
	want := base64.RawURLEncoding.EncodeToString(hash[:])
	if isUsual(string(raw), want, rp) {
		return nil
	}
	return checkMembers(raw, want, rp)
}

// isUsual says whether clientDataJSON is good and what browsers write, which is the same to the byte (WebAuthn Level 3, §5.8.1.1);
// crossOrigin is left out by those that do not know it. It spares what checkMembers does.
func isUsual(raw, challenge string, rp RelyingParty) bool {
	p := plain{raw}
	if !p.take(`{"type":"webauthn.get","challenge":"`) || !p.take(challenge) || !p.take(`","origin":`) {
		return false
	}
	origin, ok := p.string()
	return ok && slices.Contains(rp.Origins, origin) && (p.rest == `,"crossOrigin":false}` || p.rest == "}")
}

func checkMembers(raw []byte, want string, rp RelyingParty) error {
	members, err := objectMembers(raw)
	if err != nil {
		return err
	}
	var kind, challenge, origin string
	var crossOrigin bool
	for _, m := range []struct {
		name  string
		value any
	}{{"type", &kind}, {"challenge", &challenge}, {"origin", &origin}} {
		if err := json.Unmarshal(members[m.name], m.value); err != nil {
			return Refuse(BadClientData)
		}
	}
	if value, ok := members["crossOrigin"]; ok {
		if err := json.Unmarshal(value, &crossOrigin); err != nil {
			return Refuse(BadClientData)
		}
	}
	_, framed := members["topOrigin"]
	switch {
	case kind != "webauthn.get":
		return Refuse(WrongCeremony)
	case subtle.ConstantTimeCompare([]byte(challenge), []byte(want)) != 1:
		return Refuse(WrongChallenge)
	case !slices.Contains(rp.Origins, origin):
		return Refuse(WrongOrigin, "origin", origin)
	case crossOrigin || framed:
		return Refuse(CrossOrigin)
	}
	return nil
}

// objectMembers returns the object's members, and refuses repeated ones (also where names differ by case alone) and
// anything after the object.
func objectMembers(raw []byte) (map[string]json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, Refuse(BadClientData)
	}
	folded := make(map[string]bool, len(members))
	for name := range members {
		folded[foldCase(name)] = true
	}
	if count, err := countMembers(raw); err != nil || count != len(folded) {
		return nil, Refuse(BadClientData)
	}
	return members, nil
}
