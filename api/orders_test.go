// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/jpeg"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/analysis"
	said "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/order"
)

// worker enrols a worker of the first body in the garden, whom this server's store does not know.
func (tw *town) worker(t *testing.T) signer {
	t.Helper()
	return tw.workerOf(t, tw.Convener())
}

// workerOf enrols one of an officer's body.
func (tw *town) workerOf(t *testing.T, by *village.Signer) signer {
	t.Helper()
	w, err := tw.Stranger()
	if err != nil {
		t.Fatal(err)
	}
	agreed, err := w.Key.Sign(order.AgreementText(tw.Constitution.Net, garden, by.Body, w.Key.ID()))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := tw.Act(order.TypeWorkerEnrol, order.WorkerEnrol{
		Agreed:  order.Agreement{AuthData: agreed.AuthData, ClientData: agreed.ClientData, Sig: agreed.Sig},
		Passkey: w.Key.Passkey(), Worker: w.Key.ID(),
	}, by)
	if err != nil {
		t.Fatal(err)
	}
	b := tw.browser(t)
	b.mustLogIn(by.Key)
	must(t, http.StatusCreated, b.post(signed))
	return w.Key
}

// orderly is an office with a grid, in which a worker waits, and a resident.
type orderly struct {
	*staffed
	resident, worker       *client
	residentKey, workerKey *device
	person, unit           string
}

const grid = "south"

func (tw *town) orderly(t *testing.T, id string) *orderly {
	t.Helper()
	o := &orderly{staffed: tw.staffed(t, id)}
	found := o.find(o.zhang, "业主0008")[0]
	o.resident, o.residentKey, o.person = o.staffed.resident(o.letterFor(found.Person).Issue)
	o.worker, o.workerKey = o.hire("工人甲")
	must(t, 201, o.two(order.TypeGridSet, order.GridSet{
		Body: "owners", Grid: grid, Languages: []order.Speaker{{Languages: []string{"en", "wuu"}, Worker: o.workerKey.ID()}},
		Places: []string{"3-"}, Shifts: []order.Shift{}, Supervisor: o.zhangKey.ID(), Workers: []string{o.workerKey.ID()},
	}))
	must(t, 201, o.two(order.TypeDutiesAdopt, order.DutiesAdopt{
		Basis: strings.Repeat("a", 64), Version: 1,
		Duties: []order.Duty{
			{Grid: grid, Hands: 3, Kind: string(rules.RepairWater), Place: "3-", Priority: rules.Urgent},
			{Grid: grid, Hands: 3, Kind: string(rules.SOS), Priority: rules.Emergency},
		},
	}))
	choices := decode[OrderChoices](t, must(t, 200, o.resident.get("/me/orders/choices")))
	if len(choices.Units) == 0 || choices.Units[0].House == "" || !slices.Equal(choices.Places, []string{"3-"}) ||
		slices.ContainsFunc(choices.Kinds, func(k OrderKind) bool { return k.Kind == string(rules.Silence) }) {
		t.Fatalf("%+v", choices)
	}
	at := slices.IndexFunc(choices.Units, func(u identity.Home) bool { return strings.Contains(u.House, "幢") })
	home := choices.Units[max(at, 0)]
	if o.unit = home.Unit; !slices.Contains(found.Units, home) {
		t.Fatalf("%+v is none of %+v", home, found.Units)
	}
	return o
}

// Whoever telephones is found by an officer, and is told of the order as if he had reported it himself.
func TestOrderByTelephone(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.orderly(t, "api-telephone")
	caller := o.find(o.zhang, "业主0008")[0]
	at := slices.IndexFunc(caller.Units, func(home identity.Home) bool { return home.Unit == o.unit })
	must(t, 201, o.zhang.post(o.act(o.zhangKey, order.TypeOrderTake, order.OrderTake{
		Kind: rules.RepairWater, Photos: []string{}, Place: "3-2", Unit: caller.Units[at].Unit,
	})))
	for body, by := range map[string]struct {
		b   *client
		key *device
	}{"": {o.zhang, o.zhangKey}, "residents": {o.li, o.liKey}} { // this server is the first one's body's
		away := strings.Repeat("0", 64)
		id := decode[Receipt](t, must(t, 201, by.b.post(o.act(by.key, order.TypeOrderTake, order.OrderTake{
			Kind: rules.Noise, Photos: []string{away}, Place: "3-2", Text: away,
		})))).Act
		d := o.order(o.zhang, id)
		if d.Text.State != OrderTextStateAway || d.Text.Body != body || d.Photos[0].Body != body {
			t.Errorf("left at %q: %+v %+v", body, d.Text, d.Photos)
		}
	}
	list := decode[OrderList](t, must(t, 200, o.resident.get("/me/orders")))
	if len(list.Items) != 1 || list.Items[0].Affected != 1 || list.Items[0].Grid != grid {
		t.Fatalf("%+v", list)
	}
	if detail := o.order(o.resident, list.Items[0].Order); !slices.Equal(detail.Mine, []string{o.unit}) {
		t.Errorf("%+v", detail)
	}
}

// hire takes a worker from an officer's invitation to his first login.
func (o *orderly) hire(name string) (*client, *device) {
	o.Helper()
	invited := decode[WorkerInvitation](o, must(o, 201, o.zhang.do(http.MethodPost, "/workers/invitations",
		map[string]string{"name": name, "phone": "13900000009"})))
	if link, err := url.Parse(invited.Link); err != nil || link.Fragment != "register="+invited.Token || link.Path != "/c/"+o.v.ID+"/work" {
		o.Errorf("%+v %v", invited, err)
	}
	b := o.browser(o)
	b.community = o.v.ID
	link := map[string]string{"community": o.v.ID, "token": invited.Token}
	if a := b.do(http.MethodPost, "/officers/register/begin", link); a.problem() != "bad-proof" {
		o.Errorf("a worker's link as an officer's: %d %s", a.status, a.body)
	}
	options := must(o, 200, b.do(http.MethodPost, "/workers/register/begin", link))
	d := newDevice(o.v.Constitution.RP)
	made := decode[NewPasskey](o, must(o, 201, b.do(http.MethodPost, "/webauthn/register/finish",
		map[string]json.RawMessage{"credential": d.attest(o, []byte(options.body))})))
	if made.Worker == "" || made.Body != "owners" || made.Officer != "" || made.Admitted {
		o.Errorf("%+v", made)
	}
	if a := b.do(http.MethodPost, "/workers/register/begin", link); a.status != 403 || a.problem() != "bad-proof" {
		o.Errorf("a link that was used: %d %s", a.status, a.body)
	}
	o.agree(b, d, "residents", 401)
	o.agree(b, d, "owners", 204)
	o.agree(b, d, "owners", 204)
	list := decode[Workers](o, must(o, 200, o.zhang.get("/workers")))
	at := slices.IndexFunc(list.Waiting, func(w WaitingWorker) bool { return w.Name == name })
	if at < 0 || list.Waiting[at].Phone != "13900000009" {
		o.Fatalf("%+v", list)
	}
	if others := decode[Workers](o, must(o, 200, o.li.get("/workers"))); len(others.Waiting)+len(others.Items) != 0 {
		o.Errorf("another body's officer sees %+v", others)
	}
	must(o, 201, o.zhang.post(o.act(o.zhangKey, order.TypeWorkerEnrol, list.Waiting[at].Enrol)))
	o.agree(b, d, "owners", 409)
	if left := decode[Workers](o, must(o, 200, o.zhang.get("/workers"))); len(left.Waiting) != len(list.Waiting)-1 {
		o.Errorf("%+v", left)
	}
	b.mustLogIn(d)
	if s := decode[Me](o, must(o, 200, b.get("/me"))).Session; s.Kind != "worker" || s.Body != "owners" || !s.RegisteredHere {
		o.Errorf("%+v", s)
	}
	return b, d
}

// agree leaves a passkey's agreement to work for a body.
func (o *orderly) agree(b *client, d *device, body string, want int) {
	o.Helper()
	s := d.sign(o, order.AgreementText(o.server.genesis, o.v.ID, body, d.ID()))
	encode := base64.RawURLEncoding.EncodeToString
	must(o, want, b.do(http.MethodPost, "/workers/register/agree", map[string]string{
		"community": o.v.ID, "worker": d.ID(), "clientDataJSON": encode(s.ClientData), "authenticatorData": encode(s.AuthData),
		"signature": encode(s.Sig),
	}))
}

const orderSalt = "c2FsdHNhbHRzYWx0c2FsdA"

// leave leaves a text of an order; query is "" or begins with a question mark.
func (b *client) leave(text, query string) string {
	b.Helper()
	hash := identity.HashText(orderSalt, text)
	for range 2 {
		must(b, 204, b.do(http.MethodPut, "/orders/texts/"+hash+query, map[string]string{"salt": orderSalt, "text": text}))
	}
	return hash
}

// leavePhoto leaves a photo, of any picture.
func (b *client) leavePhoto(query string) (hash string, raw []byte) {
	b.Helper()
	raw = picture(b)
	hash = identity.HashText(orderSalt, string(raw))
	must(b, 204, b.putPhoto(hash, raw, query))
	return hash, raw
}

func (b *client) putPhoto(hash string, raw []byte, query string) answer {
	b.Helper()
	return b.do(http.MethodPut, "/orders/photos/"+hash+"?salt="+orderSalt+query, string(raw), "Content-Type", "application/octet-stream")
}

// picture is a small one, another one each time.
func picture(t testing.TB) []byte {
	t.Helper()
	drawn := image.NewGray(image.Rect(0, 0, 64, 64))
	_, _ = rand.Read(drawn.Pix)
	var raw bytes.Buffer
	if err := jpeg.Encode(&raw, drawn, nil); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

// raise has the resident report something, and returns the order's id.
func (o *orderly) raise(b order.OrderReport) string {
	o.Helper()
	b.Unit, b.Photos = cmp.Or(b.Unit, o.unit), orEmpty(b.Photos)
	return decode[Receipt](o, must(o, 201, o.resident.post(o.act(o.residentKey, order.TypeOrderReport, b)))).Act
}

// step has the worker sign a step, and fails if it is refused.
func (o *orderly) step(kind string, body any) {
	o.Helper()
	must(o, 201, o.worker.post(o.act(o.workerKey, kind, body)))
}

func (o *orderly) order(b *client, id string) OrderDetail {
	o.Helper()
	return decode[OrderDetail](o, must(o, 200, b.get("/orders/"+id)))
}

func byClock() act.Int { return act.Int(time.Now().Unix()) }

// TestOrder takes an order from a resident's report to his confirmation.
func TestOrder(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.orderly(t, "api-orders")
	words := "厨房水管漏水，请带扳手"
	text := o.resident.leave(words, "")
	photo, raw := o.resident.leavePhoto("")
	id := o.raise(order.OrderReport{Kind: rules.RepairWater, Place: "3-2", Text: text, Photos: []string{photo}})

	if me := decode[Me](t, must(t, 200, o.resident.get("/me"))); me.Orders != 1 {
		t.Errorf("%d open orders concern him", me.Orders)
	}
	mine := decode[OrderList](t, must(t, 200, o.resident.get("/me/orders")))
	if len(mine.Items) != 1 || mine.Items[0].Order != id || mine.Items[0].State != rules.Assigned || mine.Items[0].Next == nil ||
		mine.Items[0].Next.What != rules.DeadlineAccept || mine.Items[0].Next.Who != OrderTermWhoWorker || mine.Items[0].Grid != grid {
		t.Fatalf("%+v", mine)
	}
	similar := decode[OrderList](t, must(t, 200, o.resident.get("/me/orders/similar?kind=repair.water&place=3-2")))
	elsewhere := decode[OrderList](t, must(t, 200, o.resident.get("/me/orders/similar?kind=repair.water&place=3-3")))
	if len(similar.Items) != 1 || similar.Items[0].Order != id || len(elsewhere.Items) != 0 {
		t.Errorf("%+v %+v", similar, elsewhere)
	}

	work := decode[WorkOrders](t, must(t, 200, o.worker.get("/worker/orders")))
	if len(work.Items) != 1 || !work.Items[0].Called || work.Items[0].Mine || work.Items[0].Text.Text != words ||
		!strings.Contains(work.Items[0].House, "幢") || work.Items[0].Phone != "" || len(work.Items[0].Photos) != 1 || work.Seq != 1 {
		t.Fatalf("%+v", work)
	}
	file := must(t, 200, o.worker.get("/worker/calendar.ics?lang=zh")).body
	if !strings.Contains(file, "UID:"+id[:40]) || !strings.Contains(file, "SUMMARY:工单接单期限") || strings.Contains(file, words) ||
		strings.Contains(file, "幢") || strings.Contains(file, "3-2") {
		t.Errorf("the worker's calendar:\n%s", file)
	}
	must(t, 403, o.resident.get("/worker/calendar.ics"))
	shown := must(t, 200, o.worker.get("/orders/"+id+"/photos/"+photo))
	if shown.body != string(raw) || shown.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("another photo: %s", shown.header)
	}

	o.step(order.TypeOrderAccept, order.OrderAccept{At: byClock(), Order: id})
	o.step(order.TypeOrderDepart, order.OrderDepart{At: byClock(), Order: id})
	o.step(order.TypeOrderArrive, order.OrderArrive{At: byClock(), Order: id})
	o.sitesOf(id)
	note := o.worker.leave("换了阀门", "?order="+id)
	after, _ := o.worker.leavePhoto("&order=" + id)
	o.step(order.TypeOrderFinish, order.OrderFinish{At: byClock(), Order: id, Note: note, Outcome: rules.Solved, Photos: []string{after}})

	detail := o.order(o.resident, id)
	if detail.Order.State != rules.Done || detail.Note.Text != "换了阀门" || detail.Text.Text != words || len(detail.WorkPhotos) != 1 ||
		detail.WorkPhotos[0].State != OrderPhotoStateHere || !slices.Equal(detail.Mine, []string{o.unit}) || detail.Worker.Name != "工人甲" ||
		len(detail.Called) != 0 || !detail.Reporter || detail.Order.Next.Who != OrderTermWhoHousehold || detail.Clock.Arrived == 0 ||
		detail.House+detail.Phone != "" {
		t.Errorf("%+v", detail)
	}
	rated := order.OrderConfirm{Order: id, Result: 5, Speed: 4, Unit: o.unit}
	must(t, 201, o.resident.post(o.act(o.residentKey, order.TypeOrderConfirm, rated)))
	history := decode[OrderHistory](t, must(t, 200, o.li.get("/orders/history?kind=repair.water&grid=south&state=confirmed")))
	none := decode[OrderHistory](t, must(t, 200, o.li.get("/orders/history?kind=noise")))
	if len(history.Items) != 1 || history.Items[0].Order.Order != id || history.Items[0].Ratings[0].Result != 5 || len(none.Items) != 0 {
		t.Errorf("%+v %+v", history, none)
	}
	for _, private := range []string{words, "换了阀门", "工人甲", "13900000009", o.person} {
		if strings.Contains(tw.log.String(), private) {
			t.Errorf("the log has %q", private)
		}
	}
	o.analysed()
	o.tried()
	o.expires(id, text, photo)
}

// tried has an officer try a convention on the order that is done: the rule about its kind is met, in a building with too few to be named.
func (o *orderly) tried() {
	o.Helper()
	text := strings.NewReplacer("report.kind", "order.kind", "witnesses: 1\n", "", `"dog"`, `"repair.water"`, " dog", " repair.water",
		" noise", " cleaning").Replace(smokeless)
	a := must(o, 200, o.zhang.do(http.MethodPost, "/conventions/shadow", map[string]string{"text": text}))
	shadow := decode[ConventionShadow](o, a)
	if s := shadow.Articles; len(s) != 1 || s[0].Article != 8 || s[0].Events != 1 || s[0].Buildings[0] != (ShadowBuilding{Events: 1}) {
		o.Errorf("%+v", shadow)
	}
}

// analysed looks at what the orders of this month teach.
func (o *orderly) analysed() {
	o.Helper()
	month := "?month=" + chinaTime(time.Now().Unix())[:len("2006-01")]
	report := decode[analysis.Orders](o, must(o, 200, o.li.get("/orders/analysis"+month)))
	if report.Now.Orders != 1 || report.Now.Closed != 1 || report.Now.Solved != 1 || report.Now.Satisfied != 1 ||
		report.Before.Orders != 0 {
		o.Errorf("%+v", report)
	}
	table := must(o, 200, o.li.get("/orders/analysis.csv"+month, "Accept-Language", "zh")).body
	if !strings.HasPrefix(table, "\ufeff表,组,时段,工单,已关闭,已解决,满意,") || !strings.Contains(table, "全部,,本月,1,1,1,1,1,0,0,0,0,1,1,") {
		o.Errorf("%s", table)
	}
	if a := o.li.get("/orders/analysis?month=2026-13"); a.status != 400 {
		o.Errorf("%d %s", a.status, a.body)
	}
}

// sitesOf looks at an order that a worker has from the other sides.
func (o *orderly) sitesOf(id string) {
	o.Helper()
	board := decode[OrderBoard](o, must(o, 200, o.zhang.get("/orders/board")))
	if len(board.Items) != 1 || board.Away || board.Items[0].Order.Order != id || board.Items[0].Worker == nil ||
		board.Items[0].Worker.Name != "工人甲" || !board.Items[0].Mine || board.Items[0].Body != "owners" {
		o.Errorf("%+v", board)
	}
	if other := decode[OrderBoard](o, must(o, 200, o.li.get("/orders/board"))); len(other.Items) != 1 || other.Items[0].Mine {
		o.Errorf("%+v", other)
	}
	if a := o.li.get("/orders/" + id); a.status != 404 {
		o.Errorf("an officer of another body than the grid's: %d %s", a.status, a.body)
	}
	if seen := o.order(o.zhang, id); seen.House == "" || seen.Text.State != OrderTextStateHere || len(seen.Called) != 1 {
		o.Errorf("%+v", seen)
	}
	workers := decode[Workers](o, must(o, 200, o.zhang.get("/workers")))
	if len(workers.Items) != 1 || workers.Items[0].Free || !workers.Items[0].OnDuty ||
		!slices.Equal(workers.Items[0].Orders, []string{id}) ||
		!slices.Equal(workers.Items[0].Grids, []string{grid}) || !slices.Equal(workers.Items[0].Languages, []string{"en", "wuu"}) {
		o.Errorf("%+v", workers)
	}
	grids := decode[Grids](o, must(o, 200, o.li.get("/orders/grids")))
	if len(grids.Items) != 1 || grids.Items[0].Mine || grids.Items[0].Supervisor.Name != "张三丰" || len(grids.Items[0].Workers) != 1 ||
		!grids.Items[0].Workers[0].OnDuty {
		o.Errorf("%+v", grids)
	}
	if duties := decode[Duties](o, must(o, 200, o.zhang.get("/orders/duties"))); duties.Version != 1 || len(duties.Items) != 2 {
		o.Errorf("%+v", duties)
	}
}

// expires sweeps until long after the order was closed.
func (o *orderly) expires(id, text, photo string) {
	o.Helper()
	at := func(after time.Duration) {
		o.Helper()
		in := o.server.enclosed
		in.mirror.now = func() time.Time { return time.Now().Add(after) }
		if err := in.sweep(o.Context()); err != nil {
			o.Fatal(err)
		}
	}
	at(keptAfterClose - time.Hour)
	if d := o.order(o.resident, id); d.Text.State != OrderTextStateHere {
		o.Errorf("deleted too early: %+v", d.Text)
	}
	at(keptAfterClose + time.Hour)
	d := o.order(o.resident, id)
	if d.Text.State != OrderTextStateAway || d.Text.Hash != text || d.Note.State != OrderTextStateAway ||
		d.Photos[0].State != OrderPhotoStateAway {
		o.Errorf("%+v", d)
	}
	if a := o.resident.get("/orders/" + id + "/photos/" + photo); a.status != 404 {
		o.Errorf("%d", a.status)
	}
}

// What nobody but those it concerns sees or leaves.
func TestOrderIsNobodyElsesBusiness(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.orderly(t, "api-orders-private")
	text := o.resident.leave("老人独自在家", "")
	photo, raw := o.resident.leavePhoto("")
	id := o.raise(order.OrderReport{Kind: rules.RepairWater, Place: "3-2", Text: text, Photos: []string{photo}})
	neighbour, neighbourKey, _ := o.staffed.resident(o.letterFor(o.find(o.zhang, "业主0013")[0].Person).Issue)
	stranger, _ := o.hire("工人乙") // whom no grid has
	for name, b := range map[string]*client{"neighbour": neighbour, "stranger": stranger} {
		for _, path := range []string{"/orders/" + id, "/orders/" + id + "/photos/" + photo} {
			if a := b.get(path); a.status != 404 || a.problem() != "not-found" {
				t.Errorf("%s of a %s: %d %s", path, name, a.status, a.body)
			}
		}
	}
	if work := decode[WorkOrders](t, must(t, 200, stranger.get("/worker/orders"))); len(work.Items) != 0 {
		t.Errorf("%+v", work)
	}

	// The hash is on the ledger, where anybody can name it in a report of his own.
	units := decode[OrderChoices](t, must(t, 200, neighbour.get("/me/orders/choices"))).Units
	copied := decode[Receipt](t, must(t, 201, neighbour.post(o.act(neighbourKey, order.TypeOrderReport, order.OrderReport{
		Kind: rules.Noise, Place: "3-2", Unit: units[0].Unit, Text: text, Photos: []string{photo},
	})))).Act
	if d := o.order(neighbour, copied); d.Text.State != OrderTextStateAway || d.Photos[0].State != OrderPhotoStateAway {
		t.Errorf("%+v", d)
	}
	if a := neighbour.get("/orders/" + copied + "/photos/" + photo); a.status != 404 {
		t.Errorf("%d", a.status)
	}

	hash := strings.Repeat("0", 64)
	body := map[string]string{"salt": orderSalt, "text": "x"}
	own := identity.HashText(orderSalt, "x")
	o.resident.play([]scenario{
		{name: "another hash", method: http.MethodPut, path: "/orders/texts/" + hash, body: body, status: 400, has: []string{"bad-field"}},
		{name: "in another form", method: http.MethodPut, path: "/orders/texts/" + hash,
			body: map[string]string{"salt": orderSalt, "text": "e\u0301"}, status: 400, has: []string{"NFC"}},
		{name: "of an order that is not there", method: http.MethodPut, path: "/orders/texts/" + own + "?order=" + hash, body: body,
			status: 404},
		{name: "for somebody else", method: http.MethodPut, path: "/orders/texts/" + own + "?person=" + hash[:32], body: body, status: 403},
		{path: "/orders/board", status: 403}, {path: "/workers", status: 403}, {path: "/orders/history", status: 403},
	})
	stranger.play([]scenario{
		{method: http.MethodPut, path: "/orders/texts/" + own + "?order=" + id, body: body, status: 404},
		{name: "of no order", method: http.MethodPut, path: "/orders/texts/" + own, body: body, status: 400},
	})
	o.zhang.play([]scenario{
		{name: "for somebody unknown", method: http.MethodPut, path: "/orders/texts/" + own + "?person=" + hash[:32], body: body,
			status: 403},
	})
	exif := slices.Insert(slices.Clone(raw), 2, []byte("\xFF\xE1\x00\x0AExif\x00\x00GP")...)
	if a := o.resident.putPhoto(identity.HashText(orderSalt, string(exif)), exif, ""); a.status != 422 || a.problem() != "bad-file" {
		t.Errorf("with Exif: %d %s", a.status, a.body)
	}
}

// A deadline is on record without anybody asking for it, and an officer takes an order for who is on the telephone.
func TestOrderEscalates(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.orderly(t, "api-orders-late")
	text := o.zhang.leave("老人摔倒了", "?person="+o.person)
	id := decode[Receipt](t, must(t, 201, o.zhang.post(o.act(o.zhangKey, order.TypeOrderTake, order.OrderTake{
		Kind: rules.SOS, Photos: []string{}, Place: "3-2", Text: text, Unit: o.unit,
	})))).Act
	raised := o.order(o.zhang, id)
	if raised.Text.Text != "老人摔倒了" || !raised.Reporter || raised.Order.Priority != rules.Emergency {
		t.Fatalf("%+v", raised)
	}
	if seen := o.order(o.resident, id); seen.Text.State != OrderTextStateHere || seen.Reporter || len(seen.Mine) != 1 {
		t.Errorf("%+v", seen)
	}
	due := raised.Order.Next.At
	for {
		if got := o.order(o.zhang, id); len(got.Missed) > 0 {
			if got.Missed[0] != (OrderMissed{At: due, What: rules.DeadlineAccept}) || got.Order.Level != int(rules.LevelNext) {
				t.Errorf("%+v", got)
			}
			break
		}
		if time.Now().Unix() < due-1 {
			time.Sleep(time.Until(time.Unix(due-1, 0)))
			continue
		}
		if t.Context().Err() != nil {
			t.Fatal(t.Context().Err())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func TestCare(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.orderly(t, "api-orders-care")
	if mine := decode[MyCare](t, must(t, 200, o.resident.get("/me/care"))); mine.Care != nil || !slices.Equal(mine.Grids, []string{grid}) {
		t.Errorf("%+v", mine)
	}
	now := byClock()
	must(t, 201, o.two(devices.TypeDeviceEnrol, devices.DeviceEnrol{
		Body: "owners", Class: said.T0, Commands: []said.Command{}, Device: "motion-1", From: now - 60, Kinds: []said.Kind{said.Motion},
		Place: "3-2", Profile: "any", Transport: "motion-1", Until: now + 3600,
	}))
	must(t, 201, o.resident.post(o.act(o.residentKey, order.TypeCareConsent, order.CareConsent{
		Devices: []string{"motion-1"}, Grid: grid, Hours: 12, Unit: o.unit, Until: now + 3600,
	})))
	mine := decode[MyCare](t, must(t, 200, o.resident.get("/me/care")))
	list := decode[Cares](t, must(t, 200, o.zhang.get("/orders/care")))
	if mine.Care == nil || mine.Care.Hours != 12 || mine.Care.Withdrawn || len(list.Items) != 1 || list.Items[0].Person != o.person ||
		!strings.HasPrefix(list.Items[0].Name, "业主") {
		t.Errorf("%+v %+v", mine, list)
	}
	if others := decode[Cares](t, must(t, 200, o.li.get("/orders/care"))); len(others.Items) != 0 {
		t.Errorf("%+v", others)
	}
	must(t, 201, o.resident.post(o.act(o.residentKey, order.TypeCareWithdraw, order.CareWithdraw{Person: o.person})))
	mine = decode[MyCare](t, must(t, 200, o.resident.get("/me/care")))
	if list = decode[Cares](t, must(t, 200, o.zhang.get("/orders/care"))); !mine.Care.Withdrawn || len(list.Items) != 0 {
		t.Errorf("%+v %+v", mine, list)
	}
}

// Workers and officers leave an address on the page of residents; of officers no telephone is kept.
func TestStaffContact(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.orderly(t, "api-staff-contact")
	for name, c := range map[string]*client{"worker": o.worker, "officer": o.zhang} {
		email := name + "@api-staff.example"
		set := map[string]string{"email": email, "phone": ""}
		must(t, 200, c.do(http.MethodPut, "/me/contact", set))
		if got := decode[Contact](t, must(t, 200, c.get("/me/contact"))); got.Email != email || got.EmailConfirmed {
			t.Errorf("%s: %+v", name, got)
		}
	}
	phone := map[string]string{"email": "", "phone": "139"}
	must(t, 400, o.zhang.do(http.MethodPut, "/me/contact", phone))
	must(t, 200, o.worker.do(http.MethodPut, "/me/contact", phone))
	invite := func(email string) answer {
		return o.zhang.do(http.MethodPost, "/workers/invitations", map[string]string{"name": "网格员0002", "email": email})
	}
	must(t, 201, invite("new@api-staff.example"))
	added := func() int {
		all, err := tw.store.Workers(t.Context(), o.v.ID)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	before := added()
	must(t, 400, invite("no address"))
	if after := added(); after != before {
		t.Errorf("%d workers before an address that is none, %d after", before, after)
	}
}
