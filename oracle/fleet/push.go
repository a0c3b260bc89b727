// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// camera is a device that pushes.
type camera struct {
	*line
	client *http.Client
	digest digest
}

// push pushes what a device has to say, one after the other, each until it is acknowledged.
func (l *line) push(ctx context.Context) error {
	transport := &http.Transport{TLSClientConfig: l.run.tls, MaxIdleConnsPerHost: 1}
	defer transport.CloseIdleConnections()
	c := &camera{line: l, client: &http.Client{Transport: transport, Timeout: patience}}
	var tries tries
	for {
		select {
		case s, more := <-l.queue:
			if !more {
				return nil
			}
			s, err := l.write(s)
			if err != nil {
				return err
			}
			if err := c.untilTaken(ctx, &tries, s.message); err != nil {
				return err
			}
			l.acknowledged(s)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (c *camera) untilTaken(ctx context.Context, tries *tries, m message) error {
	for {
		err := c.post(ctx, m)
		switch {
		case err == nil:
			tries.good()
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		}
		if err := c.again(ctx, tries, err); err != nil {
			return err
		}
	}
}

// post posts a message, and answers once to the challenge of who asks for it.
func (c *camera) post(ctx context.Context, m message) error {
	address := c.Push + "/" + m.topic + "/" + c.Name
	if c.Token != "" {
		address += "/" + c.Token
	}
	status, err := c.request(ctx, address, m)
	if err == nil && status == http.StatusUnauthorized && c.digest.nonce != "" {
		status, err = c.request(ctx, address, m)
	}
	switch {
	case err != nil:
		return fmt.Errorf("%s: push: %w", c.Name, err)
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusNotFound:
		return fmt.Errorf("%s: what it pushes is not taken (is it enrolled, and is this what it was given last?): %w with status %d", c.Name, ErrRefused, status)
	case status != http.StatusOK:
		return fmt.Errorf("%s: push: status %d", c.Name, status)
	}
	return nil
}

// request sends a message, and keeps the challenge that comes as an answer.
func (c *camera) request(ctx context.Context, address string, m message) (status int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(m.body))
	if err != nil {
		return 0, err
	}
	if c.Digest != "" {
		request.Header.Set("Content-Type", "application/xml")
	} else {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.digest.nonce != "" {
		request.Header.Set("Authorization", c.digest.answer(c.Name, c.Digest, request.URL.RequestURI()))
	}
	response, err := c.client.Do(request)
	if err != nil {
		if known, ok := errors.AsType[*url.Error](err); ok {
			err = known.Err // without the address, which may have a token in it
		}
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20))
	if response.StatusCode == http.StatusUnauthorized {
		c.digest = challenged(response.Header.Values("WWW-Authenticate"))
	}
	return response.StatusCode, err
}
