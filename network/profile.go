// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"

	"gopkg.in/yaml.v3"
)

// The connection profile of fabric-sdk-go, as far as it is used: its pkg/core/config/testdata describes all of it.
type (
	profile struct {
		Version       string                    `yaml:"version"`
		Client        profileClient             `yaml:"client"`
		Channels      map[string]profileChannel `yaml:"channels"`
		Organizations map[string]profileOrg     `yaml:"organizations"`
		Orderers      map[string]profileNode    `yaml:"orderers"`
		Peers         map[string]profileNode    `yaml:"peers"`
		Matchers      profileMatchers           `yaml:"entityMatchers"`
	}
	profileClient struct {
		Organization    string                 `yaml:"organization"`
		Logging         map[string]string      `yaml:"logging"`
		CryptoConfig    profilePath            `yaml:"cryptoconfig"`
		CredentialStore profileCredentialStore `yaml:"credentialStore"`
		BCCSP           profileBCCSP           `yaml:"BCCSP"`
		TLSCerts        map[string]bool        `yaml:"tlsCerts"`
	}
	profilePath            struct{ Path string }
	profileCredentialStore struct {
		Path        string      `yaml:"path"`
		CryptoStore profilePath `yaml:"cryptoStore"`
	}
	profileBCCSP struct {
		Security profileSecurity `yaml:"security"`
	}
	profileSecurity struct {
		Enabled       bool            `yaml:"enabled"`
		Default       profileProvider `yaml:"default"`
		HashAlgorithm string          `yaml:"hashAlgorithm"`
		SoftVerify    bool            `yaml:"softVerify"`
		Level         int             `yaml:"level"`
	}
	profileProvider struct{ Provider string }
	profileChannel  struct {
		Orderers []string                   `yaml:"orderers"`
		Peers    map[string]map[string]bool `yaml:"peers"`
	}
	profileOrg struct {
		MSPID      string                 `yaml:"mspid"`
		CryptoPath string                 `yaml:"cryptoPath"`
		Users      map[string]profileUser `yaml:"users,omitempty"`
		Peers      []string               `yaml:"peers"`
	}
	profileUser struct {
		Key  profileFile `yaml:"key"`
		Cert profileFile `yaml:"cert"`
	}
	profileFile struct{ Path string }
	profileNode struct {
		URL         string         `yaml:"url"`
		GRPCOptions map[string]any `yaml:"grpcOptions"`
		TLSCACerts  profileFile    `yaml:"tlsCACerts"`
	}
	profileMatchers map[string][]profileMatcher
	profileMatcher  struct {
		Pattern                             string `yaml:"pattern"`
		URLSubstitutionExp                  string `yaml:"urlSubstitutionExp"`
		SSLTargetOverrideURLSubstitutionExp string `yaml:"sslTargetOverrideUrlSubstitutionExp"`
		MappedHost                          string `yaml:"mappedHost"`
	}
)

// ProfileMark is how every connection profile begins.
const ProfileMark = "# Connection profile"

// Profile returns the connection profile (YAML) with which programs that use fabric-sdk-go connect as the body.
// It names the files of the body's keys, and the orderers: on a channel with BFT consensus that SDK finds none itself.
// The users are called Admin and User1.
func (n *Network) Profile(body string) ([]byte, error) {
	own, err := n.body(body)
	if err != nil {
		return nil, err
	}
	p := profile{
		Version:       "1.0.0",
		Channels:      map[string]profileChannel{},
		Organizations: map[string]profileOrg{}, Orderers: map[string]profileNode{}, Peers: map[string]profileNode{},
		Matchers: profileMatchers{},
		Client:   n.profileClient(own),
	}
	channel := profileChannel{Peers: map[string]map[string]bool{}}
	for i := range n.facts.Bodies {
		b := &n.facts.Bodies[i]
		p.Peers[b.peerName()] = n.profileNode(b, b.Ports.Peer, b.peerName())
		p.Organizations[b.ID] = n.profileOrg(b, b == own)
		p.Matchers["peer"] = append(p.Matchers["peer"], n.matcher(b, b.Ports.Peer, b.peerName()))
		channel.Peers[b.peerName()] = map[string]bool{
			"endorsingPeer": true, "chaincodeQuery": true, "ledgerQuery": true, "eventSource": b == own,
		}
		if b.Consenter == 0 {
			continue
		}
		p.Orderers[b.ordererName()] = n.profileNode(b, b.Ports.Orderer, b.ordererName())
		p.Matchers["orderer"] = append(p.Matchers["orderer"], n.matcher(b, b.Ports.Orderer, b.ordererName()))
		channel.Orderers = append(channel.Orderers, b.ordererName())
	}
	p.Channels[Channel] = channel
	var out bytes.Buffer
	fmt.Fprintf(&out, ProfileMark+" of %s for fabric-sdk-go, written by `linli network profile --body %s`.\n", own.MSPID, own.ID)
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(p); err != nil {
		return nil, err
	}
	return out.Bytes(), encoder.Close()
}

func (n *Network) profileClient(own *Body) profileClient {
	state := n.sdkState(own)
	return profileClient{
		Organization: own.ID,
		Logging:      map[string]string{"level": "error"},
		CryptoConfig: profilePath{n.crypto()},
		CredentialStore: profileCredentialStore{
			Path: filepath.Join(state, "store"), CryptoStore: profilePath{filepath.Join(state, "msp")},
		},
		BCCSP: profileBCCSP{profileSecurity{
			Enabled: true, Default: profileProvider{"SW"}, HashAlgorithm: "SHA2", SoftVerify: true, Level: 256,
		}},
		TLSCerts: map[string]bool{"systemCertPool": false},
	}
}

func (n *Network) profileNode(b *Body, port int, serverName string) profileNode {
	return profileNode{
		URL: "grpcs://" + n.address(b, port),
		GRPCOptions: map[string]any{
			"ssl-target-name-override": serverName, "fail-fast": false, "allow-insecure": false,
		},
		TLSCACerts: profileFile{n.tlsRoot(b)},
	}
}

func (n *Network) profileOrg(b *Body, withUsers bool) profileOrg {
	org := profileOrg{
		MSPID: b.MSPID, Peers: []string{b.peerName()},
		CryptoPath: filepath.Join(n.user(b, "{username}"), "msp"),
	}
	if !withUsers {
		return org
	}
	org.Users = map[string]profileUser{}
	for role, user := range userOfRole {
		cert, key, err := n.userFiles(b, role)
		if err == nil {
			org.Users[user] = profileUser{Key: profileFile{key}, Cert: profileFile{cert}}
		}
	}
	return org
}

// matcher leads the address under which discovery names a node to its entry.
func (n *Network) matcher(b *Body, port int, name string) profileMatcher {
	return profileMatcher{
		Pattern: regexp.QuoteMeta(at(b.Host, port)) + "$", URLSubstitutionExp: n.address(b, port),
		SSLTargetOverrideURLSubstitutionExp: name, MappedHost: name,
	}
}
