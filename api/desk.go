// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/base64"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/dialect"
	rules "github.com/linli-project/linli/rules/device"
)

// deskGroup is for the officers on duty, who see what devices say.
type deskGroup struct{ register }

// hears says whether this server hears the devices of a visitor's body in his community.
func hears(o *oracle.Oracle, v visitor) bool {
	return o != nil && v.credential.Kind == contract.Officer && v.community == o.Community && v.credential.Body == o.Body
}

// onDuty lets in the officers of the body whose devices this server hears.
func (g *deskGroup) onDuty(c *echo.Context) error {
	v := who(c)
	switch {
	case g.oracle == nil || v.community != g.oracle.Community:
		return refuse("not-found", "本服务器没有接入这个小区的设备。", "This server hears no devices of this community.")
	case !hears(g.oracle, v):
		return refuse("wrong-role", "值班台只供接入设备的单位的经办人使用，请在本单位的服务器上查看。",
			"The desk is for officers of the body whose devices are heard here; see your own body's server.")
	}
	return nil
}

func (g *deskGroup) getDesk(c *echo.Context) error {
	if err := g.onDuty(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	desk := Desk{Oracle: OwnOracle{
		ID: g.oracle.ID(), Key: base64.RawURLEncoding.EncodeToString(g.oracle.PublicKey()), Enrolled: OwnOracleEnrolledNone,
	}}
	var err error
	if desk.Oracles, err = g.oracles(ctx); err != nil {
		return err
	}
	for _, o := range desk.Oracles {
		if o.ID == desk.Oracle.ID {
			desk.Oracle.Enrolled = OwnOracleEnrolledEnrolled
			if o.Retired {
				desk.Oracle.Enrolled = OwnOracleEnrolledRetired
			}
		}
	}
	open, err := g.oracle.Store.Alarms(ctx, g.oracle.Community, true)
	if err != nil {
		return err
	}
	desk.Open = len(open)
	if desk.Waiting, err = g.oracle.Store.Waiting(ctx); err != nil {
		return err
	}
	dropped, err := g.oracle.Store.Dropped(ctx)
	if err != nil {
		return err
	}
	desk.Dropped = DroppedItems{Quarantine: dropped.Quarantine, Strangers: dropped.Strangers}
	for _, name := range dialect.Profiles() {
		desk.Profiles = append(desk.Profiles, DeviceProfile{Name: name, Commands: texts(dialect.Takes(name))})
	}
	desk.Kinds = texts(rules.Kinds())
	return private(c, http.StatusOK, desk)
}

// texts are words of the rules as plain texts.
func texts[T ~string](words []T) []string {
	plain := make([]string, len(words))
	for i, word := range words {
		plain[i] = string(word)
	}
	return plain
}

// oracles are those of the community, with how much each has put on the ledger.
func (g *deskGroup) oracles(ctx context.Context) ([]OracleItem, error) {
	all := []OracleItem{}
	for o, err := range index.All(ctx, g.index, devices.Oracles, g.oracle.Community) {
		if err != nil {
			return nil, err
		}
		item := OracleItem{ID: act.KeyID([]byte(o.Key)), Body: o.Body, Name: o.Name, Retired: o.Retired != ""}
		log, err := index.Optional(ctx, g.index, devices.EventLogs, g.oracle.Community, item.ID)
		if err != nil {
			return nil, err
		}
		item.Events = log.Size
		all = append(all, item)
	}
	return all, nil
}

// namer says who officers are, asking once for each.
type namer struct {
	register
	community string
	names     map[string]*DeskOfficer
}

func (r register) namer(community string) namer {
	return namer{r, community, map[string]*DeskOfficer{}}
}

// name is the officer of a passkey; nil for no passkey.
func (n namer) name(ctx context.Context, credential string) (*DeskOfficer, error) {
	if known, ok := n.names[credential]; ok || credential == "" {
		return known, nil
	}
	key, err := index.Optional(ctx, n.index, contract.Credentials, n.community, credential)
	if err != nil {
		return nil, err
	}
	officer := &DeskOfficer{Credential: credential, Body: key.Body}
	n.names[credential] = officer
	kept, err := n.store.Passkey(ctx, n.community, credential)
	if err != nil {
		return officer, unlessNotFound(err)
	}
	of, err := n.store.Officer(ctx, n.community, kept.Officer)
	officer.Name = of.Name
	return officer, unlessNotFound(err)
}
