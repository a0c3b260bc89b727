// SPDX-License-Identifier: Apache-2.0

package push

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/oracle/ingest"
)

// maxAuthorization is how long the header of an answer may be.
const maxAuthorization = 4096

// byDigest asks for digest authentication (RFC 7616, and RFC 2617 with qop). It has answered if it returns false.
func (h *Handler) byDigest(w http.ResponseWriter, r *http.Request, name string) bool {
	header := r.Header.Get("Authorization")
	if header == "" {
		drain(r)
		h.challenge(w, false)
		return false
	}
	stale, reason := h.checkDigest(r, name, header)
	if reason == "" && !stale {
		return true
	}
	drain(r)
	if reason != "" {
		h.refuse(r, name, reason)
	}
	h.challenge(w, stale)
	return false
}

// checkDigest checks an answer. One that is right and too late is stale, and no refusal.
func (h *Handler) checkDigest(r *http.Request, name, header string) (stale bool, reason ingest.Reason) {
	now := time.Now()
	if !h.guesses.Allowed(name, hostOf(r), now) {
		return false, ingest.Guessing
	}
	account, known := h.lookup(name)
	answer, ok := parseDigest(header)
	right := ok && answer.right(r, name, account.Digest)
	switch {
	case !known:
		return false, ingest.Stranger
	case !right:
		h.guesses.Wrong(name, hostOf(r), now)
		return false, ingest.Secret
	case !h.nonces.fresh(answer.nonce, now):
		return true, ""
	case !h.nonces.use(answer.nonce, answer.count, now):
		return true, ingest.Replay
	}
	return false, ""
}

// challenge offers both algorithms, the better one first. The body of the request has been read: a camera that is still sending it
// would not see the answer.
func (h *Handler) challenge(w http.ResponseWriter, stale bool) {
	more := ""
	if stale {
		more = ", stale=true"
	}
	for _, algorithm := range []string{"SHA-256", "MD5"} {
		w.Header().Add("WWW-Authenticate", fmt.Sprintf(`Digest realm="%s", qop="auth", algorithm=%s, nonce="%s"%s`,
			realm, algorithm, h.nonces.make(time.Now()), more))
	}
	http.Error(w, "unauthorized", http.StatusUnauthorized)
}

// answer is an answer to a challenge.
type answer struct {
	parts map[string]string
	nonce string
	count uint64
}

func parseDigest(header string) (a answer, ok bool) {
	scheme, rest, _ := strings.Cut(header, " ")
	if len(header) > maxAuthorization || !strings.EqualFold(scheme, "Digest") {
		return a, false
	}
	a.parts, ok = parseParts(rest)
	if !ok {
		return a, false
	}
	a.nonce = a.parts["nonce"]
	count, err := strconv.ParseUint(a.parts["nc"], 16, 32)
	a.count = count
	return a, err == nil && len(a.parts["nc"]) == 8
}

// parseParts reads name=value, name="value", …; a name that comes twice is none.
func parseParts(text string) (map[string]string, bool) {
	parts := map[string]string{}
	for text = strings.TrimSpace(text); text != ""; {
		name, rest, ok := strings.Cut(text, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := parts[name]; !ok || twice {
			return nil, false
		}
		parts[name], text, ok = parseValue(strings.TrimLeft(rest, " "))
		if !ok {
			return nil, false
		}
	}
	return parts, true
}

// parseValue reads a value and the comma behind it.
func parseValue(text string) (value, rest string, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		value, rest, _ = strings.Cut(text, ",")
		return strings.TrimSpace(value), strings.TrimSpace(rest), true
	}
	value, rest, ok = strings.Cut(text[1:], `"`)
	if !ok || strings.Contains(value, `\`) { // no name and no address of ours needs an escape
		return "", "", false
	}
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return value, "", true
	}
	rest, ok = strings.CutPrefix(rest, ",")
	return value, strings.TrimSpace(rest), ok
}

// right says whether an answer is one that only who knows the password can give to this request. It takes the same time for a name
// that has none.
func (a answer) right(r *http.Request, name string, digest Digest) bool {
	hash, secret := md5Of, digest.MD5
	switch algorithm := a.parts["algorithm"]; {
	case strings.EqualFold(algorithm, "SHA-256"):
		hash, secret = sha256Of, digest.SHA256
	case algorithm != "" && !strings.EqualFold(algorithm, "MD5"):
		return false
	}
	request := hash(r.Method + ":" + r.RequestURI)
	want := hash(strings.Join([]string{secret, a.nonce, a.parts["nc"], a.parts["cnonce"], "auth", request}, ":"))
	equal := subtle.ConstantTimeCompare([]byte(want), []byte(strings.ToLower(a.parts["response"]))) == 1
	return equal && secret != "" &&
		a.parts["username"] == name && a.parts["realm"] == realm && a.parts["uri"] == r.RequestURI && a.parts["qop"] == "auth"
}
