// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
)

// loggedIn is a session as the desk keeps it.
type loggedIn struct {
	key                                 string // under which it is kept, which is not its token
	name, community, credential, holder string
	began, expires                      int64
}

// holder is whose sessions belong together: an owner's, whatever the passkey; an officer's passkey's. Who an officer is, only his own
// body says, and it could name anybody; it also chooses the id of his passkey, which could read as anybody's pseudonym.
func (v visitor) holder() string {
	if v.credential.Kind == contract.Owner {
		return "owner " + v.credential.Person
	}
	return "passkey " + v.credential.ID
}

// begin makes the request's session a visitor's.
func (s *Server) begin(ctx context.Context, v visitor) {
	now := s.Now().Unix()
	for key, value := range map[string]any{
		"name": rand.Text(), "community": v.community, "credential": v.credential.ID, "holder": v.holder(), "ineligible": v.ineligible,
		"began": now, "used": now,
	} {
		s.sessions.Put(ctx, key, value)
	}
	s.Log.Info("a login", "kind", v.credential.Kind)
}

// loggedIn lists the sessions that fit, the newest first.
func (s *Server) loggedIn(ctx context.Context, fits func(loggedIn) bool) ([]loggedIn, error) {
	rows, err := s.desk.read.QueryContext(ctx, "SELECT token, data FROM sessions WHERE expires > ?", s.Now().Unix())
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
		deadline, values, err := s.sessions.Codec.Decode(data)
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
func (s *Server) ofHolder(ctx context.Context, v visitor) ([]loggedIn, error) {
	return s.loggedIn(ctx, func(l loggedIn) bool {
		return l.community == v.community && (l.credential == v.credential.ID || l.holder == v.holder() && v.credential.Status == contract.Active)
	})
}

func (s *Server) listSessions(c *echo.Context) error {
	ctx := c.Request().Context()
	all, err := s.ofHolder(ctx, who(c))
	if err != nil {
		return err
	}
	list := Sessions{Items: []SessionItem{}}
	for _, l := range all {
		list.Items = append(list.Items, SessionItem{
			Credential: l.credential, Began: l.began, Expires: l.expires, Current: l.name == s.sessions.GetString(ctx, "name"),
		})
	}
	return private(c, http.StatusOK, list)
}

// endOthers ends a visitor's sessions before this one, which is not kept yet.
func (s *Server) endOthers(ctx context.Context, v visitor) error {
	all, err := s.ofHolder(ctx, v)
	if err != nil {
		return err
	}
	for _, l := range all {
		err = errors.Join(err, sessionStore{s.desk, s.Now}.DeleteCtx(ctx, l.key))
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
func (s *Server) stillInUse(c *echo.Context, v visitor) error {
	ctx := c.Request().Context()
	if v.credential.Kind != contract.Officer {
		return nil
	}
	now := s.Now().Unix()
	idle := time.Duration(now-s.sessions.GetInt64(ctx, "used")) * time.Second
	if idle > idleTime {
		if err := s.sessions.Destroy(ctx); err != nil {
			return err
		}
		if err := s.keepSession(c); err != nil {
			return err
		}
		return refuse("no-session", "长时间没有操作，请重新登录。", "Nothing was done for an hour; log in again.")
	}
	if idle < useNoted {
		return nil
	}
	s.sessions.Put(ctx, "used", now)
	return s.keepSession(c)
}

// EndSessions ends every session that a server's database has, so that everybody logs in again. The server may be running.
func EndSessions(ctx context.Context, desk string) (ended int64, err error) {
	d, err := openDesk(ctx, desk)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	gone, err := d.write.ExecContext(ctx, "DELETE FROM sessions")
	if err != nil {
		return 0, fmt.Errorf("end all sessions: %w", err)
	}
	return gone.RowsAffected()
}
