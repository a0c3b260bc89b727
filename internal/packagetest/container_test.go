// SPDX-License-Identifier: Apache-2.0

package packagetest

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"gopkg.in/yaml.v3"
)

const containerfile = "../../packaging/Containerfile"

// builder has images and containers of its own, and needs no daemon.
type builder struct {
	t     *testing.T
	flags []string
}

func newBuilder(t *testing.T) builder {
	t.Helper()
	dir := t.TempDir()
	b := builder{t: t, flags: []string{"--storage-driver", "vfs", "--root", dir + "/images", "--runroot", dir + "/run"}}
	t.Cleanup(func() { b.does("rm", "--all") })
	return b
}

// does gives a command to the builder, and returns what it says.
func (b builder) does(args ...string) string {
	b.t.Helper()
	cmd := exec.Command("buildah", append(slices.Clone(b.flags), args...)...)
	var wrong strings.Builder
	cmd.Stderr = &wrong
	said, err := cmd.Output()
	if err != nil {
		b.t.Fatalf("buildah %s: %v\n%s%s", strings.Join(args, " "), err, said, wrong.String())
	}
	return strings.TrimSpace(string(said))
}

// base makes the image that the recipe begins with, of the Debian that machines are: nothing is fetched from a registry of images.
func (b builder) base() {
	b.t.Helper()
	recipe, err := os.ReadFile(containerfile)
	if err != nil {
		b.t.Fatal(err)
	}
	named := regexp.MustCompile(`(?m)^FROM (\S+) AS base$`).FindSubmatch(recipe)
	if named == nil {
		b.t.Fatal("the recipe has no base")
	}
	container := b.does("from", "scratch")
	b.does("add", "--quiet", container, debian(b.t), "/")
	b.does("commit", "--quiet", "--rm", container, string(named[1]))
}

// TestImage builds the image by its recipe and runs its program: a body's keys are made by a user without rights, in the volume.
func TestImage(t *testing.T) {
	context := filepath.Dir(thePackage(t))
	b := newBuilder(t)
	b.base()
	image := b.does("build", "--quiet", "--isolation", "chroot", "--pull-never", "--file", containerfile, context)
	container := b.does("from", "--pull-never", image)
	b.holds(b.does("mount", container))
	starts := b.does("inspect", "--format", "{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}}", container)
	if starts != "65532:65532 [/usr/bin/linli]" {
		t.Errorf("it starts as %s", starts)
	}
	b.makesKeys(container, hashOf(t, filepath.Join(context, "linli")))
}

// holds looks for programs in the image's files: there are those of the package, and no shell.
func (b builder) holds(root string) {
	b.t.Helper()
	var found []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode()&0o111 != 0 {
			path, err = filepath.Rel(root, path)
			found = append(found, path)
		}
		return err
	})
	if err != nil || !slices.Equal(found, programs) {
		b.t.Errorf("the image has other programs: %q, %v", found, err)
	}
}

// makesKeys runs the image's program in a container, as its user, who may write to the volume alone.
func (b builder) makesKeys(container, program string) {
	b.t.Helper()
	volume := b.t.TempDir()
	for _, err := range []error{
		os.WriteFile(volume+"/passphrase", []byte("five words that hardly belong together\n"), 0o644), os.Chown(volume, 65532, 65532),
	} {
		if err != nil {
			b.t.Fatal(err)
		}
	}
	run := []string{"run", "--isolation", "chroot", "--volume", volume + ":/var/lib/linli", container, "--", "/usr/bin/linli"}
	for _, step := range []struct{ args, says string }{
		{"version", `(?m)^program +SHA-256 ` + program + `$`},
		{"doctor", `(?m)^ok +Fabric's programs +/usr/lib/linli/fabric$`},
		{"body init owners --host owners.garden.example --passphrase-file passphrase --out owners.body", `owners\.body`},
		{"doctor", `(?m)^ok +data directory +/var/lib/linli/body$`},
	} {
		if said := b.does(append(run, strings.Fields(step.args)...)...); !regexp.MustCompile(step.says).MatchString(said) {
			b.t.Errorf("linli %s:\n%s", step.args, said)
		}
	}
	if info, err := os.Stat(filepath.Join(volume, "owners.body")); err != nil || info.Sys().(*syscall.Stat_t).Uid != 65532 {
		b.t.Errorf("the body's file: %v, %v", info, err)
	}
}

// TestCompose reads the compose file with a tool that runs such files: the pages are where they see the body's processes.
func TestCompose(t *testing.T) {
	thePackage(t)
	cmd := exec.Command("docker-compose", "--file", "../../packaging/compose.yaml", "config")
	cmd.Env = append(os.Environ(), "ORIGIN=https://owners.garden.example")
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	var compose struct {
		Services map[string]struct {
			Build   struct{ Context, Dockerfile string }
			Network string `yaml:"network_mode"`
			PID     string
		}
	}
	if err := yaml.Unmarshal(said, &compose); err != nil {
		t.Fatal(err)
	}
	for name, s := range compose.Services {
		if _, err := os.Stat(filepath.Join(s.Build.Context, s.Build.Dockerfile)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s := compose.Services["serve"]; s.Network != "service:body" || s.PID != "service:body" {
		t.Errorf("the pages do not see the body's processes: %+v", s)
	}
}
