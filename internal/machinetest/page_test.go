// SPDX-License-Identifier: Apache-2.0

package machinetest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// page are linli's commands on a page of docs/operations, in their order.
func page(t *testing.T, name string) (commands []string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "operations", name))
	must(t, err)
	for i, part := range strings.Split(string(raw), "```") {
		text, isShell := strings.CutPrefix(part, "sh\n")
		if i%2 == 0 || !isShell {
			continue
		}
		for line := range strings.Lines(text) {
			if command, ok := strings.CutPrefix(strings.TrimSpace(line), "linli "); ok {
				commands = append(commands, command)
			}
		}
	}
	return commands
}

// gives runs a command of a page on the machine. instead are words of the page and what stands for them here.
func (m *machine) gives(command string, instead ...string) string {
	m.Helper()
	var args []string
	for i, part := range strings.Split(command, `"`) {
		if i%2 == 1 {
			args = append(args, part)
			continue
		}
		args = append(args, strings.Fields(part)...)
	}
	replacer := strings.NewReplacer(instead...)
	for i := range args {
		args[i] = replacer.Replace(args[i])
	}
	return m.linli(args...)
}
