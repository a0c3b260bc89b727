// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/notify"
)

// notifying is what `linli serve` is told about e-mail and webhooks.
type notifying struct {
	smtp, passwordFile, from string
	webhooks                 string
	operators                []string
}

func (o *notifying) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.smtp, "smtp", "",
		"mail server: smtp://USER@HOST:PORT (STARTTLS) or smtps://USER@HOST:PORT; no e-mail is sent if not given")
	f.StringVar(&o.passwordFile, "smtp-password-file", "", "file with the mail user's password")
	f.StringVar(&o.from, "mail-from", "", "sender of the mails, for example \"花园小区 <linli@garden.example>\"")
	f.StringArrayVar(&o.operators, "operator", nil,
		"address that alarms of the machine and the network are mailed to, through --smtp; can be repeated")
	f.StringVar(&o.webhooks, "webhooks", "", "JSON file of webhooks: [{\"url\", \"secret\", \"types\", \"form\"}]")
}

// mail is the mail server, or nil.
func (o *notifying) mail() (*notify.Mail, error) {
	if o.smtp == "" {
		if o.passwordFile != "" || o.from != "" || len(o.operators) > 0 {
			return nil, errors.New("--smtp-password-file, --mail-from and --operator are for --smtp, which is not given")
		}
		return nil, nil //nolint:nilnil // no e-mail
	}
	for _, address := range o.operators {
		if a, err := mail.ParseAddress(address); err != nil || a.Address != address {
			return nil, fmt.Errorf("--operator %s: give an address alone, such as duty@garden.example", address)
		}
	}
	password := ""
	if o.passwordFile != "" {
		raw, err := os.ReadFile(o.passwordFile)
		if err != nil {
			return nil, err
		}
		password = strings.TrimRight(string(raw), "\r\n")
	}
	return notify.ParseMail(o.smtp, password, o.from)
}

func (o *notifying) hooks() ([]notify.Webhook, error) {
	if o.webhooks == "" {
		return nil, nil
	}
	file, err := os.Open(o.webhooks)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	hooks, err := notify.ReadWebhooks(file)
	if err != nil {
		return nil, fmt.Errorf("--webhooks %s: %w", o.webhooks, err)
	}
	return hooks, nil
}

// open opens the notifier; c has what it shares with the rest of the server.
func (o *notifying) open(ctx context.Context, c notify.Config) (*notify.Notifier, error) {
	var err error
	if c.Mail, err = o.mail(); err != nil {
		return nil, usageError{err}
	}
	if c.Webhooks, err = o.hooks(); err != nil {
		return nil, usageError{err}
	}
	if c.Mail != nil {
		go tryMail(ctx, c.Mail, c.Log)
	}
	c.Now, c.Random, c.Operators = time.Now, rand.Reader, o.operators
	return notify.Open(ctx, c)
}

// tryMail says at the start what would keep mails from leaving. The server serves all the same: a vote does not wait for a mail server,
// and the mails do.
func tryMail(ctx context.Context, m *notify.Mail, log *slog.Logger) {
	switch err := m.Try(ctx); {
	case err == nil:
		log.Info("the mail server lets this one in")
	case ctx.Err() == nil:
		log.Error("no mail will be sent until this is mended; what is to be sent waits for a week", "error", err)
	}
}
