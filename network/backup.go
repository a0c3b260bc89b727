// SPDX-License-Identifier: Apache-2.0

package network

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"filippo.io/age"

	"github.com/linli-project/linli/sqlitefile"
)

// backupFormat is the version of a backup's shape.
const backupFormat = 1

// BackupFacts are what a backup says of itself.
type BackupFacts struct {
	Format  int       `json:"format"`
	Body    string    `json:"body"`
	Network string    `json:"network"` // the fingerprint of its first block
	Made    time.Time `json:"made"`
}

// backupFacts is the name of a backup's first entry.
const backupFacts = "backup.json"

// Backup writes what nobody else has of this machine's body, encrypted for one who can restore it: its keys, its network's facts and the
// files of its server, and those in the folder blocks, if that is not empty. What orderer and peer have stored is not in it: the others
// have that, and an orderer that comes back with an old disk could sign a block twice. It is written while everything runs.
func (n *Network) Backup(ctx context.Context, out io.Writer, to age.Recipient, blocks string) error {
	if n.alone() {
		return &Problem{
			What: "backing up " + n.Dir(), Why: errors.New("all bodies are on this machine, so that there is nobody to get the ledger from again"),
			Do: "Run `linli down` and copy the directory as it is.",
		}
	}
	fingerprint, err := n.Fingerprint()
	if err != nil {
		return err
	}
	encrypted, err := age.Encrypt(out, to)
	if err != nil {
		return err
	}
	a := archiver{tar.NewWriter(encrypted)}
	now := time.Now().UTC().Truncate(time.Second)
	if err := a.addFacts(BackupFacts{backupFormat, n.here()[0].ID, fingerprint.Words(), now}); err != nil {
		return err
	}
	for _, dir := range []struct{ name, path string }{
		{"body", n.layout.body()}, {"network", n.layout.facts()}, {"serve", n.layout.serve()}, {"blocks", blocks},
	} {
		if err := a.addAll(ctx, dir.name, dir.path); err != nil {
			return err
		}
	}
	return errors.Join(a.Close(), encrypted.Close())
}

type archiver struct{ *tar.Writer }

func (a archiver) addFacts(facts BackupFacts) error {
	raw, err := json.Marshal(facts)
	if err == nil {
		err = a.begin(backupFacts, int64(len(raw)))
	}
	if err == nil {
		_, err = a.Write(raw)
	}
	return err
}

// addAll adds the files of a folder, if there is one: databases last, because what they have taken over is then removed from other files.
func (a archiver) addAll(ctx context.Context, name, dir string) error {
	files, err := backedUp(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := a.addOne(ctx, filepath.ToSlash(filepath.Join(name, file)), filepath.Join(dir, file)); err != nil {
			return err
		}
	}
	return nil
}

// backedUp lists a folder's files that cannot be made anew, those of databases last.
func backedUp(dir string) (files []string, err error) {
	if dir == "" {
		return nil, nil
	}
	var databases []string
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // it has gone meanwhile, or was never there
			return nil
		case err != nil || !entry.Type().IsRegular() || slices.Contains(madeAnew, entry.Name()):
			return err
		}
		file, err := filepath.Rel(dir, path)
		switch filepath.Ext(path) {
		case ".db":
			databases = append(databases, file)
		case ".db-wal", ".db-shm": // which the database's snapshot has
		default:
			files = append(files, file)
		}
		return err
	})
	return append(files, databases...), err
}

// madeAnew are files that follow from the ledger.
var madeAnew = []string{"index.db"}

func (a archiver) addOne(ctx context.Context, name, path string) error {
	if filepath.Ext(path) == ".db" {
		return a.addDatabase(ctx, name, path)
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) { // it has gone meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if err := a.begin(name, info.Size()); err != nil {
		return err
	}
	_, err = io.CopyN(a, file, info.Size()) // it may grow
	return err
}

func (a archiver) addDatabase(ctx context.Context, name, path string) (err error) {
	s, err := sqlitefile.Snap(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := a.begin(name, s.Size); err != nil {
		return err
	}
	_, err = s.WriteTo(a)
	return err
}

func (a archiver) begin(name string, size int64) error {
	return a.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, Format: tar.FormatPAX})
}
