// SPDX-License-Identifier: Apache-2.0

package network

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"filippo.io/age"
)

// restored are the folders that a backup may have, in the order in which they come to their place: with the last one the network is there.
var restored = []string{"blocks", "serve", "body", "network"}

// Restore makes the data directory of a backup in dir, which holds nothing. What orderer and peer had stored is not there: when they are
// started they get it from the others. Of a backup that is damaged, or that no key opens, nothing is left in dir.
func Restore(dir string, in io.Reader, keys ...age.Identity) (*Network, BackupFacts, error) {
	var facts BackupFacts
	l, err := layoutOf(dir)
	if err != nil {
		return nil, facts, err
	}
	if err := l.checkEmpty(); err != nil {
		return nil, facts, err
	}
	plain, err := age.Decrypt(in, keys...)
	if err != nil {
		return nil, facts, notOpened(err)
	}
	if facts, err = l.restore(plain); err != nil {
		return nil, facts, err
	}
	n, err := Open(l.dir)
	return n, facts, err
}

func (l layout) restore(plain io.Reader) (facts BackupFacts, err error) {
	unlock, err := l.makeDir()
	if err != nil {
		return facts, err
	}
	defer unlock()
	if err := l.checkEmpty(); err != nil { // another one may have been quicker
		return facts, err
	}
	if err := l.removeAll(); err != nil { // of one that was killed
		return facts, err
	}
	defer os.RemoveAll(l.creating())
	if facts, err = unpack(l.creating(), plain); err != nil {
		return facts, damagedBackup(err)
	}
	if err := l.putInPlace(); err != nil {
		return facts, errors.Join(fmt.Errorf("restoring %s: %w", l.dir, err), l.removeAll())
	}
	return facts, nil
}

// checkEmpty refuses a directory that holds something else than what a restoring that was killed has left.
func (l layout) checkEmpty() error {
	entries, err := os.ReadDir(l.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &Problem{What: "using " + l.dir + " as data directory", Why: err, Do: "Name another directory with --data."}
	}
	if l.unfinished() {
		return nil
	}
	for _, entry := range entries {
		if name := entry.Name(); name != filepath.Base(l.lock()) {
			return &Problem{
				What: "restoring a backup to " + l.dir, Why: fmt.Errorf("the directory holds something (%s)", name),
				Do: "Name an empty or new directory with --data. Nothing was changed.",
			}
		}
	}
	return nil
}

// unfinished says whether a restoring was killed: it has begun, and what is put in place last is not there.
func (l layout) unfinished() bool {
	_, begun := os.Stat(filepath.Join(l.creating(), backupFacts))
	_, done := os.Stat(l.facts())
	return begun == nil && errors.Is(done, fs.ErrNotExist)
}

// removeAll removes all that restoring makes; what is being made is last, by which one that was killed is known.
func (l layout) removeAll() error {
	for _, name := range append(slices.Clone(restored), filepath.Base(l.ledgers()), filepath.Base(l.creating())) {
		if err := os.RemoveAll(filepath.Join(l.dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// unpack writes a backup's files into a new folder. Only when it returns without an error is the whole of it what was written once.
func unpack(dir string, plain io.Reader) (facts BackupFacts, err error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return facts, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return facts, err
	}
	defer root.Close()
	files := tar.NewReader(plain)
	if facts, err = readBackupFacts(files); err != nil {
		return facts, err
	}
	if err := writeJSON(filepath.Join(dir, backupFacts), facts); err != nil {
		return facts, err
	}
	for {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = unpackOne(root, header, files)
		}
		if err != nil {
			return facts, err
		}
	}
	_, err = io.Copy(io.Discard, plain) // to its end, which is authenticated too
	return facts, errors.Join(err, soundBackup(dir))
}

// readBackupFacts reads a backup's first entry.
func readBackupFacts(files *tar.Reader) (facts BackupFacts, err error) {
	header, err := files.Next()
	if err != nil {
		return facts, err
	}
	if header.Name != backupFacts {
		return facts, errors.New("it does not begin as a backup does")
	}
	if err := json.NewDecoder(io.LimitReader(files, 1<<16)).Decode(&facts); err != nil {
		return facts, err
	}
	if facts.Format != backupFormat {
		return facts, fmt.Errorf("%w: its format is %d, this linli knows %d", ErrIncompatible, facts.Format, backupFormat)
	}
	return facts, nil
}

func unpackOne(root *os.Root, header *tar.Header, content io.Reader) error {
	name := filepath.FromSlash(header.Name)
	top, _, _ := strings.Cut(header.Name, "/")
	if header.Typeflag != tar.TypeReg || !slices.Contains(restored, top) {
		return fmt.Errorf("no backup has the entry %q", header.Name)
	}
	if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	return errors.Join(err, file.Sync(), file.Close())
}

// soundBackup returns an error unless a backup that was unpacked has a body's keys, and its network's facts.
func soundBackup(dir string) error {
	n := &Network{layout: layout{dir}, material: material{filepath.Join(dir, "network")}}
	raw, err := os.ReadFile(n.material.facts())
	if err == nil {
		err = json.Unmarshal(raw, &n.facts)
	}
	if err == nil && len(n.here()) != 1 {
		err = errors.New("it is not one body's")
	}
	if err == nil {
		_, err = n.signer(n.here()[0].ID)
	}
	return err
}

// putInPlace moves what was unpacked to its place. An empty folder for what orderer and peer store says that the body has joined.
func (l layout) putInPlace() error {
	if err := os.Mkdir(l.ledgers(), 0o700); err != nil {
		return err
	}
	for _, name := range restored {
		err := os.Rename(filepath.Join(l.creating(), name), filepath.Join(l.dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // not every body has a server
			return err
		}
	}
	return nil
}

func notOpened(err error) error {
	if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		return &Problem{
			What: "opening the backup", Why: errors.New("it is encrypted with another passphrase or to another key"),
			Do: "Nothing was restored. Give the passphrase or --identity of the body whose backup it is.",
		}
	}
	return damagedBackup(err)
}

func damagedBackup(err error) error {
	if errors.Is(err, ErrIncompatible) {
		return &Problem{What: "reading the backup", Why: err, Do: "Nothing was restored. Use the linli that made it, or a newer one."}
	}
	if _, disk := errors.AsType[*fs.PathError](err); disk {
		return &Problem{
			What: "restoring the backup", Why: err, Do: "Nothing was restored. Free some space, or name another directory with --data.",
		}
	}
	return &Problem{
		What: "reading the backup", Why: fmt.Errorf("it is not whole, or was altered: %w", err),
		Do: "Nothing was restored. Take another copy of it, or an older backup.",
	}
}
