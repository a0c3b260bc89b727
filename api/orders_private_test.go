// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/rules/analysis"
	rules "github.com/linli-project/linli/rules/order"
)

// confided is an order of which people have said, written and shown all that can be, from its report to its rating.
type confided struct {
	id      string
	text    string            // hash of the report's words, which is on the ledger
	private map[string]string // what is not, by what it is
}

// confide has the resident report something, the worker do it badly and then well, and everybody write and show what he can.
func (o *orderly) confide() confided {
	o.Helper()
	const phone = "13911112222"
	sound(o, o.store.SetContact(o.Context(), o.v.ID, identity.Holder{Person: o.person}, "", phone, o.person))
	c := confided{private: map[string]string{
		"the resident's name": "业主0008", "his phone": phone, "the worker's name": "工人甲", "his number": "13900000009",
		"his home": o.find(o.zhang, "业主0008")[0].Houses[0], "his words": "厨房水管漏水，请带扳手，下午都在家",
		"the worker's note": "换了阀门，老人腿脚不便", "why it was reopened": "夜里又漏了，楼下也湿了", "why it has more hands": "甲请假，只好换人再去",
		"what was said on the telephone": "楼道灯坏了，摸黑摔了一跤", "the salt": orderSalt,
	}}
	c.text = o.resident.leave(c.private["his words"], "")
	photo, shown := o.resident.leavePhoto("")
	c.id = o.raise(order.OrderReport{Kind: rules.RepairWater, Place: "3-2", Text: c.text, Photos: []string{photo}})
	about := "?order=" + c.id
	note := o.worker.leave(c.private["the worker's note"], about)
	photo, after := o.worker.leavePhoto("&order=" + c.id)
	o.done(order.OrderFinish{Order: c.id, Note: note, Outcome: rules.Solved, Photos: []string{photo}})
	again := o.resident.leave(c.private["why it was reopened"], about)
	must(o, 201, o.resident.post(o.act(o.residentKey, order.TypeOrderReopen, order.OrderReopen{Order: c.id, Reason: again, Unit: o.unit})))
	more := o.zhang.leave(c.private["why it has more hands"], about)
	must(o, 201, o.zhang.post(o.act(o.zhangKey, order.TypeOrderAssign, order.OrderAssign{
		Order: c.id, Reason: more, Worker: o.workerKey.ID(),
	})))
	o.done(order.OrderFinish{Order: c.id, Note: note, Outcome: rules.Solved, Photos: []string{photo}})
	must(o, 201, o.resident.post(o.act(o.residentKey, order.TypeOrderConfirm, order.OrderConfirm{
		Order: c.id, Result: 5, Speed: 2, Unit: o.unit,
	})))
	called := o.zhang.leave(c.private["what was said on the telephone"], "?person="+o.person)
	must(o, 201, o.zhang.post(o.act(o.zhangKey, order.TypeOrderTake, order.OrderTake{
		Kind: rules.RepairWater, Photos: []string{}, Place: "3-2", Text: called, Unit: o.unit,
	})))
	c.private["the resident's photo"] = string(shown[len(shown)/2:][:32])
	c.private["the worker's photo"] = string(after[len(after)/2:][:32])
	return c
}

// done has the worker take an order, and do it.
func (o *orderly) done(f order.OrderFinish) {
	o.Helper()
	f.At = byClock()
	o.step(order.TypeOrderAccept, order.OrderAccept{At: f.At, Order: f.Order})
	o.step(order.TypeOrderArrive, order.OrderArrive{At: f.At, Order: f.Order})
	o.step(order.TypeOrderFinish, f)
}

// No name, number, picture or word of anybody is in any file of any node, nor in what a block's transactions hold when they are unpacked.
func TestNothingPrivateOfOrdersIsOnTheLedger(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	c := tw.orderly(t, "api-orders-nowhere").confide()
	written, seen := c.written(), map[string]int{}
	tw.everywhere(t, func(place string, content []byte) {
		for w, what := range written {
			if bytes.Contains(content, []byte(w)) {
				t.Errorf("%s is readable in %s", what, place)
			}
		}
		if bytes.Contains(content, []byte(c.text)) {
			kind, _, _ := strings.Cut(place, " ")
			seen[kind]++
		}
	})
	if seen["file"] < len(tw.Network.Bodies()) || seen["transaction"] == 0 {
		t.Errorf("the hash, which is public, is found in %v only: the search does not work", seen)
	}
}

// written is all that is private in each form in which it may be written, with what it is.
func (c confided) written() map[string]string {
	all := map[string]string{}
	for what, word := range c.private {
		for form, written := range formsOf(word) {
			for _, w := range written {
				all[w] = what + " as " + form
			}
		}
	}
	return all
}

// everywhere hands on each file of the network's nodes, and what each transaction holds.
func (tw *town) everywhere(t *testing.T, look func(place string, content []byte)) {
	t.Helper()
	sound(t, filepath.WalkDir(tw.Network.Dir(), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && filepath.Base(filepath.Dir(path)) != "bin" {
			var content []byte
			if content, err = os.ReadFile(path); err == nil {
				look("file "+path, content)
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a database tidied up while we looked
		}
		return err
	}))
	height, err := tw.Ledger.Client.Height(t.Context())
	sound(t, err)
	for block, err := range ledger.Blocks(t.Context(), tw.Ledger.Client, 0, height-1) {
		sound(t, err)
		for _, tx := range ledger.Decode(block, network.Chaincode).Transactions {
			look("transaction "+tx.ID, []byte(strings.Join(tx.Args, "\n")+"\n"+string(tx.Response)))
			for _, w := range tx.Writes {
				look("transaction "+tx.ID, w.Value)
			}
		}
	}
}

// What the orders teach is the same when a resident has sold and is erased, with all that he and others wrote of his orders.
func TestErasureLeavesTheAnalysis(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.orderly(t, "api-orders-erased")
	c := o.confide()
	month := chinaTime(time.Now().Unix())[:len("2006-01")]
	teaches := func() (analysis.Orders, string) {
		return decode[analysis.Orders](t, must(t, 200, o.li.get("/orders/analysis?month="+month))),
			must(t, 200, o.li.get("/orders/analysis.csv?month="+month)).body
	}
	report, table := teaches()
	if now := report.Now; now.Orders != 2 || now.Solved != 1 || now.Satisfied != 1 || now.Prompt != 0 || now.Reopened != 1 {
		t.Fatalf("%+v", report)
	}
	if d := o.order(o.zhang, c.id); d.Text.State != OrderTextStateHere || d.Note.State != OrderTextStateHere || len(d.Ratings) != 1 {
		t.Fatalf("%+v", d)
	}
	o.handOver(o.find(o.zhang, "业主0008")[0].Houses, "新业主")
	must(t, 204, o.zhang.do(http.MethodDelete, "/people/"+o.person, nil))

	againReport, againTable := teaches()
	if diff := cmp.Diff(report, againReport, cmp.AllowUnexported(analysis.OrderGroup{})); diff != "" || table != againTable {
		t.Errorf("(-before +after)\n%s", diff)
	}
	d := o.order(o.zhang, c.id)
	if d.Text.State != OrderTextStateAway || d.Note.State != OrderTextStateAway || d.Photos[0].State != OrderPhotoStateAway ||
		d.WorkPhotos[0].State != OrderPhotoStateAway || len(d.Ratings) != 1 {
		t.Errorf("%+v", d)
	}
	for _, hash := range []string{d.Photos[0].Hash, d.WorkPhotos[0].Hash} {
		if a := o.zhang.get("/orders/" + c.id + "/photos/" + hash); a.status != 404 {
			t.Errorf("%d", a.status)
		}
	}
	if kept, err := o.store.Enclosures(t.Context(), o.v.ID); err != nil || len(kept) != 0 {
		t.Errorf("%+v %v are left", kept, err)
	}
	if found := o.find(o.zhang, "业主0008"); len(found) != 0 {
		t.Errorf("%+v", found)
	}
}

// handOver has houses change hands.
func (o *staffed) handOver(houses []string, to string) {
	o.Helper()
	var sold Transfers
	for _, house := range houses {
		sold.Transfers = append(sold.Transfers, Transfer{House: house, Owners: []NewOwner{{Name: to}}})
	}
	run := decode[RollImport](o, must(o, 200, o.zhang.do(http.MethodPost, "/rolls/transfers", sold)))
	made := must(o, 201, o.zhang.do(http.MethodPost, "/rolls/"+run.Import+"/accept", nil, "If-None-Match", "*"))
	o.enforce(decode[RollDraft](o, made))
}
