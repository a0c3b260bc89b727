// SPDX-License-Identifier: Apache-2.0

package chapters_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/order"
	"github.com/linli-project/linli/words"
)

var update = flag.Bool("update", false, "write the generated files instead of comparing them")

// The pages' types of the acts' bodies, and the tables of acts and of documents, are what the declarations say.
func TestGeneratedFiles(t *testing.T) {
	for path, want := range map[string]string{
		"../../web/src/act/body.ts":         typeScript(t, chapters.Current().Acts()),
		"../../web/src/act/signed-by.ts":    signedBy(chapters.Current().Acts()),
		"../../web/testdata/signed-by.json": signersTable(t, chapters.Current().Acts()),
		"../../web/src/act/rules.ts":        rules(),
		"../../docs/acts.md":                table(t, chapters.Current().Acts()),
		"../../docs/state.md":               state(t),
	} {
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what the acts' declarations say; run go test ./contract/chapters -update", path)
		}
	}
}

const head = `// SPDX-License-Identifier: Apache-2.0

// Generated from the declarations of the acts: go test ./contract/chapters -update

// What each type of act says. The ledger refuses a body with a member more or less than here (package contract).

// Texts with a form of their own.
export type Int = string; // whole number from 0 to 2^63-1, in digits
export type Hex = string; // small hex digits
export type Base64Url = string; // bytes, unpadded

`

// typeScript writes the types of all bodies, those that they hold among them.
func typeScript(t *testing.T, acts []contract.Declared) string {
	s := structs{TB: t, known: map[reflect.Type]bool{}}
	var bodies strings.Builder
	for _, declared := range acts {
		fmt.Fprintf(&bodies, "  %q: %s;\n", declared.Name(), s.of(reflect.TypeOf(declared.Example())))
	}
	ofTwo := func(d contract.Declared) bool { return strings.HasSuffix(d.SignedBy().Name, contract.ByTwoBodies.Name) }
	ofOwners := func(d contract.Declared) bool { return d.SignedBy().Name == contract.ByOwners.Name }
	return head + s.String() + "export type Bodies = {\n" + bodies.String() + "};\n\nexport type ActType = keyof Bodies;\n\n" +
		"// ofTwoBodies are the types that officers of two bodies sign.\n" + set("ofTwoBodies", acts, ofTwo) +
		"\n// aboutPerson are those about one person, who is told to the officer who signs second.\n" +
		set("aboutPerson", acts, contract.Declared.AboutPerson) +
		"\n// OfOwners are the types that several owners sign.\nexport type OfOwners = " + union(named(acts, ofOwners)) + ";\n"
}

// named are the names of the acts that are so.
func named(acts []contract.Declared, are func(contract.Declared) bool) []string {
	var names []string
	for _, declared := range acts {
		if are(declared) {
			names = append(names, declared.Name())
		}
	}
	return names
}

func set(name string, acts []contract.Declared, are func(contract.Declared) bool) string {
	return "export const " + name + ": ReadonlySet<string> = new Set<ActType>([\n  \"" +
		strings.Join(named(acts, are), "\",\n  \"") + "\",\n]);\n"
}

// union is one of a few texts.
func union[T ~string](values []T) string { return list(values, " | ") }

func list[T ~string](values []T, between string) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = strconv.Quote(string(value))
	}
	return strings.Join(quoted, between)
}

// unions are the texts that may only be one of a few.
var unions = map[reflect.Type]string{
	reflect.TypeFor[device.Class]():       union([]device.Class{device.T0, device.T1, device.T2, device.T3}),
	reflect.TypeFor[device.Outcome]():     union(device.Outcomes()),
	reflect.TypeFor[election.Collision](): union(election.Collisions()),
	reflect.TypeFor[election.Kind]():      union(election.Kinds()),
	reflect.TypeFor[election.Threshold](): union(thresholds()),
	reflect.TypeFor[order.Kind]():         union(order.Kinds()),
	reflect.TypeFor[order.Outcome]():      union(order.Outcomes()),
	reflect.TypeFor[order.Priority]():     union(order.Priorities()),
	reflect.TypeFor[order.Why]():          union(order.Whys()),
	reflect.TypeFor[points.Way]():         union(points.Ways()),
}

// thresholds are those of every kind of vote.
func thresholds() []election.Threshold {
	var all []election.Threshold
	for _, kind := range election.Kinds() {
		all = append(all, kind.Thresholds()...)
	}
	return all
}

// structs gathers the types that bodies hold, each after those that it holds itself.
type structs struct {
	testing.TB
	strings.Builder
	known map[reflect.Type]bool
}

// of is a Go type as TypeScript has its JSON.
func (s *structs) of(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[act.Int]():
		return "Int"
	case t == reflect.TypeFor[act.Bytes]():
		return "Base64Url"
	case unions[t] != "":
		return unions[t]
	case t.Kind() == reflect.String:
		return "string"
	case t.Kind() == reflect.Bool:
		return "boolean"
	case t.Kind() == reflect.Slice:
		return s.of(t.Elem()) + "[]"
	case t.Kind() == reflect.Struct:
		if !s.known[t] {
			s.known[t] = true
			s.declare(t)
		}
		return t.Name()
	}
	s.Fatalf("no body of an act may hold a %s", t)
	return ""
}

func (s *structs) declare(t reflect.Type) {
	var members []string
	for field := range slices.Values(reflect.VisibleFields(t)) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if options == "omitempty" {
			name += "?" // and never empty
		}
		members = append(members, fmt.Sprintf("  %s: %s;\n", name, s.of(field.Type)))
	}
	slices.Sort(members)
	fmt.Fprintf(s, "export type %s = {\n%s};\n\n", t.Name(), strings.Join(members, ""))
}

const tableHead = `# The acts

Everything that changes the ledger by a person's will is one of these. The table is written from their declarations
(` + "`go test ./contract/chapters -update`" + `); who signs is explained where ` + "`contract.Signers`" + ` are.

| Act | 名称 | Name | Who signs | What about |
|---|---|---|---|---|
`

func table(t *testing.T, acts []contract.Declared) string {
	var rows strings.Builder
	for _, declared := range acts {
		body, err := json.Marshal(declared.Example())
		if err != nil {
			t.Fatal(err)
		}
		name, ok := words.ActName(declared.Name())
		if !ok {
			t.Errorf("package words has no name for %s", declared.Name())
		}
		fmt.Fprintf(&rows, "| `%s` | %s | %s | %s | %s |\n",
			declared.Name(), name.ZH, name.EN, declared.SignedBy().Name, declared.SubjectOf(act.Act{Body: body}).Kind)
	}
	return tableHead + rows.String()
}
