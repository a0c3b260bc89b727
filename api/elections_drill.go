// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"strconv"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/vote"
)

// listTests gives what each body has sealed to the others before an election, for their officers' pages to open.
func (g *electionsGroup) listTests(c *echo.Context) error {
	e, err := g.election(c)
	if err != nil {
		return err
	}
	list := Tests{Items: []MadeTest{}}
	for d, err := range g.index.List(c.Request().Context(), vote.Tests, c.Param("community"), e.ID) {
		if err != nil {
			return err
		}
		var test vote.Test
		if err := json.Unmarshal(d.Value, &test); err != nil {
			return err
		}
		list.Items = append(list.Items, MadeTest{Maker: d.Attributes[2], Drills: test.Drills, Seq: strconv.FormatInt(int64(test.Seq), 10)})
	}
	return tagged(c, list)
}
