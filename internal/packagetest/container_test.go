// SPDX-License-Identifier: Apache-2.0

package packagetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// recipe is what the image's last stage says, instruction by instruction.
func recipe(t *testing.T) (instructions [][]string) {
	t.Helper()
	raw, err := os.ReadFile("../../packaging/Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(strings.ReplaceAll(string(raw), "\\\n", " ")) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if words[0] == "FROM" {
			instructions = nil
		}
		instructions = append(instructions, words)
	}
	return instructions
}

// TestRecipe lays the image's files out as its recipe says and runs the program with nothing else around it. No image is built: that
// takes a builder of containers.
func TestRecipe(t *testing.T) {
	context := filepath.Dir(thePackage(t))
	root, user := t.TempDir(), ""
	for _, words := range recipe(t) {
		switch {
		case words[0] == "USER":
			user = words[1]
		case words[0] == "COPY" && !strings.HasPrefix(words[1], "--from="):
			lay(t, context, root, words[1:])
		}
	}
	if user == "" || strings.HasPrefix(user, "0:") {
		t.Fatalf("the image's user is %q", user)
	}
	for _, dir := range []string{"proc", "var/lib/linli", "tmp"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	program := hashOf(t, filepath.Join(context, "linli"))
	if said := inImage(t, root, user, "version"); !strings.Contains(said, program) {
		t.Errorf("version:\n%s", said)
	}
	if said := inImage(t, root, user, "doctor"); !regexp.MustCompile(`ok +Fabric's programs +/usr/lib/linli/fabric`).MatchString(said) {
		t.Errorf("doctor:\n%s", said)
	}
}

// lay copies as COPY does: into a directory, or to a name.
func lay(t *testing.T, context, root string, words []string) {
	t.Helper()
	to := words[len(words)-1]
	if err := os.MkdirAll(filepath.Dir(filepath.Join(root, to)+"x"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, from := range words[:len(words)-1] {
		if said, err := exec.Command("cp", "-r", filepath.Join(context, from), filepath.Join(root, to)).CombinedOutput(); err != nil {
			t.Fatalf("COPY %s: %v\n%s", from, err, said)
		}
	}
}

func inImage(t *testing.T, root, user, command string) string {
	t.Helper()
	said, err := exec.Command("unshare", "--mount", "sh", "-ec", `mount -t proc proc "$1/proc"
		exec env -i PATH="$PATH" LINLI_DATA=/var/lib/linli/body chroot --userspec="$2" "$1" /usr/bin/linli "$3"`,
		"sh", root, user, command).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", command, err, said)
	}
	return string(said)
}

// TestCompose reads the compose file as YAML, and looks whether what it names is there.
func TestCompose(t *testing.T) {
	raw, err := os.ReadFile("../../packaging/compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var compose struct {
		Services map[string]struct {
			Build   struct{ Context, Dockerfile string }
			Volumes []string
			Network string `yaml:"network_mode"`
			PID     string
		}
		Volumes map[string]any
	}
	if err := yaml.Unmarshal(raw, &compose); err != nil {
		t.Fatal(err)
	}
	for name, s := range compose.Services {
		if _, err := os.Stat(filepath.Join("../../packaging", s.Build.Context, s.Build.Dockerfile)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, volume := range s.Volumes {
			named, _, _ := strings.Cut(volume, ":")
			if _, ok := compose.Volumes[named]; !ok {
				t.Errorf("%s: no volume %s", name, named)
			}
		}
	}
	if s := compose.Services["serve"]; s.Network != "service:body" || s.PID != "service:body" {
		t.Errorf("the pages do not see the body's processes: %+v", s)
	}
}
