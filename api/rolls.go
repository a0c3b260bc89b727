// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
)

// rollsGroup is for the officers who keep the roll.
type rollsGroup struct {
	register
	client  *ledger.Client
	hub     *hub
	imports *imports
}

func (g *rollsGroup) listRolls(c *echo.Context) error {
	versions, err := g.store.Versions(c.Request().Context(), who(c).community)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, RollVersions{Items: orEmpty(versions)})
}

func (g *rollsGroup) importRoll(c *echo.Context) error {
	officer, err := g.officer(c)
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
	run, err := g.store.Import(c.Request().Context(), who(c).community, file)
	if err != nil {
		return err
	}
	return g.tellImport(c, run, officer)
}

// tellImport answers with what a dry run found, and keeps it for its officer to accept.
func (g *rollsGroup) tellImport(c *echo.Context, run *identity.Import, officer string) error {
	answer := RollImport{Base: run.Base, Encoding: run.Encoding, Sheets: run.Sheets, Buildings: run.Buildings, Findings: run.Findings,
		Remarks: orEmpty(run.Remarks), Difference: run.Difference}
	if run.Findings == 0 {
		answer.Import = g.imports.keep(dryRun{run, officer, g.now().Add(importFor)})
	}
	return private(c, http.StatusOK, answer)
}

func (g *rollsGroup) transferUnits(c *echo.Context) error {
	var body Transfers
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
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
	run, err := g.store.Transfer(c.Request().Context(), who(c).community, officer, transfers...)
	if err != nil {
		return err
	}
	return g.tellImport(c, run, officer)
}

func uploadFault(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	return &refusal{kind: "bad-field", fields: []FieldError{{Field: "file", Message: "a file is needed"}}, cause: err}
}

func (g *rollsGroup) acceptRoll(c *echo.Context) error {
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	run, ok := g.imports.take(c.Param("draft"), who(c).community, officer, g.now())
	if !ok {
		return refuse("not-found", "请重新导入文件。", "Import the file again.")
	}
	run.Over = over(c.Request().Header)
	var draft identity.Draft
	if run.After, err = g.approved(c.Request().Context(), who(c).community); err == nil {
		draft, err = g.store.Accept(c.Request().Context(), run.Import, officer)
	}
	if err != nil {
		g.imports.putBack(c.Param("draft"), run)
		return err
	}
	tagDraft(c, draft)
	return private(c, http.StatusCreated, RollDraft{Version: draft.Version, Approve: draft.Approve})
}

// approved is the latest version of the roll that two bodies have approved, or 0. It refuses to go on while it is this server's
// draft, which has only to be loaded: another one in its place would be all that is left of it.
func (g *rollsGroup) approved(ctx context.Context, c string) (int64, error) {
	var latest people.Roll
	for roll, err := range index.All(ctx, g.index, people.Rolls, c) {
		if err != nil {
			return 0, err
		}
		if roll.Version > latest.Version {
			latest = roll
		}
	}
	versions, err := g.store.Versions(ctx, c)
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

func (g *rollsGroup) draft(c *echo.Context) (identity.Draft, error) {
	number, err := strconv.ParseInt(c.Param("version"), 10, 64)
	if err != nil {
		return identity.Draft{}, err
	}
	return g.store.Draft(c.Request().Context(), who(c).community, number)
}

func (g *rollsGroup) getApproval(c *echo.Context) error {
	draft, err := g.draft(c)
	if err != nil {
		return err
	}
	tagDraft(c, draft)
	return private(c, http.StatusOK, RollDraft{Version: draft.Version, Approve: draft.Approve})
}

// exportRoll writes a version with its names, as its importer had it.
func (g *rollsGroup) exportRoll(c *echo.Context) error {
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	number, err := strconv.ParseInt(c.Param("version"), 10, 64)
	if err != nil {
		return err
	}
	var table bytes.Buffer
	community := who(c).community
	if err := g.store.ExportRoll(c.Request().Context(), community, number, officer, &table); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="roll-%s-%d.csv"`, community, number))
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", table.Bytes())
}
