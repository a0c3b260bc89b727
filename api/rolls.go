// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
)

// imports are dry runs that may still be accepted. They name people, and are in memory only.
type imports struct {
	mu   sync.Mutex
	runs map[string]dryRun
}

type dryRun struct {
	*identity.Import
	officer string
	until   time.Time
}

const (
	importFor  = time.Hour
	maxImports = 16
)

// keep remembers a dry run under a fresh name; the oldest one makes room.
func (i *imports) keep(run dryRun) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.runs == nil {
		i.runs = map[string]dryRun{}
	}
	if len(i.runs) >= maxImports {
		oldest := ""
		for name, r := range i.runs {
			if oldest == "" || r.until.Before(i.runs[oldest].until) {
				oldest = name
			}
		}
		delete(i.runs, oldest)
	}
	name := rand.Text()
	i.runs[name] = run
	return name
}

// take returns an officer's dry run, once.
func (i *imports) take(name, community, officer string, now time.Time) (dryRun, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	run, ok := i.runs[name]
	if !ok || run.officer != officer || run.Community != community || now.After(run.until) {
		return dryRun{}, false
	}
	delete(i.runs, name)
	return run, true
}

// putBack returns a dry run that was taken and not used.
func (i *imports) putBack(name string, run dryRun) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.runs[name] = run
}

func (i *imports) sweep(now time.Time) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for name, run := range i.runs {
		if now.After(run.until) {
			delete(i.runs, name)
		}
	}
}

func (s *Server) listRolls(c *echo.Context) error {
	versions, err := s.Store.Versions(c.Request().Context(), who(c).community)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, RollVersions{Items: orEmpty(versions)})
}

func (s *Server) importRoll(c *echo.Context) error {
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	header, err := c.FormFile("file")
	if err != nil {
		return uploadFault(err)
	}
	file, err := header.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	run, err := s.Store.Import(c.Request().Context(), who(c).community, file)
	if err != nil {
		return err
	}
	return s.tellImport(c, run, officer)
}

// tellImport answers with what a dry run found, and keeps it for its officer to accept.
func (s *Server) tellImport(c *echo.Context, run *identity.Import, officer string) error {
	answer := RollImport{Base: run.Base, Encoding: run.Encoding, Sheets: run.Sheets, Buildings: run.Buildings, Findings: run.Findings, Remarks: orEmpty(run.Remarks), Difference: run.Difference}
	if run.Findings == 0 {
		answer.Import = s.imports.keep(dryRun{run, officer, s.Now().Add(importFor)})
	}
	return private(c, http.StatusOK, answer)
}

func (s *Server) transferUnits(c *echo.Context) error {
	var body Transfers
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	transfers := make([]identity.Transfer, len(body.Transfers))
	for i, t := range body.Transfers {
		transfers[i] = identity.Transfer{Unit: t.House, Status: community.Status(cmp.Or(t.Status, Sold))}
		for _, owner := range t.Owners {
			transfers[i].Owners = append(transfers[i].Owners, owner.Name)
		}
	}
	run, err := s.Store.Transfer(c.Request().Context(), who(c).community, officer, transfers...)
	if err != nil {
		return err
	}
	return s.tellImport(c, run, officer)
}

func uploadFault(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	return &refusal{kind: "bad-field", fields: []FieldError{{Field: "file", Message: "a file is needed"}}, cause: err}
}

func (s *Server) acceptRoll(c *echo.Context) error {
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	run, ok := s.imports.take(c.Param("draft"), who(c).community, officer, s.Now())
	if !ok {
		return refuse("not-found", "请重新导入文件。", "Import the file again.")
	}
	run.Over = over(c.Request().Header)
	var draft identity.Draft
	if run.After, err = s.approved(c.Request().Context(), who(c).community); err == nil {
		draft, err = s.Store.Accept(c.Request().Context(), run.Import, officer)
	}
	if err != nil {
		s.imports.putBack(c.Param("draft"), run)
		return err
	}
	tagDraft(c, draft)
	return private(c, http.StatusCreated, RollDraft{Version: draft.Version, Approve: draft.Approve})
}

// approved is the latest version of the roll that two bodies have approved, or 0. It refuses to go on while it is this server's
// draft, which has only to be loaded: another one in its place would be all that is left of it.
func (s *Server) approved(ctx context.Context, c string) (int64, error) {
	var latest people.Roll
	for roll, err := range index.All(ctx, s.Index, people.Rolls, c) {
		if err != nil {
			return 0, err
		}
		if roll.Version > latest.Version {
			latest = roll
		}
	}
	versions, err := s.Store.Versions(ctx, c)
	for _, v := range versions {
		if v.Version == latest.Version && v.Root == latest.Root && v.Approved == 0 {
			return 0, refuse("not-possible-now", "上一份名册已由两个单位批准，请先载入账本。", "Two bodies have approved the last draft; load it first.")
		}
	}
	return latest.Version, err
}

// over is the root of the draft that a request is ready to replace, "" for none; nil for any.
func over(h http.Header) *string {
	if h.Get("If-None-Match") == "*" {
		return new(string)
	}
	if tag := strings.Trim(strings.TrimPrefix(h.Get("If-Match"), "W/"), `"`); tag != "" {
		return &tag
	}
	return nil
}

// tagDraft names a draft by its root, which changes with everything in it.
func tagDraft(c *echo.Context, d identity.Draft) {
	c.Response().Header().Set("ETag", `"`+d.Approve.Root+`"`)
}

func (s *Server) draft(c *echo.Context) (identity.Draft, error) {
	number, err := strconv.ParseInt(c.Param("version"), 10, 64)
	if err != nil {
		return identity.Draft{}, err
	}
	return s.Store.Draft(c.Request().Context(), who(c).community, number)
}

func (s *Server) getApproval(c *echo.Context) error {
	draft, err := s.draft(c)
	if err != nil {
		return err
	}
	tagDraft(c, draft)
	return private(c, http.StatusOK, RollDraft{Version: draft.Version, Approve: draft.Approve})
}

// exportRoll writes a version with its names, as its importer had it.
func (s *Server) exportRoll(c *echo.Context) error {
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	number, err := strconv.ParseInt(c.Param("version"), 10, 64)
	if err != nil {
		return err
	}
	var table bytes.Buffer
	community := who(c).community
	if err := s.Store.ExportRoll(c.Request().Context(), community, number, officer, &table); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="roll-%s-%d.csv"`, community, number))
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", table.Bytes())
}

// loadRoll sends the chunks that the ledger does not have yet. Each is checked there against what two bodies have approved.
func (s *Server) loadRoll(c *echo.Context) error {
	ctx := c.Request().Context()
	draft, err := s.draft(c)
	if err != nil {
		return err
	}
	roll, err := index.Read(ctx, s.Index, people.Rolls, who(c).community, people.Version(draft.Version))
	if errors.Is(err, index.ErrNotFound) {
		return refuse("not-possible-now", "名册尚未经两个单位批准。", "Two bodies have not approved this version yet.")
	}
	if err != nil {
		return err
	}
	if roll.Root != draft.Approve.Root {
		return refuse("not-possible-now", "两个单位批准的是另一份名册；请重新导入。", "Two bodies have approved another roll as this version; import it again.")
	}
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(s.Now().Add(loadWithin)) // tests' writers have none
	ctx, cancel := context.WithTimeout(ctx, loadWithin)
	defer cancel()
	for i := roll.LoadedChunks; i < roll.Chunks; i++ {
		if err := s.loadChunk(ctx, who(c).community, draft, i); err != nil {
			return err
		}
		roll.LoadedChunks = i + 1
	}
	return private(c, http.StatusOK, RollLoaded{Version: roll.Version, Chunks: roll.Chunks, Loaded: roll.LoadedChunks})
}

const loadWithin = 5 * time.Minute

func (s *Server) loadChunk(ctx context.Context, community string, draft identity.Draft, i int64) error {
	path, err := draft.Roll.Proof(uint64(i)) //nolint:gosec // not negative
	if err != nil {
		return err
	}
	proof, err := json.Marshal(path)
	if err != nil {
		return err
	}
	receipt, _, err := s.Client.Submit(ctx, "LoadRoll", community, people.Version(draft.Version), people.Version(i), string(draft.Roll.Chunks[i]), string(proof))
	if act.CodeOf(err) == contract.Already {
		return nil
	}
	if err == nil {
		s.hub.await(ctx, receipt.Block)
	}
	return err
}
