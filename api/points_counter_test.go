// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/rules/calendar"
	book "github.com/linli-project/linli/rules/points"
)

// earns has the household of e earn points, which another one confirms.
func (e *earner) earns(minutes act.Int, helped *earner) {
	e.Helper()
	day := act.Int(calendar.DayOf(time.Now().Unix()))
	id := e.signs(points.TypeHelpDone, 0, points.HelpDone{
		Day: day, Helped: helped.unit, Helper: e.unit, Minutes: minutes, Rule: "help",
	})
	helped.signs(points.TypeHelpConfirm, 1, points.HelpConfirm{Help: id, Helper: e.unit, Rule: "help"})
}

// haircut is a service of the owners' committee that is always open.
func haircut() points.ServiceSet {
	now := act.Int(time.Now().Unix())
	return points.ServiceSet{
		Body: "owners", From: now - 60, Hours: []points.Hours{}, Points: 20, Service: "haircut", Stock: 3, Title: "理发", Until: now + 86400,
	}
}

// A voucher's code shows the officers of the body that serves it what it is for and whose it is; nobody else learns whose it is, and who
// has no code learns nothing of it. Of two counters that take it one is told when and by whom it was taken.
func TestCounter(t *testing.T) {
	all := earners(t, "api-counter", 2)
	helper, helped := all[0], all[1]
	o := &office{t, helper.town, helper.v}
	if err := helper.Adopt(t.Context(), helper.v, points.Plan{Rules: []points.Rule{
		{Budget: 1000, Points: 60, Rule: "help", Title: "邻里互助", Way: points.Help},
	}}); err != nil {
		t.Fatal(err)
	}
	zhang, zhangKey := o.officer("owners", "张三丰", "")
	li, liKey := o.officer("residents", "李四光", "")
	wang, wangKey := o.officer("owners", "王五", "")
	helper.earns(90, helped)
	must(t, 201, o.both(zhang, zhangKey, li, liKey, points.TypeServiceSet, haircut()))
	offered := helper.public().Services
	if len(offered) != 1 || !offered[0].Open || offered[0].Left != 3 || offered[0].Stock != 3 || offered[0].Retired {
		t.Errorf("what is offered: %+v", offered)
	}

	code := make([]byte, points.CodeSize)
	_, _ = rand.Read(code)
	sum := sha256.Sum256(code)
	voucher, written := hex.EncodeToString(sum[:]), base64.RawURLEncoding.EncodeToString(code)
	redeem := points.PointsRedeem{Count: 2, Service: "haircut", Unit: helper.unit, Voucher: voucher}
	if a := o.told(zhang, zhangKey, li, points.TypePointsRedeem, redeem); a.Name != helper.house {
		t.Errorf("two bodies redeem, and the second is told of %+v", a)
	}
	helper.signs(points.TypePointsRedeem, 0, redeem)
	if m := helper.mine(); len(m.Vouchers) != 1 || m.Vouchers[0].Voucher != voucher || m.Homes[0].Usable != 50 {
		t.Errorf("whose it is: %+v", m)
	}
	if m := helped.mine(); len(m.Vouchers) != 0 {
		t.Errorf("another household's: %+v", m.Vouchers)
	}

	list := must(t, 200, zhang.get("/vouchers"))
	if open := decode[OpenVouchers](t, list).Items; len(open) != 1 || open[0].Voucher != voucher || open[0].Service != "理发" {
		t.Errorf("what a counter may be brought: %s", list.body)
	}
	if strings.Contains(list.body, helper.unit) || strings.Contains(list.body, helper.house) {
		t.Errorf("the list says whose vouchers are: %s", list.body)
	}
	if open := decode[OpenVouchers](t, must(t, 200, li.get("/vouchers"))).Items; len(open) != 0 {
		t.Errorf("another body's: %+v", open)
	}
	find := func(b *client, code string) answer {
		return b.do(http.MethodPost, "/vouchers/find", map[string]string{"code": code})
	}
	if v := decode[FoundVoucher](t, must(t, 200, find(zhang, written))); v.House != helper.house || v.Count != 2 ||
		v.State != book.HoldOpen || v.By != nil {
		t.Errorf("with the code in hand: %+v", v)
	}
	other := must(t, 200, find(li, written))
	if v := decode[FoundVoucher](t, other); v.Body != "owners" || v.House != "" || strings.Contains(other.body, helper.unit) {
		t.Errorf("at another body's counter: %s", other.body)
	}
	must(t, 404, find(zhang, base64.RawURLEncoding.EncodeToString(make([]byte, points.CodeSize))))
	must(t, 400, find(zhang, voucher))
	must(t, 403, find(helper.client, written))
	must(t, 403, helper.get("/vouchers"))
	must(t, 401, find(helper.browser(t), written))
	must(t, 401, helper.browser(t).get("/vouchers"))

	retire := func(reason string) AboutAct {
		return o.told(zhang, zhangKey, li, points.TypeServiceRetire, points.ServiceRetire{Reason: reason, Service: "haircut"})
	}
	if a := retire(zhang.leave("师傅退休", "")); a.Name != "理发" || a.Text != "师傅退休" {
		t.Errorf("why a service ends: %+v", a)
	}
	if a := retire(helper.leave("我家的事", "")); a.Text != "" {
		t.Errorf("an officer reads by its hash what a resident has left: %+v", a)
	}

	at := act.Int(time.Now().Unix())
	takes := func(d *device) act.Signed {
		d.seq = 0 // it is numbered by the voucher
		return o.act(d, points.TypeVoucherUse, points.VoucherUse{At: at, Code: code})
	}
	must(t, 201, zhang.post(takes(zhangKey)))
	if a := wang.post(takes(wangKey)); a.status != 422 || decode[Problem](t, a).Code != string(points.VoucherOver) {
		t.Errorf("the second counter: %d %s", a.status, a.body)
	}
	if v := decode[FoundVoucher](t, must(t, 200, find(wang, written))); v.State != book.HoldPosted || v.Used != int64(at) ||
		v.By == nil || v.By.Name != "张三丰" {
		t.Errorf("the second counter is not told who took it: %+v", v)
	}
	if open := decode[OpenVouchers](t, must(t, 200, zhang.get("/vouchers"))).Items; len(open) != 0 {
		t.Errorf("it is still open: %+v", open)
	}
	if signed, err := helper.v.Act(points.TypeVoucherReturn, points.VoucherReturn{Voucher: voucher}, helper.by); err != nil {
		t.Fatal(err)
	} else if a := helper.post(signed); a.status != 422 {
		t.Errorf("given back after its use: %d %s", a.status, a.body)
	}
}

// told is what a second officer is told of an act that the first one leaves, and then takes back.
func (o *office) told(first *client, by *device, second *client, kind string, body any) AboutAct {
	o.Helper()
	signed := o.act(by, kind, body)
	by.seq-- // it is not sent
	must(o, 201, first.do(http.MethodPost, "/pending-acts", signed))
	path := "/pending-acts/" + act.HashOf(signed.Text).String()
	about := decode[AboutAct](o, must(o, 200, second.get(path+"/about")))
	must(o, 204, first.do(http.MethodDelete, path, nil))
	return about
}
