// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	robotKey    = "693a91f6-hidden-key"
	robotSecret = "SEC-hidden-secret"
)

// group is a server of ours that answers as those of WeCom and DingTalk say that they do: HTTP 200, whatever it is.
type group struct {
	*httptest.Server
	t    *testing.T
	form Form
	now  func() time.Time

	mu     sync.Mutex
	fail   []int // errcodes that are answered first
	taken  []time.Time
	texts  []string
	bodies []string
}

func newGroup(t *testing.T, form Form, now func() time.Time, fail ...int) *group {
	g := &group{t: t, form: form, now: now, fail: fail}
	g.Server = httptest.NewServer(http.HandlerFunc(g.answer))
	t.Cleanup(g.Close)
	return g
}

func (g *group) webhook() Webhook {
	if g.form == WeCom {
		return Webhook{URL: g.URL + "/cgi-bin/webhook/send?key=" + robotKey, Form: WeCom}
	}
	return Webhook{URL: g.URL + "/robot/send?access_token=" + robotKey, Secret: robotSecret, Form: DingTalk}
}

func (g *group) answer(w http.ResponseWriter, r *http.Request) {
	code := g.judge(r)
	w.Header().Set("Content-Type", "application/json")
	says := "ok"
	if code != 0 {
		says = "refused, hint: " + robotKey
	}
	fmt.Fprintf(w, `{"errcode":%d,"errmsg":%q}`, code, says)
}

// judge is the errcode of a request.
func (g *group) judge(r *http.Request) int {
	body, err := io.ReadAll(r.Body)
	var m map[string]any
	if err != nil || json.Unmarshal(body, &m) != nil || r.Method != http.MethodPost || m["msgtype"] != "text" || len(m) != 2 {
		return 40008
	}
	content, ok := m["text"].(map[string]any)["content"].(string)
	if !ok || content == "" || len(content) > 2048 {
		return 40058
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.fail) > 0 {
		code := g.fail[0]
		g.fail = g.fail[1:]
		return code
	}
	if code := map[Form]func(*http.Request, string) int{WeCom: g.wecom, DingTalk: g.dingtalk}[g.form](r, string(body)); code != 0 {
		return code
	}
	g.taken = append(g.taken, g.now())
	g.texts = append(g.texts, content)
	g.bodies = append(g.bodies, string(body))
	return 0
}

func (g *group) wecom(r *http.Request, body string) int {
	switch {
	case r.URL.Path != "/cgi-bin/webhook/send" || r.URL.Query().Get("key") != robotKey:
		return 93000
	case strings.Contains(body, `\u`):
		return 40033
	case g.full():
		return 45009
	}
	return 0
}

func (g *group) dingtalk(r *http.Request, _ string) int {
	query := r.URL.Query()
	if r.URL.Path != "/robot/send" || query.Get("access_token") != robotKey {
		return 400101
	}
	at, err := strconv.ParseInt(query.Get("timestamp"), 10, 64)
	mac := hmac.New(sha256.New, []byte(robotSecret))
	fmt.Fprintf(mac, "%d\n%s", at, robotSecret)
	if err != nil || g.now().Sub(time.UnixMilli(at)).Abs() > time.Hour ||
		query.Get("sign") != base64.StdEncoding.EncodeToString(mac.Sum(nil)) {
		return 310000
	}
	if g.full() {
		return 130101
	}
	return 0
}

// full says whether twenty came in the last minute.
func (g *group) full() bool {
	return len(g.taken) >= 20 && g.now().Sub(g.taken[len(g.taken)-20]) < time.Minute
}

// groupsOf makes a town whose notices go to a group of each service.
func groupsOf(t *testing.T, fail map[Form][]int) (*town, map[Form]*group) {
	var tw *town
	now := func() time.Time { return tw.clock() }
	groups := map[Form]*group{WeCom: newGroup(t, WeCom, now, fail[WeCom]...), DingTalk: newGroup(t, DingTalk, now, fail[DingTalk]...)}
	tw = newTown(t, func(c *Config) { c.Webhooks = []Webhook{groups[WeCom].webhook(), groups[DingTalk].webhook()} })
	return tw, groups
}

// TestDingTalkSignature holds the signature against what openssl makes of the same.
func TestDingTalkSignature(t *testing.T) {
	r := robot{Webhook: Webhook{URL: "https://oapi.example/robot/send?access_token=a%2Bb", Secret: "SECthis-is-a-secret-of-a-test"}}
	address, err := r.address(time.UnixMilli(1_790_000_000_123))
	must(t, err)
	u, err := url.Parse(address)
	must(t, err)
	want := url.Values{"access_token": {"a+b"}, "timestamp": {"1790000000123"}, "sign": {"W6Q8pV0C7uR1rxX+zCUYFWtyXNRE+XcBw8bizmEkNCI="}}
	if u.RawQuery != want.Encode() || u.Path != "/robot/send" {
		t.Errorf("%s, want %s", address, want.Encode())
	}
}

func TestReadRobots(t *testing.T) {
	for text, good := range map[string]bool{
		`{"url":"https://r.example/cgi-bin/webhook/send?key=k","form":"wecom"}`:                                   true,
		`{"url":"https://r.example/robot/send?access_token=k","form":"dingtalk"}`:                                 true,
		`{"url":"https://r.example/robot/send?access_token=k","form":"dingtalk","secret":"SEC1"}`:                 true,
		`{"url":"https://r.example/robot/send?access_token=k","form":"dingtalk","secret":"x"}`:                    false,
		`{"url":"https://r.example/robot/send","form":"dingtalk"}`:                                                false,
		`{"url":"https://r.example/cgi-bin/webhook/send?access_token=k","form":"wecom"}`:                          false,
		`{"url":"https://r.example/cgi-bin/webhook/send?key=k","form":"wecom","secret":"SEC1"}`:                   false,
		`{"url":"http://r.example/cgi-bin/webhook/send?key=k","form":"wecom"}`:                                    false,
		`{"url":"https://r.example/cgi-bin/webhook/send?key=k","form":"feishu"}`:                                  false,
		`{"url":"https://r.example/cgi-bin/webhook/send?key=k","form":"wecom","types":["passkey.added"]}`:         false,
		`{"url":"https://r.example/robot/send?access_token=k","form":"dingtalk","types":["election.opened"]}`:     true,
		`{"url":"https://r.example/robot/send?access_token=k","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}`: true,
	} {
		if _, err := ReadWebhooks(strings.NewReader("[" + text + "]")); (err == nil) != good {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestGroups: what a robot refuses, with HTTP 200, is sent again; what it takes says it in both languages and leads to the page;
// neither key nor secret is in the log.
func TestGroups(t *testing.T) {
	tw, groups := groupsOf(t, map[Form][]int{WeCom: {-1, 93000}, DingTalk: {-1, 310000}})
	tw.enrol()
	tw.open("budget", "年度预算 <A&B> \"@all\"", time.Hour)
	for range 2 {
		tw.deliverAll()
		tw.pass(31 * time.Second)
	}
	for form, g := range groups {
		if len(g.texts) != 2 {
			t.Fatalf("%s took %q", form, g.texts)
		}
		all := strings.Join(g.texts, "\n")
		for _, want := range []string{"花园小区", "年度预算 <A&B> \"@all\"", "可以投票了", "voting is open", "https://garden.example/c/garden/"} {
			if !strings.Contains(all, want) {
				t.Errorf("%s: %q is not in %s", form, want, all)
			}
		}
	}
	if n := tw.count("SELECT count(*) FROM deliveries WHERE state <> 'done' OR tries <> 1"); n != 0 {
		t.Errorf("%d deliveries are not done at the second try", n)
	}
	log := tw.log.String()
	if !strings.Contains(log, "errcode 93000") || !strings.Contains(log, "errcode 310000") || strings.Contains(log, "hidden") {
		t.Errorf("the log says\n%s", log)
	}
}

// many queues so many notices.
func (tw *town) many(count int) {
	tw.t.Helper()
	must(tw.t, tw.db.InTransaction(tw.t.Context(), func(tx *sql.Tx) error {
		for i := range count {
			notice := Notice{Community: garden, Kind: ElectionOpened, Election: "budget", Subject: strconv.Itoa(i), audience: toOwners,
				At: tw.clock().Unix()}
			if err := tw.keep(tw.t.Context(), tx, notice); err != nil {
				return err
			}
		}
		return nil
	}))
}

// TestPace: a robot is sent twenty messages a minute, so that it never has to refuse one.
func TestPace(t *testing.T) {
	tw, groups := groupsOf(t, nil)
	tw.enrol()
	tw.open("budget", "年度预算", time.Hour)
	tw.many(48) // and the two of the opening
	for minute, want := range []int{20, 40, 50} {
		tw.deliverAll()
		tw.pass(58 * time.Second)
		tw.deliverAll()
		for form, g := range groups {
			if len(g.texts) != want {
				t.Errorf("minute %d: %s has %d messages, want %d", minute, form, len(g.texts), want)
			}
		}
		tw.pass(3 * time.Second)
	}
	if n := tw.count("SELECT count(*) FROM deliveries WHERE tries > 0"); n != 0 {
		t.Errorf("%d deliveries failed", n)
	}
}

// TestTooFast: a robot that takes nothing more, as after a restart or when others send to it too, is left alone as long as its
// service says, with all that waits for it, and no try is counted.
func TestTooFast(t *testing.T) {
	tw, groups := groupsOf(t, map[Form][]int{WeCom: {45009}, DingTalk: {130101}})
	tw.enrol()
	tw.open("budget", "年度预算", time.Hour)
	for _, step := range []struct {
		pass time.Duration
		want map[Form]int
	}{
		{0, map[Form]int{}},
		{55 * time.Second, map[Form]int{}},
		{10 * time.Second, map[Form]int{WeCom: 2}},
		{8 * time.Minute, map[Form]int{WeCom: 2}},
		{time.Minute, map[Form]int{WeCom: 2, DingTalk: 2}},
	} {
		tw.pass(step.pass)
		tw.deliverAll()
		for form, g := range groups {
			if len(g.fail) != 0 || len(g.texts) != step.want[form] {
				t.Errorf("after %v more %s has %d messages, want %d; it was not asked %d times", step.pass, form, len(g.texts),
					step.want[form], len(g.fail))
			}
		}
	}
	if n := tw.count("SELECT count(*) FROM deliveries WHERE tries > 0"); n != 0 {
		t.Errorf("%d deliveries failed", n)
	}
}

// TestNoRobot: what does not answer as a robot has taken nothing.
func TestNoRobot(t *testing.T) {
	var answer string
	var status int
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(web.Close)
	tw := newTown(t, func(c *Config) { c.Webhooks = []Webhook{{URL: web.URL + "?key=hidden", Form: WeCom}} })
	tw.enrol()
	tw.open("budget", "年度预算", time.Hour)
	way := tw.ways[0]
	send := func(ctx context.Context) error {
		return way.send(ctx, delivery{notice: int64(tw.count("SELECT max(id) FROM notices WHERE kind = ?", ElectionOpened))})
	}
	for _, status = range []int{200, 302, 404, 500} {
		for _, answer = range []string{"", "{}", "<html>", `{"errcode":"0"}`, `{"errcode":null}`} {
			if err := send(t.Context()); err == nil {
				t.Errorf("%d %s was taken for success", status, answer)
			}
		}
	}
	tw.pass(time.Minute) // these were twenty
	status, answer = 200, `{"errcode":0,"errmsg":"ok"}`
	must(t, send(t.Context()))
	web.Close()
	if err := send(t.Context()); err == nil || strings.Contains(err.Error(), "hidden") {
		t.Errorf("a robot that is away: %v", err)
	}
}

// TestLongestMessage: the longest that a community can be called and a vote fits in what WeCom takes.
func TestLongestMessage(t *testing.T) {
	tw, groups := groupsOf(t, nil)
	tw.enrol()
	tw.open("budget", strings.Repeat("预", 200), time.Hour)
	tw.deliverAll()
	for form, g := range groups {
		if len(g.texts) != 2 {
			t.Errorf("%s took %d messages", form, len(g.texts))
		}
		for _, text := range g.texts {
			if len(text)+300 > 2048 { // 100 letters of the place's name
				t.Errorf("%d bytes: %s", len(text), text)
			}
		}
	}
}
