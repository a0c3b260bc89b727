// SPDX-License-Identifier: Apache-2.0

// Command record packs the blocks that make.sh fetched into an exported ledger, with its trust file and the keys of
// one client and of the orderers: usage record WORK OUT. With the keys, tests play a quorum of orderers that lies.
package main

import (
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/linli-project/linli/verify"
)

func main() {
	if err := record(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func record(work, out string) error {
	paths, err := filepath.Glob(filepath.Join(work, "blocks", "*"))
	if err != nil {
		return err
	}
	slices.Sort(paths)
	file, err := os.Create(out + ".ledger")
	if err != nil {
		return err
	}
	defer file.Close()
	w, err := verify.NewWriter(file)
	if err != nil {
		return err
	}
	var trust verify.Trust
	for i, path := range paths {
		block, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if i == 0 {
			if trust, err = verify.TrustFrom(block, nil); err != nil {
				return err
			}
		}
		if err := w.Append(block); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return recordTrust(work, out, trust)
}

func recordTrust(work, out string, trust verify.Trust) error {
	file, err := os.Create(out + ".trust.json")
	if err != nil {
		return err
	}
	defer file.Close()
	if err := trust.Write(file); err != nil {
		return err
	}
	keys, err := os.ReadFile(filepath.Join(work, "crypto/peerOrganizations/owners.test/users/Admin@owners.test/msp/keystore/priv_sk"))
	if err != nil {
		return err
	}
	for _, body := range []string{"owners", "residents", "property", "street"} {
		path := filepath.Join(work, "crypto/peerOrganizations", body+".test", "peers/peer1."+body+".test/msp/keystore/priv_sk")
		key, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		keys = append(keys, key...)
	}
	return os.WriteFile(out+".keys.pem", keys, 0o600)
}
