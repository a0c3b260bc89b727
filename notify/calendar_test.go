// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"github.com/linli-project/linli/contract/vote"
)

func TestCalendar(t *testing.T) {
	e := vote.Election{
		ID: "budget", Title: "年度预算，物业合同；第二期\\\n" + strings.Repeat("很长的标题", 18),
		Times: map[string]int64{"notice": 1_790_000_000, "opensAt": 1_790_100_000, "closesAt": 1_790_700_000},
	}
	for lang, said := range map[Language]string{Chinese: "投票：年度预算，物业合同；第二期", English: "Vote: 年度预算"} {
		file, ok := Calendar(garden, e, lang, "https://garden.example/c/garden/vote/budget")
		if !ok {
			t.Fatal("no calendar")
		}
		if strings.Count(file, "\n") != strings.Count(file, "\r\n") || !strings.HasSuffix(file, "END:VCALENDAR\r\n") {
			t.Error("lines do not end with CR LF")
		}
		for line := range strings.SplitSeq(file, "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Errorf("a line of %d bytes, or cut inside a character: %q", len(line), line)
			}
		}
		parsed, err := ics.ParseCalendar(strings.NewReader(file))
		must(t, err)
		if len(parsed.Events()) != 1 || len(parsed.Events()[0].Alarms()) != 1 {
			t.Fatalf("events %v", parsed.Events())
		}
		event := parsed.Events()[0]
		start, err := event.GetStartAt()
		must(t, err)
		end, err := event.GetEndAt()
		must(t, err)
		stamp, err := event.GetDtStampTime()
		must(t, err)
		if start.Unix() != 1_790_100_000 || end.Unix() != 1_790_700_000 || stamp.Unix() != 1_790_000_000 || start.Location() != time.UTC {
			t.Errorf("from %v to %v, stamped %v", start, end, stamp)
		}
		if event.Id() != "budget.garden@linli" {
			t.Errorf("UID %q", event.Id())
		}
		if summary := event.GetProperty(ics.ComponentPropertySummary).Value; !strings.HasPrefix(summary, said) ||
			strings.Contains(summary, "\n") {
			t.Errorf("summary %q", summary)
		}
		if !strings.Contains(file, "\r\nTRIGGER;RELATED=END:-P1D\r\n") || !strings.Contains(file, "\r\nVERSION:2.0\r\n") ||
			!strings.Contains(file, "\r\nPRODID:") {
			t.Errorf("the file is\n%s", file)
		}
	}
	e.Times["annulled"] = 1_790_200_000
	if file, _ := Calendar(garden, e, Chinese, "x"); !strings.Contains(file, "STATUS:CANCELLED") || !strings.Contains(file, "SEQUENCE:1") ||
		!strings.Contains(file, "UID:budget.garden@linli") {
		t.Errorf("annulled:\n%s", file)
	}
	delete(e.Times, "closesAt")
	if file, ok := Calendar(garden, e, Chinese, "x"); ok {
		t.Errorf("a draft has a calendar:\n%s", file)
	}
}
