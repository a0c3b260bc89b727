// SPDX-License-Identifier: Apache-2.0

package main

import "testing"

func TestRelyingParty(t *testing.T) {
	for origin, want := range map[string]string{
		"https://garden.example": "garden.example", "https://garden.example:8443": "garden.example", "http://localhost:8080": "localhost",
		"http://garden.example": "", "https://garden.example/": "", "https://garden.example?": "", "https://garden.example#": "",
		"https://a@garden.example": "",
		"https://Garden.example":   "", "https://garden.example:443": "", "http://localhost:80": "", "https://garden.example:": "",
		"ftp://localhost": "", "https://": "", "https://:443": "", "garden.example": "", "": "",
	} {
		if rp, err := relyingParty(origin); rp.ID != want || (err == nil) != (want != "") {
			t.Errorf("%q: %+v %v", origin, rp, err)
		}
	}
}
