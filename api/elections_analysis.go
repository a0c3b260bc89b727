// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"

	"github.com/labstack/echo/v5"
)

func (g *electionsGroup) getAnalysis(c *echo.Context) error {
	report, err := g.analyst.published(c.Request().Context(), c.Param("community"), c.Param("election"))
	if err != nil {
		return notPublished(err)
	}
	return tagged(c, report)
}

func notPublished(err error) error {
	if errors.Is(err, ErrNotPublished) {
		return refuse("not-published", "结果由两个单位签名公布之后，才有数据分析。", "There is an analysis once two bodies have signed the result.")
	}
	return err
}

func (g *electionsGroup) getAnalysisCSV(c *echo.Context) error {
	report, err := g.analyst.published(c.Request().Context(), c.Param("community"), c.Param("election"))
	if err != nil {
		return notPublished(err)
	}
	return analysisCSV(c, c.Param("community"), report)
}
