// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/identity"
)

// InviteOfficer makes the token of a link with which an officer in the personal-data store may register a passkey, once, until
// it expires. desk is the server's database; the server may be running.
func InviteOfficer(ctx context.Context, desk, community, officer string, expires time.Time) (token string, err error) {
	d, err := openDesk(ctx, desk)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	token = rand.Text()
	if _, err := d.write.ExecContext(ctx, "INSERT INTO invited (token, community, officer, expires) VALUES (?, ?, ?, ?)",
		hashed(token), community, officer, expires.Unix()); err != nil {
		return "", fmt.Errorf("keep an officer's invitation: %w", err)
	}
	return token, nil
}

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// forgetInvitation ends an officer's invitations, once one was used.
func (d *desk) forgetInvitation(ctx context.Context, community, officer string) error {
	_, err := d.write.ExecContext(ctx, "DELETE FROM invited WHERE community = ? AND officer = ?", community, officer)
	return err
}

func (s *Server) beginOfficerRegistration(c *echo.Context) error {
	var body BeginOfficerRegistrationJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	var officer string
	err := s.desk.read.QueryRowContext(c.Request().Context(), "SELECT officer FROM invited WHERE token = ? AND community = ? AND expires > ?",
		hashed(body.Token), body.Community, s.Now().Unix()).Scan(&officer)
	if errors.Is(err, sql.ErrNoRows) {
		s.Log.Info("an officer's invitation was refused")
		return refuse("bad-proof", "链接已经用过或已过期，请向本单位的管理员索取新的链接。", "The link was used, or has expired; ask your body's administrator for a new one.")
	}
	if err != nil {
		return err
	}
	return s.register(c, body.Community, identity.Holder{Officer: officer})
}
