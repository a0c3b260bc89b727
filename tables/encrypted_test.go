// SPDX-License-Identifier: Apache-2.0

package tables

import (
	"strings"
	"testing"
)

// A database on another machine is not spoken to unless it proves itself, over TLS that cannot be left out.
func TestDatabaseElsewhereNeedsTLS(t *testing.T) {
	for url, fine := range map[string]bool{
		"postgres://linli:secret@localhost/people":                                true,
		"postgres://linli:secret@127.0.0.1:5432/people?sslmode=disable":           true,
		"postgres://linli:secret@[::1]/people":                                    true,
		"postgres:///people?host=/run/postgresql":                                 true,
		"postgres://linli:secret@db.example/people?sslmode=verify-full":           true,
		"postgres://linli:secret@db.example/people":                               false,
		"postgres://linli:secret@db.example/people?sslmode=disable":               false,
		"postgres://linli:secret@db.example/people?sslmode=allow":                 false,
		"postgres://linli:secret@db.example/people?sslmode=prefer":                false,
		"postgres://linli:secret@db.example/people?sslmode=require":               false,
		"postgres://linli:secret@localhost,db.example/people":                     false,
		"postgres://linli:secret@localhost,db.example/people?sslmode=verify-full": true,
		"postgres://linli:secret@db.example:nowhere/people":                       false,
	} {
		err := encrypted(url)
		if (err == nil) != fine {
			t.Errorf("%s: %v", url, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the message has the password: %v", err)
		}
	}
	if _, err := Open(t.Context(), "postgres://linli:secret@db.example/people", Schema{}); err == nil ||
		!strings.Contains(err.Error(), "sslmode=verify-full") {
		t.Errorf("%v", err)
	}
}
