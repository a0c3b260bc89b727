// SPDX-License-Identifier: Apache-2.0

package paper

import (
	"fmt"
	"image/color"

	"github.com/boombuler/barcode/qr"
)

// quiet is the margin of a QR code in modules (ISO/IEC 18004, §5.3.8).
const quiet = 4

// Code draws a QR code, quiet margin included, into a square of side mm. Modules of one row that touch are one rectangle.
func (p *Pages) Code(text string, x, y, side float64) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		p.SetError(fmt.Errorf("make a QR code: %w", err))
		return
	}
	size := code.Bounds().Dx()
	module := side / float64(size+2*quiet)
	dark := func(column, row int) bool {
		return column < size && color.GrayModel.Convert(code.At(column, row)) == color.Gray{}
	}
	p.SetFillColor(0, 0, 0)
	for row := range size {
		for column := 0; column < size; column++ {
			from := column
			for dark(column, row) {
				column++
			}
			if column > from {
				p.Rect(x+float64(from+quiet)*module, y+float64(row+quiet)*module, float64(column-from)*module, module, "F")
			}
		}
	}
}
