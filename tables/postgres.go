// SPDX-License-Identifier: Apache-2.0

package tables

import (
	"database/sql"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// IsPostgres says whether a database is a PostgreSQL one, by its URL, and no SQLite file.
func IsPostgres(at string) bool {
	return strings.HasPrefix(at, "postgres://") || strings.HasPrefix(at, "postgresql://")
}

// pooled is how many connections a server has for each schema. PostgreSQL has a hundred for all, unless it is told otherwise.
const pooled = 10

// OpenPostgres opens a PostgreSQL database. Names of tables are looked up in a schema, or where the URL says if that is "".
func OpenPostgres(url, schema string) (*sql.DB, error) {
	if err := encrypted(url); err != nil {
		return nil, err
	}
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	if schema != "" {
		config.RuntimeParams["search_path"] = schema
	}
	// PostgreSQL gives up who does not answer any more, and with him the locks that he holds, after half a minute.
	for name, value := range map[string]string{"idle": "15", "interval": "5", "count": "3"} {
		config.RuntimeParams["tcp_keepalives_"+name] = value
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(pooled)
	return db, nil
}
