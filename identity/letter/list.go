// SPDX-License-Identifier: Apache-2.0

package letter

import (
	"fmt"
	"strconv"
)

// The list's rows and columns, in mm.
const (
	rowsPerPage = 36
	rowHeight   = 6.6
	listTop     = 40.0

	columnIndex     = left
	columnHouse     = left + 16
	columnName      = left + 62
	columnDelivered = left + 112
	columnReturned  = left + 130
	columnNote      = left + 148
)

// list is what the committee ticks off at the doors. It holds no code.
func (p *printer) list() {
	letters := p.batch.Letters
	pages := (len(letters) + rowsPerPage - 1) / rowsPerPage
	for page := range pages {
		p.AddPage()
		p.listHead(page+1, pages)
		for i, l := range letters[page*rowsPerPage : min((page+1)*rowsPerPage, len(letters))] {
			p.listRow(l, listTop+float64(i+1)*rowHeight)
		}
	}
}

func (p *printer) listHead(page, pages int) {
	p.SetFont(family, "", largeSize)
	p.Text(left, 18, p.Fit(p.batch.Name+"  邀请函送达核对表", width))
	p.SetFont(family, "", smallSize)
	p.Text(left, 26, fmt.Sprintf("批次 %s，共 %d 封，%s 印发，有效期至 %s", p.batch.ID, len(p.batch.Letters),
		date(p.batch.Issued), date(p.batch.Expires)))
	p.FlushRight(fmt.Sprintf("第 %d 页，共 %d 页", page, pages), 26)
	p.Text(left, 31.5, "由两个不同单位的人员共同送达，逐户打勾。退回的信不得拆开。")
	for _, column := range []struct {
		x     float64
		title string
	}{
		{columnIndex, "编号"}, {columnHouse, "门牌"}, {columnName, "姓名"},
		{columnDelivered, "送达"}, {columnReturned, "退回"}, {columnNote, "备注"},
	} {
		p.Text(column.x, listTop, column.title)
	}
	p.SetLineWidth(0.4)
	p.Line(left, listTop+1.8, right, listTop+1.8)
	p.SetLineWidth(0.1)
	p.Text(left, 288, "送达人签名（两人）：")
	p.Text(columnDelivered+16, 288, "日期：")
}

func (p *printer) listRow(l Letter, y float64) {
	p.SetFont(family, "", 10.5)
	p.Text(columnIndex, y, strconv.Itoa(l.Index))
	p.Text(columnHouse, y, p.Fit(l.House, columnName-columnHouse-2))
	p.SetFontSize(10.5)
	p.Text(columnName, y, p.Fit(l.Name, columnDelivered-columnName-2))
	for _, x := range []float64{columnDelivered, columnReturned} {
		p.Rect(x+1, y-3.4, 4, 4, "D")
	}
	p.Line(left, y+1.8, right, y+1.8)
}
