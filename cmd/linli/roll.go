// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/rules/community"
)

func rollCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "roll",
		Short: "Work with the register of owners (业主名册)",
		Args:  asUsage(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(reads(rollCheckCommand()))
	return command
}

func rollCheckCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "check FILE",
		Short: "Read a roll (CSV or XLSX) and report what has to be corrected; changes nothing",
		Long: `Read a roll (CSV in UTF-8 or GB18030, or XLSX) and report, row by row, what has to be
corrected before it can be imported, how unusual rows were read, and the totals.
The header is one of the first 20 rows. What was read is told by sheet, use and building, and what was left out.
Exits with 1 if a row has to be corrected, with 2 if the file is no roll. Changes nothing.`,
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := checkRoll(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if err := report.write(cmd.OutOrStdout(), asJSON); err != nil {
				return err
			}
			if report.Findings > 0 {
				return exitCode(1)
			}
			return nil
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	return command
}

// A rollReport is what a dry run says about a roll file. Its totals are those of
// the rows without a finding.
type rollReport struct {
	File           string                     `json:"file"`
	Encoding       string                     `json:"encoding"`
	Sheets         []rollfile.Sheet           `json:"sheets"`
	Buildings      []rollfile.Building        `json:"buildings"`
	Rows           []rollfile.Remark          `json:"rows"`
	Findings       int                        `json:"findings"`
	Units          int                        `json:"units"`
	ByKind         map[community.Kind]kindSum `json:"byKind"`
	WithoutParking community.Weight           `json:"withoutParking"`
	WithParking    community.Weight           `json:"withParking"`
}

type kindSum struct {
	Units   int   `json:"units"`
	AreaDm2 int64 `json:"areaDm2"`
}

func checkRoll(ctx context.Context, path string) (rollReport, error) {
	roll, err := readRoll(ctx, path)
	if err != nil {
		return rollReport{}, unreadable("the roll", path, err,
			"Give the register as CSV or XLSX, with a header row and a row for every unit.")
	}
	units := roll.Units()
	rights := community.Rights(units)
	report := rollReport{
		File: filepath.Base(path), Encoding: roll.Encoding, Sheets: roll.Sheets, Buildings: roll.Buildings(),
		Rows: append([]rollfile.Remark{}, roll.Remarks...), Findings: roll.Findings(),
		Units: len(units), ByKind: make(map[community.Kind]kindSum),
		WithoutParking: community.Total(rights, false), WithParking: community.Total(rights, true),
	}
	for _, unit := range units {
		sum := report.ByKind[unit.Kind]
		report.ByKind[unit.Kind] = kindSum{Units: sum.Units + 1, AreaDm2: sum.AreaDm2 + unit.AreaDm2}
	}
	return report, nil
}

func readRoll(ctx context.Context, path string) (identity.Roll, error) {
	file, err := openInput(path)
	if err != nil {
		return identity.Roll{}, err
	}
	defer func() { _ = file.Close() }()
	roll, err := identity.Read(ctx, file)
	if err != nil {
		return identity.Roll{}, err
	}
	return roll, community.Validate(roll.Units())
}

func (r rollReport) write(out io.Writer, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	}
	lines := bufio.NewWriter(out)
	r.tell(func(format string, args ...any) { fmt.Fprintf(lines, format+"\n", args...) })
	return lines.Flush()
}

// tell says what was read, what has to be corrected, how unusual rows were read, and the sums, one line after the other.
func (r rollReport) tell(line func(format string, args ...any)) {
	line("%s (%s)", r.File, r.Encoding)
	for _, sheet := range r.Sheets {
		line("  %s", sheetText(sheet))
	}
	for _, remark := range r.Rows {
		if remark.Finding != "" {
			line("  %s: %s", remark.Place, remark.Finding)
		}
	}
	for _, note := range r.notes() {
		line("  note, %s: %s", rowList(note.rows), note.text)
	}
	r.tellSums(line)
	line("what counts in a vote:")
	line("%-8s %6d       %16s m²", "heads", r.WithoutParking.Heads, squareMetres(r.WithoutParking.AreaDm2))
	line("%-8s %6d       %16s m²  with parking", "heads", r.WithParking.Heads, squareMetres(r.WithParking.AreaDm2))
	switch r.Findings {
	case 0:
		line("no findings")
	case 1:
		line("1 row has to be corrected; the sums leave it out. Nothing was imported.")
	default:
		line("%d rows have to be corrected; the sums leave them out. Nothing was imported.", r.Findings)
	}
}

func (r rollReport) tellSums(line func(format string, args ...any)) {
	if r.Units == 0 {
		return
	}
	line("by use:")
	for _, kind := range community.Kinds() {
		if sum := r.ByKind[kind]; sum.Units > 0 {
			line("%s", unitsText(string(kind), sum.Units, sum.AreaDm2))
		}
	}
	line("by building:")
	for _, b := range r.Buildings {
		line("%s", unitsText(cmp.Or(b.Name, "(none)"), b.Units, b.AreaDm2))
	}
}

// unitsText is a line of a sum. Chinese characters take two columns each.
func unitsText(name string, units int, areaDm2 int64) string {
	columns := 0
	for _, r := range name {
		if columns++; unicode.Is(unicode.Han, r) {
			columns++
		}
	}
	word := "units"
	if units == 1 {
		word = "unit "
	}
	return fmt.Sprintf("%s%s %6d %s %16s m²", name, strings.Repeat(" ", max(0, 8-columns)), units, word, squareMetres(areaDm2))
}

// sheetText says what was read of a sheet, and what was left out.
func sheetText(s rollfile.Sheet) string {
	name := "read"
	if s.Name != "" {
		name = "sheet " + s.Name
	}
	if s.LeftOut != "" {
		return fmt.Sprintf("%s: not read, %s", name, leftOut[s.LeftOut])
	}
	text := fmt.Sprintf("%s: header in row %d; rows below it: %d; units read: %d", name, s.Header, s.Rows, s.Units)
	if len(s.Unread) > 0 {
		text += "; columns not read: " + strings.Join(s.Unread, ", ")
	}
	return text
}

var leftOut = map[string]string{
	rollfile.LeftOutHidden:   "it is hidden; show it if it belongs to the register",
	rollfile.LeftOutEmpty:    "it is empty",
	rollfile.LeftOutNoHeader: "it has no header of a register",
	rollfile.LeftOutNoTable:  "it is no table",
}

// A rollNote is one note with the rows it is about.
type rollNote struct {
	text string
	rows []rollfile.Place
}

// notes groups equal notes, in the order of their first row.
func (r rollReport) notes() []rollNote {
	var notes []rollNote
	index := make(map[string]int)
	for _, remark := range r.Rows {
		if remark.Note == "" {
			continue
		}
		i, seen := index[remark.Note]
		if !seen {
			i = len(notes)
			index[remark.Note] = i
			notes = append(notes, rollNote{text: remark.Note})
		}
		notes[i].rows = append(notes[i].rows, remark.Place)
	}
	return notes
}

func rowList(rows []rollfile.Place) string {
	const shown = 5
	if len(rows) == 1 {
		return rows[0].String()
	}
	var words []string
	for _, row := range rows[:min(shown, len(rows))] {
		words = append(words, strings.TrimPrefix(row.String(), "row "))
	}
	list := "rows " + strings.Join(words, ", ")
	if len(rows) > shown {
		list += fmt.Sprintf(" and %d more", len(rows)-shown)
	}
	return list
}

// squareMetres writes dm² (0.01 m²) as m² with thousands commas.
func squareMetres(areaDm2 int64) string {
	whole := strconv.FormatInt(areaDm2/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return fmt.Sprintf("%s.%02d", whole, areaDm2%100)
}
