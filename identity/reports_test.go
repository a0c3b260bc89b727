// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/identity"
)

// saw is what somebody has signed that he has seen.
func (town *town) saw(words string) identity.Evidence {
	s := convention.Statement{At: town.now.Unix() - 60, Kind: "noise", Place: "3-2", Words: words}
	return identity.Evidence{Statement: s, Text: s.Text("net", garden, "passkey-of-somebody")}
}

func (town *town) reports() []identity.Report {
	town.Helper()
	list, err := town.Reports(town.Context(), garden)
	if err != nil {
		town.Fatal(err)
	}
	return list
}

// What somebody reports is kept under his name until it is filed, withdrawn or too old; its words are nowhere in the clear, and no line of
// the audit log is about it.
func TestReports(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		helping(t, town)
		town.found()
		town.approve(town.accept(town.dryRun(strings.NewReader(header + "1幢,1单元,101,住宅,88,甲,,,,已交付\n1幢,1单元,102,住宅,88,乙,,,,已交付\n"))))
		a, b := town.person("甲").Pseudonym, town.person("乙").Pseudonym
		before, err := town.Audit(ctx, garden, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		expect := func(what string, err, want error) {
			t.Helper()
			if !errors.Is(err, want) {
				t.Errorf("%s: %v", what, err)
			}
		}
		one := town.saw("半夜敲墙\n敲到一点")
		for range 2 {
			expect("the same again", town.SignReport(ctx, garden, a, one), nil)
		}
		expect("somebody else's passkey saw it", town.SignReport(ctx, garden, b, town.saw("我也听见了")), nil)
		expect("a stranger", town.SignReport(ctx, garden, "nobody", town.saw("x")), identity.ErrNotFound)
		list := town.reports()
		if len(list) != 2 {
			t.Fatalf("%+v", list)
		}
		mine, err := town.ReportsOf(ctx, garden, a)
		if err != nil || len(mine) != 1 || mine[0].Words != one.Words || mine[0].Text != one.Text || mine[0].Filed != "" ||
			mine[0].ID != act.HashOf(one.Text).String() || mine[0].Signed != identity.HashText(mine[0].Salt, one.Text) ||
			len(mine[0].Salt) < 43 {
			t.Fatalf("%+v %v", mine, err)
		}
		town.flush()
		if files := databaseFiles(t, town.at); bytes.Contains(files, []byte("半夜敲墙")) || bytes.Contains(files, []byte("report.sign")) {
			t.Error("the database's files have it in the clear")
		}
		if after, err := town.Audit(ctx, garden, 0, 1000); err != nil || len(after) != len(before) {
			t.Errorf("the audit log has %+v %v", after[len(before):], err)
		}

		expect("another one's", town.WithdrawReport(ctx, garden, mine[0].ID, b), identity.ErrReportFiled)
		for range 2 {
			expect("filed", town.ReportsFiled(ctx, garden, []string{mine[0].Signed, strings.Repeat("0", 64)}, "act"), nil)
		}
		expect("too late", town.WithdrawReport(ctx, garden, mine[0].ID, a), identity.ErrReportFiled)
		if r, err := town.ReportSigned(ctx, garden, mine[0].Signed); err != nil || r.Filed != "act" || r.Person != a {
			t.Errorf("%+v %v", r, err)
		}
		his, err := town.ReportsOf(ctx, garden, b)
		if err != nil || len(his) != 1 || his[0].Filed != "" {
			t.Fatalf("%+v %v", his, err)
		}
		expect("his own", town.WithdrawReport(ctx, garden, his[0].ID, b), nil)
		_, err = town.ReportSigned(ctx, garden, his[0].Signed)
		expect("withdrawn", err, identity.ErrNotFound)

		for i := range identity.ReportsADay {
			expect("today", town.SignReport(ctx, garden, b, town.saw(strings.Repeat("又", i+1))), nil)
		}
		expect("enough", town.SignReport(ctx, garden, b, town.saw("还有")), identity.ErrManyReports)
		town.now = town.now.Add(convention.MaxAge * time.Second)
		expect("another month", town.SignReport(ctx, garden, b, town.saw("下个月")), nil)
		if list := town.reports(); len(list) != 1 || list[0].Words != "下个月" {
			t.Errorf("%+v", list)
		}
		if his, err = town.ReportsOf(ctx, garden, b); err != nil || len(his) != 1 {
			t.Errorf("what nobody filed is forgotten: %+v %v", his, err)
		}
		if _, err := town.ReportSigned(ctx, garden, mine[0].Signed); err != nil {
			t.Errorf("what is filed is kept: %v", err)
		}
	})
}

// Only the person himself is shown what he has reported, and with him it goes.
func TestReportsOfSomebody(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		helping(t, town)
		town.found()
		town.approve(town.accept(town.dryRun(strings.NewReader(header + "1幢,1单元,101,住宅,88,甲,,,,已交付\n"))))
		a := town.person("甲").Pseudonym
		if err := town.SignReport(ctx, garden, a, town.saw("半夜敲墙")); err != nil {
			t.Fatal(err)
		}
		for actor, want := range map[string]int{a: 1, town.officers["owners"].ID: 0} {
			var out bytes.Buffer
			if err := town.ExportPerson(ctx, garden, a, actor, &out); err != nil {
				t.Fatal(err)
			}
			var record identity.Record
			if err := json.Unmarshal(out.Bytes(), &record); err != nil || len(record.Reports) != want {
				t.Errorf("%s: %+v %v", actor, record.Reports, err)
			}
			if want == 0 && strings.Contains(out.String(), "敲墙") {
				t.Error(out.String())
			}
		}
		if err := town.ErasePerson(ctx, garden, a, identity.Erasure{Owner: true}); err != nil {
			t.Fatal(err)
		}
		if list := town.reports(); len(list) != 0 {
			t.Errorf("%+v", list)
		}
	})
}
