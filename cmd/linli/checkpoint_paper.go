// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/linli-project/linli/identity/paper"
)

// replaceablePaper returns an error if the file would replace another one than a PDF.
func replaceablePaper(path string) error {
	if path == "" {
		return nil
	}
	return replaceable(path, func(r io.Reader) error {
		first := make([]byte, 5)
		if _, err := io.ReadFull(r, first); err != nil || string(first) != "%PDF-" {
			return errors.New("it is no PDF")
		}
		return nil
	})
}

var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// Sizes of type on the page, in points.
const (
	paperText  = 12.5
	paperSmall = 9.5
	paperAbove = 4 // mm
)

// paper is the head for the notice board: what it is, who has signed, and the note as a code that any phone reads. Its date is that of
// the last signature, so that one head is always one page.
func (h cosignedHead) paper() paper.Document {
	var last int64
	d := paper.Document{Title: "账本核对凭证 · The ledger's head", Code: h.Note(), Number: "%d / %d"}
	add := func(size, above float64, form string, args ...any) {
		d.Parts = append(d.Parts, paper.Part{Text: fmt.Sprintf(form, args...), Size: size, Above: above})
	}
	add(paperText, paperAbove, "账本截至第 %d 个区块（共 %d 个），以下单位各自核对自己保存的账本之后共同签署：", h.Size-1, h.Size)
	for _, by := range h.By {
		last = max(last, by.At)
		add(paperText, 0, "%s（%s）　%s", h.names[by.MSP], by.MSP, time.Unix(by.At, 0).In(beijing).Format("2006-01-02 15:04"))
	}
	add(paperSmall, paperAbove, "此后谁改动了这之前的任何一笔，都与这张纸对不上。扫码得到签署的原文，存成文件，用 linli verify 账本文件 --trust 信任文件 --checkpoint 原文 即可核对。")
	add(paperSmall, paperAbove, "The bodies above have co-signed the ledger as it was with %d blocks, each from its own copy. The code holds what they have signed: "+
		"kept as a file, it shows with linli verify --checkpoint whether a ledger is still that one.", h.Size)
	add(paperSmall, paperAbove, "SHA-256 %s", h.Root)
	d.Issued = time.Unix(last, 0).In(beijing)
	return d
}
