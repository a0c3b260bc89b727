// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/linli-project/linli/rules/fold"
)

// The columns of a roll, by their Chinese headers without a bracketed unit.
const (
	building  = "楼栋"
	entrance  = "单元"
	room      = "房号"
	use       = "用途"
	area      = "专有部分面积"
	owner     = "产权人"
	coOwners  = "共有产权人"
	idNumber  = "证件号"
	telephone = "联系电话"
	delivery  = "交付状态"
)

var required = []string{building, room, use, area, owner, delivery}

// columnOf says which column a header means. 套内面积 is none of them: what counts is the area of the property register.
var columnOf = aliases(map[string][]string{
	building:  {"楼栋号", "楼号", "楼幢", "幢号", "栋号", "幢", "栋", "楼栋名称"},
	entrance:  {"单元号"},
	room:      {"室号", "房间号", "房屋号", "房屋编号", "户号", "房间"},
	use:       {"房屋用途", "规划用途", "使用性质", "房屋类型", "物业类型", "性质"},
	area:      {"专有面积", "建筑面积", "房屋面积", "产权面积", "房屋建筑面积", "面积"},
	owner:     {"业主", "业主姓名", "权利人", "产权人姓名", "权利人姓名", "所有权人", "姓名"},
	coOwners:  {"共有人", "共有权人", "共有人姓名", "共有产权人姓名", "其他产权人", "共有业主"},
	idNumber:  {"证件号码", "身份证", "身份证号", "身份证号码", "证件编号"},
	telephone: {"电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"},
	delivery:  {"交付情况", "交房状态", "交房情况", "房屋状态", "销售状态"},
})

func aliases(lists map[string][]string) map[string]string {
	names := make(map[string]string)
	for column, others := range lists {
		names[column] = column
		for _, other := range others {
			names[other] = column
		}
	}
	return names
}

// headerName is a header without its unit, marks and spaces.
func headerName(text string) string {
	name, _, _ := strings.Cut(Normal(text), "(")
	name = strings.ReplaceAll(name, " ", "")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "m2"), "平方米")
	return strings.Trim(name, "*:：")
}

// columns says at which index each known header stands.
type columns map[string]int

// A header is the row that names the columns.
type header struct {
	index   int // among the table's rows
	top     row
	columns columns
	hidden  columns // columns of a roll that are not shown
}

// headerWithin is how many rows may stand above the header: titles and dates.
const headerWithin = 20

// locate finds the header: the first row with all required columns, or the one with most columns, for the error.
func locate(t table) (header, error) {
	var best header
	most := -1
	for _, i := range t.tops() {
		h := t.header(i)
		missing := h.missing()
		if len(missing) == 0 {
			h = t.lowest(h)
			return h, h.doubled(t)
		}
		if len(h.columns) > most {
			best, most = h, len(h.columns)
		}
	}
	if most < 0 {
		return best, fmt.Errorf("%w: the file has no rows; export the register again", ErrEmpty)
	}
	if err := best.doubled(t); err != nil && most > 1 {
		return best, err
	}
	return best, fmt.Errorf("%w: %s; row %d must name them, each column once (and columns be separated by a comma, ;, a tab or |)",
		ErrMissingColumns, strings.Join(best.missing(), ", "), best.top.number)
}

// tops are the rows that may be the header. One that is not shown counts if there is no other.
func (t table) tops() []int {
	var shown, hidden []int
	for i, row := range t.rows[:min(headerWithin, len(t.rows))] {
		if row.hidden {
			hidden = append(hidden, i)
		} else {
			shown = append(shown, i)
		}
	}
	return append(shown, hidden...)
}

// lowest is the last row of a header whose cells are merged over several rows, if all columns are named there too.
func (t table) lowest(h header) header {
	for i := h.index + 1; i < len(t.rows); i++ {
		below := t.header(i)
		merged := func(c cell) bool { return c.merged > 0 && c.merged <= h.top.number }
		if !slices.ContainsFunc(below.top.cells, merged) || len(below.missing()) > 0 {
			break
		}
		h = below
	}
	return h
}

// header reads a row as a header. Of several that mean one column the one by its very name counts.
func (t table) header(at int) header {
	h := header{index: at, top: t.rows[at], columns: make(columns), hidden: make(columns)}
	for _, cell := range h.top.cells {
		name := headerName(cell.text)
		column := columnOf[name]
		into := h.columns
		if t.hidden[cell.column] {
			into = h.hidden
		}
		before, twice := into[column]
		switch {
		case column == "" || twice && headerName(h.top.at(before).text) == column:
		case twice && name != column: // doubled tells
		default:
			into[column] = cell.column
		}
	}
	return h
}

func (h header) missing() []string {
	return slices.DeleteFunc(slices.Clone(required), func(name string) bool {
		_, ok := h.columns[name]
		return ok
	})
}

// doubled refuses a header in which two columns could be meant: two by the very name, or none and two by others.
func (h header) doubled(t table) error {
	for column, at := range h.columns {
		chosen := headerName(h.top.at(at).text)
		for _, cell := range h.top.cells {
			name := headerName(cell.text)
			if cell.column != at && !t.hidden[cell.column] && columnOf[name] == column && (name == column || chosen != column) {
				return fmt.Errorf("%w: the column %s appears twice (%s and %s of row %d); keep one",
					ErrMissingColumns, column, letters(min(at, cell.column)), letters(max(at, cell.column)), h.top.number)
			}
		}
	}
	return nil
}

// label names a column to people.
func (h header) label(column string) string { return letters(h.columns[column]) + " (" + column + ")" }

// again says that a row repeats the header, as at the head of each printed page.
func (h header) again(r row) bool {
	same := 0
	for column, at := range h.columns {
		if columnOf[headerName(r.at(at).text)] == column {
			same++
		}
	}
	return same > len(h.columns)/2
}

// Normal folds full-width forms (NFKC), drops what is not seen, trims, and makes runs of spaces one.
func Normal(cell string) string {
	return strings.Join(strings.Fields(fold.Visible(norm.NFKC.String(cell))), " ")
}
