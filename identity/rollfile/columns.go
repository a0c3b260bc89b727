// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/linli-project/linli/rules/fold"
)

// The columns of a roll, by their Chinese headers without a bracketed unit.
const (
	building  = "楼栋"
	entrance  = "单元"
	room      = "房号"
	use       = "用途"
	area      = "专有部分面积"
	owner     = "产权人"
	coOwners  = "共有产权人"
	idNumber  = "证件号"
	telephone = "联系电话"
	delivery  = "交付状态"
)

var required = []string{building, room, use, area, owner, delivery}

// columns says at which index each known header stands.
type columns map[string]int

func locate(header []string) (columns, error) {
	found := make(columns)
	for i, cell := range header {
		name, _, _ := strings.Cut(Normal(cell), "(")
		name = strings.ReplaceAll(name, " ", "")
		if _, twice := found[name]; twice && name != "" {
			return nil, fmt.Errorf("%w: the column %s appears twice; keep one", ErrMissingColumns, name)
		}
		found[name] = i
	}
	missing := slices.DeleteFunc(slices.Clone(required), func(name string) bool {
		_, ok := found[name]
		return ok
	})
	if len(missing) > 0 {
		return nil, fmt.Errorf("%w: %s; the first row must name them (and the file must be UTF-8, GB18030 or XLSX)",
			ErrMissingColumns, strings.Join(missing, ", "))
	}
	return found, nil
}

// Normal folds full-width forms (NFKC), leaves out what is not seen, trims, and makes runs of spaces one.
func Normal(cell string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(fold.Visible(cell))), " ")
}
