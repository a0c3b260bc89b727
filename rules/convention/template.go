// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"embed"
	"path"
	"strings"
)

//go:embed templates/*.md
var templates embed.FS

// Templates are the names of texts to begin with, sorted. Each is a whole convention of one article.
func Templates() []string {
	entries, err := templates.ReadDir("templates")
	if err != nil { // they are in the program
		return nil
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = strings.TrimSuffix(entry.Name(), ".md")
	}
	return names
}

// Template is the text with a name.
func Template(name string) (text string, ok bool) {
	raw, err := templates.ReadFile(path.Join("templates", name+".md"))
	return string(raw), err == nil
}
