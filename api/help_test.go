// SPDX-License-Identifier: Apache-2.0

package api

import (
	"maps"
	"net/http"
	"testing"
	"time"

	"github.com/linli-project/linli/identity"
)

// A neighbour who offers to help sees who asks; who asks sees nobody, until one has agreed. Then they can reach each other.
func TestHelp(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	o := tw.staffed(t, "helpful")
	asker, _, person := o.resident(o.letterFor(o.find(o.zhang, "业主0008")[0].Person).Issue)
	helper, _, _ := o.resident(o.letterFor(o.find(o.zhang, "业主0009")[0].Person).Issue)
	third, _, _ := o.resident(o.letterFor(o.find(o.zhang, "业主0010")[0].Person).Issue)
	must(t, 200, asker.do(http.MethodPut, "/me/contact", map[string]string{"email": "", "phone": "13900000008"}))
	help := func(b *client) Help {
		t.Helper()
		return decode[Help](t, must(t, 200, b.get("/me/help")))
	}
	homes, err := o.server.Store.Homes(t.Context(), o.v.ID)
	if err != nil {
		t.Fatal(err)
	}
	home := homes[person][0]
	ask := map[string]any{
		"skill": "clinic", "times": []int{3, 4}, "unit": home.Unit, "until": time.Now().Unix() + 86400, "words": "周二陪我去医院",
	}
	asked := decode[Help](t, must(t, 201, asker.do(http.MethodPost, "/me/help/asks", ask)))
	if len(asked.Asks) != 1 || asked.Asks[0].Could != 0 || asked.Asks[0].House != home.House || asked.Asks[0].Other != nil {
		t.Fatalf("%+v", asked)
	}
	id := asked.Asks[0].Ask
	if h := help(helper); len(h.Suggested) != 0 || h.Offer != nil {
		t.Errorf("who offers nothing sees %+v", h)
	}
	offer := map[string]any{"skills": []string{"clinic", "pets", "clinic"}, "times": []int{4, 5}}
	for _, b := range []*client{helper, third} {
		h := decode[Help](t, must(t, 200, b.do(http.MethodPut, "/me/help/offer", offer)))
		if len(h.Suggested) != 1 || len(h.Offer.Skills) != 2 {
			t.Fatalf("%+v", h)
		}
		a := h.Suggested[0]
		if a.Words != "周二陪我去医院" || a.Other.Name != "业主0008" || a.Other.Phone != "" || a.House == home.House || a.House == "" ||
			len(a.Together) != 1 || a.Together[0] != 4 {
			t.Errorf("before anybody has agreed: %+v %+v", a, a.Other)
		}
	}
	if a := help(asker).Asks[0]; a.Could != 2 || a.Other != nil {
		t.Errorf("who asks sees %+v", a)
	}

	path := "/me/help/asks/" + id + "/agreement"
	agreed := decode[Help](t, must(t, 200, helper.do(http.MethodPut, path, nil)))
	if len(agreed.Suggested) != 0 || len(agreed.Agreed) != 1 || agreed.Agreed[0].House != home.House ||
		agreed.Agreed[0].Other.Phone != "13900000008" {
		t.Errorf("%+v", agreed)
	}
	if a := help(asker).Asks[0]; a.Other == nil || a.Other.Name != "业主0009" {
		t.Errorf("once somebody has agreed: %+v", a)
	}
	if h := help(third); len(h.Suggested) != 0 {
		t.Errorf("others still see it: %+v", h)
	}
	if a := third.do(http.MethodPut, path, nil); a.status != http.StatusConflict || a.problem() != "not-possible-now" {
		t.Errorf("the second: %d %s", a.status, a.body)
	}
	must(t, 204, helper.do(http.MethodDelete, path, nil))
	must(t, 200, third.do(http.MethodPut, path, nil))
	if a := helper.do(http.MethodDelete, "/me/help/asks/"+id, nil); a.status != http.StatusNotFound {
		t.Errorf("another one's ask: %d %s", a.status, a.body)
	}
	given := "/me/help/asks/" + id + "/given"
	if a := helper.do(http.MethodPut, given, nil); a.status != http.StatusConflict {
		t.Errorf("who had not agreed: %d %s", a.status, a.body)
	}
	must(t, 204, third.do(http.MethodPut, given, nil))
	if mine, his := help(asker).Asks[0], help(third).Agreed; mine.Given == 0 || len(his) != 0 {
		t.Errorf("once it is done, who asked sees %+v, and who helped %+v", mine, his)
	}
	must(t, 204, asker.do(http.MethodDelete, "/me/help/asks/"+id, nil))
	if h := help(third); len(h.Agreed) != 0 {
		t.Errorf("withdrawn, and there is %+v", h)
	}
	must(t, 204, third.do(http.MethodDelete, "/me/help/offer", nil))
	if h := help(third); h.Offer != nil {
		t.Errorf("%+v", h)
	}
	o.refusesAsks(t, asker, ask)
}

// refusesAsks tries asks that cannot be kept.
func (o *staffed) refusesAsks(t *testing.T, b *client, good map[string]any) {
	t.Helper()
	for field, value := range map[string]any{
		"unit": "of another one", "until": time.Now().Unix() - 1, "skill": "magic", "times": []int{21}, "words": "",
	} {
		bad := maps.Clone(good)
		bad[field] = value
		if a := b.do(http.MethodPost, "/me/help/asks", bad); a.status != http.StatusBadRequest && a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", field, a.status, a.body)
		}
	}
	for range identity.OpenAsks {
		must(t, 201, b.do(http.MethodPost, "/me/help/asks", good))
	}
	if a := b.do(http.MethodPost, "/me/help/asks", good); a.status != http.StatusConflict {
		t.Errorf("one too many: %d %s", a.status, a.body)
	}
}
