// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
)

// asset is a file that browsers keep, as its address changes with its content.
type asset struct {
	kind   string // media type
	plain  []byte
	packed []byte // gzip
}

func newAsset(kind string, content []byte) asset {
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is good
	_, _ = w.Write(content)
	_ = w.Close() // a buffer takes everything
	return asset{kind: kind, plain: content, packed: packed.Bytes()}
}

func (a asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	secure(h)
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	content := a.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		content = a.packed
	}
	_, _ = w.Write(content)
}
