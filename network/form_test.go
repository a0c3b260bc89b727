// SPDX-License-Identifier: Apache-2.0

package network_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
)

// machine is a body's directory, and the file that it gives away.
type machine struct {
	dir  string
	file []byte
}

const passphrase = "correct horse battery staple"

func initBody(t *testing.T, id, host string) machine {
	t.Helper()
	dir := t.TempDir()
	file, err := network.InitBody(dir, network.NewBody{
		ID: id, Title: "单位 " + id, Host: host, Listen: "0.0.0.0", Rules: "1", Passphrase: passphrase,
	})
	if err != nil {
		t.Fatal(err)
	}
	return machine{dir, file}
}

// initBodies are four at the same time: making a key of a passphrase takes long.
func initBodies(t *testing.T) map[string]machine {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	bodies := map[string]machine{}
	for _, id := range []string{"owners", "property", "residents", "street"} {
		all.Go(func() {
			m := initBody(t, id, id+".garden.example")
			mu.Lock()
			bodies[id] = m
			mu.Unlock()
		})
	}
	all.Wait()
	return bodies
}

func parse(t *testing.T, raw []byte) *bodyfile.File {
	t.Helper()
	f, err := bodyfile.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func filesOf(t *testing.T, bodies map[string]machine) (files []*bodyfile.File) {
	t.Helper()
	for _, m := range bodies { // in whichever order
		files = append(files, parse(t, m.file))
	}
	return files
}

func form(t *testing.T, m machine, files []*bodyfile.File) (*network.Network, error) {
	t.Helper()
	return network.Form(t.Context(), m.dir, "", files, func(line string) { t.Log(line) })
}

// Every body makes the same first block from the same files, and another one from another file.
func TestForm(t *testing.T) {
	if testing.Short() {
		t.Skip("Fabric's programs may have to be built, which -short leaves out")
	}
	bodies := initBodies(t)
	var blocks [][]byte
	var prints []bodyfile.Fingerprint
	for range 2 {
		for _, m := range bodies {
			n, err := form(t, m, filesOf(t, bodies))
			if err != nil {
				t.Fatal(err)
			}
			raw, err := os.ReadFile(n.GenesisBlock())
			print, printErr := n.Fingerprint()
			if err != nil || printErr != nil {
				t.Fatal(err, printErr)
			}
			blocks, prints = append(blocks, raw), append(prints, print)
		}
	}
	for i := range blocks {
		if !bytes.Equal(blocks[i], blocks[0]) || prints[i] != prints[0] {
			t.Fatal("the bodies made different first blocks")
		}
	}
	if f := prints[0]; !f.Is(" "+strings.ToUpper(f.Words())+"\n") || !f.Is(f.Characters()) || f.Is("") || f.Is(f.Words()[1:]) {
		t.Errorf("%q or %q is not told from others", f.Words(), f.Characters())
	}

	// The property company gives the street office another file of its own than it gave to the others.
	second := initBody(t, "property", "property.garden.example")
	given := []*bodyfile.File{parse(t, second.file)}
	for id, m := range bodies {
		if id != "property" {
			given = append(given, parse(t, m.file))
		}
	}
	n, err := form(t, bodies["street"], given)
	if err != nil {
		t.Fatal(err)
	}
	if print, err := n.Fingerprint(); err != nil || print == prints[0] {
		t.Errorf("two files of one body are not seen: %v", err)
	}
	// It cannot give somebody a file in his own name.
	if _, err := form(t, bodies["property"], given); err == nil || !strings.Contains(err.Error(), "not the one that was made here") {
		t.Errorf("another one's file of the own body: %v", err)
	}
}

// rootKeys are the keys of a body's roots, which are there again with the passphrase.
func rootKeys(t *testing.T, m machine) (keys [2]*ecdsa.PrivateKey) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(m.dir, "body", "authority.age"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("PRIVATE")) {
		t.Fatal("the keys can be read")
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(bytes.NewReader(raw), identity)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if _, err := text.ReadFrom(plain); err != nil {
		t.Fatal(err)
	}
	rest := text.Bytes()
	for i := range keys {
		var block *pem.Block
		block, rest = pem.Decode(rest)
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		keys[i] = key.(*ecdsa.PrivateKey) //nolint:forcetypeassert // as ours are
	}
	return keys
}

// The keys of a body's roots are there again with the passphrase, and without it they are not: to try one takes a second, outside of tests.
func TestAuthorityIsEncrypted(t *testing.T) {
	m := initBody(t, "owners", "owners.garden.example")
	raw, err := os.ReadFile(filepath.Join(m.dir, "body", "authority.age"))
	if err != nil {
		t.Fatal(err)
	}
	if header := regexp.MustCompile(`(?m)^-> scrypt \S+ 10$`); network.PassphraseWork < 18 || !header.Match(raw) {
		t.Errorf("passphrases are tried with 2^%d steps, here\n%s", network.PassphraseWork, raw[:100])
	}
	keys, f := rootKeys(t, m), parse(t, m.file)
	for i, root := range []string{f.SigningRoot, f.TLSRoot} {
		cert, _ := pem.Decode([]byte(root))
		of, err := x509.ParseCertificate(cert.Bytes)
		if err != nil || !keys[i].PublicKey.Equal(of.PublicKey) {
			t.Fatalf("it is not the root's key: %v", err)
		}
	}
}

// What people call a body is in its root, which stays: its file cannot say otherwise, even if the body has signed it.
func TestTitleIsTheRoots(t *testing.T) {
	m := initBody(t, "owners", "owners.garden.example")
	f := parse(t, m.file)
	f.Title = "another one"
	if err := f.Sign(rootKeys(t, m)[0]); err != nil {
		t.Fatal(err)
	}
	raw, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bodyfile.Parse(raw); err == nil || !strings.Contains(err.Error(), `and its root that it is called "单位 owners"`) {
		t.Error(err)
	}
}

// Whatever is wrong with files is said, before anything is made.
func TestFilesThatDoNotFit(t *testing.T) {
	bodies := initBodies(t)
	altered := func(from, field, value string) []byte {
		var f map[string]json.RawMessage
		if err := json.Unmarshal(bodies[from].file, &f); err != nil {
			t.Fatal(err)
		}
		var was string
		if err := json.Unmarshal(f[field], &was); err != nil {
			t.Fatal(err)
		}
		return bytes.Replace(bodies[from].file, f[field], []byte(`"`+value+`"`), 1)
	}
	street := parse(t, bodies["street"].file)
	for why, raw := range map[string][]byte{
		"not a body's file":        []byte("hello"),
		"`linli body init`":        []byte("{}"),
		"another version of linli": altered("owners", "format", "linli-body/2"),
		"signature does not fit":   altered("owners", "host", "evil.example"),
		"no short name":            altered("owners", "id", "Owners!"),
		"no name of an MSP":        altered("owners", "mspId", "Owners"),
		"altered: its signature":   altered("owners", "signingRoot", strings.ReplaceAll(street.SigningRoot, "\n", `\n`)),
		"not an authority's":       altered("owners", "tlsRoot", strings.ReplaceAll(street.OrdererTLS, "\n", `\n`)),
		"is not the short name":    altered("owners", "id", "street"),
		"one way only":             append(bytes.Clone(bodies["owners"].file), ' '),
		"unknown field":            bytes.Replace(bodies["owners"].file, []byte(`"id"`), []byte(`"more": 1, "id"`), 1),
		"at most":                  bytes.Repeat([]byte(" "), bodyfile.Largest+1),
		"by their DNS name only":   altered("owners", "host", "fd00::1"),
		"neither a DNS name":       altered("owners", "host", "-.example"),
		"no address of one":        altered("owners", "host", "0.0.0.0"),
	} {
		if _, err := bodyfile.Parse(raw); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", why, err)
		}
	}

	second := parse(t, initBody(t, "street", "other.garden.example").file)
	title := *parse(t, bodies["owners"].file)
	title.Title = street.Title
	place := *parse(t, bodies["owners"].file)
	place.Host = street.Host
	msp := *parse(t, bodies["owners"].file)
	msp.MSPID = street.MSPID
	rules := *parse(t, bodies["owners"].file)
	rules.Rules = "2"
	property, residents := parse(t, bodies["property"].file), parse(t, bodies["residents"].file)
	for why, files := range map[string][]*bodyfile.File{
		"takes 4":                    {property, residents, street},
		"same short name":            {property, residents, street, second},
		"same title":                 {property, residents, street, &title},
		"same address of an orderer": {property, residents, street, &place},
		"same MSP":                   {property, residents, street, &msp},
		"version 2 of the rules":     {property, residents, street, &rules},
	} {
		if _, err := bodyfile.Together(files); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", why, err)
		}
	}
}

// A body is made once in a directory, and not of names that nothing can be called.
func TestInitBodyRefuses(t *testing.T) {
	m := initBody(t, "owners", "owners.garden.example")
	for why, b := range map[string]network.NewBody{
		"there is one already": {ID: "street", Title: "街道", Host: "street.example", Listen: "127.0.0.1"},
		"no short name":        {ID: "业委会", Title: "业委会", Host: "street.example", Listen: "127.0.0.1"},
		"neither a DNS name":   {ID: "street", Title: "街道", Host: "http://street.example", Listen: "127.0.0.1"},
		"by a name only":       {ID: "street", Title: "街道", Host: "street.example", Listen: "::"},
		"no title":             {ID: "street", Host: "street.example", Listen: "127.0.0.1"},
	} {
		if _, err := network.InitBody(m.dir, b); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", why, err)
		}
	}
	if _, err := network.Form(t.Context(), t.TempDir(), "", nil, func(string) {}); err == nil || !strings.Contains(err.Error(), "linli body init") {
		t.Errorf("forming without a body: %v", err)
	}
}

// Quorums are those that SmartBFT works with.
func TestQuorum(t *testing.T) {
	for n, want := range map[int]int{4: 3, 5: 4, 6: 4, 7: 5, 8: 6, 10: 7} {
		if got := bodyfile.Quorum(n); got != want {
			t.Errorf("of %d: %d, not %d", n, got, want)
		}
	}
}
