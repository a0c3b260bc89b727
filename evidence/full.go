// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"
	"strconv"
	"strings"
)

// Names of entries of a full bundle.
const (
	blockName        = "block.pb"
	configPrefix     = "config-"
	definitionPrefix = "definition-"
	blockSuffix      = ".pb"
)

// entries are the blocks: that of the transaction, then configurations, then definitions.
func (f *Fabric) entries() []Entry {
	if f == nil {
		return nil
	}
	entries := []Entry{{blockName, f.Block}}
	for _, c := range f.Configs {
		entries = append(entries, Entry{fmt.Sprint(configPrefix, c.Number, blockSuffix), c.Block})
	}
	for _, d := range f.Definitions {
		entries = append(entries, Entry{fmt.Sprint(definitionPrefix, d.Number, blockSuffix), d.Block})
	}
	return entries
}

// readFabric takes the blocks of a full bundle. If what entries gives of them is not what it was given, they were out of order.
func readFabric(entries []Entry) *Fabric {
	f := &Fabric{}
	for _, e := range entries {
		switch {
		case e.Name == blockName:
			f.Block = e.Data
		case strings.HasPrefix(e.Name, configPrefix):
			f.Configs = append(f.Configs, numbered(e, configPrefix))
		case strings.HasPrefix(e.Name, definitionPrefix):
			f.Definitions = append(f.Definitions, numbered(e, definitionPrefix))
		}
	}
	return f
}

func numbered(e Entry, prefix string) Numbered {
	digits := strings.TrimSuffix(strings.TrimPrefix(e.Name, prefix), blockSuffix)
	n, _ := strconv.ParseUint(digits, 10, 64) // the name has been looked at
	return Numbered{n, e.Data}
}
