// SPDX-License-Identifier: Apache-2.0

package push

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/oracle/ingest"
)

// camera answers challenges as a camera does.
type camera struct {
	*post
	name, password, algorithm string
	nonce                     string
	parts                     map[string]string // what it says in its answer; a test spoils it
}

// digest sends an event with digest authentication and returns the last status. A test may spoil the answer.
func (p *post) digest(name, password, algorithm string, spoil func(map[string]string)) int {
	p.Helper()
	c := &camera{post: p, name: name, password: password, algorithm: algorithm}
	if status := c.send(""); status != http.StatusUnauthorized {
		p.Fatalf("no challenge, but %d", status)
	}
	c.answer(1)
	if spoil != nil {
		spoil(c.parts)
	}
	return c.send(c.header())
}

var event = []byte("--boundary\r\nContent-Type: application/xml\r\n\r\n<EventNotificationAlert/>\r\n--boundary\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff\r\n--boundary--\r\n")

func (c *camera) send(authorization string) int {
	c.Helper()
	request, err := http.NewRequestWithContext(c.Context(), http.MethodPost, c.URL+"/push/hikvision/camera", bytes.NewReader(event))
	if err != nil {
		c.Fatal(err)
	}
	request.Header.Set("Content-Type", "multipart/form-data; boundary=boundary")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	response, err := c.client.Do(request)
	if err != nil {
		c.Fatal(err)
	}
	defer response.Body.Close()
	for _, challenge := range response.Header.Values("WWW-Authenticate") {
		if parts, ok := parseParts(strings.TrimPrefix(challenge, "Digest ")); ok && parts["algorithm"] == c.algorithm {
			c.nonce = parts["nonce"]
		}
	}
	return response.StatusCode
}

func (c *camera) answer(count int) {
	hash := md5Of
	if c.algorithm == "SHA-256" {
		hash = sha256Of
	}
	c.parts = map[string]string{
		"username": c.name, "realm": "linli", "nonce": c.nonce, "uri": "/push/hikvision/camera", "qop": "auth",
		"nc": fmt.Sprintf("%08x", count), "cnonce": "0a4f113b", "algorithm": c.algorithm,
	}
	c.parts["response"] = hash(strings.Join([]string{
		hash(c.name + ":linli:" + c.password), c.nonce, c.parts["nc"], c.parts["cnonce"], "auth", hash("POST:" + c.parts["uri"]),
	}, ":"))
}

func (c *camera) header() string {
	var parts []string
	for name, value := range c.parts {
		if name == "nc" || name == "qop" || name == "algorithm" {
			parts = append(parts, name+"="+value)
		} else {
			parts = append(parts, name+`="`+value+`"`)
		}
	}
	return "Digest " + strings.Join(parts, ", ")
}

func TestDigest(t *testing.T) {
	for _, algorithm := range []string{"MD5", "SHA-256"} {
		t.Run(algorithm, func(t *testing.T) {
			p := newPost(t)
			p.accounts["camera"] = Account{Digest: NewDigest("camera", "secret")}
			if status := p.digest("camera", "secret", algorithm, nil); status != http.StatusOK {
				t.Fatal(status)
			}
			p.refusals()
			if m := p.messages(); len(m) != 1 || !bytes.Equal(m[0].Body, event) || m[0].Client != "camera" || m[0].Topic != "hikvision" {
				t.Errorf("%+v", m)
			}
		})
	}
}

func TestWrongDigests(t *testing.T) {
	set := func(name, value string) func(map[string]string) {
		return func(parts map[string]string) { parts[name] = value }
	}
	for name, c := range map[string]struct {
		user, password string
		spoil          func(map[string]string)
		want           ingest.Reason
	}{
		"wrong password":            {"camera", "Secret", nil, ingest.Secret},
		"another name":              {"door", "secret", nil, ingest.Secret},
		"another realm":             {"camera", "secret", set("realm", "x"), ingest.Secret},
		"another address":           {"camera", "secret", set("uri", "/push/hikvision/door"), ingest.Secret},
		"without qop":               {"camera", "secret", set("qop", ""), ingest.Secret},
		"qop with integrity":        {"camera", "secret", set("qop", "auth-int"), ingest.Secret},
		"another algorithm":         {"camera", "secret", set("algorithm", "MD5-sess"), ingest.Secret},
		"another count":             {"camera", "secret", set("nc", "00000002"), ingest.Secret},
		"no count":                  {"camera", "secret", set("nc", "x"), ingest.Secret},
		"another challenge":         {"camera", "secret", set("nonce", "x"), ingest.Secret},
		"no response":               {"camera", "secret", set("response", ""), ingest.Secret},
		"what an empty digest says": {"camera", "secret", func(m map[string]string) { m["response"] = empty(m) }, ingest.Secret},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPost(t)
			p.accounts["camera"] = Account{Digest: NewDigest("camera", "secret")}
			if name == "what an empty digest says" {
				p.accounts["camera"] = Account{}
			}
			if status := p.digest(c.user, c.password, "MD5", c.spoil); status != http.StatusUnauthorized {
				t.Error(status)
			}
			p.refusals(c.want)
			if m := p.messages(); len(m) != 0 {
				t.Errorf("%+v", m)
			}
		})
	}
}

// empty is the answer of who takes the digest of an account without one for "".
func empty(parts map[string]string) string {
	return md5Of(strings.Join([]string{"", parts["nonce"], parts["nc"], parts["cnonce"], "auth", md5Of("POST:" + parts["uri"])}, ":"))
}

func TestAStrangerIsAskedLikeAnybody(t *testing.T) {
	p := newPost(t)
	if status := p.digest("camera", "secret", "MD5", nil); status != http.StatusUnauthorized {
		t.Error(status)
	}
	p.refusals(ingest.Stranger)
}

// An answer counts once. The next one on the same challenge has a higher count.
func TestReplays(t *testing.T) {
	p := newPost(t)
	p.accounts["camera"] = Account{Digest: NewDigest("camera", "secret")}
	c := &camera{post: p, name: "camera", password: "secret", algorithm: "MD5"}
	c.send("")
	nonce := c.nonce
	for _, step := range []struct{ count, want int }{{1, 200}, {1, 401}, {2, 200}, {7, 200}, {3, 401}} {
		c.nonce = nonce
		c.answer(step.count)
		if status := c.send(c.header()); status != step.want {
			t.Errorf("%d: %d", step.count, status)
		}
	}
	p.refusals(ingest.Replay, ingest.Replay)
}

func TestNonces(t *testing.T) {
	n, now := newNonces(), time.UnixMilli(1e12)
	nonce := n.make(now)
	if nonce == n.make(now) {
		t.Error("two challenges are the same")
	}
	for name, c := range map[string]struct {
		nonce string
		at    time.Time
		want  bool
	}{
		"ours":      {nonce, now, true},
		"old":       {nonce, now.Add(nonceLife), false},
		"another's": {newNonces().make(now), now, false},
		"changed":   {"B" + nonce[1:], now, false},
		"longer":    {nonce + "AAAA", now, false},
		"empty":     {"", now, false},
	} {
		if got := n.fresh(c.nonce, c.at); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNoncesInUseAreBounded(t *testing.T) {
	n, now := newNonces(), time.UnixMilli(1e12)
	for range maxNonces {
		if !n.use(n.make(now), 1, now) {
			t.Fatal("not taken")
		}
	}
	if n.use(n.make(now), 1, now) || len(n.used) > maxNonces {
		t.Error("one too many is taken")
	}
	if later := now.Add(nonceLife); !n.use(n.make(later), 1, later) {
		t.Error("not taken when the others are too old")
	}
}

func TestParseParts(t *testing.T) {
	for text, want := range map[string]bool{
		`a=b, c="d, e=f"`: true, `a="b",c=d`: true, `a=b`: true, ``: true, `a = "b" , c = d`: true,
		`a`: false, `a="b`: false, `a="b"c=d`: false, `a=b, a=c`: false, `a=b, A=c`: false, `a="\""`: false,
	} {
		parts, ok := parseParts(text)
		if ok != want {
			t.Errorf("%s: %v %v", text, parts, ok)
		}
	}
}

func FuzzDigest(f *testing.F) {
	f.Add(`Digest username="camera", realm="linli", nonce="x", uri="/", qop=auth, nc=00000001, cnonce="y", response="z"`)
	f.Add(`Digest `)
	f.Add(`Digest a="`)
	f.Fuzz(func(t *testing.T, header string) {
		a, ok := parseDigest(header)
		if ok && (a.nonce != a.parts["nonce"] || len(header) > maxAuthorization) {
			t.Error(a)
		}
	})
}

// Curl is a client by another hand.
func TestDigestOfCurl(t *testing.T) {
	curl, err := exec.LookPath("curl")
	if err != nil && os.Getenv("LINLI_TEST_ALL") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := newPost(t)
	p.accounts["camera"] = Account{Digest: NewDigest("camera", "secret")}
	file := filepath.Join(t.TempDir(), "event")
	if err := os.WriteFile(file, event, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, password := range []string{"secret", "wrong"} {
		out, err := exec.CommandContext(t.Context(), curl, "-sk", "-o", os.DevNull, "-w", "%{http_code}",
			"--digest", "-u", "camera:"+password, "--data-binary", "@"+file, p.URL+"/push/hikvision/camera").Output()
		want := map[string]string{"secret": "200", "wrong": "401"}[password]
		if err != nil || string(out) != want {
			t.Errorf("%s: %s %v", password, out, err)
		}
	}
	if m := p.messages(); len(m) != 1 || !bytes.Equal(m[0].Body, event) {
		t.Errorf("%+v", m)
	}
}
