// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v5"
)

// spreadsheet answers with rows in the visitor's language, as a file with a name for spreadsheets. What nobody may keep says so before.
func spreadsheet(c *echo.Context, name string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString("\ufeff") // without it, spreadsheets take UTF-8 for something else
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	h := c.Response().Header()
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	h.Add("Vary", "Accept-Language")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.csv"`, name))
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
}

// headerIn are a table's columns in a language.
func headerIn(speak language, columns []text) []string {
	header := make([]string, len(columns))
	for i, column := range columns {
		header[i] = column.in(speak)
	}
	return header
}
