// SPDX-License-Identifier: Apache-2.0

package dialect_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/oracle/dialect"
)

// A payload is a case of testdata/INDEX.json.
type payload struct {
	File    string         `json:"file"`
	Profile string         `json:"profile"`
	Topic   string         `json:"topic"`
	Expect  map[string]any `json:"expect"`
}

// noMessages are the files that are no messages of a device, and which test reads them.
var noMessages = map[string]string{
	"vzenith/gpio_out_command.json":      "TestVzenithCommands",
	"vzenith/whitelist_add_command.json": "TestVzenithCommands",
	"vzenith/enums.json":                 "TestVzenithTables",
	"onvif/topics.json":                  "TestONVIFTopics",
}

func payloads(t testing.TB) []payload {
	t.Helper()
	var all []payload
	if err := json.Unmarshal(file(t, "INDEX.json"), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// message is a message as INDEX.json writes it, where a topic may end in " (retained)".
func message(topic string, body []byte) dialect.Message {
	topic, retained := strings.CutSuffix(topic, " (retained)")
	return dialect.Message{Topic: topic, Body: body, Retained: retained, Received: 1783437560000}
}

// flat decodes a message that has to say something, and is what it says as JSON reads it.
func flat(t *testing.T, profile string, m dialect.Message) []map[string]any {
	t.Helper()
	readings, err := dialect.Decode(profile, m)
	if err != nil {
		t.Fatalf("%s: %v\n%s", profile, err, m.Body)
	}
	all := make([]map[string]any, len(readings))
	for i, r := range readings {
		raw, err := json.Marshal(r.Flat())
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &all[i]); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// one is the only thing that a message says.
func one(t *testing.T, profile, topic, body string) map[string]any {
	t.Helper()
	all := flat(t, profile, message(topic, []byte(body)))
	if len(all) != 1 {
		t.Fatalf("%s: %d readings, not one\n%s", profile, len(all), body)
	}
	return all[0]
}

// refused is the reason for which a message says nothing, as "CODE" or "CODE/of".
func refused(t *testing.T, profile, topic string, body []byte) string {
	t.Helper()
	readings, err := dialect.Decode(profile, message(topic, body))
	var reason *dialect.Reason
	if !errors.As(err, &reason) {
		t.Fatalf("%s: %v, error %v is no reason\n%s", profile, readings, err, body)
	}
	if of := reason.Args["of"]; of != "" {
		return string(reason.Code) + "/" + of
	}
	return string(reason.Code)
}

// holds checks that an object has the members that are expected, and those values in them.
func holds(t *testing.T, said, expected map[string]any) {
	t.Helper()
	for name, value := range expected {
		if diff := gocmp.Diff(value, said[name]); diff != "" {
			t.Errorf("%s (-expected +said):\n%s\nin %v", name, diff, said)
		}
	}
}

func TestPayloads(t *testing.T) {
	all := payloads(t)
	if len(all) < 55 {
		t.Errorf("%d payloads only", len(all))
	}
	for _, p := range all {
		t.Run(p.File, func(t *testing.T) {
			body := file(t, p.File)
			kind, expected := p.Expect["kind"]
			switch {
			case !expected && noMessages[p.File] == "":
				t.Error("nothing is expected, and no test reads it")
			case !expected:
			case kind == nil && strings.HasSuffix(p.File, ".jsonl"):
				for line := range bytes.Lines(body) {
					refused(t, p.Profile, p.Topic, line)
				}
			case kind == nil:
				refused(t, p.Profile, p.Topic, body)
			default:
				holds(t, flat(t, p.Profile, message(p.Topic, body))[0], p.Expect)
			}
		})
	}
}

// Every profile has payloads that say something.
func TestProfilesHavePayloads(t *testing.T) {
	var named []string
	for _, p := range payloads(t) {
		if p.Expect["kind"] != nil {
			named = append(named, p.Profile)
		}
	}
	slices.Sort(named)
	if diff := gocmp.Diff(dialect.Profiles(), slices.Compact(named)); diff != "" {
		t.Errorf("(-profiles +payloads):\n%s", diff)
	}
}

// What names a person is not taken over, and the names of values do not hide what a reading says of itself.
func TestNamesStayOut(t *testing.T) {
	for _, p := range payloads(t) {
		readings, _ := dialect.Decode(p.Profile, message(p.Topic, file(t, p.File)))
		for _, r := range readings {
			raw, err := json.Marshal(r.Flat())
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"John", "Bob", "ParkingCam", "COUR NORD"} {
				if bytes.Contains(raw, []byte(name)) {
					t.Errorf("%s: %s is in %s", p.File, name, raw)
				}
			}
			for _, own := range []string{"kind", "dev", "at", "ref", "session", "counter", "replayed", "retained", "state"} {
				if _, ok := r.Values[own]; ok {
					t.Errorf("%s: a value is called %q", p.File, own)
				}
			}
		}
	}
}
