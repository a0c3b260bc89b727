// SPDX-License-Identifier: Apache-2.0

package network

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// builderName is the directory of the external builder. A peer starts bin/detect, bin/build and bin/release in
// it for an installed chaincode package; they are this executable under other names.
const builderName = "linli-builder"

// builderSteps are the programs Fabric looks for, with how many arguments each gets. There is no "run":
// the chaincode is a server that is started elsewhere.
var builderSteps = map[string]struct {
	args int
	run  func(args []string) error
}{
	"detect":  {2, detect},
	"build":   {3, build},
	"release": {2, release},
}

const connectionFile = "connection.json"

// detect says whether the package is of the type this builder handles.
// Arguments: source directory, metadata directory.
func detect(args []string) error {
	raw, err := os.ReadFile(filepath.Join(args[1], "metadata.json"))
	if err != nil {
		return err
	}
	var metadata packageMetadata
	if err := json.Unmarshal(raw, &metadata); err != nil {
		return fmt.Errorf("metadata.json: %w", err)
	}
	if metadata.Type != packageType {
		return fmt.Errorf("package type %q is not %q", metadata.Type, packageType)
	}
	return nil
}

// build keeps of the package what release needs. Arguments: source, metadata and output directory.
func build(args []string) error {
	return copyFile(filepath.Join(args[0], connectionFile), filepath.Join(args[2], connectionFile), 0o600)
}

// release tells the peer where the chaincode's server is. Arguments: build output and release directory.
func release(args []string) error {
	dir := filepath.Join(args[1], "chaincode", "server")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return copyFile(filepath.Join(args[0], connectionFile), filepath.Join(dir, connectionFile), 0o600)
}

// installBuilder makes the builder's programs in the data directory.
func (l layout) installBuilder() error {
	bin := filepath.Join(l.builder(), "bin")
	if err := os.MkdirAll(bin, 0o700); err != nil {
		return err
	}
	for step := range builderSteps {
		link := filepath.Join(bin, step)
		if err := os.Remove(link); err != nil && !os.IsNotExist(err) {
			return err
		}
		if err := os.Symlink(l.executable(), link); err != nil {
			return err
		}
	}
	return nil
}
