// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/verify"
)

// verifyCommand counts an exported ledger again. Exit code: 0 if every required check passed, 1 if not, 2 if the
// input is no ledger or no trust file.
func verifyCommand() *cobra.Command {
	var trustPath string
	var shown shownFiles
	var asJSON bool
	var bundle checkedBundle
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Count an exported ledger again, or check a bundle of evidence, offline",
		Long: "Count an exported ledger again, offline: signatures, order, policies, validity, every act and every result.\n" +
			"A line says of each check PASS, FAIL or NOT PROVEN. Exit code 0: every required check passed; 1: one did not;\n" +
			"2: the file or the trust file cannot be read. Without --trust the ledger is UNANCHORED and never passes.\n" +
			"FILE may be a bundle that `linli evidence` wrote: then the lines are of its claim, with the same exit codes.\n" +
			"Each --event is a proof that `linli oracle prove` wrote: exit code 0 then says that it is proven, too.\n" +
			"Each --points-sheet is a balance sheet of points as a server gave it: its numbers are counted again at its block.\n" +
			"Each --checkpoint is a co-signed head, as `linli checkpoint` writes it and notice boards show it: the ledger has to have had it.",
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if raw, err := readBundle(args[0]); raw != nil && err == nil {
				return bundle.verify(cmd, raw, trustPath, asJSON)
			}
			if bundle.paper != "" {
				return usageError{errors.New("--paper is for bundles of evidence")}
			}
			words := cmd.ErrOrStderr()
			if asJSON {
				words = io.Discard
			}
			options, err := readShown(shown)
			if err != nil {
				return err
			}
			report, err := verifyFile(cmd.Context(), words, args[0], trustPath, options)
			if err != nil {
				return err
			}
			if err := show(cmd, report, asJSON); err != nil {
				return err
			}
			if !report.Proven() {
				return exitCode(1)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&trustPath, "trust", "", "trust file: what you believe without this ledger")
	cmd.Flags().StringArrayVar(&shown.events, "event", nil, "proof of a device's event to check against the ledger; can be repeated")
	cmd.Flags().StringArrayVar(&shown.sheets, "points-sheet", nil, "balance sheet of points to check against the ledger; can be repeated")
	cmd.Flags().StringArrayVar(&shown.heads, "checkpoint", nil, "co-signed head that the ledger has to have had; can be repeated")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	cmd.Flags().StringVar(&bundle.paper, "paper", "", "of a bundle: write what it says, and what its check came to, as a PDF")
	cmd.Flags().StringVar(&bundle.lang, "lang", "zh", "of that PDF: zh or en")
	cmd.AddCommand(reads(verifyCredentialCommand()))
	return cmd
}

// ledgerForm says which file to give.
const ledgerForm = "Give a file that `linli export` of this version wrote; one of another version is verified with that version."

func verifyFile(
	ctx context.Context, words io.Writer, path, trustPath string, shown verify.Options,
) (*verify.Report, error) {
	trust, err := readTrust(trustPath)
	if err != nil {
		return nil, unreadable("the trust file", trustPath, err,
			"Get the trust file (FILE.trust.json of `linli export`) anew from somebody you trust.")
	}
	file, err := openInput(path)
	if err != nil {
		return nil, unreadable("the ledger", path, err, ledgerForm)
	}
	defer file.Close()
	// Of a file that is made to take memory it shall take little more than it must, also where others leave the collector little time.
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	if isTerminal(words) { // elsewhere the report is all that is written
		told := newProgress(words, "checking "+path, size(file))
		defer told.end()
		shown.Progress = told.recount
	}
	report, err := verify.Ledger(ctx, file, trust, shown)
	if errors.Is(err, verify.ErrNotLedger) {
		return nil, unreadable("the ledger", path, err, ledgerForm)
	}
	return report, err
}

// shownFiles are files with what else a ledger is to have.
type shownFiles struct{ events, sheets, heads []string }

func readShown(files shownFiles) (o verify.Options, err error) {
	if o.Events, err = readEvents(files.events); err != nil {
		return o, err
	}
	if o.Sheets, err = readSheets(files.sheets); err != nil {
		return o, err
	}
	o.Heads, err = readHeads(files.heads)
	return o, err
}

// readEvents reads event proofs.
func readEvents(paths []string) (all []device.EventProof, err error) {
	for _, path := range paths {
		raw, err := readInput(path)
		var proof device.EventProof
		if err == nil {
			proof, err = device.ReadEventProof(raw)
		}
		if err != nil {
			return nil, unreadable("the event proof", path, err, "Give a file as `linli oracle prove` wrote it, unchanged.")
		}
		all = append(all, proof)
	}
	return all, nil
}

// readSheets reads balance sheets of points.
func readSheets(paths []string) (all []verify.PointsSheet, err error) {
	for _, path := range paths {
		raw, err := readInput(path)
		var sheet verify.PointsSheet
		if err == nil {
			sheet, err = verify.ReadPointsSheet(bytes.NewReader(raw))
		}
		if err != nil {
			return nil, unreadable("the balance sheet", path, err,
				"Give a file as a server gave it (/api/v1/communities/…/points/sheet), unchanged.")
		}
		all = append(all, sheet)
	}
	return all, nil
}

// readHeads reads co-signed heads. Whose signatures count is for the trust file.
func readHeads(paths []string) (all []string, err error) {
	for _, path := range paths {
		raw, err := readInput(path)
		if err == nil {
			_, err = checkpoint.Open(string(raw), nil)
		}
		if err != nil {
			return nil, unreadable("the co-signed head", path, err, "Give a file as `linli checkpoint --out` or a server (/checkpoint) wrote it, unchanged.")
		}
		all = append(all, string(raw))
	}
	return all, nil
}

// readTrust reads the trust file; none trusts nothing.
func readTrust(path string) (verify.Trust, error) {
	if path == "" {
		return verify.Trust{}, nil
	}
	file, err := openInput(path)
	if err != nil {
		return verify.Trust{}, err
	}
	defer file.Close()
	return verify.ReadTrust(file)
}

// size is how many bytes a file has, 0 if that is not known.
func size(file *os.File) int64 {
	info, err := file.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

func show(cmd *cobra.Command, report *verify.Report, asJSON bool) error {
	if !asJSON {
		return report.Write(cmd.OutOrStdout())
	}
	encoder := json.NewEncoder(cmd.OutOrStdout())
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Accepted bool `json:"accepted"`
		*verify.Report
	}{report.OK(), report})
}
