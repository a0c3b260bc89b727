// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"encoding/xml"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
)

// A public notice is on its community's page and in the feeds until it expires.
func TestNotices(t *testing.T) {
	e := newEstate(t)
	title := "三号楼<停水>"
	signed, err := e.Act(people.TypeNoticePost, people.NoticePost{
		Title: title, Text: strings.Repeat("0f", 32), Expires: act.Int(time.Now().Add(time.Hour).Unix()),
	}, e.Convener())
	e.one(signed, err)

	hash := act.HashOf(signed.Text).String()
	now := serve(t, e.Index, time.Now)
	e.playAll(now, []scene{{name: "notices", path: "/c/garden", status: 200, has: []string{
		"三号楼&lt;停水&gt;", `id="` + hash + `"`, strings.Repeat("0f", 32), "/c/garden/notices.xml",
	}}})
	later := serve(t, e.Index, func() time.Time { return time.Now().Add(2 * time.Hour) })
	e.playAll(later, []scene{{name: "expired", path: "/c/garden", status: 200, not: []string{"三号楼", "notices.xml"}}})

	for _, path := range []string{"/notices.xml", "/c/garden/notices.xml"} {
		var feed struct {
			XMLName xml.Name  `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string    `xml:"id"`
			Title   string    `xml:"title"`
			Updated time.Time `xml:"updated"`
			Entries []struct {
				ID      string    `xml:"id"`
				Title   string    `xml:"title"`
				Updated time.Time `xml:"updated"`
				Author  string    `xml:"author>name"`
			} `xml:"entry"`
		}
		w := get(t, now, path, "en")
		must(t, xml.Unmarshal(w.Body.Bytes(), &feed))
		at := e.Constitution.RP.Origins[0]
		if len(feed.Entries) != 1 || feed.ID != at+path || feed.Title == "" || time.Since(feed.Updated) > time.Hour {
			t.Fatalf("%s is %s", path, w.Body)
		}
		if n := feed.Entries[0]; n.ID != at+"/c/garden#"+hash || n.Title != title || n.Updated != feed.Updated || n.Author == "" {
			t.Errorf("%s is %s", path, w.Body)
		}
		if body := get(t, later, path, "zh").Body.String(); strings.Contains(body, "<entry>") {
			t.Errorf("%s has what has expired: %s", path, body)
		}
	}
	if w := get(t, now, "/c/nowhere/notices.xml", "zh"); w.Code != http.StatusNotFound {
		t.Errorf("the feed of no community: %d", w.Code)
	}
}
