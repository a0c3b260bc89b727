// SPDX-License-Identifier: Apache-2.0

package ledger

// Together are the bodies, by their MSP ids, that the client asks at once to endorse; none while it leaves that to the peer.
func (c *Client) Together() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.current == nil {
		return nil
	}
	return c.current.together.ask()
}
