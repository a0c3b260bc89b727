// SPDX-License-Identifier: Apache-2.0

// Testlog makes of `go test -json` what a person reads: the line of every package, and the output of what failed. It appends
// how long each test took to a file, one line each:
//
//	go test -json ./... | testlog times
//	sort -rn times | head
//
// Of a test with subtests that is its own part, without theirs. The exit code is of no meaning: go test has it.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "testlog:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return errors.New("name the file of the times")
	}
	times, err := os.OpenFile(os.Args[1], os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer times.Close()
	return newReader(os.Stdout, times).read(os.Stdin)
}

// event is what `go doc test2json` describes.
type event struct {
	Action  string
	Package string
	Test    string
	Elapsed float64 // seconds
	Output  string
}

// name is of a test, or of a package's own part.
type name struct{ pkg, test string }

// reader reads events. Tests of several packages may run at once.
type reader struct {
	shown  io.Writer
	times  io.Writer
	said   map[name]*strings.Builder // of what has not ended
	within map[name]float64          // what subtests took, by the test that they are part of
}

func newReader(shown, times io.Writer) *reader {
	return &reader{shown, times, map[name]*strings.Builder{}, map[name]float64{}}
}

// read reads events to their end. A line that is none is shown as it is.
func (r *reader) read(events io.Reader) error {
	lines := bufio.NewReader(events)
	for {
		line, err := lines.ReadBytes('\n')
		var e event
		if json.Unmarshal(line, &e) != nil {
			_, _ = r.shown.Write(line)
		} else if err := r.take(e); err != nil {
			return err
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) take(e event) error {
	of := name{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(r.shown, e.Output)
	case "output":
		r.keep(of, e.Output)
	case "pass", "skip", "fail":
		if e.Test == "" {
			r.end(e.Package, e.Action == "fail")
			return nil
		}
		if e.Action == "fail" {
			r.show(of)
		}
		delete(r.said, of)
		return r.time(of, e.Elapsed)
	}
	return nil
}

// keep keeps what was said until it is known whether it matters. What go test says of its own course never does.
func (r *reader) keep(of name, output string) {
	if strings.HasPrefix(output, "=== ") || of.test == "" && output == "PASS\n" {
		return
	}
	if r.said[of] == nil {
		r.said[of] = &strings.Builder{}
	}
	_, _ = r.said[of].WriteString(output)
}

func (r *reader) show(of name) {
	if said := r.said[of]; said != nil {
		fmt.Fprint(r.shown, said)
	}
}

// end shows a package's line. Where it failed, tests may be left that never ended: it has crashed, or took too long.
func (r *reader) end(pkg string, failed bool) {
	for of := range r.said {
		if of.pkg == pkg && of.test != "" {
			if failed {
				r.show(of)
			}
			delete(r.said, of)
		}
	}
	r.show(name{pkg, ""})
	delete(r.said, name{pkg, ""})
}

// time notes how long a test took by itself.
func (r *reader) time(of name, elapsed float64) error {
	if i := strings.LastIndexByte(of.test, '/'); i >= 0 {
		r.within[name{of.pkg, of.test[:i]}] += elapsed
	}
	own := max(0, elapsed-r.within[of]) // subtests may run at once
	_, err := fmt.Fprintf(r.times, "%8.2f s  %s %s\n", own, of.pkg[strings.LastIndexByte(of.pkg, '/')+1:], of.test)
	return err
}
