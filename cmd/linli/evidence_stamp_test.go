// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/elliptic"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/internal/tsatest"
	"github.com/linli-project/linli/network"
)

// Evidence is stamped by an authority of another make, and its check says by when it was there and whom to believe for that.
func TestEvidenceStamped(t *testing.T) {
	ledger, ids := gardenLedger(t)
	out := filepath.Join(t.TempDir(), "order.zip")
	ask := func(stampers ...string) error {
		args := []string{"order", ids["order"][0], "--community", "garden", "--ledger", ledger, "--out", out}
		for _, s := range stampers {
			args = append(args, "--tsa", s)
		}
		_, _, err := execute(t, evidenceCommand(&settings{}), args...)
		return err
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	root := tsatest.Root("Test Root", tsatest.ECDSA(elliptic.P384(), "root")) // as the trust file has it
	here := tsatest.OpenSSL(t, root.Stamper("Open Stamper", tsatest.RSA("stamper"), nil))
	var problem *network.Problem
	err := ask(here, gone.URL)
	if !errors.As(err, &problem) || !strings.Contains(problem.Do, "leave --tsa out") || !strings.Contains(err.Error(), gone.URL) {
		t.Errorf("an authority is away: %v", err)
	}
	if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half of the evidence is written: %v", err)
	}
	var usage usageError
	for name, stampers := range map[string][]string{"five": {here, here, here, here, here}, "no address": {"tsa.example.com"}} {
		if err := ask(stampers...); !errors.As(err, &usage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := ask(here); err != nil {
		t.Fatal(err)
	}
	said, _, err := execute(t, verifyCommand(), out, "--trust", gardened+".witnessed.json")
	for _, says := range []string{
		"Test Stamps, at 20", "时间戳证明", "The time stamp shows", "trusted: for the time stamp", "\nACCEPTED\n",
	} {
		if err != nil || !strings.Contains(said, says) {
			t.Errorf("%q is not said: %v\n%s", says, err, said)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		paper := filepath.Join(t.TempDir(), "order.pdf")
		args := []string{out, "--trust", gardened + ".witnessed.json", "--paper", paper, "--lang", lang}
		if _, _, err := execute(t, verifyCommand(), args...); err != nil {
			t.Error(err)
		}
	}
}
