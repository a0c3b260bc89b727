// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// A comment cites like this: "Fabric: protoutil/blockutils.go (BlockHeaderHash, BlockDataHash); msp/cert.go (isECDSASignedCert)."
	citation = regexp.MustCompile(`(Fabric|fabric-lib-go): ((?:[\w/]+\.go \([\w, ]+\)(?:[;,] )?)+)`)
	cited    = regexp.MustCompile(`([\w/]+\.go) \(([\w, ]+)\)`)
	modules  = map[string]string{"Fabric": "github.com/hyperledger/fabric", "fabric-lib-go": "github.com/hyperledger/fabric-lib-go"}
)

// Every condition of Fabric that a comment cites is where the comment says, in the version whose programs are built.
func TestCitationsAreFabrics(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	citing := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := citation.FindAllStringSubmatch(unwrapped(string(source)), -1)
		if len(found) > 0 {
			citing++
		}
		for _, c := range found {
			for _, at := range cited.FindAllStringSubmatch(c[2], -1) {
				for name := range strings.SplitSeq(at[2], ", ") {
					if !declares(t, modules[c[1]], at[1], name) {
						t.Errorf("%s cites %s (%s), which is not there", file, at[1], name)
					}
				}
			}
		}
	}
	if citing < 20 {
		t.Errorf("only %d files say what they repeat", citing)
	}
}

// unwrapped is source with each comment on one line.
func unwrapped(source string) string {
	return regexp.MustCompile(`\n\s*// ?`).ReplaceAllString(source, " ")
}

var folders = map[string]string{}

// declares says whether a file of a module declares a name at its top level, or as a method.
func declares(t *testing.T, module, file, name string) bool {
	t.Helper()
	if folders[module] == "" {
		download := exec.CommandContext(t.Context(), "go", "mod", "download", "-json", module) // nothing, if it is there
		download.Dir = "../../network/fabric"
		out, err := download.Output()
		if err != nil {
			t.Fatalf("%s is not at hand: %v: %s", module, err, out)
		}
		var found struct{ Dir string }
		if err := json.Unmarshal(out, &found); err != nil {
			t.Fatal(err)
		}
		folders[module] = found.Dir
	}
	source, err := os.ReadFile(filepath.Join(folders[module], file))
	if err != nil {
		t.Error(err)
		return false
	}
	return regexp.MustCompile(`(?m)^(func|type|var|const)( \([^)]*\))? ` + name + `\b|^\t` + name + `\s+=`).Match(source)
}
