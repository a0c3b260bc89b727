// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/evidence"
)

// readBundle reads a file if it begins as a bundle of evidence does; nil: it is another one.
func readBundle(path string) ([]byte, error) {
	file, err := openInput(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	first := make([]byte, 4)
	if _, err := io.ReadFull(file, first); err != nil || !evidence.Is(first) {
		return nil, nil //nolint:nilerr // who reads it as a ledger says what is wrong
	}
	rest, err := io.ReadAll(io.LimitReader(file, evidence.MaxSize)) // one of more is too large, which is said
	return append(first, rest...), err
}

// checkedBundle is what else is wanted of a bundle of evidence.
type checkedBundle struct{ paper, lang string }

// verify checks a bundle.
func (b checkedBundle) verify(cmd *cobra.Command, raw []byte, trustPath string, asJSON bool) error {
	trust, err := readTrust(trustPath)
	if err != nil {
		return unreadable("the trust file", trustPath, err, "Get the trust file anew from somebody you trust.")
	}
	report, err := evidence.Verify(raw, trust, time.Now())
	if err != nil {
		return err
	}
	if asJSON {
		encoder := json.NewEncoder(cmd.OutOrStdout())
		encoder.SetIndent("", "  ")
		err = encoder.Encode(struct {
			Accepted bool `json:"accepted"`
			*evidence.Report
		}{report.OK(), report})
	} else {
		err = report.Write(cmd.OutOrStdout())
	}
	if err == nil && b.paper != "" {
		err = printStatement(b.paper, b.lang, raw, report, time.Now())
	}
	if err == nil && !report.OK() {
		err = exitCode(1)
	}
	return err
}
