// SPDX-License-Identifier: Apache-2.0

package tables

import (
	"context"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	askEvery     = time.Second     // for the lock, or whether it is still held
	answerWithin = 5 * time.Second // less than PostgreSQL takes to give up who does not answer
)

// Alone runs do, time and again until ctx ends, in one of the servers at a time: in the one that holds a lock, which another one has as
// soon as this one ends. The context of do ends when the lock is lost, which it is to heed at once: the next one begins a second later.
// In an SQLite file there is nobody else.
func (db DB) Alone(ctx context.Context, what string, do func(context.Context)) {
	if !db.Shared() {
		do(ctx)
		return
	}
	for ctx.Err() == nil {
		db.once(ctx, what, do)
		pause(ctx)
	}
}

func pause(ctx context.Context) {
	select {
	case <-time.After(askEvery):
	case <-ctx.Done():
	}
}

// once runs do when the lock is free. The lock ends with the connection, which is used for nothing else.
func (db DB) once(ctx context.Context, what string, do func(context.Context)) {
	connection, err := db.Write.Conn(ctx)
	if err != nil {
		return // the next time, then: whoever works with the database tells of it
	}
	_ = connection.Raw(func(c any) error {
		hold(ctx, c.(*stdlib.Conn).Conn(), number("alone "+what), do) //nolint:forcetypeassert // the pool has no other
		return driver.ErrBadConn                                      // so that it is closed and not used again
	})
}

func hold(ctx context.Context, connection *pgx.Conn, lock int64, do func(context.Context)) {
	for held := false; !held; pause(ctx) {
		if err := connection.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", lock).Scan(&held); err != nil {
			return
		}
	}
	holding, end := context.WithCancel(ctx)
	defer end()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer end()
		do(holding)
	}()
	for err := error(nil); err == nil; {
		err = alive(holding, connection)
	}
	end()
	<-ended
}

// alive returns after a while, with an error if the connection is lost, which it is told at once if the database ends it.
func alive(ctx context.Context, connection *pgx.Conn) error {
	waiting, cancel := context.WithTimeout(ctx, askEvery)
	defer cancel()
	if _, err := connection.WaitForNotification(waiting); waiting.Err() == nil || ctx.Err() != nil { // of which nobody sends one
		return fmt.Errorf("wait: %w", err)
	}
	asking, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	return connection.Ping(asking)
}
