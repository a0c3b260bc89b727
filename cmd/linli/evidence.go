// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/rules/device"
)

// wanted is what evidence is asked of, and where it comes from.
type wanted struct {
	asked                                  build.Asked
	peer, ledger, head, event, opened, out string
	tsa                                    []string
}

// evidenceCommand makes a bundle of evidence.
func evidenceCommand(s *settings) *cobra.Command {
	var w wanted
	var kinds []string
	for _, kind := range evidence.Kinds() {
		kinds = append(kinds, string(kind))
	}
	cmd := &cobra.Command{
		Use:   "evidence KIND ID",
		Short: "Write the evidence of one thing on the ledger to a file that `linli verify` checks offline",
		Long: "Write the evidence of one thing on the ledger to a file that `linli verify` checks offline, without the ledger.\n" +
			"KIND is " + strings.Join(kinds, ", ") + ". ID is that of the election, the event, the order, the transfer or the case;\n" +
			"of a ballot or a booking the hash of its act, of a breach its cause, of a voucher the SHA-256 of its code.\n" +
			"It reads the blocks of a body's peer, or of an exported ledger (--ledger), and rests on the newest head of the ledger\n" +
			"that more than half of the bodies have put on record, or on the one in --head.\n" +
			"Of an event it takes the proof that `linli oracle prove` wrote (--event). --opened is a file with what commitments are of, for\n" +
			"whoever may show that: [{\"hash\":…,\"salt\":…,\"text\":…},…], as the personal-data store has it; nobody can call it back.\n" +
			"--tsa has a time-stamping authority (RFC 3161) stamp the head, so that it was there by then for whoever believes the authority\n" +
			"(`stampers` in the trust file). It is told the head's hash and nothing else; up to four may be named.",
		Args: asUsage(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			w.asked.Kind, w.asked.ID = evidence.Kind(args[0]), args[1]
			if !slices.Contains(kinds, args[0]) {
				return usageError{fmt.Errorf("%q is no kind of evidence; there are %s", args[0], strings.Join(kinds, ", "))}
			}
			if p := w.asked.Profile; p != evidence.Small && p != evidence.Full {
				return usageError{fmt.Errorf("%q is no profile; there are small and full", p)}
			}
			if err := checkStampers(w.tsa); err != nil {
				return err
			}
			return w.write(cmd, s)
		},
	}
	f := cmd.Flags()
	f.StringVar(&w.asked.Community, "community", "", "id of the community")
	f.StringVar(&w.asked.Profile, "profile", evidence.Small, "small, or full: with blocks")
	f.StringVar(&w.out, "out", "", "file to write")
	f.StringVar(&w.peer, "peer", "", "body whose peer is asked; this machine's if not given")
	f.StringVar(&w.ledger, "ledger", "", "exported ledger to read instead of a peer's")
	f.StringVar(&w.head, "head", "", "file with a co-signed head to rest on instead of the ledger's newest")
	f.StringVar(&w.opened, "opened", "", "file with names and words to show with it")
	f.StringVar(&w.event, "event", "", "the event's proof, for an event")
	f.StringArrayVar(&w.tsa, "tsa", nil, "URL of a time-stamping authority that stamps the head; can be repeated")
	for _, name := range []string{"community", "out"} {
		_ = cmd.MarkFlagRequired(name) // the flags are there
	}
	return cmd
}

// write makes the bundle and writes it.
func (w *wanted) write(cmd *cobra.Command, s *settings) error {
	if err := w.readEvent(); err != nil {
		return err
	}
	if err := w.readOpened(); err != nil {
		return err
	}
	head, err := w.readHead()
	if err != nil {
		return err
	}
	if err := replaceable(w.out, func(r io.Reader) error {
		first := make([]byte, 4)
		if _, err := io.ReadFull(r, first); err != nil || !evidence.Is(first) {
			return evidence.ErrNotBundle
		}
		return nil
	}); err != nil {
		return err
	}
	source, done, err := w.source(cmd.Context(), s)
	if err != nil {
		return err
	}
	defer done()
	places, err := build.Scan(source)
	if err != nil {
		return w.problem(err)
	}
	made, err := build.Bundle(cmd.Context(), source, places, w.asked, head)
	if err != nil {
		return w.problem(err)
	}
	if made, err = w.stamp(cmd.Context(), made); err != nil {
		return err
	}
	raw, err := made.Pack()
	if err != nil {
		return err
	}
	err = whole(w.out, 0o644, func(file *os.File) error {
		_, err := file.Write(raw)
		return err
	})
	if err == nil {
		fmt.Fprintf(cmd.OutOrStdout(), "evidence of %s %s in %s: %d bytes\n", w.asked.Kind, w.asked.ID, w.out, len(raw))
	}
	return err
}

// readEvent reads the proof of an event, which nothing else has.
func (w *wanted) readEvent() error {
	if (w.asked.Kind == evidence.Event) != (w.event != "") {
		return usageError{errors.New("--event is for evidence of an event, which takes it: `linli oracle prove`")}
	}
	if w.event == "" {
		return nil
	}
	raw, err := readInput(w.event)
	var proof device.EventProof
	if err == nil {
		proof, err = device.ReadEventProof(raw)
	}
	if err != nil {
		return unreadable("the event proof", w.event, err, "Give a file as `linli oracle prove` wrote it, unchanged.")
	}
	w.asked.Event = &proof
	return nil
}

func (w *wanted) readOpened() error {
	if w.opened == "" {
		return nil
	}
	raw, err := readInput(w.opened)
	if err == nil {
		err = json.Unmarshal(raw, &w.asked.Opened)
	}
	if err != nil {
		return unreadable("what is to be shown", w.opened, err, "Give a list of objects with hash, salt and text.")
	}
	return nil
}

func (w *wanted) readHead() (string, error) {
	if w.head == "" {
		return "", nil
	}
	raw, err := readInput(w.head)
	if err != nil {
		return "", unreadable("the head", w.head, err, "Give a head as a body's server shows it, unchanged.")
	}
	return string(raw), nil
}

// source is where the blocks come from.
func (w *wanted) source(ctx context.Context, s *settings) (build.Source, func(), error) {
	if w.ledger != "" {
		file, err := openInput(w.ledger)
		if err != nil {
			return nil, nil, unreadable("the ledger", w.ledger, err, ledgerForm)
		}
		return build.File{ReadSeeker: file}, func() { _ = file.Close() }, nil
	}
	n, err := running(s.data, &w.peer)
	if err != nil {
		return nil, nil, err
	}
	peer, err := n.ConnectAlone(ctx, w.peer)
	if err != nil {
		return nil, nil, exportError(w.peer, err)
	}
	return build.Peer{Context: ctx, Client: peer}, peer.Close, nil
}

// problem says what to do.
func (w *wanted) problem(err error) error {
	do := "Check the id, the kind and --community."
	switch {
	case errors.Is(err, build.ErrNotCosigned):
		do = "Wait until the bodies' servers have co-signed the ledger, which they do every hour unless told otherwise, and try again."
	case errors.Is(err, build.ErrTooLarge):
		do = "Take the small one (--profile small), or the whole ledger: `linli export`."
	case errors.Is(err, build.ErrNotThere):
	default:
		do = cmp.Or(map[bool]string{true: ledgerForm}[w.ledger != ""], "`linli status` tells whether that peer answers.")
	}
	return &network.Problem{What: fmt.Sprintf("making evidence of the %s %s", w.asked.Kind, w.asked.ID), Why: err, Do: do}
}
