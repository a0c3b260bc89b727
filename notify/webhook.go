// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// Webhook is an address that is told what the ledger tells everybody.
type Webhook struct {
	URL    string `json:"url"`
	Secret string `json:"secret"` // "whsec_" and 24 to 64 bytes in base64; of a robot of DingTalk "SEC…", or none
	Types  []Kind `json:"types"`  // none: all of elections
	Form   Form   `json:"form"`
}

// ReadWebhooks reads a list of webhooks in JSON: [{"url", "secret", "types", "form"}].
func ReadWebhooks(r io.Reader) ([]Webhook, error) {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	var all []Webhook
	if err := d.Decode(&all); err != nil {
		return nil, fmt.Errorf("read the webhooks: %w", err)
	}
	for i, w := range all {
		if err := w.check(); err != nil {
			return nil, fmt.Errorf("webhook %d: %w", i+1, err)
		}
		if slices.ContainsFunc(all[:i], func(other Webhook) bool { return other.URL == w.URL }) {
			return nil, fmt.Errorf("webhook %d: the address stands there twice", i+1)
		}
	}
	return all, nil
}

func (w Webhook) check() error {
	u, err := url.Parse(w.URL)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return errors.New("the url is not https")
	}
	if w.Form != Signed {
		err = w.checkRobot(u)
	} else {
		err = w.checkSecret()
	}
	if err != nil {
		return err
	}
	for _, kind := range w.Types {
		if !slices.Contains(publicKinds, kind) {
			return fmt.Errorf("there is no type %q; there are %v", kind, publicKinds)
		}
	}
	return nil
}

func (w Webhook) checkSecret() error {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(w.Secret, "whsec_"))
	if err != nil || !strings.HasPrefix(w.Secret, "whsec_") || len(key) < 24 || len(key) > 64 {
		return errors.New(`the secret is not "whsec_" and 24 to 64 bytes in base64`)
	}
	return nil
}

var publicKinds = []Kind{
	ElectionNotice, ElectionOpened, ElectionClosed, ElectionPublished, ElectionFinal, ElectionAnnulled,
	OrderWaits, OrderCalled, OrderHelp, OrderEscalated, OrderAgain, OrderReopened, OrderDone, OrderUnanswered,
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (w Webhook) wants(k Kind) bool {
	return len(w.Types) == 0 && k.public() || slices.Contains(w.Types, k)
}

// payload is a webhook's body. Every attempt has the same.
type payload struct {
	Type      Kind      `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      struct {
		Community string `json:"community"`
		Election  string `json:"election"`
		Title     string `json:"title"`
		OpensAt   int64  `json:"opensAt"`
		ClosesAt  int64  `json:"closesAt"`
		Result    string `json:"result,omitempty"` // SHA-256 of the result, once it is published
		Block     uint64 `json:"block"`
		Tx        string `json:"tx"`
		Page      string `json:"page"`
	} `json:"data"`
}

// message is what a notice says to webhooks, and the id by which a receiver knows it again. It is the same if it is made anew.
func (n *Notifier) message(ctx context.Context, notice Notice) (id string, body []byte, err error) {
	if notice.Kind.ofOrder() {
		return n.orderMessage(notice)
	}
	e, err := index.Read(ctx, n.Index, vote.Elections, notice.Community, notice.Election)
	if err != nil {
		return "", nil, err
	}
	p := payload{Type: notice.Kind, Timestamp: time.Unix(notice.At, 0).UTC()}
	p.Data.Community, p.Data.Election, p.Data.Title = notice.Community, notice.Election, e.Title
	p.Data.OpensAt, p.Data.ClosesAt = e.OpensAt(), e.ClosesAt()
	p.Data.Block, p.Data.Tx, p.Data.Page = notice.block, notice.Tx, n.Origin+notice.Link()
	if notice.Kind == ElectionPublished || notice.Kind == ElectionFinal {
		p.Data.Result = e.Result
	}
	body, err = json.Marshal(p)
	return messageID(notice.Tx, notice.Community, notice.Election, string(notice.Kind)), body, err
}

func messageID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "msg_" + hex.EncodeToString(sum[:16])
}

// hook is the way to one webhook.
type hook struct {
	*Notifier
	Webhook
	client *http.Client
}

// wayTo is the way to a webhook, in its form.
func (n *Notifier) wayTo(w Webhook) way {
	redirected := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse } // which is no success
	client := &http.Client{Timeout: n.answerWithin, CheckRedirect: redirected}
	if w.Form != Signed {
		return &robot{Notifier: n, Webhook: w, manners: robots[w.Form], client: client}
	}
	return &hook{n, w, client}
}

func (h *hook) name() string { return h.URL }

func (h *hook) send(ctx context.Context, d delivery) error {
	notice, err := h.noticeOf(ctx, d)
	if err != nil {
		return err
	}
	id, body, err := h.message(ctx, notice)
	if err != nil {
		return err
	}
	signer, err := standardwebhooks.NewWebhook(h.Secret)
	if err != nil {
		return err
	}
	now := h.Now()
	signature, err := signer.Sign(id, now, body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(standardwebhooks.HeaderWebhookID, id)
	r.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	r.Header.Set(standardwebhooks.HeaderWebhookSignature, signature)
	return accepted(h.client.Do(r))
}

// accepted says whether a webhook took what it was sent. 410 Gone says that it wants no more.
func accepted(answer *http.Response, err error) error {
	if err != nil {
		return withoutAddress(err)
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10) // so that the connection can be used again
	switch {
	case answer.StatusCode >= 200 && answer.StatusCode < 300:
		return nil
	case answer.StatusCode == http.StatusGone:
		return fmt.Errorf("%w: the webhook answered 410", errHopeless)
	}
	return fmt.Errorf("the webhook answered %d", answer.StatusCode)
}

// withoutAddress is an error without the address, which may hold a secret.
func withoutAddress(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Err
	}
	return err
}
