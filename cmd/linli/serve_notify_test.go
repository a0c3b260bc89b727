// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/notify"
)

func TestNotifyFlags(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	password := file("password", "correct horse\n")
	hooks := file("hooks.json", `[{"url":"https://hook.example/x","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}]`)
	open := func(args ...string) (*notify.Mail, []notify.Webhook, error) {
		var o notifying
		cmd := serveCommand(&settings{})
		cmd.ResetFlags()
		o.flags(cmd)
		if err := cmd.ParseFlags(args); err != nil {
			t.Fatal(err)
		}
		mail, err := o.mail()
		if err != nil {
			return nil, nil, err
		}
		webhooks, err := o.hooks()
		return mail, webhooks, err
	}
	if mail, webhooks, err := open(); mail != nil || webhooks != nil || err != nil {
		t.Errorf("without flags: %v, %v, %v", mail, webhooks, err)
	}
	mail, webhooks, err := open("--smtp", "smtps://linli@mail.example", "--smtp-password-file", password, "--mail-from", "a@b.example",
		"--webhooks", hooks)
	if err != nil || mail.Password != "correct horse" || mail.Port != 465 || len(webhooks) != 1 {
		t.Errorf("%+v, %v, %v", mail, webhooks, err)
	}
	for _, wrong := range [][]string{
		{"--mail-from", "a@b.example"},
		{"--operator", "a@b.example"},
		{"--smtp", "smtp://mail.example", "--mail-from", "a@b.example", "--operator", "A <a@b.example>"},
		{"--smtp", "smtps://linli@mail.example", "--mail-from", "a@b.example"},
		{"--smtp", "smtps://linli@mail.example", "--smtp-password-file", filepath.Join(dir, "none"), "--mail-from", "a@b.example"},
		{"--smtp", "smtps://linli@mail.example", "--smtp-password-file", password},
		{"--webhooks", file("bad.json", `[{"url":"http://hook.example"}]`)},
	} {
		if _, _, err := open(wrong...); err == nil {
			t.Errorf("%s is accepted", strings.Join(wrong, " "))
		}
	}
}
