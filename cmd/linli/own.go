// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"

	"github.com/linli-project/linli/network"
)

// orOwn completes the flag that names a body: the one whose machine this is, or on a laptop the first.
func orOwn(n *network.Network, body *string) error {
	if *body == "" {
		*body = n.Here()[0].ID
	}
	_, err := n.Peer(*body)
	if errors.Is(err, network.ErrNoBody) {
		return usageError{err}
	}
	return err
}

// running is the network of a data directory, which has to be running, with the flag completed that names a body.
func running(data string, body *string) (*network.Network, error) {
	n, err := network.Open(data)
	if err != nil {
		return nil, err
	}
	if err := orOwn(n, body); err != nil {
		return nil, err
	}
	return n, n.Running()
}
