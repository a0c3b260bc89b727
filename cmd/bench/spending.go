// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/google/pprof/profile"
)

// spending is the processor time of some acts, in nanoseconds, by what it is spent on and by the kind of process.
type spending struct {
	acts int64
	time map[string]map[string]int64
}

// classes are what processor time is spent on, by how the names of functions begin. A sample belongs to the innermost function of its stack
// that is in one of them, so what cryptography allocates is cryptography, and what TLS gives to the kernel is the network.
var classes = []struct {
	name     string
	prefixes []string
}{
	{"garbage collection", []string{
		"runtime.gcBgMarkWorker", "runtime.gcAssistAlloc", "runtime.gcStart", "runtime.bgsweep", "runtime.bgscavenge",
	}},
	{"scheduling of goroutines", []string{
		"runtime.schedule", "runtime.findRunnable", "runtime.mcall", "runtime.mstart", "runtime.sysmon", "runtime.goready",
	}},
	{"P-256 signatures", []string{"crypto/ecdsa", "crypto/internal/fips140/ecdsa", "crypto/internal/fips140/nistec", "crypto/elliptic"}},
	{"hashing", []string{
		"crypto/sha256", "crypto/sha512", "crypto/internal/fips140/sha", "crypto/internal/fips140hash", "golang.org/x/crypto/sha3",
	}},
	{"network: system calls", []string{"net.(*"}},
	{"TLS", []string{"crypto/tls", "crypto/internal/fips140/aes", "crypto/cipher"}},
	{"gRPC and HTTP/2", []string{"google.golang.org/grpc", "golang.org/x/net/http2"}},
	{"LevelDB reads", []string{levelDB + "(*DB).Get", levelDB + "(*DB).get", levelDB + "(*DB).NewIterator", levelDB + "(*dbIter)",
		levelDB + "(*Snapshot)"}},
	{"LevelDB writes", []string{levelDB + "(*DB)", levelDB + "(*Batch)", levelDB + "(*tableCompactionBuilder)"}},
	{"block files and logs of consensus", []string{"github.com/hyperledger/fabric/common/ledger/blkstorage", "github.com/hyperledger-labs/SmartBFT/pkg/wal",
		"github.com/hyperledger/fabric/common/ledger/blockledger"}},
	{"protobuf", []string{"google.golang.org/protobuf", "github.com/golang/protobuf"}},
	{"JSON", []string{"encoding/json", "github.com/cyberphone", "github.com/gowebpki"}},
	{"gzip", []string{"compress/", "hash/crc32"}},
	{"certificates", []string{"crypto/x509", "encoding/asn1", "encoding/pem"}},
	{"the rest of Linli", []string{"github.com/linli-project/linli", "main."}},
	{"the rest of Fabric", []string{"github.com/hyperledger"}},
}

const levelDB = "github.com/syndtr/goleveldb/leveldb."

const otherClass = "other"

// classOf is what a stack is spent on. Its innermost function comes first.
func classOf(stack []*profile.Location) string {
	for _, at := range stack {
		for _, l := range at.Line {
			for _, c := range classes {
				begins := func(prefix string) bool { return strings.HasPrefix(l.Function.Name, prefix) }
				if l.Function != nil && slices.ContainsFunc(c.prefixes, begins) {
					return c.name
				}
			}
		}
	}
	return otherClass
}

// add counts a process's profile, whose last value is its processor time in nanoseconds.
func (s *spending) add(part string, p *profile.Profile) {
	for _, sample := range p.Sample {
		s.count(classOf(sample.Location), part, sample.Value[len(sample.Value)-1])
	}
}

func (s *spending) count(class, part string, nanoseconds int64) {
	if s.time == nil {
		s.time = map[string]map[string]int64{}
	}
	if s.time[class] == nil {
		s.time[class] = map[string]int64{}
	}
	s.time[class][part] += nanoseconds
}

// merge counts what others were.
func (s *spending) merge(other spending) {
	s.acts += other.acts
	for class, byPart := range other.time {
		for part, t := range byPart {
			s.count(class, part, t)
		}
	}
}

// print is a table of microseconds an act, the most first.
func (s *spending) print(w io.Writer) {
	total := func(class string) (sum int64) {
		for _, t := range s.time[class] {
			sum += t
		}
		return sum
	}
	all := map[string]int64{}
	for _, byPart := range s.time {
		for part, t := range byPart {
			all[part] += t
		}
	}
	fmt.Fprintf(w, "\nprocessor time of a ballot by its profile, of %d of them (µs)\n\n| spent on | %ss | all |\n|---|%s---|\n",
		s.acts, strings.Join(parts, "s | "), strings.Repeat("---|", len(parts)))
	order := slices.SortedFunc(maps.Keys(s.time), func(a, b string) int { return cmp.Compare(total(b), total(a)) })
	for _, class := range order {
		s.row(w, class, s.time[class])
	}
	s.row(w, "**all**", all)
}

func (s *spending) row(w io.Writer, name string, byPart map[string]int64) {
	fmt.Fprintf(w, "| %s |", name)
	var sum int64
	for _, part := range parts {
		sum += byPart[part]
		fmt.Fprintf(w, " %.0f |", float64(byPart[part])/float64(s.acts)/1000)
	}
	fmt.Fprintf(w, " %.0f |\n", float64(sum)/float64(s.acts)/1000)
}
