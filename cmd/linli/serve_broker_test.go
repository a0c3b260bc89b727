// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadBroker(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("password", "secret\n")
	o, err := readBroker(write("broker.json", `{"server":"ssl://broker.example:8883","username":"oracle","passwordFile":"password",
		"topics":["linli/{name}","device/{name}/message/up/#"]}`))
	if err != nil || o.Password != "secret" || o.ID != "linli-oracle" || len(o.Topics) != 2 || o.TLS == nil {
		t.Errorf("%+v, %v", o, err)
	}
	for text, says := range map[string]string{
		`{"server":"broker","topics":["a/{name}"]}`:                                         `"server" is as ssl://`,
		`{"server":"ssl://b:1"}`:                                                            `"topics" are needed`,
		`{"server":"ssl://b:1","topics":["a/+"]}`:                                           "a level is text",
		`{"server":"ssl://b:1","topics":["{name}"],"passwordFile":"nothing"}`:               "no such file",
		`{"server":"ssl://b:1","topics":["{name}"],"authority":"password"}`:                 "no certificate (PEM)",
		`{"server":"ssl://b:1","topics":["{name}"],"certificate":"password","key":"other"}`: "no such file",
		`{"server":"ssl://b:1","topics":["{name}"],"pasword":"x"}`:                          "unknown field",
		`[`: "unexpected EOF",
	} {
		if _, err := readBroker(write("bad.json", text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
