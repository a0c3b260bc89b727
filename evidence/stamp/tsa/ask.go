// SPDX-License-Identifier: Apache-2.0

// Package tsa asks time-stamping authorities for stamps (RFC 3161). They are told a hash, and nothing else.
package tsa

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	tspclient "github.com/notaryproject/tspclient-go"

	"github.com/linli-project/linli/evidence/stamp"
)

// ErrUnasked is that of an authority that gave no stamp, or none that a bundle takes.
var ErrUnasked = errors.New("no time stamp was got")

// within is how long an authority may take.
const within = 30 * time.Second

// apart is by how much an authority's clock and this machine's may differ before somebody should look after one of them.
const apart = 30 * time.Minute

// Check says why nobody can be asked at an address.
func Check(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return errors.New("the address of a time-stamping authority is a URL with http:// or https://")
	}
	return nil
}

// Ask has an authority stamp a content. What it returns is looked at as a bundle's reader will.
func Ask(ctx context.Context, address string, content []byte) ([]byte, error) {
	raw, err := ask(ctx, address, content)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnasked, err)
	}
	s, err := stamp.Read(raw)
	if err != nil {
		return nil, fmt.Errorf("%w that a bundle takes: %w", ErrUnasked, err)
	}
	sum := sha256.Sum256(content)
	if !bytes.Equal(s.Hash, sum[:]) {
		return nil, fmt.Errorf("%w: it stamped something else", ErrUnasked)
	}
	if off := time.Since(time.Unix(s.At, 0)).Abs(); off > apart {
		return nil, fmt.Errorf("%w: its clock and this machine's are %s apart", ErrUnasked, off.Round(time.Minute))
	}
	return raw, nil
}

func ask(ctx context.Context, address string, content []byte) ([]byte, error) {
	if err := Check(address); err != nil {
		return nil, err
	}
	authority, err := tspclient.NewHTTPTimestamper(&http.Client{Timeout: within}, address)
	if err != nil {
		return nil, err
	}
	request, err := tspclient.NewRequest(tspclient.RequestOptions{Content: content, HashAlgorithm: crypto.SHA256})
	if err != nil {
		return nil, err
	}
	response, err := authority.Timestamp(ctx, request)
	if err != nil {
		return nil, err
	}
	return response.TimestampToken.FullBytes, nil
}

// AskAll has each of some authorities stamp a content.
func AskAll(ctx context.Context, addresses []string, content []byte) (stamps [][]byte, err error) {
	for _, address := range addresses {
		raw, err := Ask(ctx, address, content)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shown(address), err)
		}
		stamps = append(stamps, raw)
	}
	return stamps, nil
}

// shown is an address without a password.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "an authority"
	}
	return u.Redacted()
}
