// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/contract/order"
	rules "github.com/linli-project/linli/rules/order"
)

// saidOf is what a viewer reads of reasons: step, code, worker and words of each.
func saidOf(reasons []OrderReason) [][4]string {
	var all [][4]string
	for _, r := range reasons {
		all = append(all, [4]string{string(r.Step), r.Why, r.Name, r.Text.Text})
	}
	return all
}

// Whoever sees to an order reads why it did not go straight on; a household reads what it wrote itself.
func TestOrderReasons(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.orderly(t, "api-orders-reasons")
	text := o.resident.leave("厨房水管漏水", "")
	photo, _ := o.resident.leavePhoto("")
	id := o.raise(order.OrderReport{Kind: rules.RepairWater, Place: "3-2", Text: text, Photos: []string{photo}})
	neighbour, neighbourKey, _ := o.staffed.resident(o.letterFor(o.find(o.zhang, "业主0013")[0].Person).Issue)
	home := decode[OrderChoices](t, must(t, 200, neighbour.get("/me/orders/choices"))).Units[0].Unit
	must(t, 201, neighbour.post(o.act(neighbourKey, order.TypeOrderJoin, order.OrderJoin{Order: id, Unit: home})))

	o.step(order.TypeOrderAccept, order.OrderAccept{At: byClock(), Order: id})
	o.step(order.TypeOrderArrive, order.OrderArrive{At: byClock(), Order: id})
	note := o.worker.leave("换了阀门", "?order="+id)
	o.step(order.TypeOrderFinish, order.OrderFinish{At: byClock(), Order: id, Note: note, Outcome: rules.Solved, Photos: []string{}})
	wrong := o.resident.leave("还在滴水", "?order="+id)
	must(t, 201, o.resident.post(o.act(o.residentKey, order.TypeOrderReopen, order.OrderReopen{Order: id, Reason: wrong, Unit: o.unit})))
	o.step(order.TypeOrderAccept, order.OrderAccept{At: byClock(), Order: id})
	_, second := o.hire("工人乙")
	o.step(order.TypeOrderTransfer, order.OrderTransfer{At: byClock(), Order: id, Why: rules.ShiftOver, Worker: second.ID()})
	because := o.zhang.leave("工人乙病了", "?order="+id)
	must(t, 201, o.zhang.post(o.act(o.zhangKey, order.TypeOrderAssign, order.OrderAssign{
		Order: id, Reason: because, Worker: o.workerKey.ID(),
	})))

	all := [][4]string{{"reopen", "", "", "还在滴水"}, {"transfer", "shift-over", "工人甲", ""}, {"assign", "", "", "工人乙病了"}}
	own := [][4]string{all[0], all[1], {"assign"}}
	others := [][4]string{{"reopen"}, all[1], {"assign"}}
	work := decode[WorkOrders](t, must(t, 200, o.worker.get("/worker/orders")))
	if len(work.Items) != 1 || !slices.Equal(saidOf(work.Items[0].Reasons), all) {
		t.Errorf("%+v", work)
	}
	for name, c := range map[string]struct {
		b    *client
		want [][4]string
		text OrderTextState
	}{
		"officer": {o.zhang, all, OrderTextStateHere}, "worker": {o.worker, all, OrderTextStateHere},
		"household": {o.resident, own, OrderTextStateHere}, "neighbour who waits too": {neighbour, others, OrderTextStateNone},
	} {
		detail := o.order(c.b, id)
		if !slices.Equal(saidOf(detail.Reasons), c.want) || detail.Text.State != c.text || detail.Note.Text != "换了阀门" ||
			detail.Worker != nil ||
			len(detail.Photos) == 0 != (c.text == OrderTextStateNone) {
			t.Errorf("%s: %+v", name, detail)
		}
	}
	o.forgets(second.ID())
	if a := neighbour.get("/orders/" + id + "/photos/" + photo); a.status != http.StatusNotFound {
		t.Errorf("a photo that is not for him: %d", a.status)
	}
}

// forgets has an officer end a worker's passkey, and waits until this server's store has forgotten who he was.
func (o *orderly) forgets(worker string) {
	o.Helper()
	must(o, 201, o.zhang.post(o.act(o.zhangKey, order.TypeWorkerRevoke, order.WorkerRevoke{
		Reason: strings.Repeat("0", 64), Worker: worker,
	})))
	for {
		list := decode[Workers](o, must(o, 200, o.zhang.get("/workers"))).Items
		i := slices.IndexFunc(list, func(w WorkerItem) bool { return w.Worker == worker })
		if i >= 0 && list[i].Revoked && list[i].Name+list[i].Phone == "" {
			return
		}
		if o.Context().Err() != nil {
			o.Fatalf("%+v", list)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
