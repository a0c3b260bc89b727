// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Form is how a webhook wants to be told.
type Form string

// The forms.
const (
	Signed   Form = ""         // by a program: https://www.standardwebhooks.com
	WeCom    Form = "wecom"    // by a group's robot: “群机器人配置说明” and “全局错误码” on developer.work.weixin.qq.com
	DingTalk Form = "dingtalk" // by a group's robot: “自定义机器人接入” and “自定义机器人安全设置” on open.dingtalk.com
)

// manners are what the robots of a service are like. Both take the same message of text, and both answer HTTP 200 to what they
// refuse, with a number that is not 0.
type manners struct {
	key     string        // the parameter of the address that lets a sender in
	tooFast int           // what it answers to one message too many
	deaf    time.Duration // how long it then takes nothing
}

var robots = map[Form]manners{
	WeCom:    {key: "key", tooFast: 45009, deaf: time.Minute},
	DingTalk: {key: "access_token", tooFast: 130101, deaf: 10 * time.Minute},
}

// aMinute is how many messages a robot of either takes in one.
const aMinute = 20

// checkRobot says whether a webhook's address and secret are such as a robot has.
func (w Webhook) checkRobot(u *url.URL) error {
	m, ok := robots[w.Form]
	switch {
	case !ok:
		return fmt.Errorf("there is no form %q; there are %q, %q and none", w.Form, WeCom, DingTalk)
	case u.Query().Get(m.key) == "":
		return fmt.Errorf("the url has no %s", m.key)
	case w.Form == WeCom && w.Secret != "":
		return errors.New("robots of WeCom have no secret but the key")
	case w.Secret != "" && !strings.HasPrefix(w.Secret, "SEC"):
		return errors.New(`the secret is not one that begins with "SEC"`)
	}
	return nil
}

// robot is the way to one group.
type robot struct {
	*Notifier
	Webhook
	manners

	client *http.Client
	sent   []time.Time // the last ones, in the last minute; only the way's own loop sends
}

func (r *robot) name() string { return r.URL }

func (r *robot) send(ctx context.Context, d delivery) error {
	if wait := r.wait(); wait > 0 {
		return tooFastError{wait}
	}
	notice, err := r.noticeOf(ctx, d)
	if err != nil {
		return err
	}
	body, err := r.said(ctx, notice)
	if err != nil {
		return err
	}
	now := r.Now()
	address, err := r.address(now)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return withoutAddress(err)
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.sent = append(r.sent, now)
	return r.taken(r.client.Do(request))
}

// wait is how long it is until the robot takes another message.
func (r *robot) wait() time.Duration {
	now := r.Now()
	r.sent = slices.DeleteFunc(r.sent, func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(r.sent) < aMinute {
		return 0
	}
	return r.sent[0].Add(time.Minute).Sub(now)
}

// address is the robot's, with the signature of the time where it has a secret.
func (r *robot) address(now time.Time) (string, error) {
	if r.Secret == "" {
		return r.URL, nil
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return "", withoutAddress(err)
	}
	at := strconv.FormatInt(now.UnixMilli(), 10)
	mac := hmac.New(sha256.New, []byte(r.Secret))
	mac.Write([]byte(at + "\n" + r.Secret))
	query := u.Query()
	query.Set("timestamp", at)
	query.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// said is a notice as a robot's message. Text and not Markdown, so that a vote's title is nothing but its words.
func (r *robot) said(ctx context.Context, notice Notice) ([]byte, error) {
	text, err := r.chat(ctx, notice)
	if err != nil {
		return nil, err
	}
	var m struct {
		Type string `json:"msgtype"`
		Text struct {
			Content string `json:"content"`
		} `json:"text"`
	}
	m.Type, m.Text.Content = "text", text
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false) // WeCom refuses \u0026 and the like (40033)
	err = e.Encode(m)
	return body.Bytes(), err
}

// taken says whether a robot took what it was sent. Its words are not repeated: they may hold what it was sent.
func (r *robot) taken(answer *http.Response, err error) error {
	if err != nil {
		return withoutAddress(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, 4<<10))
	if err != nil {
		return withoutAddress(err)
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the robot answered %d", answer.StatusCode)
	}
	var said struct {
		Code *int `json:"errcode"`
	}
	switch err := json.Unmarshal(raw, &said); {
	case err != nil || said.Code == nil:
		return errors.New("what answered is no robot")
	case *said.Code == r.tooFast:
		return tooFastError{r.deaf}
	case *said.Code != 0:
		return fmt.Errorf("the robot refused it: errcode %d", *said.Code)
	}
	return nil
}
