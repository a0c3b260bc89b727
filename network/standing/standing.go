// SPDX-License-Identifier: Apache-2.0

// Package standing is how the network of bodies stands, as one of them sees it from its own machine and tells everybody: who runs the
// ledger, who answers, how many it takes, and how that came to be. It says nothing that only the body itself should know.
package standing

// Standing is one look at the network.
type Standing struct {
	At       int64    `json:"at"` // when it was looked, in Unix seconds; 0 if it has not been lately, and then nothing else is known
	By       string   `json:"by"` // the body from whose machine
	Channel  string   `json:"channel"`
	Height   int64    `json:"height"` // blocks, the most that a peer has
	Orderers Orderers `json:"orderers"`
	Bodies   []Body   `json:"bodies"`
	Rules    Rules    `json:"rules"`
	Program  string   `json:"program"`           // SHA-256 (hex) of the program that runs here as chaincode
	Changes  []Change `json:"changes"`           // since the first block, the latest first
	Removed  *Removal `json:"removed,omitempty"` // the others have taken out the body from whose machine it was looked
}

// Unseen is what is told when nobody has looked lately.
func Unseen() Standing { return Standing{Bodies: []Body{}, Changes: []Change{}} }

// Orderers are how many bodies' orderers there are, and how many it takes.
type Orderers struct {
	All     int  `json:"all"`
	Needed  int  `json:"needed"` // to make a block
	Answer  int  `json:"answer"`
	Away    int  `json:"mayBeAway"` // and it goes on
	Stopped bool `json:"stopped"`   // fewer answer than are needed: no block is made until they do
}

// Count counts them: so many are needed of all, and so many answer.
func Count(all, needed, answer int) Orderers {
	return Orderers{All: all, Needed: needed, Answer: answer, Away: all - needed, Stopped: answer < needed}
}

// Body is one of the bodies that run the ledger.
type Body struct {
	ID           string        `json:"id"`
	MSP          string        `json:"msp"`
	Title        string        `json:"title"`
	Host         string        `json:"host"` // its machine, as the others reach it
	Since        Since         `json:"since"`
	Orderer      bool          `json:"orderer"` // it answers
	Peer         bool          `json:"peer"`    // it answers
	Height       int64         `json:"height"`  // blocks that its peer has; 0 if it does not answer
	Certificates []Certificate `json:"certificates"`
}

// Since is from which block on a body is there, and when that was by the clock of who sent it.
type Since struct {
	Block int64 `json:"block"`
	At    int64 `json:"at"` // Unix seconds; 0 if it is not known yet
}

// Use is what a certificate is for.
type Use string

// The certificates of a body that everybody may see.
const (
	OrdererTLS  Use = "orderer-tls"  // as its orderer shows it
	PeerTLS     Use = "peer-tls"     // as its peer shows it
	SigningRoot Use = "signing-root" // by which its members are known
	TLSRoot     Use = "tls-root"     // by which its machine is known
)

// Certificate is one of them.
type Certificate struct {
	Use   Use   `json:"use"`
	Until int64 `json:"until"` // Unix seconds
}

// First is that of a body's certificates which expires first; false if none is known.
func (b Body) First() (first Certificate, known bool) {
	for _, c := range b.Certificates {
		if !known || c.Until < first.Until {
			first, known = c, true
		}
	}
	return first, known
}

// Rules are those in force.
type Rules struct {
	Version  string `json:"version"` // empty if no peer tells it
	Sequence int64  `json:"sequence"`
}

// Kind is what has changed.
type Kind string

// The kinds of changes.
const (
	Began    Kind = "began"    // the rules that the network began with
	Upgraded Kind = "upgraded" // other rules
	Joined   Kind = "joined"   // a body came
	Left     Kind = "left"     // a body went
	Admitted Kind = "admitted" // a body's orderer takes part
	Followed Kind = "followed" // it takes part no more
	Moved    Kind = "moved"    // a body is reached elsewhere
	Renewed  Kind = "renewed"  // a body has other certificates
	Other    Kind = "other"    // of the channel's settings
)

// Change is one change of who runs the ledger and by which rules. Bodies have signed it, as many as it takes.
type Change struct {
	Block int64  `json:"block"`
	At    int64  `json:"at"` // Unix seconds, by the clock of who sent it
	Kind  Kind   `json:"kind"`
	MSP   string `json:"msp"`  // the body that it is about, or empty
	To    string `json:"to"`   // an address or a version, or empty
	From  string `json:"from"` // what it was before, or empty
}
