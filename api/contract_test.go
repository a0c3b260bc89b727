// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// pattern is an operation with its path as a regular expression.
type pattern struct {
	operation
	path *regexp.Regexp
}

var contractOf = sync.OnceValues(func() ([]pattern, error) {
	doc, err := Spec()
	if err != nil {
		return nil, err
	}
	var all []pattern
	for _, op := range operationsOf(doc) {
		path := regexp.MustCompile(`\{([^}]+)\}`).ReplaceAllString(op.route.Path, `(?P<$1>[^/]+)`)
		all = append(all, pattern{op, regexp.MustCompile("^" + Base + path + "$")})
	}
	return all, nil
})

// answered are the operations that the tests had a good answer of.
var answered sync.Map

// unanswered fails a run of all tests in which an operation of openapi.yaml was never done.
func unanswered() int {
	patterns, err := contractOf()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := 0
	for _, p := range patterns {
		if _, ok := answered.Load(p.id); !ok && p.id != "streamEvents" { // whose answers have no end, see events_test.go
			fmt.Fprintf(os.Stderr, "no test has had a good answer of %s\n", p.id)
			code = 1
		}
	}
	return code
}

// holdAgainstContract fails the test if an answer is not as openapi.yaml says. Every answer of every test passes here.
func (b *client) holdAgainstContract(r *http.Request, response *http.Response, raw []byte) {
	b.Helper()
	patterns, err := contractOf()
	if err != nil {
		b.Fatal(err)
	}
	var op *pattern
	params := map[string]string{}
	for i, p := range patterns {
		found := p.path.FindStringSubmatch(r.URL.Path)
		// Of /enrolments/lookup and the like, the path without parameters is meant.
		if found == nil || p.route.Method != r.Method || (op != nil && len(params) == 0) {
			continue
		}
		op = &patterns[i]
		clear(params)
		for j, name := range p.path.SubexpNames()[1:] {
			params[name] = found[j+1]
		}
	}
	if op == nil {
		return // a path or method that is not there
	}
	if response.StatusCode < 300 {
		answered.Store(op.id, true)
	}
	if slices.Contains([]string{"application/octet-stream", "application/vc+jwt", "text/calendar; charset=utf-8", "image/svg+xml",
		"image/jpeg",
		"image/webp"},
		response.Header.Get("Content-Type")) || response.StatusCode == http.StatusNotModified {
		return
	}
	isJSON := strings.HasSuffix(response.Header.Get("Content-Type"), "json")
	input := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: op.route}
	err = openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: response.StatusCode, Header: response.Header, Body: io.NopCloser(bytes.NewReader(raw)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: isJSON},
	})
	if err == nil && isJSON {
		declared := cmp.Or(op.route.Operation.Responses.Status(response.StatusCode), op.route.Operation.Responses.Default())
		err = b.holdLater(r, response, declared.Value.Content, raw)
	}
	if err != nil {
		b.Errorf("%s %s: %d is not as the contract says: %v\n%s", r.Method, r.URL.Path, response.StatusCode, err, raw)
	}
	if response.StatusCode >= 400 && response.Header.Get("Content-Type") != "application/problem+json" {
		b.Errorf("%s %s: %d is no problem: %s", r.Method, r.URL.Path, response.StatusCode, response.Header.Get("Content-Type"))
	}
}

// answersHad are the JSON bodies that a test's clients had, by their schemas: to read a schema takes longer than to hold many bodies
// against it, so that this is done once a test.
type answersHad struct {
	mu       sync.Mutex
	bodies   map[*openapi3.Schema][]any
	requests map[*openapi3.Schema][]string
}

var hadIn sync.Map // by test

// holdLater has a body held against its schema when the test ends.
func (b *client) holdLater(r *http.Request, response *http.Response, declared openapi3.Content, raw []byte) error {
	b.Helper()
	kind := declared.Get(response.Header.Get("Content-Type"))
	if kind == nil {
		return fmt.Errorf("its type is %q", response.Header.Get("Content-Type"))
	}
	var body any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&body); err != nil {
		return err
	}
	made, known := hadIn.LoadOrStore(b.TB, &answersHad{bodies: map[*openapi3.Schema][]any{}, requests: map[*openapi3.Schema][]string{}})
	s := made.(*answersHad) //nolint:forcetypeassert // it stands above
	if !known {
		b.Cleanup(func() { s.holds(b.TB); hadIn.Delete(b.TB) })
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	of := kind.Schema.Value
	s.bodies[of] = append(s.bodies[of], body)
	s.requests[of] = append(s.requests[of], fmt.Sprintf("%s %s: %d", r.Method, r.URL.Path, response.StatusCode))
	return nil
}

// holds fails the test for each body that is not as its schema says.
func (s *answersHad) holds(t testing.TB) {
	s.mu.Lock()
	defer s.mu.Unlock()
	options := []openapi3.SchemaValidationOption{openapi3.EnableJSONSchema2020(), openapi3.VisitAsResponse()}
	for schema, bodies := range s.bodies {
		together := openapi3.NewArraySchema().WithItems(schema).VisitJSON(bodies, options...)
		if together == nil {
			continue
		}
		t.Errorf("%d answers are not all as the contract says: %v", len(bodies), together)
		for i, body := range bodies {
			if err := schema.VisitJSON(body, options...); err != nil {
				t.Errorf("%s is not as the contract says: %v", s.requests[schema][i], err)
			}
		}
	}
}

// fill puts values into a path's parameters.
func fill(path string, with map[string]string) string {
	for name, value := range with {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	return path
}

// TestEveryRoute holds every operation of openapi.yaml to what all have in common.
func TestEveryRoute(t *testing.T) {
	tw := townOf(t)
	patterns, err := contractOf()
	if err != nil {
		t.Fatal(err)
	}
	owner, officer, worker, nobody := tw.browser(t), tw.browser(t), tw.browser(t), tw.browser(t)
	owner.mustLogIn(tw.Voter(tw.singles()[30]).Key)
	officer.mustLogIn(tw.Convener().Key)
	worker.mustLogIn(tw.worker(t))
	good := map[string]string{
		"community": garden, "election": "nothing-yet", "act": strings.Repeat("0", 64), "number": "0000000000000000",
		"right":      tw.singles()[30].ID,
		"credential": tw.Convener().Key.ID(), "draft": "0123456789abcdef", "version": "7", "batch": "abcdef",
		"person":   strings.Repeat("0", 32),
		"recovery": "abcdefgh",
		"order":    strings.Repeat("0", 64), "hash": strings.Repeat("0", 64), "report": strings.Repeat("0", 64),
		"device": "nothing-yet", "kind": "smoke", "event": strings.Repeat("0", 64), "record": "7000000",
	}
	bad := map[string]string{}
	for name := range good {
		bad[name] = "~bad~"
	}
	lift(tw)
	for _, p := range patterns {
		method, path := p.route.Method, fill(p.route.Path, good)
		key := []string{"Idempotency-Key", rand.Text()}
		allowed := map[role]*client{public: nobody, anySession: owner, ownerOnly: owner, officers: officer, workers: worker}[p.role]
		t.Run(p.id, func(t *testing.T) {
			allowed.TB, nobody.TB, owner.TB, officer.TB, worker.TB = t, t, t, t, t
			if p.role != public {
				if a := nobody.do(method, path, nil, key...); a.status != 401 || a.problem() != "no-session" {
					t.Errorf("without a session: %d %s", a.status, a.body)
				}
			}
			if p.role == officers {
				if a := owner.do(method, path, nil, key...); a.status != 403 || a.problem() != "wrong-role" {
					t.Errorf("as an owner: %d %s", a.status, a.body)
				}
				if a := worker.do(method, path, nil, key...); a.status != 403 || a.problem() != "wrong-role" {
					t.Errorf("as a worker: %d %s", a.status, a.body)
				}
			}
			if p.role == workers {
				for _, other := range []*client{owner, officer} {
					if a := other.do(method, path, nil, key...); a.status != 403 || a.problem() != "wrong-role" {
						t.Errorf("as no worker: %d %s", a.status, a.body)
					}
				}
			}
			if p.role == ownerOnly {
				if a := officer.do(method, path, nil, key...); a.status != 403 || a.problem() != "wrong-role" {
					t.Errorf("as an officer: %d %s", a.status, a.body)
				}
			}
			if strings.Contains(p.route.Path, "{") {
				if a := allowed.do(method, fill(p.route.Path, bad), nil, append(key, "Content-Type", p.mediaType())...); a.status != 400 ||
					!strings.Contains(a.problem(), "bad-") {
					t.Errorf("bad parameters: %d %s", a.status, a.body)
				}
			}
			if p.id == "streamEvents" || p.id == "exportLedger" || p.id == "endSession" {
				return // tested by themselves
			}
			if p.mediaType() == "" {
				a := allowed.do(method, path, nil, key...)
				if a.status >= 500 {
					t.Errorf("well-formed: %d %s", a.status, a.body)
				}
				if head := allowed.do(http.MethodHead, path, nil, key...); method == http.MethodGet &&
					(head.status != a.status || head.body != "" || head.header.Get("Content-Type") != a.header.Get("Content-Type")) {
					t.Errorf("HEAD: %d %v, not %d", head.status, head.header, a.status)
				}
				if p.changes() {
					if a := allowed.do(method, path, strings.Repeat("x", int(p.maxBody)+1), key...); a.status != 413 {
						t.Errorf("a body that is too large: %d %s", a.status, a.body)
					}
				}
				return
			}
			if a := allowed.do(method, path, "{}", append(key, "Content-Type", "text/plain")...); a.status != 415 ||
				a.problem() != "unsupported-media-type" {
				t.Errorf("text/plain: %d %s", a.status, a.body)
			}
			if p.mediaType() != "application/json" {
				return
			}
			for _, body := range []string{"{}", "[]", "{", `{"a":`, "null"} {
				if a := allowed.do(method, path, body, key...); a.status != 400 || !strings.Contains(a.problem(), "bad-") {
					t.Errorf("%s: %d %s", body, a.status, a.body)
				}
			}
			large := `{"a":"` + strings.Repeat("x", int(p.maxBody)) + `"}`
			if a := allowed.do(method, path, large, key...); a.status != 413 || a.problem() != "too-large" {
				t.Errorf("a body that is too large: %d %s", a.status, a.body)
			}
		})
	}
}

// lift lifts the limits that these requests would run into.
func lift(tw *town) {
	for _, l := range tw.server.gate.limits {
		l.mu.Lock()
		if l.rate.Burst < 1e4 {
			l.rate = Rate{1e4, 1e4}
		}
		clear(l.buckets)
		l.mu.Unlock()
	}
}
