// SPDX-License-Identifier: Apache-2.0

package push

import (
	"encoding/json"
	"net/http"
)

// hikvision takes ISAPI events, which are XML or multipart with pictures. Any answer of 200 ends the sending.
func (h *Handler) hikvision(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if h.byDigest(w, r, name) {
		h.take(w, r, name, "hikvision")
	}
}

// vzenith takes plates, inputs, serial data and heartbeats, all by the same address.
func (h *Handler) vzenith(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if !h.byToken(w, r, name) {
		return
	}
	if body, ok := h.take(w, r, name, "vzenith"); ok {
		write(w, vzenithAnswer(body))
	}
}

type vzenithResponse struct {
	Response vzenithPlate `json:"Response_AlarmInfoPlate"`
}

// vzenithPlate answers a plate. Its "info" must never be "ok": on that the camera opens its gate.
type vzenithPlate struct {
	Info     string           `json:"info"`
	Content  string           `json:"content"`
	IsPay    string           `json:"is_pay"`
	Continue *vzenithContinue `json:"ContinuePushOffline,omitempty"`
}

// vzenithContinue asks for the next plate of those that the camera has stored while we were away; it sends none without.
type vzenithContinue struct {
	PlateID  json.Number `json:"plateid"`
	Continue int         `json:"continue"`
}

func vzenithAnswer(body []byte) vzenithResponse {
	var message struct {
		AlarmInfoPlate struct {
			Result struct {
				PlateResult struct {
					PlateID json.Number `json:"plateid"`
				} `json:"PlateResult"`
			} `json:"result"`
		} `json:"AlarmInfoPlate"`
	}
	response := vzenithResponse{vzenithPlate{Info: "no", Content: "retransfer_stop", IsPay: "false"}}
	if json.Unmarshal(body, &message) != nil { // whoever can read it will say that it is no JSON
		return response
	}
	if id := message.AlarmInfoPlate.Result.PlateResult.PlateID; id != "" {
		response.Response.Continue = &vzenithContinue{PlateID: id, Continue: 1}
	}
	return response
}

// szymzh takes the callbacks of car-park platforms.
func (h *Handler) szymzh(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if !h.byToken(w, r, name) {
		return
	}
	if _, ok := h.take(w, r, name, "szymzh"); ok {
		write(w, szymzhResponse{ResultCode: http.StatusOK, ResultMsg: "操作成功"})
	}
}

type szymzhResponse struct {
	ResultCode int
	ResultMsg  string
}

func write(w http.ResponseWriter, response any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(response) // whoever does not read the answer sends again
}
