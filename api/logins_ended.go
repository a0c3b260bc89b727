// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/tables"
)

// loggedIn is a session as the database keeps it.
type loggedIn struct {
	key                                 string // under which it is kept, which is not its token
	name, community, credential, holder string
	began, expires                      int64
}

// loggedIn lists the sessions that fit, the newest first.
func (in *logins) loggedIn(ctx context.Context, fits func(loggedIn) bool) ([]loggedIn, error) {
	rows, err := in.db.shared.Read.QueryContext(ctx, "SELECT token, data FROM sessions WHERE expires > $1", in.now().Unix())
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	defer rows.Close()
	var all []loggedIn
	for rows.Next() {
		var data []byte
		var l loggedIn
		if err := rows.Scan(&l.key, &data); err != nil {
			return nil, err
		}
		deadline, values, err := in.sessions.Codec.Decode(data)
		if err != nil {
			return nil, err
		}
		l.name, _ = values["name"].(string)
		l.community, _ = values["community"].(string)
		l.credential, _ = values["credential"].(string)
		l.holder, _ = values["holder"].(string)
		l.began, _ = values["began"].(int64)
		l.expires = deadline.Unix()
		if l.credential != "" && fits(l) {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, func(a, b loggedIn) int { return cmp.Compare(b.began, a.began) })
	return all, rows.Err()
}

// ofHolder lists all sessions of whose this one is. As long as nobody has confirmed that he is who he says, it is his passkey's.
func (in *logins) ofHolder(ctx context.Context, v visitor) ([]loggedIn, error) {
	return in.loggedIn(ctx, func(l loggedIn) bool {
		return l.community == v.community && (l.credential == v.credential.ID ||
			l.holder == v.holder() && v.credential.Status == contract.Active)
	})
}

// endOthers ends a visitor's sessions before this one, which is not kept yet.
func (in *logins) endOthers(ctx context.Context, v visitor) error {
	all, err := in.ofHolder(ctx, v)
	if err != nil {
		return err
	}
	for _, l := range all {
		err = errors.Join(err, sessionStore{in.db, in.now}.DeleteCtx(ctx, l.key))
	}
	return err
}

// idleTime is how long an officer's session lasts without a request: he sees other people's data, often on a shared computer.
// Owners' sessions do not end for want of clicks, since some people need their time; all that has an effect takes the passkey.
const (
	idleTime = time.Hour
	useNoted = 5 * time.Minute // how exactly a session's last use is noted
)

// stillInUse ends an officer's session that was not used for long, and notes its use.
func (in *logins) stillInUse(c *echo.Context, v visitor) error {
	ctx := c.Request().Context()
	if v.credential.Kind != contract.Officer {
		return nil
	}
	now := in.now().Unix()
	idle := time.Duration(now-in.sessions.GetInt64(ctx, "used")) * time.Second
	if idle > idleTime {
		if err := in.sessions.Destroy(ctx); err != nil {
			return err
		}
		if err := in.keepSession(c); err != nil {
			return err
		}
		return refuse("no-session", "长时间没有操作，请重新登录。", "Nothing was done for an hour; log in again.")
	}
	if idle < useNoted {
		return nil
	}
	in.sessions.Put(ctx, "used", now)
	return in.keepSession(c)
}

// EndSessions ends every session that a server's file or the database of a body's servers has, so that everybody logs in again. They may
// be running.
func EndSessions(ctx context.Context, at string) (ended int64, err error) {
	db, err := tables.Open(ctx, at, schema)
	if err != nil {
		return 0, fmt.Errorf("open the sessions: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	gone, err := db.Write.ExecContext(ctx, "DELETE FROM sessions")
	if err != nil {
		return 0, fmt.Errorf("end all sessions: %w", err)
	}
	return gone.RowsAffected()
}
