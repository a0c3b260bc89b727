// SPDX-License-Identifier: Apache-2.0

// Inventory says what executables are made of: the modules that are linked, as they say themselves, and what the first of them carries
// besides. It writes linli.cdx.json (CycloneDX) and LICENSES, with the text of every licence, and fails if it does not know one.
//
//	inventory -out DIR -time SECONDS [-carries PURL=DIR]… EXECUTABLE…
//
// The texts come from the module cache; for what is no module a directory with its licence is named.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "inventory:", err)
		os.Exit(1)
	}
}

func run() error {
	out := flag.String("out", ".", "directory to write into")
	seconds := flag.Int64("time", 0, "Unix time of the source: the same source gives the same bytes")
	var carried []part
	flag.Func("carries", "PURL=DIR: what else the first executable carries, and where its licence is", func(text string) error {
		purl, dir, _ := strings.Cut(text, "=")
		p, err := parse(purl)
		p.dir = dir
		carried = append(carried, p)
		return err
	})
	flag.Parse()
	programs, parts, err := readAll(flag.Args(), carried)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(*out, "LICENSES"), func(f *os.File) error { return writeLicences(f, parts) }); err != nil {
		return err
	}
	return write(filepath.Join(*out, "linli.cdx.json"), func(f *os.File) error {
		return writeBOM(f, time.Unix(*seconds, 0).UTC(), programs, parts)
	})
}

func write(file string, fill func(*os.File) error) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(fill(f), f.Close())
}
