// SPDX-License-Identifier: Apache-2.0

package dialect_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/linli-project/linli/oracle/dialect"
)

func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile("../../docs/devices/linli-event.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertContent()
	if err := compiler.AddResource("linli-event.schema.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("linli-event.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func fits(t *testing.T, schema *jsonschema.Schema, body []byte) error {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(parsed)
}

// The published schema and the reader agree on what an event in Linli's own form is.
func TestSchema(t *testing.T) {
	schema := published(t)
	for _, name := range []string{"sos", "smoke", "plate"} {
		if err := fits(t, schema, file(t, "linli/"+name+".json")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, kind := range []string{
		"sos", "smoke", "gas", "water", "plate", "vehicle.turned", "vehicle.stuck", "gate.entry", "gate.exit", "manual.operation",
		"button.press", "contact", "presence", "motion", "io", "relay", "switch", "fill", "drop", "device.health", "heartbeat",
		"silence", "share.grant", "uplink", "telemetry", "SOS", "",
	} {
		for _, value := range values {
			event := `{"counter":"7","device":"a","happened":"1783255480000","kind":"` + kind + `","v":"1","values":{` + value + `}}`
			agree(t, schema, event)
		}
	}
	good := `{"counter":"7","device":"a","happened":"1783255480000","kind":"sos","v":"1","values":{}}`
	for _, c := range [][2]string{
		{`"7"`, `"0"`}, {`"7"`, `7`}, {`"7"`, `"07"`}, {`"7"`, `"-7"`}, {`"7"`, `"9223372036854775807"`}, {`"counter":"7",`, ``},
		{`"a"`, `"设备"`}, {`"a"`, `""`}, {`"device":"a",`, ``}, {`"a"`, `"` + strings.Repeat("a", 128) + `"`}, {`"a"`, `"` + strings.Repeat("a", 129) + `"`},
		{`"1783255480000"`, `"0"`}, {`"1783255480000"`, `"17832554800000"`}, {`"1783255480000"`, `1783255480000`}, {`"happened":"1783255480000",`, ``},
		{`"v":"1"`, `"v":"2"`}, {`"v":"1",`, ``}, {`{}}`, `{},"w":"1"}`}, {`,"values":{}`, ``}, {`{}`, `null`}, {`{}`, `[]`},
		{`"1783255480000","kind":"sos","v":"1","values":{}`, `"0","kind":"sos","v":"1","values":{"offline":"true"}`},
	} {
		agree(t, schema, strings.Replace(good, c[0], c[1], 1))
	}
	for _, body := range []string{
		`{}`, `[]`, `{"event":{},"signature":"YQ"}`, `{"event":"{}"}`, `{"event":"{}","signature":"a+/="}`, `{"event":"x","signature":"YQ"}`,
		`{"event":"{}","signature":"YQ","more":"x"}`,
	} {
		if fits(t, schema, []byte(body)) == nil {
			t.Errorf("the schema takes %s", body)
		}
		refused(t, "linli", "", []byte(body))
	}
}

// values are what events of each kind may or may not say.
var values = []string{
	``, `"active":"true"`, `"active":"TRUE"`, `"active":true`, `"open":"false"`, `"open":""`, `"on":"true"`, `"battery_low":"true"`, `"offline":"true"`, `"offline":"false"`, `"tamper":"no"`,
	`"percent":"0"`, `"percent":"83"`, `"percent":"100"`, `"percent":"101"`, `"percent":"083"`, `"percent":"8.3"`, `"percent":"-1"`, `"battery":"64"`,
	`"confidence_permille":"1000"`, `"confidence_permille":"1001"`, `"channel":"99999"`, `"channel":"100000"`, `"grams":"999999999"`,
	`"grams":"1000000000"`, `"interval_s":"30"`, `"action":"double"`, `"action":"emergency"`, `"direction":"in"`, `"direction":"left"`,
	`"stream":"kitchen"`, `"stream":"gold"`, `"plate":"粤A12345"`, `"plate":"粤A-12345"`, `"plate":"wx1234a"`, `"plate":""`, `"plate":"1234567890123"`,
	`"plate":"UNKNOWN"`, `"plate":"１"`, `"name":"x"`,
	`"card":"0123456789abcdef0123456789abcdef"`, `"card":"0123456789ABCDEF0123456789ABCDEF"`, `"card":"04a1b2c3"`,
}

func agree(t *testing.T, schema *jsonschema.Schema, event string) {
	t.Helper()
	body := signed(event)
	wrong := fits(t, schema, body)
	_, reason := dialect.Decode("linli", dialect.Message{Body: body})
	if (wrong == nil) != (reason == nil) {
		t.Errorf("schema: %v\nreader: %v\n%s", wrong, reason, event)
	}
}
