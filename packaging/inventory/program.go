// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// program is an executable.
type program struct {
	name, version string
	sha256        string
	parts         []string // the package URLs of what is in it
}

// ours is where our own modules are, whose licence is that of the package.
const ours = "github.com/linli-project/linli"

// readProgram reads what an executable says of itself, and the modules that are linked into it.
func readProgram(file string) (program, []part, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return program{}, nil, err
	}
	info, err := buildinfo.Read(bytes.NewReader(raw))
	if err != nil {
		return program{}, nil, err
	}
	sum := sha256.Sum256(raw)
	p := program{name: filepath.Base(file), version: info.Main.Version, sha256: hex.EncodeToString(sum[:])}
	modules := []part{module(standard, strings.TrimPrefix(info.GoVersion, "go"))}
	if !strings.HasPrefix(info.Main.Path, ours) { // a program of others, built from their module
		info.Deps = append(info.Deps, &info.Main)
	}
	for _, dep := range info.Deps {
		if dep.Replace != nil {
			dep = dep.Replace
		}
		modules = append(modules, module(dep.Path, dep.Version))
	}
	return p, modules, nil
}

// standard is how Go's standard library is called among modules.
const standard = "std"

// locate finds where the licences of modules are: in the module cache, and of the standard library where Go is.
func locate(parts map[string]part) error {
	args := []string{"mod", "download", "-json"}
	for _, p := range parts {
		if p.dir == "" && p.name != standard {
			args = append(args, p.name+"@"+p.version)
		}
	}
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		return fmt.Errorf("go mod download: %w\n%s", err, out)
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var m struct{ Path, Version, Dir string }
		if err := d.Decode(&m); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		p := module(m.Path, m.Version)
		p.dir = m.Dir
		parts[p.purl] = p
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	for purl, p := range parts {
		if p.name == standard {
			p.dir = strings.TrimSpace(string(root))
			parts[purl] = p
		}
	}
	return err
}
