// SPDX-License-Identifier: Apache-2.0

package api

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/oracle"
)

var update = flag.Bool("update", false, "write the pages' copy of the bounds instead of comparing it")

const (
	boundsFile = "../web/src/app/shared/bounds.gen.ts"
	boundsHead = `// SPDX-License-Identifier: Apache-2.0

// The server's bounds. Written by ` + "`go test ./api -run TestPagesBounds -update`" + `.

`
)

// textBounds are texts that people write into the pages: the longest, or of least the shortest, that openapi.yaml takes.
var textBounds = []struct {
	name, operation, property string
	least                     bool
}{
	{"labelLength", "labelCredential", "label", false},
	{"textLength", "keepText", "text", false},
	{"answerLength", "answerObjection", "text", false},
	{"emailLength", "putContact", "email", false},
	{"phoneLength", "putContact", "phone", false},
	{"noteLength", "checkEnrolment", "note", false},
	{"searchLength", "searchPeople", "q", false},
	{"idNumberLeast", "checkIdNumber", "number", true},
	{"idNumberMost", "checkIdNumber", "number", false},
	{"reasonLength", "proposeRevocation", "reason", false},
}

// What the pages refuse before the server does is what the server refuses.
func TestPagesBounds(t *testing.T) {
	doc, err := Spec()
	if err != nil {
		t.Fatal(err)
	}
	var file strings.Builder
	file.WriteString(boundsHead)
	write := func(name string, value any, comment string) {
		fmt.Fprintf(&file, "export const %s = %d;%s\n", name, value, comment)
	}
	operations := map[string]operation{}
	for _, o := range operationsOf(doc) {
		operations[o.id] = o
	}
	for _, b := range textBounds {
		o := operations[b.operation]
		schema := o.route.Operation.RequestBody.Value.Content[o.mediaType()].Schema.Value.Properties[b.property].Value
		length := schema.MaxLength
		if b.least {
			length = &schema.MinLength
		}
		write(b.name, *length, "")
	}
	write("perAct", identity.PerAct, " // codes or passkeys that the desk puts into one act")
	write("guests", oracle.MaxGuests, " // that a gate is told of at once")
	write("bodiesToAgree", identity.BodiesToAgree, " // with a recovery")
	write("shownFor", int(shownFor/time.Second), " // seconds that a vote stays listed after it is final")
	write("nonceFor", ceremonyTime.Milliseconds(), " // ms that a passkey has to answer the server")
	write("idleTime", idleTime.Milliseconds(), " // ms without a request, after which an officer's session has ended")
	if *update {
		if err := os.WriteFile(boundsFile, []byte(file.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(boundsFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != file.String() {
		t.Errorf("%s is not what the server takes; run go test ./api -run %s -update", boundsFile, t.Name())
	}
}
