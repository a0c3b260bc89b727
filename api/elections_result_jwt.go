// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/verify"
)

// Identity is what a body's server signs results with: its client identity on the ledger.
type Identity struct {
	key   *ecdsa.PrivateKey
	chain []string // the certificate and those between it and a root, as x5c has them
	msp   string
}

// NewIdentity reads a body's client identity, as network.Identity returns it: on P-256, the certificate first.
func NewIdentity(mspID string, certPEM, keyPEM []byte) (*Identity, error) {
	block, _ := pem.Decode(keyPEM)
	if block == nil {
		return nil, errors.New("the identity's key is not PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("the identity's key: %w", err)
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil, errors.New("the identity's key is not on P-256, which results are signed with")
	}
	id := &Identity{key: key, msp: mspID}
	for block, rest := pem.Decode(certPEM); block != nil; block, rest = pem.Decode(rest) {
		id.chain = append(id.chain, base64.StdEncoding.EncodeToString(block.Bytes))
	}
	if len(id.chain) == 0 {
		return nil, errors.New("the identity's certificate is not PEM")
	}
	return id, nil
}

// resultCredential is a W3C Verifiable Credential 2.0; its terms beyond the standard's are this project's own, which the second
// context allows.
type resultCredential struct {
	jwt.RegisteredClaims                // none of them: the credential says it all
	Context              []string       `json:"@context"`
	ID                   string         `json:"id"`
	Type                 []string       `json:"type"`
	Issuer               credentialFrom `json:"issuer"`
	ValidFrom            string         `json:"validFrom"`
	Subject              credentialOf   `json:"credentialSubject"`
}

type credentialFrom struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// credentialOf is what the credential says: this is what the ledger has counted, and these have published it.
type credentialOf struct {
	ID        string         `json:"id"`
	Community string         `json:"community"`
	Title     string         `json:"title"`
	Stage     election.Stage `json:"stage"`
	Contests  []ContestText  `json:"contests"`
	Result    vote.Result    `json:"result"`
	Hash      string         `json:"resultHash"` // SHA-256 (hex) of the result on the ledger, which two bodies have signed
	Published *Signing       `json:"published"`

	Profile election.Profile `json:"profile"` // what the place asked for, with the source and when it was read
}

var credentialContexts = []string{"https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"}

// getResultCredential signs a published result. The ledger needs no such signature; it is for who wants one document to keep.
func (g *electionsGroup) getResultCredential(c *echo.Context) error {
	ctx := c.Request().Context()
	community, err := g.community(ctx, c.Param("community"))
	if err != nil {
		return err
	}
	e, err := g.election(c)
	if err != nil {
		return err
	}
	result, err := g.count(ctx, community.ID, e)
	if err != nil {
		return err
	}
	published, err := g.published(ctx, community.ID, e.ID)
	if err != nil {
		return err
	}
	if published == nil || g.identity == nil {
		return refuse("not-published", "结果由两个单位签名公布之后，才出具凭证。", "There is a credential once two bodies have signed the result.")
	}
	id := "urn:linli:" + g.genesis + ":election:" + community.ID + ":" + e.ID
	claims := resultCredential{
		Context: credentialContexts, ID: id + ":result:" + e.Result, Type: []string{"VerifiableCredential", "LinliResultCredential"},
		Issuer:    credentialFrom{ID: verify.IssuerID(g.genesis, g.identity.msp), Name: nameOf(community, g.identity.msp)},
		ValidFrom: time.Unix(published.At, 0).UTC().Format(time.RFC3339),
		Subject: credentialOf{
			ID: id, Community: community.Name, Title: e.Title, Stage: e.Stage, Contests: contestTexts(e), Result: result, Hash: e.Result,
			Published: published,
			Profile:   e.Profile,
		},
	}
	token := jwt.NewWithClaims(jwt.SigningMethodES256, claims)
	token.Header["typ"], token.Header["cty"], token.Header["x5c"] = "vc+jwt", "vc", g.identity.chain
	text, err := token.SignedString(g.identity.key)
	if err != nil {
		return fmt.Errorf("sign a result: %w", err)
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	c.Response().Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s.jwt"`, community.ID, e.ID))
	return c.Blob(http.StatusOK, "application/vc+jwt", []byte(text))
}

// nameOf is the name of the body with an MSP.
func nameOf(c contract.Community, msp string) string {
	for _, body := range c.Bodies {
		if body.MSP == msp {
			return body.Name
		}
	}
	return msp
}
