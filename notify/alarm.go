// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Alarm is something that whoever operates a body's machine should see to before it stops the ledger.
type Alarm struct {
	Name  string        // e.g. "away/street"
	Level int           // from 1; a higher one is told again
	After time.Duration // how long it has to be so before it is told
	Zh    string        // what is wrong, and what to do
	En    string
}

// An alarm is over when it has not been so for alarmQuiet: what comes and goes is told once. What was not looked for in alarmGap may have
// been over meanwhile.
const (
	alarmQuiet = 30 * time.Minute
	alarmGap   = 5 * time.Minute
)

// alarming is an alarm as it is kept.
type alarming struct {
	name   string
	since  int64 // when it was first seen
	seen   int64 // and last
	level  int   // that operators were told of; 0 before they were
	zh, en string
}

// Alarms takes all that is wrong now, and queues a mail to each operator of what is new, and of what is over. What was told is kept in the
// file: a server that is started again tells nothing twice.
func (n *Notifier) Alarms(ctx context.Context, all []Alarm) error {
	return n.db.InTransaction(ctx, func(tx *sql.Tx) error {
		kept, err := keptAlarms(ctx, tx)
		if err != nil {
			return err
		}
		now := n.Now().Unix()
		for _, a := range all {
			if err := n.raise(ctx, tx, kept[a.Name], a, now); err != nil {
				return err
			}
			delete(kept, a.Name)
		}
		for _, gone := range kept {
			if err := n.end(ctx, tx, gone, now); err != nil {
				return err
			}
		}
		return nil
	})
}

func keptAlarms(ctx context.Context, tx *sql.Tx) (map[string]alarming, error) {
	rows, err := tx.QueryContext(ctx, "SELECT name, since, seen, level, zh, en FROM alarms")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	kept := map[string]alarming{}
	for rows.Next() {
		var a alarming
		if err := rows.Scan(&a.name, &a.since, &a.seen, &a.level, &a.zh, &a.en); err != nil {
			return nil, err
		}
		kept[a.name] = a
	}
	return kept, rows.Err()
}

// raise keeps an alarm, and tells of it when it has been so for long enough.
func (n *Notifier) raise(ctx context.Context, tx *sql.Tx, was alarming, a Alarm, now int64) error {
	if was.name == "" || was.level == 0 && now-was.seen > int64(alarmGap.Seconds()) {
		was.since = now
	}
	if a.Level > was.level && now-was.since >= int64(a.After.Seconds()) {
		l := letter{"邻里报警 Linli alarm: " + a.Name, a.Zh + "\n自 " + moment(Chinese, was.since) + "（北京时间）起。\n\n" +
			a.En + "\nSince " + moment(English, was.since) + ", Beijing time.\n"}
		if err := n.tellOperators(ctx, tx, l, now); err != nil {
			return err
		}
		n.Log.WarnContext(ctx, "alarm", "name", a.Name, "level", a.Level, "what", a.En)
		was.level = a.Level
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO alarms (name, since, seen, level, zh, en) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (name) DO UPDATE SET since = $2, seen = $3, level = $4, zh = $5, en = $6`, a.Name, was.since, now, was.level, a.Zh, a.En)
	return err
}

// end forgets an alarm that has not been so for long enough, and tells that it is over if it was told of.
func (n *Notifier) end(ctx context.Context, tx *sql.Tx, was alarming, now int64) error {
	if now-was.seen < int64(alarmQuiet.Seconds()) {
		return nil
	}
	if was.level > 0 {
		l := letter{"报警解除 Linli alarm over: " + was.name, "已经恢复。最后一次出现在 " + moment(Chinese, was.seen) + "（北京时间）：\n" + was.zh +
			"\n\nIt is over. It was last so on " + moment(English, was.seen) + ", Beijing time:\n" + was.en + "\n"}
		if err := n.tellOperators(ctx, tx, l, now); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM alarms WHERE name = $1", was.name)
	return err
}

func (n *Notifier) tellOperators(ctx context.Context, tx *sql.Tx, l letter, now int64) error {
	var id int64
	row := tx.QueryRowContext(ctx, "INSERT INTO letters (subject, text, at) VALUES ($1, $2, $3) RETURNING id", l.subject, l.text, now)
	if err := row.Scan(&id); err != nil {
		return err
	}
	for _, address := range n.Operators {
		if err := n.enqueue(ctx, tx, delivery{notice: id}, operatorWay+address); err != nil {
			return err
		}
	}
	return nil
}

// operatorWay is before an operator's address in a way's name.
const operatorWay = "operator:"

// operator is the way by mail to one who operates the machine.
type operator struct {
	*post

	address string
}

func (o *operator) name() string { return operatorWay + o.address }

// send sends one alarm, or the end of one.
func (o *operator) send(ctx context.Context, d delivery) error {
	var l letter
	err := o.db.Read.QueryRowContext(ctx, "SELECT subject, text FROM letters WHERE id = $1", d.notice).Scan(&l.subject, &l.text)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: the letter is gone", errHopeless)
	}
	if err != nil {
		return err
	}
	m, err := o.message(d, o.address, l)
	if err != nil {
		return err
	}
	return o.hand(ctx, m)
}

// isMail says whether a way is by mail.
func isMail(name string) bool { return name == mailWay || strings.HasPrefix(name, operatorWay) }
