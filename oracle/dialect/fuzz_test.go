// SPDX-License-Identifier: Apache-2.0

package dialect_test

import (
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/rules/device"
)

func FuzzAxis(f *testing.F)         { fuzz(f, "axis") }
func FuzzBin(f *testing.F)          { fuzz(f, "bin") }
func FuzzChirpStack(f *testing.F)   { fuzz(f, "chirpstack") }
func FuzzDASC3(f *testing.F)        { fuzz(f, "das-c3") }
func FuzzFrigate(f *testing.F)      { fuzz(f, "frigate") }
func FuzzHikvision(f *testing.F)    { fuzz(f, "hikvision") }
func FuzzJieshun(f *testing.F)      { fuzz(f, "jieshun") }
func FuzzLinli(f *testing.F)        { fuzz(f, "linli") }
func FuzzONVIF(f *testing.F)        { fuzz(f, "onvif") }
func FuzzParkingShare(f *testing.F) { fuzz(f, "parking-share") }
func FuzzShelly(f *testing.F)       { fuzz(f, "shelly") }
func FuzzSzymzh(f *testing.F)       { fuzz(f, "szymzh") }
func FuzzTasmota(f *testing.F)      { fuzz(f, "tasmota") }
func FuzzThingsStack(f *testing.F)  { fuzz(f, "things-stack") }
func FuzzVzenith(f *testing.F)      { fuzz(f, "vzenith") }
func FuzzZigbee2MQTT(f *testing.F)  { fuzz(f, "zigbee2mqtt") }

// fuzz gives a dialect whatever there is: it answers with readings that are bounded, or with a reason.
func fuzz(f *testing.F, profile string) {
	for _, p := range payloads(f) {
		if p.Profile == profile {
			f.Add(p.Topic, file(f, p.File))
		}
	}
	f.Fuzz(func(t *testing.T, topic string, body []byte) {
		readings, err := dialect.Decode(profile, dialect.Message{Topic: topic, Body: body})
		_ = dialect.Verify(body, nil)
		var reason *dialect.Reason
		if err != nil && (!errors.As(err, &reason) || len(readings) > 0) {
			t.Errorf("%v is no reason, or beside %d readings", err, len(readings))
		}
		if err == nil && (len(readings) == 0 || len(readings) > 64) {
			t.Errorf("%d readings", len(readings))
		}
		for _, r := range readings {
			bounded(t, r)
		}
	})
}

// bounded checks that a reading is one that others can rely on.
func bounded(t *testing.T, r device.Reading) {
	if raw, err := json.Marshal(r.Flat()); err != nil || len(raw) > 16<<10 || r.Kind == "" || r.At < 0 || r.At > 4102444800000 {
		t.Errorf("%v: %s", err, raw)
	}
	for name, value := range r.Values {
		switch value := value.(type) {
		case bool, int64, json.Number, []int64:
		case string:
			if !utf8.ValidString(value) || len(value) > 256 {
				t.Errorf("%s is %q", name, value)
			}
		default:
			t.Errorf("%s is a %T", name, value)
		}
	}
}

// Every profile is fuzzed.
func TestProfilesAreFuzzed(t *testing.T) {
	source, err := os.ReadFile("fuzz_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range dialect.Profiles() {
		if !slices.Contains(fuzzed(string(source)), profile) {
			t.Errorf("%s has no target", profile)
		}
	}
}

var target = regexp.MustCompile(`(?m)^func Fuzz\w+\(f \*testing\.F\) +\{ fuzz\(f, "([a-z0-9-]+)"\) \}$`)

func fuzzed(source string) []string {
	var names []string
	for _, found := range target.FindAllStringSubmatch(source, -1) {
		names = append(names, found[1])
	}
	return names
}
