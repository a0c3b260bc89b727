// SPDX-License-Identifier: Apache-2.0

package paper_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/identity/paper"
)

// A text without a place to break stays on the page, and a long one goes over as many pages as it needs; printing it twice gives the same.
func TestDocument(t *testing.T) {
	endless := strings.Repeat("x", 4000)
	d := paper.Document{Title: "公约", Number: "%d / %d", Issued: time.Unix(1_796_000_000, 0).UTC()}
	for range 200 {
		heading := paper.Part{Text: "1. 友善", Size: 12.5, Above: 4}
		d.Parts = append(d.Parts, heading, paper.Part{Text: strings.Repeat("对邻居好一点。", 60), Size: 9.5})
	}
	d.Parts = append(d.Parts, paper.Part{Text: endless, Size: 9.5, Indent: 6})
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := d.Print(out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("printing it twice gives two files")
	}
	if pages := bytes.Count(first.Bytes(), []byte("/Type /Page\n")); pages < 30 || pages > 60 {
		t.Errorf("%d pages", pages)
	}
	p := paper.New("", d.Issued)
	p.AddPage()
	p.SetFont(paper.Family, "", 9.5)
	lines := p.Wrap("see "+endless, paper.Width)
	for _, line := range lines {
		if p.GetStringWidth(line) > paper.Width {
			t.Errorf("a line of %.0f mm", p.GetStringWidth(line))
		}
	}
	if got := strings.Join(lines, ""); got != "see "+endless {
		t.Errorf("%d characters of it are left", len(got))
	}
}
