// SPDX-License-Identifier: Apache-2.0

package paper_test

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/identity/paper"
)

// long is a sheet with a table of so many rows, and an empty one.
func long(rows int) paper.Sheet {
	columns := []paper.Column{
		{Title: "时间", Width: 27}, {Title: "事由", Width: 21}, {Title: "办法或服务", Width: 27}, {Title: "增减", Width: 12, Number: true},
		{Title: "余额", Width: 13, Number: true}, {Title: "待用", Width: 11, Number: true}, {Title: "这批到期", Width: 27},
		{Title: "回执编号", Width: 28},
	}
	t := paper.Table{Title: "3幢-2单元-501：期初 0，期末 1234567，待用 40", Columns: columns, None: "没有。"}
	for i := range rows {
		t.Rows = append(t.Rows, []string{
			"2026-11-29 10:00", "为小区做事", "邻里互助 Neighbours' help, as long as a title can be 𠮷", "-1000000", strconv.Itoa(i), "40", "2027-11-29 10:00",
			"1234 5678 9012 3456",
		})
	}
	return paper.Sheet{
		Title: "积分对账单", Lines: []string{"邻里花园  业主0001", strings.Repeat("积分不是钱：不能买卖，不能兑成现金。", 6)},
		Tables: []paper.Table{t, {Title: "空", Columns: columns, None: "没有余额。"}}, Foot: "2026-11-29 10:00 打印", Number: "第 %d 页，共 %d 页",
		Issued: time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC),
	}
}

func printed(t *testing.T, s paper.Sheet) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.Print(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A table goes over as many pages as it needs, and printing it twice gives the same file.
func TestSheet(t *testing.T) {
	for rows, pages := range map[int]int{0: 1, 1: 1, 25: 1, 30: 2, 100: 3, 1000: 25} {
		pdf := printed(t, long(rows))
		if got := bytes.Count(pdf, []byte("/Type /Page\n")); got != pages {
			t.Errorf("%d rows are on %d pages, not %d", rows, got, pages)
		}
		if !bytes.Equal(pdf, printed(t, long(rows))) {
			t.Errorf("printing %d rows twice gives two files", rows)
		}
	}
	if name := os.Getenv("LINLI_LETTERS"); name != "" { // to look at
		if err := os.WriteFile(name+".sheet.pdf", printed(t, long(100)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
