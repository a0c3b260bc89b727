// SPDX-License-Identifier: Apache-2.0

package tables

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// IsPostgres says whether a database is a PostgreSQL one, by its URL, and no SQLite file.
func IsPostgres(at string) bool {
	return strings.HasPrefix(at, "postgres://") || strings.HasPrefix(at, "postgresql://")
}

// Connections that a server has for one schema, and for the store that has none. PostgreSQL has a hundred for all, unless it is told
// otherwise.
const (
	pooled      = 6
	pooledStore = 12
)

// connectWithin is how long a connection may take to be made, if the URL does not say.
const connectWithin = 5 * time.Second

// OpenPostgres opens a PostgreSQL database. Names of tables are looked up in a schema, or where the URL says if that is "".
func OpenPostgres(url, schema string) (*sql.DB, error) {
	if err := encrypted(url); err != nil {
		return nil, err
	}
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	pool := pooledStore
	if schema != "" {
		config.RuntimeParams["search_path"], pool = schema, pooled
	}
	// PostgreSQL gives up who does not answer any more, and with him the locks that he holds, after half a minute.
	for name, value := range map[string]string{"idle": "15", "interval": "5", "count": "3"} {
		config.RuntimeParams["tcp_keepalives_"+name] = value
	}
	config.ConnectTimeout = cmp.Or(config.ConnectTimeout, connectWithin)
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(pool)
	return db, nil
}

// IsAway says whether something was not done because the database does not answer, or ends.
func IsAway(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return !errors.Is(err, context.Canceled) // then who asked has gone
	}
	said, ok := errors.AsType[*pgconn.PgError](err)
	return errors.Is(err, io.ErrUnexpectedEOF) || ok && (strings.HasPrefix(said.Code, "57P") || strings.HasPrefix(said.Code, "53"))
}
