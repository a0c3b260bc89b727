// SPDX-License-Identifier: Apache-2.0

// Package sqlitefile opens an SQLite file as all of this program's databases are opened: one connection that writes, whose
// transactions hold the write lock from their beginning, and several that only read and never wait for it.
package sqlitefile

import (
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"syscall"

	"modernc.org/sqlite" // the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// DB is an open file. Close it.
type DB struct {
	Write *sql.DB // one connection
	Read  *sql.DB
}

// Open opens a file, making it, for its user's eyes only, if there is none; the write-ahead log gets the same mode. pragmas are
// further ones of the writer, for example "foreign_keys(ON)". The file is first read when it is first used.
func Open(path string, readers int, pragmas ...string) (DB, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return DB{}, err
	}
	if err := file.Close(); err != nil {
		return DB{}, err
	}
	var db DB
	if db.Write, err = open(path, 1, url.Values{"_txlock": {"immediate"}, "_pragma": pragmas}); err != nil {
		return DB{}, err
	}
	if db.Read, err = open(path, readers, url.Values{"_pragma": {"query_only(ON)"}}); err != nil {
		return DB{}, errors.Join(err, db.Write.Close())
	}
	return db, nil
}

// OpenRead opens a file that is there to read it alone, also beside a program that writes to it. It makes and changes nothing.
func OpenRead(path string, readers int) (DB, error) {
	if _, err := os.Stat(path); err != nil {
		return DB{}, err
	}
	options := url.Values{"mode": {"ro"}, "_pragma": {"query_only(ON)"}}
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) { // nobody has it open, and the log would be made to read
		options.Set("immutable", "1")
	}
	read, err := open(path, readers, options)
	return DB{Read: read}, err
}

func open(path string, connections int, options url.Values) (*sql.DB, error) {
	options["_pragma"] = append([]string{"journal_mode(WAL)", "synchronous(NORMAL)", "busy_timeout(10000)", "temp_store(MEMORY)"},
		options["_pragma"]...)
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+options.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	return db, nil
}

// Close closes the file. The zero DB is closed.
func (db DB) Close() error {
	var err error
	for _, pool := range []*sql.DB{db.Read, db.Write} {
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
	}
	return err
}

// IsFull says whether something was not written because the disk is full.
func IsFull(err error) bool {
	known, ok := errors.AsType[*sqlite.Error](err)
	return ok && known.Code()&0xff == sqlite3.SQLITE_FULL || errors.Is(err, syscall.ENOSPC)
}
