// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/rules/analysis"
)

// getOfficeAnalysis is for officers at any time: of a vote that is not published, who took part, and no choice.
func (g *conductGroup) getOfficeAnalysis(c *echo.Context) error {
	report, err := g.officeAnalysis(c)
	if err != nil {
		return err
	}
	return tagged(c, report)
}

func (g *conductGroup) officeAnalysis(c *echo.Context) (analysis.Report, error) {
	return g.analyst.of(c.Request().Context(), who(c).community, c.Param("election"))
}

func (g *conductGroup) getOfficeAnalysisCSV(c *echo.Context) error {
	report, err := g.officeAnalysis(c)
	if err != nil {
		return err
	}
	return analysisCSV(c, who(c).community, report)
}
