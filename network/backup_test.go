// SPDX-License-Identifier: Apache-2.0

package network_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/sqlitefile"
)

func newKey(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// backedUp is a body's machine with a server's files, and its backup.
func backedUp(t *testing.T, key *age.X25519Identity) (machine, []byte) {
	t.Helper()
	if testing.Short() {
		t.Skip("Fabric's programs may have to be built, which -short leaves out")
	}
	bodies := initBodies(t)
	m := bodies["owners"]
	n, err := form(t, m, filesOf(t, bodies))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(m.dir, "ledger", "orderer-owners", "wal"), "votes")
	write(t, filepath.Join(m.dir, "serve", "owners", "enclosures.key"), "secret")
	write(t, filepath.Join(m.dir, "serve", "owners", "index.db"), "made anew")
	people, err := sqlitefile.Open(filepath.Join(m.dir, "serve", "owners", "people.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = people.Close() }) // the server runs on
	if _, err := people.Write.Exec("CREATE TABLE x (y TEXT); INSERT INTO x VALUES ('业主0001')"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := n.Backup(t.Context(), &out, key.Recipient(), ""); err != nil {
		t.Fatal(err)
	}
	return m, out.Bytes()
}

func TestBackup(t *testing.T) {
	key := newKey(t)
	m, backup := backedUp(t, key)
	t.Run("restored", func(t *testing.T) { isRestored(t, m, backup, key) })
	t.Run("refused", func(t *testing.T) { isRefused(t, backup, key) })
	t.Run("killed", func(t *testing.T) { wasKilled(t, backup, key) })
}

// isRestored finds again what a body alone has, and nothing of what its orderer has stored.
func isRestored(t *testing.T, m machine, backup []byte, key *age.X25519Identity) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "new")
	n, facts, err := network.Restore(dir, bytes.NewReader(backup), key)
	if err != nil {
		t.Fatal(err)
	}
	if print, err := n.Fingerprint(); err != nil || facts.Network != print.Words() || facts.Body != "owners" {
		t.Errorf("%+v: %v", facts, err)
	}
	people, err := sqlitefile.OpenRead(filepath.Join(dir, "serve", "owners", "people.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer people.Close()
	var name string
	if err := people.Read.QueryRow("SELECT y FROM x").Scan(&name); err != nil || name != "业主0001" {
		t.Errorf("%q: %v", name, err)
	}
	var unlike []string
	was, is := strings.ReplaceAll(tree(t, m.dir), m.dir, ""), strings.ReplaceAll(tree(t, dir), dir, "")
	for file := range strings.FieldsSeq(was) {
		if !strings.Contains(is, file+"\n") {
			unlike = append(unlike, file)
		}
	}
	if got := strings.Join(unlike, " "); got != "/ledger/orderer-owners/wal /serve/owners/index.db" &&
		got != "/ledger/orderer-owners/wal /serve/owners/index.db /serve/owners/people.db-shm /serve/owners/people.db-wal" {
		t.Errorf("not restored: %s", got)
	}
	keyFile := filepath.Join("body", "authority.age")
	if !bytes.Equal(read(t, filepath.Join(m.dir, keyFile)), read(t, filepath.Join(dir, keyFile))) {
		t.Error("the keys of the roots are others")
	}
	if info, err := os.Stat(filepath.Join(dir, "ledger")); err != nil || !info.IsDir() { // it has joined
		t.Error(err)
	}
	_, _, err = network.Restore(dir, bytes.NewReader(backup), key)
	if err == nil || !strings.Contains(err.Error(), "the directory holds something") {
		t.Errorf("twice: %v", err)
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// isRefused finds nothing restored of a backup that is not whole, or not for who has it.
func isRefused(t *testing.T, backup []byte, key *age.X25519Identity) {
	t.Helper()
	plain, err := age.Decrypt(bytes.NewReader(backup), key)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	altered := bytes.Clone(backup)
	altered[len(altered)-1000] ^= 1
	for _, test := range []struct {
		name   string
		backup []byte
		key    age.Identity
		says   string
	}{
		{"nothing", nil, key, "not whole"},
		{"another file", []byte("dear neighbours"), key, "not whole"},
		{"another key", backup, newKey(t), "to another key"},
		{"truncated", backup[:len(backup)-1], key, "not whole"},
		{"truncated at a chunk", backup[:len(backup)/2>>16<<16], key, "not whole"},
		{"longer", append(bytes.Clone(backup), 0), key, "not whole"},
		{"altered", altered, key, "was altered"},
		{"newer", encrypt(t, key, bytes.Replace(archive, []byte(`{"format":1,`), []byte(`{"format":2,`), 1)), key, "its format is 2"},
		{"no backup", encrypt(t, key, entries(t, "letter.txt", "dear neighbours")), key, "does not begin as a backup does"},
		{"outside", encrypt(t, key, entries(t, "backup.json", `{"format":1}`, "serve/../../x", "x")), key, "escapes"},
		{"elsewhere", encrypt(t, key, entries(t, "backup.json", `{"format":1}`, "ledger/orderer-owners/wal", "x")), key, "no backup has the entry"},
		{"without keys", encrypt(t, key, entries(t, "backup.json", `{"format":1}`, "serve/owners/x", "x")), key, "network.json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			_, _, err := network.Restore(dir, bytes.NewReader(test.backup), test.key)
			problem, ok := errors.AsType[*network.Problem](err)
			if !ok || problem.Do == "" || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v", err)
			}
			if left := tree(t, dir); left != "" {
				t.Errorf("it leaves %s", left)
			}
		})
	}
}

func encrypt(t *testing.T, key *age.X25519Identity, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := age.Encrypt(&out, key.Recipient())
	if err == nil {
		_, err = w.Write(plain)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// entries is an archive of files, by name and content.
func entries(t *testing.T, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := tar.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		if err := archive.WriteHeader(&tar.Header{Name: files[i], Size: int64(len(files[i+1])), Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// wasKilled begins a restoring anew that was killed; what has become of one that was not is left alone.
func wasKilled(t *testing.T, backup []byte, key *age.X25519Identity) {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "creating", "backup.json"), "{}")
	write(t, filepath.Join(dir, "creating", "network", "network.json"), "{}")
	write(t, filepath.Join(dir, "body", "body.json"), "{}")
	if _, _, err := network.Restore(dir, bytes.NewReader(backup), key); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "creating", "backup.json"), "{}")
	if _, _, err := network.Restore(dir, bytes.NewReader(backup), key); err == nil {
		t.Error("a network that is in place was restored over")
	}
}

// On a machine of all bodies there is nobody to get the ledger from again.
func TestNoBackupOfAll(t *testing.T) {
	var out bytes.Buffer
	err := networkOfAll(t).Backup(t.Context(), &out, newKey(t).Recipient(), "")
	if err == nil || !strings.Contains(err.Error(), "all bodies are on this machine") || out.Len() > 0 {
		t.Errorf("%d bytes: %v", out.Len(), err)
	}
}

// networkOfAll is a network's facts, on a machine of all bodies.
func networkOfAll(t *testing.T) *network.Network {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "network", "network.json"), `{"format": 3, "here": ["owners"], "bodies": [{"id": "owners"}]}`)
	n, err := network.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
