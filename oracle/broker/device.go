// SPDX-License-Identifier: Apache-2.0

package broker

import "strings"

// Device is what the broker has to know of a device that may connect. A device proves its name by a certificate or a password.
type Device struct {
	Certificate string   // Fingerprint of the one certificate that counts; "": none does
	Password    string   // as HashPassword makes it; "": none is taken
	Publishes   []string // the topics that it speaks on
	Commands    []string // the topics on which it is told what to do
}

// Both lists hold topics ("gate/7/state": that one alone) and subtrees ("gate/7/#": all that begins with "gate/7/"). There are no
// other wildcards, and no topic of all.

// Lookup finds the device of a name. It is asked at every step, so that a change counts at once; it has to be quick.
type Lookup func(name string) (Device, bool)

// within says whether a topic, or everything that a filter asks for, is in a list.
func within(list []string, topic string) bool {
	if strings.HasPrefix(topic, "$") { // the broker's own topics, and subscriptions that are shared
		return false
	}
	for _, allowed := range list {
		tree, isTree := strings.CutSuffix(allowed, "#")
		if isTree && len(tree) > 1 && strings.HasSuffix(tree, "/") && strings.HasPrefix(topic, tree) && len(topic) > len(tree) {
			return true
		}
		if !isTree && topic == allowed {
			return true
		}
	}
	return false
}
