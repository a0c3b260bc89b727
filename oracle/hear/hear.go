// SPDX-License-Identifier: Apache-2.0

// Package hear gives what devices say one meaning: which device spoke, what of it is news, and what is set aside. It decides, and keeps
// nothing.
package hear

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/ingest"
	rules "github.com/linli-project/linli/rules/device"
)

// Codes of why what a device said is set aside, beside those of package dialect.
const (
	Stranger    act.Code = "STRANGER"      // nobody has enrolled a device with this name
	OutOfWindow act.Code = "OUT_OF_WINDOW" // it spoke for the first time when it was not expected to
	NotItsKind  act.Code = "NOT_ITS_KIND"  // it is not enrolled to say this
	NotItsWord  act.Code = "NOT_ITS_WORD"  // the message is another device's
	Replay      act.Code = "REPLAY"        // its counter is one of long ago
	BadTime     act.Code = "BAD_TIME"      // it lies in the future, or too far back
)

// Ear hears the devices of one body in a community. What it is told of a device, and what it says of one later, a store keeps.
type Ear struct {
	Register Register
	Key      []byte // 32 secret bytes, under which a plate is committed to
}

// Hearing is what a message leads to.
type Hearing struct {
	Events []Event
	Known  map[string]rules.Known // of the devices that it changes, by id
	Aside  []Aside
}

// Event is an event with its canonical text.
type Event struct {
	rules.Event
	ID   rules.ID
	Text string
}

// Aside is something that is not believed or not understood. People look at it.
type Aside struct {
	Name   string // of who said it, as he connects
	Device string // its id, or "" of a stranger
	Why    error  // an *act.Error
}

// Hear says what a message leads to, after what is known of a device, by its id.
func (e Ear) Hear(m ingest.Message, known func(device string) rules.Known) Hearing {
	h := hearing{Ear: e, message: m, known: known, Hearing: Hearing{Known: map[string]rules.Known{}}, counted: map[string]bool{}}
	speaker, ok := e.Register.Speaker(m.Client)
	if !ok {
		h.aside(m.Client, "", act.Refuse(Stranger))
		return h.Hearing
	}
	readings, err := h.read(speaker)
	if act.CodeOf(err) == dialect.NoEvent {
		h.spoke(speaker)
		return h.Hearing
	}
	if err != nil {
		h.aside(speaker.Transport, speaker.Device, err)
		return h.Hearing
	}
	for _, r := range readings {
		h.take(speaker, r)
	}
	return h.Hearing
}

// hearing is a message being heard.
type hearing struct {
	Ear
	Hearing
	message ingest.Message
	known   func(string) rules.Known
	counted map[string]bool // devices whose counter was taken, as all readings of a message have one
}

// read reads the message, and checks whose it is if the speaker signs.
func (h *hearing) read(speaker device.Device) ([]rules.Reading, error) {
	m := h.message
	if m.Size > len(m.Body) {
		return nil, act.Refuse(act.TooLarge, "of", "message", "size", m.Size, "most", len(m.Body))
	}
	readings, err := dialect.Decode(speaker.Profile, dialect.Message{
		Topic: m.Topic, Body: m.Body, Retained: m.Retained, Received: m.Received.UnixMilli(),
	})
	if err != nil || !speaker.Class.Signs() {
		return readings, err
	}
	if err := dialect.Verify(m.Body, speaker.Key); err != nil {
		return nil, err
	}
	for _, r := range readings {
		if r.Device != speaker.Device {
			return nil, act.Refuse(NotItsWord)
		}
	}
	return readings, nil
}

// take takes one reading.
func (h *hearing) take(speaker device.Device, r rules.Reading) {
	d, ok := h.Register.of(speaker, r)
	if !ok {
		h.unexpected(speaker, d, r)
		return
	}
	if !h.expected(d) || !h.count(d, r) {
		return
	}
	h.spoke(d)
	h.judge(d, r)
}

// unexpected sets aside what nobody has enrolled: a device that another one speaks for, or a kind.
func (h *hearing) unexpected(speaker, d device.Device, r rules.Reading) {
	if d.Device == speaker.Device && r.Device != "" && r.Device != speaker.Device {
		h.aside(through(speaker.Transport, r.Device), "", act.Refuse(Stranger))
		return
	}
	h.aside(d.Transport, d.Device, act.Refuse(NotItsKind, "kind", string(r.Kind)))
}

// expected says whether a device that speaks for the first time was expected to.
func (h *hearing) expected(d device.Device) bool {
	if h.of(d.Device).Heard == 0 && !d.Expected(h.message.Received.Unix()) {
		h.aside(d.Transport, d.Device, act.Refuse(OutOfWindow, "from", d.From, "until", d.Until))
		return false
	}
	return true
}

// count takes the counter of the message, and says whether there is anything new in it.
func (h *hearing) count(d device.Device, r rules.Reading) bool {
	if h.counted[d.Device] {
		return true
	}
	after, newness := h.of(d.Device).Count(r)
	if newness == rules.TooOld {
		h.aside(d.Transport, d.Device, act.Refuse(Replay, "counter", r.Counter))
	}
	if newness != rules.Fresh {
		return false
	}
	h.Known[d.Device] = after
	h.counted[d.Device] = true
	return true
}

// of is what is known of a device by now.
func (h *hearing) of(id string) rules.Known {
	if k, ok := h.Known[id]; ok {
		return k
	}
	return h.known(id)
}

// spoke notes that a device spoke. If its silence was an alarm, that is over.
func (h *hearing) spoke(d device.Device) {
	if h.message.Retained {
		return
	}
	k, now := h.of(d.Device), h.message.Received.UnixMilli()
	spoken := k.Spoken(now)
	k.Heard = max(k.Heard, now)
	h.Known[d.Device] = k
	if k.Silent() {
		h.judge(d, spoken)
	}
}

// judge says whether a reading is an event.
func (h *hearing) judge(d device.Device, r rules.Reading) {
	verdict, after, before := h.of(d.Device).Take(r, h.message.Received.UnixMilli())
	switch verdict {
	case rules.Forged:
		h.aside(d.Transport, d.Device, act.Refuse(BadTime, "at", r.At))
		return
	case rules.News, rules.Correction:
		if event, ok := h.event(d, r, after, before); ok {
			after = after.Was(r, event.ID.String())
			h.Events = append(h.Events, event)
		}
	case rules.Repetition, rules.Baseline:
	}
	h.Known[d.Device] = after
}

// event writes an event down.
func (h *hearing) event(d device.Device, r rules.Reading, k rules.Known, before string) (Event, bool) {
	raw := sha256.Sum256(h.message.Body)
	received := h.message.Received.UnixMilli()
	e := Event{Event: rules.Event{
		Class: d.Class, Clock: rules.Offset(k.Clock), Community: h.Register.community,
		Counter: act.Int(r.Counter), //nolint:gosec // below 2^63
		Device:  d.Device, Happened: act.Int(r.Happened(received)), Kind: r.Kind, Raw: hex.EncodeToString(raw[:]),
		Received: act.Int(received), Replaces: before, V: rules.Version, Values: h.values(r),
	}}
	var err error
	if e.Text, err = e.Encode(); err != nil {
		h.aside(d.Transport, d.Device, act.Refuse(act.BadField, "of", "message", "member", "values"))
		return Event{}, false
	}
	e.ID = rules.IDOf(e.Text)
	return e, true
}

// values are those of an event: a plate, which points to a person, only as a commitment. The text of an alarm may come onto the ledger,
// when somebody acknowledges it, and has nothing else in it than what is plain; that of a gate may, when somebody shows when a car came,
// and has words of a list as well. What is left out is in the message, which the oracle keeps encrypted.
func (h *hearing) values(r rules.Reading) map[string]string {
	written := make(map[string]string, len(r.Values))
	for name, value := range r.Values {
		word := rules.Word(value)
		switch {
		case rules.Personal(name):
			written[name] = h.Commit(name, word)
		case rules.Plain(name, word), r.Kind.Gate() && rules.GateWord(name, word), !r.Kind.Alarm() && !r.Kind.Gate():
			written[name] = word
		}
	}
	return written
}

// Commit is a commitment to what points to a person: without the key nobody can try which one it is.
func (e Ear) Commit(name, value string) string {
	mac := hmac.New(sha256.New, e.Key)
	mac.Write([]byte("linli/commitment/v1\x00" + e.Register.community + "\x00" + name + "\x00" + value))
	return hex.EncodeToString(mac.Sum(nil))
}

func (h *hearing) aside(name, id string, why error) {
	h.Aside = append(h.Aside, Aside{Name: name, Device: id, Why: why})
}

// Silence says which devices should have spoken by a time, and have not.
func (e Ear) Silence(now time.Time, known func(device string) rules.Known) Hearing {
	h := hearing{Ear: e, message: ingest.Message{Received: now}, known: known, Hearing: Hearing{Known: map[string]rules.Known{}}}
	for _, d := range e.Register.Devices() {
		if known(d.Device).Overdue(int64(d.Every), now.UnixMilli()) {
			h.judge(d, rules.Silent(true))
		}
	}
	return h.Hearing
}
