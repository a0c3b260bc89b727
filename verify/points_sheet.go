// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/rules/analysis"
	rules "github.com/linli-project/linli/rules/points"
	"github.com/linli-project/linli/verify/fabric"
)

// PointsSheetFormat is what a file with a sheet says that it is.
const PointsSheetFormat = "linli-points-sheet/1"

// PointsSheet is the balance sheet of a community's points as a server gives it away: true for the ledger up to a block.
type PointsSheet struct {
	Format     string     `json:"format"`
	Genesis    string     `json:"genesis"` // hash (hex) of the ledger's first block
	Community  string     `json:"community"`
	Checkpoint Checkpoint `json:"checkpoint"` // the last block that is in it

	analysis.PointsSheet
}

// ReadPointsSheet reads a sheet, and refuses what is none.
func ReadPointsSheet(r io.Reader) (PointsSheet, error) {
	var s PointsSheet
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return s, fmt.Errorf("read the sheet: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return s, errors.New("read the sheet: text follows the end")
	}
	if s.Format != PointsSheetFormat {
		return s, fmt.Errorf("read the sheet: format %q, not %q", s.Format, PointsSheetFormat)
	}
	return s, nil
}

// CheckedSheet is what a sheet comes to on a recounted ledger.
type CheckedSheet struct {
	Status    Status `json:"status"`
	Detail    string `json:"detail,omitempty"` // what is wrong
	Community string `json:"community"`
	Block     uint64 `json:"block"`
}

// CountedSheet is a community's sheet at the end of a recounted ledger.
type CountedSheet struct {
	Community string `json:"community"`

	analysis.PointsSheet
}

// Points is the balance sheet of a community as its transfers give it that were written in a block or before.
func (Contract) Points(s *Simulation, community string, until uint64) analysis.PointsSheet {
	return countPoints(contractState{s}, community, until, func(string, error) {}).sheet()
}

// sheet is what was counted as everybody may see it. What was spent on which service only the vouchers say; that they are those of the
// transfers is compared elsewhere.
func (c pointsCount) sheet() analysis.PointsSheet {
	sums := analysis.NewPointsSums()
	sums.Earned, sums.Expired = c.earned, c.system[rules.Expired]
	for _, amount := range c.reversed {
		sums.Reversed += amount
	}
	for unit, l := range c.accounts {
		sums.Has[unit] = l.sum()
	}
	for id, h := range c.held {
		sums.Held += h.lots.sum()
		if h.state != rules.HoldPosted {
			continue
		}
		v, _ := document(c.state, points.Vouchers, c.community, id) // one that cannot be read is accused elsewhere
		analysis.AddTo(sums.Spent, v.Service, h.unit, h.put)
	}
	for _, h := range c.escrows {
		if sums.Held += h.lots.sum(); h.spent > 0 {
			analysis.AddTo(sums.Spent, points.NoRoom, h.unit, h.spent)
		}
	}
	return sums.Sheet()
}

// points adds up the sheet of each community, and holds those against it that were shown. On a ledger that is not accepted none is proven.
func (c *recounted) points(state fabric.State, hashes map[uint64]string, shown []PointsSheet) {
	if c.report.Blocks == 0 {
		return
	}
	s := newSimulation(state, Chaincode)
	communities, _ := contractState{s}.Range(contract.Communities.Kind()) // a replayed state always answers
	for _, entry := range communities {
		_, names, _ := contract.SplitKey(entry.Key)
		sheet := Contract{}.Points(s, names[0], math.MaxUint64)
		if len(sheet.Earned) > 0 {
			c.report.Points = append(c.report.Points, CountedSheet{names[0], sheet})
		}
	}
	for _, sheet := range shown {
		checked := CheckedSheet{Status: Pass, Community: sheet.Community, Block: sheet.Checkpoint.Block}
		if err := c.checkSheet(s, hashes, sheet); errors.Is(err, errLater) {
			checked.Status, checked.Detail = NotProven, err.Error()
		} else if err != nil {
			checked.Status, checked.Detail = Fail, err.Error()
		}
		if checked.Status == Pass && !c.report.OK() {
			checked.Status, checked.Detail = NotProven, "the ledger is not accepted"
		}
		c.report.Sheets = append(c.report.Sheets, checked)
	}
}

// checkSheet says what is not so about a sheet.
func (c *recounted) checkSheet(s *Simulation, hashes map[uint64]string, sheet PointsSheet) error {
	if sheet.Genesis != c.report.Genesis {
		return fmt.Errorf("it is of the ledger that begins with %s, and this one begins with %s", sheet.Genesis, c.report.Genesis)
	}
	hash, ok := hashes[sheet.Checkpoint.Block]
	switch {
	case !ok:
		return errLater
	case hash != sheet.Checkpoint.Hash:
		return fmt.Errorf("block %d is %s here, and %s in the sheet", sheet.Checkpoint.Block, hash, sheet.Checkpoint.Hash)
	}
	return differences(sheet.PointsSheet, Contract{}.Points(s, sheet.Community, sheet.Checkpoint.Block))
}

// differences names the first number in which a sheet differs from the one that was counted.
func differences(says, counted analysis.PointsSheet) error {
	for _, n := range []struct {
		name          string
		says, counted int64
	}{
		{"issued", says.Issued, counted.Issued}, {"reversed", says.Reversed, counted.Reversed}, {"spent", says.Spent, counted.Spent},
		{"expired", says.Expired, counted.Expired}, {"held", says.Held, counted.Held}, {"in accounts", says.Accounts, counted.Accounts},
		{"households", says.Households, counted.Households},
	} {
		if n.says != n.counted {
			return fmt.Errorf("%s: the sheet says %d, and the transfers give %d", n.name, n.says, n.counted)
		}
	}
	a, _ := json.Marshal(says) // numbers and names
	b, _ := json.Marshal(counted)
	if !bytes.Equal(a, b) {
		return fmt.Errorf("its lines are %s, and the transfers give %s", lines(says), lines(counted))
	}
	return nil
}

// lines are those of a sheet, for a reader.
func lines(s analysis.PointsSheet) string {
	var all []string
	for _, g := range slices.Concat(s.Earned, s.Services) {
		all = append(all, fmt.Sprintf("%q %d", strings.Join(g.Names, "+"), g.Points))
	}
	return strings.Join(all, ", ")
}

func (s CountedSheet) write(out *strings.Builder) {
	fmt.Fprintf(out, "points of %s: %d issued = %d spent + %d expired + %d held + %d in accounts; %d taken back; %s\n",
		s.Community, s.Issued, s.Spent, s.Expired, s.Held, s.Accounts, s.Reversed, s.takePart())
	if len(s.Earned) > 0 {
		fmt.Fprintf(out, "%12sby rule and on services: %s\n", "", lines(s.PointsSheet))
	}
}

func (s CountedSheet) takePart() string {
	if s.Households == 0 {
		return fmt.Sprintf("fewer than %d households take part", analysis.Fewest)
	}
	return fmt.Sprintf("%d households take part", s.Households)
}

func (c CheckedSheet) write(out *strings.Builder) {
	fmt.Fprintf(out, "%-10s  sheet of the points of %s up to block %d\n", c.Status, c.Community, c.Block)
	if c.Detail != "" {
		fmt.Fprintf(out, "%12s%s\n", "", c.Detail)
	}
}
