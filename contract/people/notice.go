// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"
	"unicode/utf8"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/fold"
)

// Bounds of public notices.
const (
	MaxNoticeTitle = 100             // characters
	MaxNoticeTime  = 366 * 24 * 3600 // seconds for which one may stand
	MaxNotices     = 50              // of a body that stand at a time
)

// Notice is a public notice (公告) of a body. Its text stays off the ledger; whoever has a copy compares its hash.
type Notice struct {
	Act     string `json:"act"`     // hash of the act that posted it
	Title   string `json:"title"`   // which may be all there is to say
	Text    string `json:"text"`    // SHA-256 (hex) of the text, a file
	Posted  int64  `json:"posted"`  // Unix time
	Expires int64  `json:"expires"` // Unix time from which on it is no longer shown
}

// Board is a body's notice board (公告栏).
type Board struct {
	Body    string   `json:"body"`
	Notices []Notice `json:"notices"` // the latest last; what has expired leaves with the next one posted
}

// Boards are a community's, by body.
const Boards contract.Ref[Board] = "board" // C~body: the public notices of a body

// Standing are the notices that have not expired at a Unix time.
func (b Board) Standing(at int64) []Notice {
	return slices.DeleteFunc(slices.Clone(b.Notices), func(n Notice) bool { return n.Expires <= at })
}

// NoticePost is the body of notice.post: an officer posts a public notice of his body.
type NoticePost struct {
	Expires act.Int `json:"expires"`
	Text    string  `json:"text"`
	Title   string  `json:"title"`
}

func postNotice(c *contract.Context, b NoticePost) error {
	if err := checkNotice(b, c.Tx.Time); err != nil {
		return err
	}
	body := c.Signers[0].Body
	board, _, err := Boards.Get(c, c.Act.Community, body)
	if err != nil {
		return err
	}
	standing := board.Standing(c.Tx.Time)
	if len(standing) >= MaxNotices {
		return act.Refuse(contract.TooMany, "of", "notices", "most", MaxNotices)
	}
	n := Notice{Act: c.Hash, Title: b.Title, Text: b.Text, Posted: c.Tx.Time, Expires: int64(b.Expires)}
	return Boards.Put(c, Board{Body: body, Notices: append(standing, n)}, c.Act.Community, body)
}

func checkNotice(b NoticePost, now int64) error {
	switch {
	case fold.Text(b.Title) == "" || utf8.RuneCountInString(b.Title) > MaxNoticeTitle:
		return act.Refuse(act.BadField, "of", "notice-title", "most", MaxNoticeTitle)
	case !contract.IsHash(b.Text):
		return act.Refuse(act.BadField, "of", "notice-text")
	case int64(b.Expires) <= now || int64(b.Expires)-now > MaxNoticeTime:
		return act.Refuse(act.BadField, "of", "notice-expires", "most", MaxNoticeTime)
	}
	return contract.Shown(act.BadField, "notice-unseen", b.Title)
}
