// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

func secretOf(seed byte) string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat(string('a'+rune(seed)), 32)))
}

// TestPublishedSignature holds the library against the example that Standard Webhooks publishes with its libraries.
func TestPublishedSignature(t *testing.T) {
	signer, err := standardwebhooks.NewWebhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	must(t, err)
	got, err := signer.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; err != nil || got != want {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}

func TestReadWebhooks(t *testing.T) {
	good := func(u string) string {
		return fmt.Sprintf(`[{"url":%q,"secret":%q,"types":["election.opened"]}]`, u, secretOf(1))
	}
	for _, u := range []string{"https://hook.example/x", "http://localhost:9/x", "http://127.0.0.1/", "http://[::1]:80/"} {
		if all, err := ReadWebhooks(strings.NewReader(good(u))); err != nil || len(all) != 1 || !all[0].wants(ElectionOpened) ||
			all[0].wants(ElectionClosed) {
			t.Errorf("%s: %v, %v", u, all, err)
		}
	}
	for what, text := range map[string]string{
		"http":         good("http://hook.example/"),
		"no host":      good("https:///x"),
		"file":         good("file:///etc/passwd"),
		"no prefix":    `[{"url":"https://a.example","secret":"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}]`,
		"short secret": `[{"url":"https://a.example","secret":"whsec_AAAA"}]`,
		"no secret":    `[{"url":"https://a.example"}]`,
		"other type":   `[{"url":"https://a.example","secret":"` + secretOf(1) + `","types":["passkey.added"]}]`,
		"other member": `[{"url":"https://a.example","secret":"` + secretOf(1) + `","events":[]}]`,
		"twice":        `[{"url":"https://a.example","secret":"` + secretOf(1) + `"},{"url":"https://a.example","secret":"` + secretOf(2) + `"}]`,
		"no list":      `{}`,
	} {
		if all, err := ReadWebhooks(strings.NewReader(text)); err == nil {
			t.Errorf("%s: %v", what, all)
		}
	}
}

// receiver is a webhook that keeps what it takes, after answering first as it is told.
type receiver struct {
	*httptest.Server
	t      *testing.T
	secret string

	mu       sync.Mutex
	answers  []int // the next ones; 0 does not answer until the sender gives up; none: 204
	messages []received
	bodies   map[string]string
}

type received struct {
	ID   string
	Type Kind
}

func newReceiver(t *testing.T, secret string, answers ...int) *receiver {
	r := &receiver{t: t, secret: secret, answers: answers, bodies: map[string]string{}}
	r.Server = httptest.NewServer(http.HandlerFunc(r.take))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) take(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return
	}
	verifier, err := standardwebhooks.NewWebhook(r.secret)
	if err != nil {
		r.t.Error(err)
		return
	}
	id := request.Header.Get("webhook-id")
	if err := verifier.VerifyIgnoringTimestamp(body, request.Header); err != nil {
		r.t.Errorf("%s: %v", id, err)
	}
	r.mu.Lock()
	if known, ok := r.bodies[id]; ok && known != string(body) {
		r.t.Errorf("message %s changed between attempts:\n%s\n%s", id, known, body)
	}
	r.bodies[id] = string(body)
	answer := http.StatusNoContent
	if len(r.answers) > 0 {
		answer, r.answers = r.answers[0], r.answers[1:]
	}
	if answer == http.StatusNoContent {
		var p payload
		if err := json.Unmarshal(body, &p); err != nil {
			r.t.Error(err)
		}
		r.messages = append(r.messages, received{id, p.Type})
	}
	r.mu.Unlock()
	if answer == 0 {
		<-request.Context().Done()
		return
	}
	if answer == http.StatusFound {
		w.Header().Set("Location", r.URL)
	}
	w.WriteHeader(answer)
}

func (r *receiver) types() []Kind {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := []Kind{}
	for _, m := range r.messages {
		all = append(all, m.Type)
	}
	return all
}

// TestWebhook: a receiver that fails, redirects and hangs gets everything in the end, and it can prove whom it is from.
func TestWebhook(t *testing.T) {
	r := newReceiver(t, secretOf(1), 500, 0, 302, 429)
	only := newReceiver(t, secretOf(2))
	tw := newTown(t, func(c *Config) {
		c.Webhooks = []Webhook{{URL: r.URL, Secret: secretOf(1)}, {URL: only.URL, Secret: secretOf(2), Types: []Kind{ElectionOpened}}}
	})
	for _, w := range tw.ways {
		w.(*hook).client.Timeout = time.Second
	}
	tw.enrol()
	tw.open("budget", "年度预算", time.Hour)
	waits := tw.firstRetry
	for try, want := range []int{0, 0, 2} { // 500 and no answer, 302 and 429, then both are taken
		tw.deliverAll()
		tw.pass(waits - 2*time.Second)
		tw.deliverAll() // not before its time
		if got := len(r.types()); got != want {
			t.Fatalf("%d messages taken after try %d, want %d", got, try+1, want)
		}
		tw.pass(3 * time.Second)
		waits *= 2
	}
	if diff := cmp.Diff(map[Kind]int{ElectionNotice: 1, ElectionOpened: 1}, tally(r.types())); diff != "" {
		t.Errorf("delivered (-want +got)\n%s", diff)
	}
	if got := only.types(); !cmp.Equal(got, []Kind{ElectionOpened}) {
		t.Errorf("who asked for one type got %v", got)
	}
	if n := tw.count("SELECT count(*) FROM deliveries WHERE state <> 'done'"); n != 0 {
		t.Errorf("%d deliveries are not done", n)
	}
	for _, body := range r.bodies {
		var p payload
		must(t, json.Unmarshal([]byte(body), &p))
		if p.Data.Community != garden || p.Data.Election != "budget" || p.Data.Title != "年度预算" || p.Data.ClosesAt-p.Data.OpensAt < 3600 ||
			p.Data.Tx == "" ||
			p.Data.Page == "" || p.Timestamp.Location() != time.UTC {
			t.Errorf("payload %s", body)
		}
	}
}

func tally(all []Kind) map[Kind]int {
	count := map[Kind]int{}
	for _, k := range all {
		count[k]++
	}
	return count
}

func (tw *town) deliverAll() {
	tw.t.Helper()
	for _, w := range tw.ways {
		must(tw.t, tw.deliver(tw.t.Context(), w))
	}
}

// TestGivenUp: what nobody takes for a week is given up, and what answers 410 at once; the log names neither address nor person.
func TestGivenUp(t *testing.T) {
	gone := newReceiver(t, secretOf(1), 410, 410)
	away := "http://127.0.0.1:1/hidden-path"
	tw := newTown(t, func(c *Config) {
		c.Webhooks = []Webhook{{URL: gone.URL, Secret: secretOf(1)}, {URL: away, Secret: secretOf(2)}}
	})
	tw.enrol()
	tw.open("budget", "年度预算", time.Hour)
	for range 40 {
		tw.deliverAll()
		tw.pass(6 * time.Hour)
	}
	if dead := tw.count("SELECT count(*) FROM deliveries WHERE state = 'dead'"); dead != 4 {
		t.Errorf("%d dead", dead)
	}
	if tries := tw.count("SELECT max(tries) FROM deliveries WHERE way = ?", away); tries < 20 || tries > 30 {
		t.Errorf("%d tries in a week", tries)
	}
	log := tw.log.String()
	if strings.Count(log, "a delivery was given up") != 4 || strings.Contains(log, "hidden-path") {
		t.Errorf("the log says\n%s", log)
	}
	tw.pass(8 * 24 * time.Hour)
	must(t, tw.sweep(t.Context()))
	if n := tw.count("SELECT count(*) FROM deliveries"); n != 0 {
		t.Errorf("%d deliveries are kept for ever", n)
	}
}

// TestDocumentedCheck runs the commands by which docs/server.md checks a signature.
func TestDocumentedCheck(t *testing.T) {
	for _, tool := range []string{"sh", "openssl", "od"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("LINLI_TEST_ALL") == "1" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	page, err := os.ReadFile("../docs/server.md")
	must(t, err)
	_, rest, found := strings.Cut(string(page), "```sh\nkey=")
	script, _, ended := strings.Cut(rest, "```")
	if !found || !ended {
		t.Fatal("docs/server.md has no such commands")
	}
	dir := t.TempDir()
	signer, err := standardwebhooks.NewWebhook(secretOf(1))
	must(t, err)
	body := []byte("{\"title\":\"年度预算\"}\n")
	signature, err := signer.Sign("msg_1", time.Unix(1_790_000_000, 0), body)
	must(t, err)
	for said, good := range map[string]bool{string(body): true, "{}": false} {
		must(t, os.WriteFile(filepath.Join(dir, "body.json"), []byte(said), 0o600))
		cmd := exec.Command("sh", "-c", "key="+script)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "secret="+secretOf(1), "webhook_id=msg_1", "webhook_timestamp=1790000000",
			"webhook_signature="+signature)
		if out, err := cmd.CombinedOutput(); (err == nil) != good {
			t.Errorf("%q: %v %s", said, err, out)
		}
	}
}
