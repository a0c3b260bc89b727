// SPDX-License-Identifier: Apache-2.0

package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
)

// built is what `make web` makes; without it there is only a note that says so.
//
//go:embed all:dist
var built embed.FS

//go:embed style/linli.css
var style []byte

//go:embed style/dark.css
var dark []byte

// The addresses change with the stylesheets, so that browsers may keep them.
var (
	styleURL = "/style.css?" + hexSum(style)[:16]
	darkURL  = "/dark.css?" + hexSum(dark)[:16]
)

func hexSum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// bundle is the scripts of the resident's and the officers' pages.
type bundle struct {
	files   http.Handler
	scripts map[string]asset // by path
	entries map[string]chunk // by name; empty if nothing is built
	hash    string           // SHA-256 over the list of its files; "" if nothing is built
	wasm    int64            // bytes of the recount, compressed; 0 if not built
}

// chunk is an entry of Vite's manifest.
type chunk struct {
	File    string   `json:"file"`
	Name    string   `json:"name"`
	IsEntry bool     `json:"isEntry"`
	Imports []string `json:"imports"`
}

func openBundle() (*bundle, error) {
	app, err := fs.Sub(built, "dist/app")
	if err != nil {
		return nil, err
	}
	b := &bundle{files: http.FileServerFS(app), scripts: map[string]asset{}, entries: map[string]chunk{}}
	manifest, err := fs.ReadFile(app, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return nil, err
	}
	if err := b.read(manifest); err != nil {
		return nil, fmt.Errorf("read the bundle's manifest: %w", err)
	}
	if info, err := fs.Stat(app, "assets/recount.wasm.gz"); err == nil {
		b.wasm = info.Size()
	}
	if err := b.pack(app); err != nil {
		return nil, err
	}
	b.hash, err = hashOf(app)
	return b, err
}

// pack reads the scripts, to send them compressed.
func (b *bundle) pack(app fs.FS) error {
	names, err := fs.Glob(app, "assets/*.js")
	for _, name := range names {
		content, err := fs.ReadFile(app, name)
		if err != nil {
			return err
		}
		b.scripts["/"+name] = newAsset("text/javascript; charset=utf-8", content)
	}
	return err
}

func (b *bundle) read(manifest []byte) error {
	var chunks map[string]chunk
	if err := json.Unmarshal(manifest, &chunks); err != nil {
		return err
	}
	for _, c := range chunks {
		if !c.IsEntry {
			continue
		}
		entry := chunk{File: "/" + c.File}
		for _, name := range c.Imports {
			entry.Imports = append(entry.Imports, "/"+chunks[name].File)
		}
		slices.Sort(entry.Imports)
		b.entries[c.Name] = entry
	}
	return nil
}

// hashOf is SHA-256 over the lines "<SHA-256 of a file>  <its path>\n", as sha256sum writes them, in the order of the paths.
func hashOf(files fs.FS) (string, error) {
	var lines strings.Builder
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		fmt.Fprintf(&lines, "%s  ./%s\n", hexSum(content), name)
		return err
	})
	return hexSum([]byte(lines.String())), err
}

// ServeHTTP serves the scripts. Their names change with what is in them.
func (b *bundle) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if script, ok := b.scripts[r.URL.Path]; ok {
		script.ServeHTTP(w, r)
		return
	}
	secure(w.Header())
	if strings.HasSuffix(r.URL.Path, "/") { // no list of them
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if path.Ext(r.URL.Path) == ".gz" { // the recount, which the page unpacks itself
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Content-Type", "application/gzip")
	}
	b.files.ServeHTTP(w, r)
}

// shell serves the service worker that opens the worker's app without a connection. Browsers know it by its address, which stays; from
// there it can have the pages below a community's, and asks for that app's alone.
func (b *bundle) shell(w http.ResponseWriter, r *http.Request) {
	script, ok := b.scripts[b.entries["shell"].File]
	if !ok {
		http.NotFound(w, r)
		return
	}
	secure(w.Header())
	w.Header().Set("Content-Type", script.kind)
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(script.plain)
}

// live adds the script that keeps a page's parts marked data-live up to date. Without it the page works all the same.
func (p *Pages) live(v view) view {
	if chunk, ok := p.bundle.entries["live"]; ok {
		v.script, v.preload = []string{chunk.File}, chunk.Imports
	}
	return v
}

// script is the page on which one of the bundle's entries runs.
func (p *Pages) script(entry string) func(*http.Request) (view, error) {
	return func(r *http.Request) (view, error) {
		v := view{name: "script", title: entry + ".title"}
		if id := r.PathValue("community"); id != "" {
			c, err := p.communityOf(r)
			if err != nil {
				return v, err
			}
			v.community, v.name2 = c.ID, c.Name
		}
		chunk, ok := p.bundle.entries[entry]
		if !ok {
			v.name = "unbuilt"
			return v, nil
		}
		v.script, v.preload = []string{chunk.File}, chunk.Imports
		return v, nil
	}
}
