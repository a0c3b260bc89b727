// SPDX-License-Identifier: Apache-2.0

// Package program says what the running executable is, so that anybody can compare it with what was published.
package program

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime/debug"
)

// Program is an executable. What a build did not know is empty.
type Program struct {
	Version string // of its source, as Go names it
	Commit  string
	At      string // the commit's time
	Changed bool   // the source was another one than the commit's
	Go      string // the release that built it
	SHA256  string // of the executable's file, hex
}

// Own is the running one.
func Own() (Program, error) {
	var p Program
	if info, ok := debug.ReadBuildInfo(); ok {
		p = of(info)
	}
	path, err := os.Executable()
	if err != nil {
		return p, err
	}
	p.SHA256, err = hash(path)
	return p, err
}

func of(info *debug.BuildInfo) Program {
	p := Program{Version: info.Main.Version, Go: info.GoVersion}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			p.Commit = setting.Value
		case "vcs.time":
			p.At = setting.Value
		case "vcs.modified":
			p.Changed = setting.Value == "true"
		}
	}
	return p
}

func hash(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return hex.EncodeToString(sum.Sum(nil)), err
}
