// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/identity/paper"
	"github.com/linli-project/linli/words"
)

// Sizes of a printed statement, in points and mm.
const (
	headingSize, headingAbove = 12.5, 5.0
	lineSize, lineAbove       = 9.5, 1.0
)

// printStatement writes what a bundle says, and what its check came to, as a PDF for the file of a case. now is when it is printed.
func printStatement(path, lang string, raw []byte, report *evidence.Report, now time.Time) error {
	if !slices.Contains(evidence.Languages, lang) {
		return usageError{fmt.Errorf("there is no statement in %q; --lang is zh or en", lang)}
	}
	if err := replaceable(path, isPDF); err != nil {
		return err
	}
	statement, err := evidence.StatementOf(raw, lang)
	if err != nil {
		return err
	}
	d := paper.Document{Title: statement.Title, Foot: "SHA-256 " + evidence.HashOf(raw), Number: "%d / %d", Issued: now}
	add := func(size, above float64, lines ...string) {
		for _, line := range lines {
			d.Parts = append(d.Parts, paper.Part{Text: line, Size: size, Above: above})
		}
	}
	add(lineSize, lineAbove, statement.Lead)
	for _, section := range statement.Sections {
		add(headingSize, headingAbove, section.Title)
		add(lineSize, lineAbove, section.Lines...)
	}
	add(headingSize, headingAbove, words.EvidenceFrame.Checked.In(lang))
	for _, c := range report.Checks {
		add(lineSize, lineAbove, string(c.Status)+"  "+c.Title)
	}
	add(lineSize, lineAbove, report.Verdict())
	for _, s := range report.Stamped {
		add(lineSize, lineAbove, s.In(lang))
	}
	add(lineSize, lineAbove, report.Trusted...)
	return whole(path, 0o644, func(file *os.File) error { return d.Print(file) })
}

// isPDF says whether a file begins as a PDF does.
func isPDF(r io.Reader) error {
	first := make([]byte, 5)
	if _, err := io.ReadFull(r, first); err != nil || string(first) != "%PDF-" {
		return errors.New("another file is there: it is no PDF")
	}
	return nil
}
