// SPDX-License-Identifier: Apache-2.0

package subscriber

import "testing"

func TestNameOfWhoPublishes(t *testing.T) {
	o := Options{Topics: []string{"linli/{name}", "device/{name}/up/#", "{name}/state"}}
	for topic, want := range map[string]string{
		"linli/gate": "gate", "linli/gate/command": "", "device/gate/up": "gate", "device/gate/up/a/b": "gate", "device/gate/down/a": "",
		"gate/state": "gate", "gate/state/x": "", "gate": "", "": "", "linli/": "",
	} {
		if got := o.client(topic); got != want {
			t.Errorf("%q is of %q, not %q", topic, got, want)
		}
	}
}

func TestCheckTopic(t *testing.T) {
	for topic, good := range map[string]bool{
		"linli/{name}": true, "{name}/#": true, "a/{name}/b": true, "": false, "linli/+": false, "#": false, "{name}/{name}": false,
		"{name}/#/a": false, "a{name}": false, "{name}//a": false,
	} {
		if err := CheckTopic(topic); (err == nil) != good {
			t.Errorf("%q: %v", topic, err)
		}
	}
	if got := filter("a/{name}/#"); got != "a/+/#" {
		t.Error(got)
	}
}
