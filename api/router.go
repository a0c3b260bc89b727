// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/labstack/echo/v5"
)

// limitOf names the limit that an operation falls under, if not "reads" or "changes".
var limitOf = map[string]string{
	"postAct": "acts", "beginSession": "logins", "finishSession": "logins", "streamEvents": "streams", "exportLedger": "streams",
	"confirmContact": "logins", "lookUpEnrolment": "codes", "beginRegistration": "codes", "beginOfficerRegistration": "codes",
	"finishRegistration": "logins", "beginWorkerRegistration": "codes", "agreeWorkerRegistration": "codes",
}

// routes makes the whole server: the contract's operations, each behind its limits, its role and its schema; and the pages.
func (s *Server) routes() (http.Handler, error) {
	doc, err := Spec()
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HTTPErrorHandler = s.fail
	e.IPExtractor = s.IP
	e.Logger = slog.New(slog.DiscardHandler)
	api := e.Group(Base)
	contents := s.contents()
	for _, op := range operationsOf(doc) {
		handler, ok := contents[op.tag][op.id]
		if !ok {
			return nil, fmt.Errorf("openapi.yaml has the operation %s in %q, the server does not", op.id, op.tag)
		}
		delete(contents[op.tag], op.id)
		api.Add(op.route.Method, op.path, s.guard(op, handler))
		if !op.changes() && limitOf[op.id] != "streams" { // net/http leaves the body out
			api.Add(http.MethodHead, op.path, s.guard(op, handler))
		}
	}
	for tag, left := range contents {
		for id := range left {
			return nil, fmt.Errorf("the server has the operation %s in %q, openapi.yaml does not", id, tag)
		}
	}
	if s.Contact != "" {
		e.GET("/.well-known/security.txt", s.securityText)
	}
	if s.Web != nil {
		e.GET("/*", s.servePage)
		e.HEAD("/*", s.servePage)
	}
	return s.harden(e)
}

// servePage serves what is not the API's.
func (s *Server) servePage(c *echo.Context) error {
	if strings.HasPrefix(c.Request().URL.Path, "/api/") {
		return refuse("not-found", "", "")
	}
	file := strings.HasPrefix(c.Request().URL.Path, "/assets/") // of which a page has many, and which cost nothing
	if !file {                                                  // a page may read every box of a community
		if err := s.gate.take(c, "reads"); err != nil {
			return err
		}
	}
	s.heights.awaitNoted(c)
	s.Web.ServeHTTP(c.Response(), c.Request())
	return nil
}

// guard is what every operation stands behind.
func (s *Server) guard(op operation, next echo.HandlerFunc) echo.HandlerFunc {
	limit := limitOf[op.id]
	if limit == "" && op.changes() {
		limit = "changes"
	} else if limit == "" {
		limit = "reads"
	}
	return func(c *echo.Context) error {
		s.heights.awaitNoted(c)
		if err := s.mayCall(c, op, limit); err != nil {
			return err
		}
		if err := s.validate(c, op); err != nil {
			return err
		}
		s.heights.tellHeight(c)
		if cutShort[op.id] {
			defer s.untilClosing(c)()
		}
		return next(c)
	}
}

// cutShort are the operations that may take minutes, change nothing half, and can be asked again: a server that is told to end does
// not wait for them.
var cutShort = map[string]bool{"importRoll": true, "loadRoll": true, "exportLedger": true}

// untilClosing ends a request's context when the server is told to end.
func (s *Server) untilClosing(c *echo.Context) (done func()) {
	ctx, cancel := context.WithCancel(c.Request().Context())
	stop := context.AfterFunc(s.closing, cancel)
	c.SetRequest(c.Request().WithContext(ctx))
	return func() { stop(); cancel() }
}

// mayCall holds a request against its limits and its role.
func (s *Server) mayCall(c *echo.Context, op operation, limit string) error {
	if err := s.gate.take(c, limit); err != nil {
		if limit == "codes" && asRefusal(err).kind == "too-many-requests" {
			s.Log.Warn("too many proofs of invitation codes from one address") // neither the code nor the address
		}
		return err
	}
	if op.role == public {
		return nil
	}
	if err := s.logins.admit(c, op.role); err != nil {
		return err
	}
	if op.changes() {
		return s.gate.limits["changes"].take(c.Request().Context(), who(c).credential.ID)
	}
	return nil
}

// validate holds a request against the contract.
func (s *Server) validate(c *echo.Context, op operation) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, op.maxBody)
	multipart := false
	if want := op.mediaType(); want != "" {
		got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || got != want {
			return refuse("unsupported-media-type", "应为 "+want, "Send "+want+".")
		}
		multipart = want == "multipart/form-data"
	}
	if !multipart {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		r.Body = io.NopCloser(bytes.NewReader(raw))
		if len(raw) > 0 && op.mediaType() == "" {
			return refuse("bad-request", "此操作没有正文。", "This takes no body.")
		}
	}
	params := map[string]string{}
	for _, p := range c.PathValues() {
		params[p.Name] = p.Value
	}
	err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: op.route,
		Options: &openapi3filter.Options{
			ExcludeRequestBody: multipart, MultiError: false, SkipSettingDefaults: true,
		},
	})
	if err != nil {
		return invalid(err)
	}
	return nil
}

// invalid says which field is not as the contract has it, and never what it holds.
func invalid(err error) error {
	r := &refusal{kind: "bad-field"}
	if wrong, ok := errors.AsType[*openapi3filter.RequestError](err); ok && wrong.Parameter != nil {
		r.fields = []FieldError{{Field: wrong.Parameter.Name, Message: "not as the API's contract has it"}}
	}
	if wrong, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		field := strings.Join(wrong.JSONPointer(), ".")
		if len(r.fields) > 0 {
			field = r.fields[0].Field
		}
		r.fields = []FieldError{{Field: field, Message: wrong.Reason}}
	}
	if len(r.fields) == 0 {
		r.kind = "bad-request"
	}
	return r
}
