// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// licence is one file with terms.
type licence struct {
	file string
	ids  []string // SPDX; none of a notice
	text string
}

var terms = regexp.MustCompile(`(?i)^(un)?(licen[cs]e|copying|notice|patents)([-._].*)?$`)

// licencesIn reads the files with terms in a directory; at least one has to be a licence that is known.
func licencesIn(dir string) (all []licence, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	known := false
	for _, e := range entries {
		if e.IsDir() || !terms.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		l := licence{file: e.Name(), text: strings.TrimSpace(string(raw)) + "\n"}
		for _, match := range licensecheck.Scan(raw).Match {
			if !slices.Contains(l.ids, match.ID) && !match.IsURL {
				l.ids = append(l.ids, match.ID)
			}
		}
		slices.Sort(l.ids)
		known = known || len(l.ids) > 0
		all = append(all, l)
	}
	if !known {
		return nil, errors.New("no licence that is known in " + dir)
	}
	return all, nil
}

// ids are the licences of a part, each once.
func (p part) ids() (ids []string) {
	for _, l := range p.licences {
		ids = append(ids, l.ids...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// writeLicences writes which parts have which licences, and each text once.
func writeLicences(w io.Writer, parts []part) error {
	fmt.Fprint(w, "What the programs of this package are made of, and under which licences. The texts follow.\n\n")
	users := map[[sha256.Size]byte][]string{}
	var texts []licence
	for _, p := range parts {
		fmt.Fprintf(w, "%s %s: %s\n", p.name, p.version, strings.Join(p.ids(), ", "))
		for _, l := range p.licences {
			sum := sha256.Sum256([]byte(l.text))
			if users[sum] == nil {
				texts = append(texts, l)
			}
			users[sum] = append(users[sum], p.name)
		}
	}
	for _, l := range texts {
		of := strings.Join(users[sha256.Sum256([]byte(l.text))], ", ")
		fmt.Fprintf(w, "\n%s\n%s of %s\n\n%s", strings.Repeat("=", 80), l.file, of, l.text)
	}
	return nil
}
