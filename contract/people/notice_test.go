// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/town"
)

// A body's board holds what has not expired, and no more than it may.
func TestNoticeBoard(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	officer := w.Convener()
	post := func(title string, lasting time.Duration) act.Signed {
		return w.Make(people.TypeNoticePost, people.NoticePost{
			Title: title, Text: w.Constitution.Net, Expires: act.Int(w.Now().Add(lasting).Unix()),
		}, officer)
	}
	signed := post("停水", time.Hour)
	w.OK(signed)
	for range people.MaxNotices - 1 {
		w.OK(post("停电", 48*time.Hour))
	}
	w.Refused(contract.TooMany, post("停气", time.Hour))
	standing := func() []people.Notice {
		board, _ := town.Read(w, people.Boards, w.ID, officer.Body)
		return board.Standing(w.Now().Unix())
	}
	first := people.Notice{
		Act: act.HashOf(signed.Text).String(), Title: "停水", Text: w.Constitution.Net,
		Posted: w.Now().Unix(), Expires: w.Now().Unix() + 3600,
	}
	if got := standing(); len(got) != people.MaxNotices || got[0] != first {
		t.Errorf("%d stand, the first is %+v, not %+v", len(got), got[0], first)
	}
	w.Clock.Pass(time.Hour)
	if got := standing(); len(got) != people.MaxNotices-1 {
		t.Errorf("%d stand when one has expired", len(got))
	}
	w.OK(post(strings.Repeat("气", people.MaxNoticeTitle), people.MaxNoticeTime*time.Second)) // in the place of the one that expired
	if got := standing(); len(got) != people.MaxNotices || got[len(got)-1].Title == first.Title {
		t.Errorf("%d stand, the last is %+v", len(got), got[len(got)-1])
	}
}
