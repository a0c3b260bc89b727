// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/ingest"
	rules "github.com/linli-project/linli/rules/device"
)

// watch is an officer of the body whose devices are heard, at the desk.
type watch struct {
	*office
	b   *client
	key *device
}

func onWatch(t *testing.T) *watch {
	t.Helper()
	tw := townOf(t)
	lift(tw)
	o := &office{t, tw, tw.Village}
	b, key := o.officer("owners", "值班员", "")
	return &watch{o, b, key}
}

// enrol has two bodies enrol a device.
func (w *watch) enrol(t *testing.T, d devices.DeviceEnrol) {
	t.Helper()
	now := act.Int(time.Now().Unix())
	d.Body, d.Class, d.From, d.Until, d.Transport = "owners", rules.T0, now-60, now+3600, d.Device
	if d.Commands == nil {
		d.Commands = []rules.Command{}
	}
	must(t, http.StatusCreated, w.twoSign(t, devices.TypeDeviceEnrol, d))
	if err := w.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// says has a device say something.
func (w *watch) says(name, topic, body string) {
	w.Helper()
	m := ingest.Message{Transport: ingest.Broker, Client: name, Topic: topic, Received: time.Now()}.WithBody([]byte(body))
	if err := w.oracle.Keep(w.Context(), m); err != nil {
		w.Fatal(err)
	}
}

// until asks again until an answer is as it should be: the oracle works by itself.
func until[T any](w *watch, path string, ok func(T) bool) T {
	w.Helper()
	for {
		got := decode[T](w, must(w, http.StatusOK, w.b.get(path)))
		if ok(got) {
			return got
		}
		if err := w.Context().Err(); err != nil {
			w.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// enrolled has two bodies enrol the town's oracle, once.
func (w *watch) enrolled(t *testing.T) {
	t.Helper()
	desk := decode[Desk](t, must(t, http.StatusOK, w.b.get("/desk")))
	if desk.Oracle.Enrolled == OwnOracleEnrolledEnrolled {
		return
	}
	var key act.Bytes
	if err := key.UnmarshalText([]byte(desk.Oracle.Key)); err != nil || desk.Oracle.Enrolled != OwnOracleEnrolledNone ||
		desk.Oracle.ID != w.oracle.ID() {
		t.Fatalf("%+v %v", desk, err)
	}
	must(t, http.StatusCreated, w.twoSign(t, devices.TypeOracleEnrol, devices.OracleEnrol{Body: "owners", Key: key, Name: "门岗"}))
	desk = until(w, "/desk", func(d Desk) bool { return d.Oracle.Enrolled == OwnOracleEnrolledEnrolled })
	if !slices.ContainsFunc(desk.Oracles, func(o OracleItem) bool { return o.ID == desk.Oracle.ID && o.Name == "门岗" && !o.Retired }) {
		t.Errorf("%+v", desk.Oracles)
	}
	if !slices.Contains(desk.Kinds, "smoke") || !slices.ContainsFunc(desk.Profiles, func(p DeviceProfile) bool {
		return p.Name == "shelly" && slices.Equal(p.Commands, []string{"open"})
	}) {
		t.Errorf("%+v", desk)
	}
}

func (w *watch) smoke(t *testing.T, id string) Alarm {
	t.Helper()
	w.enrol(t, devices.DeviceEnrol{Device: id, Kinds: []rules.Kind{rules.Smoke}, Place: "3 号楼 2 单元", Profile: "zigbee2mqtt", Every: 3600})
	w.says(id, "zigbee2mqtt/"+id, `{"smoke":true}`)
	all := until(w, "/desk/alarms", func(a Alarms) bool {
		return slices.ContainsFunc(a.Items, func(a Alarm) bool { return a.Device == id && a.OnLedger })
	})
	return all.Items[slices.IndexFunc(all.Items, func(a Alarm) bool { return a.Device == id })]
}

// An alarm is raised, acknowledged by an officer over the ledger, and over; who and when is told.
func TestAlarm(t *testing.T) {
	w := onWatch(t)
	w.enrolled(t)
	a := w.smoke(t, "smoke-1")
	if a.Kind != "smoke" || !a.Active || !a.Open || a.Raised == 0 || a.Place != "3 号楼 2 单元" || a.Told != 0 || a.Back ||
		a.AcknowledgedBy != nil {
		t.Errorf("%+v", a)
	}
	path := "/desk/alarms/smoke-1/smoke"
	body := decode[devices.AlarmAcknowledge](t, must(t, http.StatusOK, w.b.get(path+"/acknowledgement")))
	must(t, http.StatusCreated, w.b.post(w.act(w.key, devices.TypeAlarmAcknowledge, body)))
	detail := until(w, path, func(d AlarmDetail) bool { return d.Alarm.Acknowledged != 0 })
	if by := detail.Alarm.AcknowledgedBy; by == nil || by.Name != "值班员" || by.Body != "owners" || !detail.Alarm.Open {
		t.Errorf("%+v", detail.Alarm)
	}
	if h := detail.History; len(h) != 1 || h[0].AcknowledgedBy == nil || h[0].Logged == 0 || h[0].Index == nil {
		t.Errorf("%+v", detail.History)
	}
	if a := w.b.get(path + "/acknowledgement"); a.status != http.StatusConflict || a.problem() != "not-possible-now" {
		t.Errorf("twice: %d %s", a.status, a.body)
	}
	w.says("smoke-1", "zigbee2mqtt/smoke-1", `{"smoke":false}`)
	over := until(w, path, func(d AlarmDetail) bool { return !d.Alarm.Open })
	if over.Alarm.Active || over.Alarm.Cleared == 0 || len(over.History) != 2 {
		t.Errorf("%+v", over)
	}
	for _, other := range []string{"/desk/alarms/smoke-1/gas", "/desk/alarms/nothing-yet/smoke", "/desk/alarms/smoke-1/gas/acknowledgement"} {
		if a := w.b.get(other); a.status != http.StatusNotFound {
			t.Errorf("%s: %d %s", other, a.status, a.body)
		}
	}
}

// What nobody answers is told to others; what was answered and still stands comes back, with who had seen it.
func TestAlarmEscalatesAndComesBack(t *testing.T) {
	w := onWatch(t)
	w.enrolled(t)
	w.smoke(t, "smoke-6")
	const path = "/desk/alarms/smoke-6/smoke"
	t.Cleanup(func() { w.ahead.Store(0) })
	for told, ahead := range []int64{0, rules.EscalateAfter, rules.SupervisorAt} {
		w.ahead.Store(ahead)
		until(w, path, func(d AlarmDetail) bool { return d.Alarm.Told == told })
	}
	w.ahead.Store(0)
	body := decode[devices.AlarmAcknowledge](t, must(t, http.StatusOK, w.b.get(path+"/acknowledgement")))
	must(t, http.StatusCreated, w.b.post(w.act(w.key, devices.TypeAlarmAcknowledge, body)))
	until(w, path, func(d AlarmDetail) bool { return d.Alarm.Acknowledged != 0 })
	w.ahead.Store(rules.BackAfter + 60_000)
	back := until(w, path, func(d AlarmDetail) bool { return d.Alarm.Back })
	if back.Alarm.Acknowledged != 0 || !back.Alarm.Open || back.Alarm.Told != 0 || back.History[0].Acknowledged == 0 {
		t.Errorf("%+v", back)
	}
}

// Events are found by device, kind and time, and each has its three times and its proof.
func TestDeviceEvents(t *testing.T) {
	w := onWatch(t)
	w.enrolled(t)
	w.smoke(t, "smoke-2")
	now := time.Now().UnixMilli()
	for query, want := range map[string]int{
		"device=smoke-2": 1, "device=smoke-2&kind=smoke": 1, "device=smoke-2&kind=gas": 0, "device=nothing-yet": 0,
		"device=smoke-2&from=" + strconv.FormatInt(now+60_000, 10): 0, "device=smoke-2&until=" + strconv.FormatInt(now-600_000, 10): 0,
		"device=smoke-2&from=" + strconv.FormatInt(now-600_000, 10) + "&until=" + strconv.FormatInt(now+60_000, 10): 1,
		"device=smoke-2&before=1": 0,
	} {
		list := decode[DeviceEvents](t, must(t, http.StatusOK, w.b.get("/desk/events?"+query)))
		if len(list.Items) != want || list.Next != 0 {
			t.Errorf("%s: %+v", query, list)
		}
	}
	e := decode[DeviceEvents](t, w.b.get("/desk/events?device=smoke-2")).Items[0]
	if e.Received == 0 || e.Happened == 0 || e.Logged < e.Received-60_000 || e.Class != "T0" || e.Values["active"] != "true" {
		t.Errorf("%+v", e)
	}
	a := must(t, http.StatusOK, w.b.get("/desk/events/"+e.ID+"/proof"))
	if !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("it is no file: %v", a.header)
	}
	proof, err := rules.ReadEventProof([]byte(a.body))
	if err != nil || proof.ID != e.ID || rules.IDOf(proof.Event).String() != e.ID {
		t.Errorf("%+v %v", proof, err)
	}
}

// A device's health is what it said and did not; it is given what it connects with, and commands.
func TestDevices(t *testing.T) {
	w := onWatch(t)
	w.enrolled(t)
	w.smoke(t, "smoke-3")
	w.enrol(t, devices.DeviceEnrol{
		Commands: []rules.Command{rules.Open}, Device: "door-3", Kinds: []rules.Kind{rules.Relay}, Place: "东门", Profile: "shelly",
	})
	list := decode[Devices](t, must(t, http.StatusOK, w.b.get("/desk/devices")))
	find := func(id string) DeviceItem {
		i := slices.IndexFunc(list.Items, func(d DeviceItem) bool { return d.Device == id })
		if i < 0 {
			t.Fatalf("no %s in %+v", id, list)
		}
		return list.Items[i]
	}
	if d := find("smoke-3"); d.Window != Spoken || d.Heard == 0 || !slices.Equal(d.Alarms, []string{"smoke"}) || d.Silent || !d.Mine {
		t.Errorf("%+v", d)
	}
	if d := find("door-3"); d.Window != Open || d.Heard != 0 || d.Credential != 0 || !slices.Equal(d.Commands, []string{"open"}) {
		t.Errorf("%+v", d)
	}
	for by, has := range map[string]string{"password": `"password":"`, "certificate": "PRIVATE KEY", "token": `"token":"`, "digest": `"digest":"`} {
		a := must(t, http.StatusCreated, w.b.do(http.MethodPost, "/desk/devices/door-3/credential", map[string]string{"by": by}))
		if !strings.Contains(a.body, has) || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s", by, a.body)
		}
	}
	by := map[string]string{"by": "password"}
	if a := w.b.do(http.MethodPost, "/desk/devices/nothing-yet/credential", by); a.status != http.StatusNotFound {
		t.Errorf("for no device: %d %s", a.status, a.body)
	}
	must(t, http.StatusCreated, w.b.post(w.act(w.key, devices.TypeCommandGive, devices.CommandGive{
		Command: rules.Open, Device: "door-3", Expires: act.Int(time.Now().Unix() + 600),
	})))
	detail := decode[DeviceDetail](t, must(t, http.StatusOK, w.b.get("/desk/devices/door-3")))
	if detail.Device.Credential == 0 || len(detail.Given) != 1 || detail.Given[0].By.Name != "值班员" || detail.Given[0].Command != "open" ||
		detail.Given[0].Outcome != "" {
		t.Errorf("%+v", detail)
	}
	must(t, http.StatusCreated, w.b.post(w.act(w.key, devices.TypeDeviceWithdraw, devices.DeviceWithdraw{Device: "smoke-3"})))
	until(w, "/desk/alarms/smoke-3/smoke", func(d AlarmDetail) bool { return !d.Alarm.Active && d.Alarm.Open }) // it cannot end it any more
	if d := decode[DeviceDetail](t, w.b.get("/desk/devices/smoke-3")).Device; !d.Withdrawn {
		t.Errorf("%+v", d)
	}
}

// Whom a gate lets in is kept here; the command that is signed has a commitment to it, and who gave it is noted.
func TestList(t *testing.T) {
	w := onWatch(t)
	w.enrolled(t)
	w.enrol(t, devices.DeviceEnrol{
		Commands: []rules.Command{rules.List}, Device: "gate-8", Kinds: []rules.Kind{rules.Plate}, Place: "东门", Profile: "vzenith",
	})
	w.enrol(t, devices.DeviceEnrol{
		Commands: []rules.Command{rules.Open}, Device: "gate-9", Kinds: []rules.Kind{rules.Plate}, Place: "西门", Profile: "vzenith",
	})
	now := time.Now().UnixMilli()
	keep := func(device, plate string, until int64) answer {
		return w.b.do(http.MethodPost, "/desk/devices/"+device+"/list", map[string][]Guest{"guests": {{Plate: plate, From: now, Until: until}}})
	}
	const hour = 3_600_000
	kept := must(t, http.StatusCreated, keep("gate-8", "粤a·12345", now+hour))
	if kept.header.Get("Cache-Control") != "no-store" || strings.Contains(kept.body, "12345") {
		t.Errorf("%v %s", kept.header, kept.body)
	}
	arguments := decode[struct{ Arguments string }](t, kept).Arguments
	must(t, http.StatusCreated, w.b.post(w.act(w.key, devices.TypeCommandGive, devices.CommandGive{
		Arguments: arguments, Command: rules.List, Device: "gate-8", Expires: act.Int(time.Now().Unix() + 600),
	})))
	log, err := w.store.Audit(t.Context(), garden, 0, 10_000)
	if err != nil || !strings.Contains(marshal(t, log), "device list gate-8") {
		t.Errorf("nobody notes who gave it: %v", err)
	}
	for name, c := range map[string]struct {
		got  answer
		kind string
	}{
		"of signs":   {keep("gate-8", "粤A;12345", now+hour), "bad-request"},
		"over":       {keep("gate-8", "粤A12345", now-hour), "bad-request"},
		"not listed": {keep("gate-9", "粤A12345", now+hour), "not-possible-now"},
		"no device":  {keep("nothing-yet", "粤A12345", now+hour), "not-found"},
	} {
		if c.got.problem() != c.kind || strings.Contains(c.got.body, "12345") {
			t.Errorf("%s: %d %s", name, c.got.status, c.got.body)
		}
	}
	nobody := map[string][]Guest{"guests": {}}
	if a := w.b.do(http.MethodPost, "/desk/devices/gate-8/list", nobody); a.status != http.StatusBadRequest {
		t.Errorf("nobody: %d %s", a.status, a.body)
	}
}

// What is not understood is set aside with its reason, and shown to who asks for it, on record; who is not known is listed.
func TestAside(t *testing.T) {
	w := onWatch(t)
	w.enrolled(t)
	w.smoke(t, "smoke-4")
	w.says("smoke-4", "zigbee2mqtt/smoke-4", "浙A12345 is not JSON")
	aside := until(w, "/desk/quarantine", func(q Quarantine) bool { return len(q.Items) > 0 && q.Items[0].Client == "smoke-4" }).Items[0]
	if aside.Code != "NOT_JSON" || aside.Why.Zh == "" || aside.Why.En == "" || aside.Device != "smoke-4" ||
		aside.Expires <= aside.Received {
		t.Errorf("%+v", aside)
	}
	if a := w.b.get("/desk/quarantine"); strings.Contains(a.body, "浙A12345") {
		t.Error("what it said is in the list")
	}
	said := must(t, http.StatusOK, w.b.get("/desk/quarantine/"+strconv.FormatInt(aside.Record, 10)+"/message"))
	if said.body != "浙A12345 is not JSON" || said.header.Get("Content-Type") != "text/plain; charset=utf-8" ||
		!strings.HasPrefix(said.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v %s", said.header, said.body)
	}
	log, err := w.store.Audit(t.Context(), garden, 0, 10_000)
	if err != nil || !strings.Contains(marshal(t, log), "device message "+strconv.FormatInt(aside.Record, 10)) {
		t.Errorf("nobody notes who looked: %v", err)
	}
	if a := w.b.get("/desk/quarantine?before=" + strconv.FormatInt(aside.Record, 10)); strings.Contains(a.body, `"record":`+
		strconv.FormatInt(aside.Record, 10)+",") {
		t.Error(a.body)
	}
	w.says("unknown-7", "zigbee2mqtt/unknown-7", `{"smoke":true}`)
	knocked := until(w, "/desk/strangers", func(s Strangers) bool {
		return slices.ContainsFunc(s.Items, func(s StrangerItem) bool { return s.Client == "unknown-7" })
	})
	if s := knocked.Items[0]; s.Reason != StrangerItemReasonStranger || s.Times != 1 || s.First == 0 || s.Device != "" {
		t.Errorf("%+v", s)
	}
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestPlan(t *testing.T) {
	w := onWatch(t)
	w.enrolled(t)
	w.enrol(t, devices.DeviceEnrol{Device: "bin-5", Kinds: []rules.Kind{rules.Fill}, Place: "西北角", Profile: "bin"})
	put := func(svg string) answer { return w.b.do(http.MethodPut, "/desk/plan", map[string]string{"svg": svg}) }
	const good = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h1"/></svg>`
	if a := put(strings.Replace(good, "<path", "<script>alert(1)</script><path", 1)); a.status != http.StatusUnprocessableEntity ||
		a.problem() != "bad-file" || !strings.Contains(a.body, "script") {
		t.Errorf("a script: %d %s", a.status, a.body)
	}
	if a := w.b.get("/desk/plan.svg"); a.status != http.StatusNotFound {
		t.Errorf("before there is one: %d %s", a.status, a.body)
	}
	must(t, http.StatusNoContent, put(good))
	drawn := must(t, http.StatusOK, w.b.get("/desk/plan.svg"))
	if drawn.body != good || drawn.header.Get("Content-Type") != "image/svg+xml" ||
		!strings.Contains(drawn.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%v %s", drawn.header, drawn.body)
	}
	must(t, http.StatusNoContent, w.b.do(http.MethodPut, "/desk/plan/bin-5", map[string]int{"x": 1, "y": 2}))
	must(t, http.StatusNoContent, w.b.do(http.MethodPut, "/desk/plan/bin-5", map[string]int{"x": 250, "y": 1000}))
	if p := decode[Plan](t, w.b.get("/desk/plan")); p.Hash == "" || !slices.Equal(p.Places, []DevicePlace{{Device: "bin-5", X: 250, Y: 1000}}) {
		t.Errorf("%+v", p)
	}
	if a := w.b.do(http.MethodPut, "/desk/plan/nothing-yet", map[string]int{"x": 1, "y": 2}); a.status != http.StatusNotFound {
		t.Errorf("no device: %d %s", a.status, a.body)
	}
	if a := w.b.do(http.MethodPut, "/desk/plan/bin-5", map[string]int{"x": 1001, "y": 2}); a.status != http.StatusBadRequest {
		t.Errorf("outside: %d %s", a.status, a.body)
	}
	must(t, http.StatusNoContent, w.b.do(http.MethodDelete, "/desk/plan/bin-5", nil))
	if p := decode[Plan](t, w.b.get("/desk/plan")); len(p.Places) != 0 {
		t.Errorf("%+v", p)
	}
}

// Nobody but officers of the body whose devices are heard sees the desk, and where none are heard there is none.
func TestWhoseDesk(t *testing.T) {
	w := onWatch(t)
	other, _ := w.officer("residents", "Neighbour", "")
	patterns, err := contractOf()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range patterns {
		if p.tag != "desk" || p.changes() {
			continue
		}
		path := fill(p.route.Path, map[string]string{"device": "nothing-yet", "kind": "smoke", "event": anyHash, "record": "7"})
		if a := other.get(path); a.status != http.StatusForbidden || a.problem() != "wrong-role" {
			t.Errorf("%s by another body: %d %s", path, a.status, a.body)
		}
	}
	for b, want := range map[*client]bool{w.b: true, other: false} {
		if s := decode[Session](t, b.get("/session")); s.Desk != want {
			t.Errorf("%+v", s)
		}
	}
	v := visitor{community: garden, credential: contract.Credential{Kind: contract.Officer, Body: "owners"}}
	orchard := &oracle.Oracle{Config: oracle.Config{Community: "orchard", Body: "owners"}}
	for name, o := range map[string]*oracle.Oracle{"none": nil, "of another community": orchard} {
		c := echo.New().NewContext(&http.Request{URL: &url.URL{}}, nil)
		c.Set(visitorKey, v)
		g := &deskGroup{register{oracle: o}}
		if err := asRefusal(g.onDuty(c)); err.kind != "not-found" || err.detail.zh == "" || hears(o, v) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
