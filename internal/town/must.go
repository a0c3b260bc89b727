// SPDX-License-Identifier: Apache-2.0

package town

import (
	"crypto/rand"
	"encoding/json"
	"testing"

	"github.com/linli-project/linli/act"
)

// Must fails the test on an error; for what is only preparation.
func Must[T any](t testing.TB, value T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// Done is Must for calls that return nothing but an error.
func Done(t testing.TB, err error) {
	t.Helper()
	Must(t, 0, err)
}

// Fails demands that a transaction was refused with the code.
func Fails(t testing.TB, err error, code act.Code) {
	t.Helper()
	if err == nil {
		t.Errorf("accepted; want %s", code)
	} else if act.CodeOf(err) != code {
		t.Errorf("refused otherwise than by %s: %v", code, err)
	}
}

// JSON is a document as a transaction carries it.
func JSON(t testing.TB, doc any) string {
	t.Helper()
	raw, err := json.Marshal(doc)
	return string(Must(t, raw, err))
}

// Batch is the argument of Submit and Check.
func Batch(t testing.TB, acts []act.Signed) string {
	t.Helper()
	return JSON(t, acts)
}

// BodyOf reads the body of an act.
func BodyOf(t testing.TB, signed act.Signed, body any) {
	t.Helper()
	a, err := act.Parse(signed.Text, 1<<20)
	Done(t, act.Strict(Must(t, a, err).Body, body))
}

// NewCode draws an invitation code.
func NewCode(t testing.TB) act.InviteCode {
	t.Helper()
	code, err := act.NewInviteCode(rand.Reader)
	return Must(t, code, err)
}
