// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// FabricBinEnv names a directory with Fabric's programs to be used instead of building them.
const FabricBinEnv = "LINLI_FABRIC_BIN"

// Binaries is a directory with Fabric's programs.
type Binaries string

// needed are the programs that running a network takes.
var needed = []string{"configtxgen", "orderer", "peer"}

// FindBinaries returns the directory with Fabric's programs: given if not empty, else $LINLI_FABRIC_BIN, else those that were
// installed with this executable, else the user's cache, into which they are built from the module network/fabric of linli's own source
// when they are not there yet. That takes about a minute; progress is told in lines.
// The error is [ErrNoBinaries] if there are none and no way to build them.
func FindBinaries(ctx context.Context, given string, progress func(string)) (Binaries, error) {
	if given = named(given); given != "" {
		return givenBinaries(given)
	}
	module, err := fabricModule()
	if err != nil {
		return "", err
	}
	dir, err := cacheDir(module)
	if err != nil {
		return "", err
	}
	if missing(dir) == nil {
		return Binaries(dir), nil
	}
	return buildBinaries(ctx, module, dir, progress)
}

// named is the directory that need not be looked for, "" if there is none.
func named(given string) string {
	if given == "" {
		given = os.Getenv(FabricBinEnv)
	}
	if given == "" {
		given = installed()
	}
	return given
}

// installed is where a package puts Fabric's programs: /usr/lib/linli/fabric for /usr/bin/linli. It is "" if there is no such directory.
func installed() string {
	exe, err := os.Executable()
	if err != nil {
		return ""
	}
	dir := filepath.Join(filepath.Dir(exe), "..", "lib", "linli", "fabric")
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return dir
}

func givenBinaries(dir string) (Binaries, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := missing(abs); err != nil {
		return "", &Problem{
			What: "looking for Fabric's programs in " + abs, Why: err,
			Do: "Name a directory with the programs of Fabric 3.1 with --fabric-bin or " + FabricBinEnv +
				", or leave both out to have them built.",
		}
	}
	return Binaries(abs), nil
}

// missing returns nil if dir holds every program that is needed.
func missing(dir string) error {
	for _, name := range needed {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return fmt.Errorf("%w: no program %s", ErrNoBinaries, name)
		}
	}
	return nil
}

// fabricModule finds the directory network/fabric of linli's source, from the working directory or the
// executable upwards.
func fabricModule() (string, error) {
	var from []string
	if dir, err := os.Getwd(); err == nil {
		from = append(from, dir)
	}
	if exe, err := os.Executable(); err == nil {
		from = append(from, filepath.Dir(exe))
	}
	for _, dir := range from {
		for ; ; dir = filepath.Dir(dir) {
			module := filepath.Join(dir, "network", "fabric")
			if mod, err := os.ReadFile(filepath.Join(module, "go.mod")); err == nil && bytes.Contains(mod, []byte("/network/fabric\n")) {
				return module, nil
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return "", &Problem{
		What: "building Fabric's programs",
		Why:  fmt.Errorf("%w, and linli's source, from which they are built, is not around here", ErrNoBinaries),
		Do: "Run linli inside of its source, where network/fabric/go.mod is, or name a directory with the programs " +
			"of Fabric 3.1 with --fabric-bin or " + FabricBinEnv + ".",
	}
}

// toolchain is the Go release that builds Fabric's programs: one that has the fixes of its standard library. The go command
// fetches it like a module.
const toolchain = "go1.27.3"

// cacheDir is where the programs of exactly this module's versions are kept.
func cacheDir(module string) (string, error) {
	sum := sha256.New()
	for _, name := range []string{"go.mod", "go.sum"} {
		raw, err := os.ReadFile(filepath.Join(module, name))
		if err != nil {
			return "", fmt.Errorf("reading the module of Fabric's programs: %w", err)
		}
		sum.Write(raw)
	}
	sum.Write([]byte(toolchain))
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", &Problem{
			What: "looking for Fabric's programs", Why: err,
			Do: "Set HOME or XDG_CACHE_HOME, or name a directory with the programs with --fabric-bin.",
		}
	}
	return filepath.Join(cache, "linli", fmt.Sprintf("fabric-%x", sum.Sum(nil)[:8])), nil
}

// buildBinaries builds into a directory beside dir and renames it, so that dir is complete or not there.
// When two do it at the same time the second waits and finds them built.
func buildBinaries(ctx context.Context, module, dir string, progress func(string)) (Binaries, error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", err
	}
	unlock, err := waitForLock(ctx, dir+".lock", func() { progress("waiting for another linli that builds Fabric's programs") })
	if err != nil {
		return "", err
	}
	defer unlock()
	if missing(dir) == nil {
		return Binaries(dir), nil
	}
	if err := checkSpace(filepath.Dir(dir), 3<<30, "building Fabric's programs"); err != nil {
		return "", err
	}
	progress("building Fabric's programs from source (once; one to five minutes)")
	fresh, err := os.MkdirTemp(filepath.Dir(dir), "building-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(fresh)
	if err := goBuild(ctx, module, fresh, progress); err != nil {
		return "", err
	}
	if err := missing(fresh); err != nil {
		return "", err
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.Chmod(fresh, 0o755); err != nil {
		return "", err
	}
	return Binaries(dir), os.Rename(fresh, dir)
}

func goBuild(ctx context.Context, module, dir string, progress func(string)) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-v", "-o", dir, "tool")
	cmd.Dir = module
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=readonly -trimpath", "GOTOOLCHAIN="+toolchain)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return noGo(err)
	}
	tail := followBuild(stderr, progress)
	if err := cmd.Wait(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return noGo(fmt.Errorf("%w\n%s", err, tail))
	}
	return nil
}

func noGo(err error) error {
	return &Problem{
		What: "building Fabric's programs", Why: errors.Join(ErrNoBinaries, err),
		Do: "Install Go 1.26 or later and check that it can download modules, or name a directory with the programs " +
			"of Fabric 3.1 with --fabric-bin or " + FabricBinEnv + ".",
	}
}

// followBuild tells how many packages are compiled, and returns the last lines.
func followBuild(r io.Reader, progress func(string)) string {
	var tail []string
	count := 0
	for lines := bufio.NewScanner(r); lines.Scan(); {
		count++
		if count%100 == 0 {
			progress(fmt.Sprintf("building Fabric's programs: %d packages", count))
		}
		tail = append(tail, lines.Text())
		if len(tail) > 20 {
			tail = tail[1:]
		}
	}
	return strings.Join(tail, "\n")
}

func (b Binaries) path(program string) string { return filepath.Join(string(b), program) }

// run runs one of the programs to its end; the error holds the end of what it said.
func (b Binaries) run(ctx context.Context, env []string, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, b.path(program), args...)
	cmd.Env = append(append(os.Environ(), "FABRIC_LOGGING_FORMAT=%{message}"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		said, _, _ := strings.Cut(string(out), "\npanic: ") // stack traces help nobody here
		return fmt.Errorf("%s: %w\n%s", program, err, lastLines([]byte(said), 5))
	}
	return nil
}

func lastLines(text []byte, count int) string {
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-count):], "\n")
}
