// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// part is what executables are made of.
type part struct {
	purl          string // package URL: pkg:golang/golang.org/x/mod@v0.33.0
	name, version string
	dir           string // where its licence is
	licences      []licence
}

// module is a part that is a Go module.
func module(path, version string) part {
	return part{purl: "pkg:golang/" + path + "@" + version, name: path, version: version}
}

// parse reads the package URL of a part.
func parse(purl string) (part, error) {
	rest, ok := strings.CutPrefix(purl, "pkg:")
	_, rest, slash := strings.Cut(rest, "/")
	at := strings.LastIndex(rest, "@")
	if !ok || !slash || at < 1 {
		return part{}, fmt.Errorf("%q is not of the form pkg:TYPE/NAME@VERSION", purl)
	}
	return part{purl: purl, name: strings.ReplaceAll(rest[:at], "%40", "@"), version: rest[at+1:]}, nil
}

// readAll reads the executables, of which the first carries more, and the licences of their parts, which come sorted.
func readAll(files []string, carried []part) ([]program, []part, error) {
	if len(files) == 0 {
		return nil, nil, errors.New("no executable is named")
	}
	parts := map[string]part{}
	var programs []program
	for _, file := range files {
		p, modules, err := readProgram(file)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		if len(programs) == 0 {
			modules = append(modules, carried...)
		}
		for _, m := range modules {
			p.parts = append(p.parts, m.purl)
			parts[m.purl] = m
		}
		slices.Sort(p.parts)
		programs = append(programs, p)
	}
	if err := locate(parts); err != nil {
		return nil, nil, err
	}
	var all []part
	var failed []error
	for _, purl := range slices.Sorted(maps.Keys(parts)) {
		p := parts[purl]
		var err error
		p.licences, err = licencesIn(p.dir)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", purl, err))
		}
		all = append(all, p)
	}
	return programs, all, errors.Join(failed...)
}
