// SPDX-License-Identifier: Apache-2.0

package push

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/linli-project/linli/oracle/ingest"
)

// post is where a test's cameras push to, over TLS.
type post struct {
	*testing.T
	*httptest.Server
	handler *Handler
	client  *http.Client

	mu       sync.Mutex
	accounts map[string]Account
	kept     []ingest.Message
	refused  []ingest.Reason
	fails    bool
}

func newPost(t *testing.T) *post {
	p := &post{T: t, accounts: map[string]Account{}}
	p.handler = New(Options{Lookup: p.lookup, Keep: p.keep, Refused: p.refuse, AtOnce: 4})
	p.Server = httptest.NewTLSServer(http.StripPrefix("/push", p.handler))
	p.client = p.Server.Client()
	t.Cleanup(p.Server.Close)
	return p
}

func (p *post) lookup(name string) (Account, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, ok := p.accounts[name]
	return a, ok
}

func (p *post) keep(_ context.Context, m ingest.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fails {
		return errors.New("the disk is full")
	}
	p.kept = append(p.kept, m)
	return nil
}

func (p *post) refuse(r ingest.Refusal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused = append(p.refused, r.Reason)
}

func (p *post) refusals(want ...ingest.Reason) {
	p.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Equal(p.refused, want) {
		p.Errorf("refused: %v", p.refused)
	}
	p.refused = nil
}

// messages are what was kept since it was asked last.
func (p *post) messages() []ingest.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	kept := p.kept
	p.kept = nil
	return kept
}

// post posts a body, and returns the answer.
func (p *post) post(path string, body []byte) (int, string) {
	p.Helper()
	response, err := p.client.Post(p.URL+path, "application/octet-stream", bytes.NewReader(body))
	if err != nil {
		p.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		p.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// token enrols a sender that has a token.
func (p *post) token(name string) string {
	token, hash := NewToken()
	p.accounts[name] = Account{Token: hash}
	return token
}

func TestAnswersThatEndTheSending(t *testing.T) {
	p := newPost(t)
	token := p.token("gate")
	plain := `{"Response_AlarmInfoPlate":{"info":"no","content":"retransfer_stop","is_pay":"false"}}`
	stored := `{"Response_AlarmInfoPlate":{"info":"no","content":"retransfer_stop","is_pay":"false","ContinuePushOffline":{"plateid":123,"continue":1}}}`
	for name, c := range map[string]struct{ kind, body, want string }{
		"a plate":               {"vzenith", `{"AlarmInfoPlate":{"result":{"PlateResult":{"license":"OTM2022"}}}}`, plain},
		"a numbered plate":      {"vzenith", `{"AlarmInfoPlate":{"result":{"PlateResult":{"license":"OTM2022","plateid":123,"isoffline":1}}}}`, stored},
		"an input":              {"vzenith", `{"AlarmGioIn":{"result":{"TriggerResult":{"source":3,"value":1}}}}`, plain},
		"a heartbeat":           {"vzenith", "--x\r\nContent-Disposition: form-data; name=\"serialno\"\r\n\r\nd85b1269\r\n--x--", plain},
		"no JSON":               {"vzenith", "{\"AlarmInfoPlate\":\xff\xfe", plain},
		"a number that is none": {"vzenith", `{"AlarmInfoPlate":{"result":{"PlateResult":{"plateid":{"ok":1}}}}}`, plain},
		"nothing":               {"vzenith", "", plain},
		"by hand":               {"szymzh", `{"TimeStamp":"1709017088914","Data":{}}`, `{"ResultCode":200,"ResultMsg":"操作成功"}`},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := p.post("/push/"+c.kind+"/gate/"+token, []byte(c.body))
			if status != http.StatusOK || strings.TrimSpace(answer) != c.want {
				t.Errorf("%d %s", status, answer)
			}
			m := p.messages()
			if len(m) != 1 || m[0].Client != "gate" || m[0].Topic != c.kind || string(m[0].Body) != c.body || m[0].Transport != ingest.Push {
				t.Errorf("%+v", m)
			}
		})
	}
}

// On "ok" a camera opens its gate.
func TestNoAnswerOpensAGate(t *testing.T) {
	for _, body := range []string{"", "{}", `{"AlarmInfoPlate":{"result":{"PlateResult":{"plateid":1}}}}`, `{"info":"ok"}`} {
		text, err := json.Marshal(vzenithAnswer([]byte(body)))
		if err != nil || bytes.Contains(text, []byte(`"ok"`)) {
			t.Errorf("%s, %v", text, err)
		}
	}
}

func TestNothingIsAnsweredBeforeItIsKept(t *testing.T) {
	p := newPost(t)
	token := p.token("gate")
	p.accounts["camera"] = Account{Digest: NewDigest("camera", "secret")}
	p.fails = true
	for _, path := range []string{"/push/vzenith/gate/" + token, "/push/szymzh/gate/" + token} {
		if status, answer := p.post(path, []byte("{}")); status != http.StatusServiceUnavailable || strings.Contains(answer, "retransfer_stop") {
			t.Errorf("%s: %d %s", path, status, answer)
		}
	}
	if status := p.digest("camera", "secret", "MD5", nil); status != http.StatusServiceUnavailable {
		t.Error(status)
	}
}

func TestTokens(t *testing.T) {
	p := newPost(t)
	token := p.token("gate")
	p.token("door")
	p.accounts["camera"] = Account{Digest: NewDigest("camera", "secret")}
	for path, want := range map[string]ingest.Reason{
		"/push/vzenith/gate/wrong":             ingest.Secret,
		"/push/vzenith/door/" + token:          ingest.Secret,
		"/push/vzenith/camera/":                "",
		"/push/vzenith/camera/secret":          ingest.Secret,
		"/push/vzenith/nobody/" + token:        ingest.Stranger,
		"/push/szymzh/nobody/" + token:         ingest.Stranger,
		"/push/szymzh/gate/" + sha256Of(token): ingest.Secret,
	} {
		status, _ := p.post(path, []byte("{}"))
		if want == "" { // no such address
			if status != http.StatusNotFound {
				t.Errorf("%s: %d", path, status)
			}
			p.refusals()
			continue
		}
		if status != http.StatusForbidden {
			t.Errorf("%s: %d", path, status)
		}
		p.refusals(want)
	}
	if m := p.messages(); len(m) != 0 {
		t.Errorf("%+v", m)
	}
}

func TestGuessingIsBounded(t *testing.T) {
	p := newPost(t)
	token := p.token("gate")
	for range 10 {
		p.post("/push/vzenith/gate/wrong", nil)
	}
	if status, _ := p.post("/push/vzenith/gate/"+token, nil); status != http.StatusForbidden {
		t.Error(status)
	}
}

func TestLongBodies(t *testing.T) {
	p := newPost(t)
	path := "/push/vzenith/gate/" + p.token("gate")
	if status, _ := p.post(path, make([]byte, ingest.MaxBody+1)); status != http.StatusOK {
		t.Error(status)
	}
	if m := p.messages()[0]; len(m.Body) != ingest.MaxBody || m.Size != ingest.MaxBody+1 {
		t.Errorf("%d of %d bytes", len(m.Body), m.Size)
	}
	if status, _ := p.post(path, make([]byte, ingest.MaxSent+1)); status != http.StatusRequestEntityTooLarge {
		t.Error(status)
	}
	p.refusals(ingest.TooLong)
	if m := p.messages(); len(m) != 0 {
		t.Errorf("%+v", m)
	}
}

// Of a body that does not come to its end nothing is kept.
func TestAHalfBody(t *testing.T) {
	p := newPost(t)
	path := "/push/vzenith/gate/" + p.token("gate")
	r, w := io.Pipe()
	go func() {
		w.Write([]byte("{\"AlarmInfo")) //nolint:errcheck // it is read
		w.CloseWithError(errors.New("a cable"))
	}()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.URL+path, r)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := p.client.Do(request); err == nil {
		response.Body.Close()
		t.Error(response.Status)
	}
	if m := p.messages(); len(m) != 0 {
		t.Errorf("%+v", m)
	}
}

func TestPlacesAreBounded(t *testing.T) {
	p := newPost(t)
	path := "/push/vzenith/gate/" + p.token("gate")
	for range 4 {
		p.handler.slots <- struct{}{}
	}
	if status, _ := p.post(path, nil); status != http.StatusServiceUnavailable {
		t.Error(status)
	}
	<-p.handler.slots
	if status, _ := p.post(path, nil); status != http.StatusOK {
		t.Error(status)
	}
}

func TestMethods(t *testing.T) {
	p := newPost(t)
	response, err := p.client.Get(p.URL + "/push/vzenith/gate/" + p.token("gate"))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusMethodNotAllowed {
		t.Error(response.Status)
	}
}
