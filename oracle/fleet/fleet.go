// SPDX-License-Identifier: Apache-2.0

// Package fleet simulates the devices of a community, for demonstrations, tests and load: cameras at gates, bins, buttons, detectors,
// doors and locks in the ground. Each connects as the real one does, by what it was given to prove its name, and speaks its maker's
// dialect. A message is kept and sent again until it is acknowledged.
//
// What happens (Story) and how a device says it (speak) is pure; only the connections have clocks and wires.
package fleet

import (
	"bytes"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Fleet is what a fleet's file says. Read reads it.
type Fleet struct {
	MQTT      string   `json:"mqtt"`      // address of the broker, as "127.0.0.1:8883"; "" if no device needs it
	Push      string   `json:"push"`      // address where cameras push, as "http://127.0.0.1:8880"; "" if none does
	Authority string   `json:"authority"` // certificate (PEM) by which devices know the broker
	Devices   []Device `json:"devices"`
}

// Device is a simulated device. Of what it proves its name with it has one, which names the way that it speaks: MQTT by certificate or
// password, HTTP by digest or token. One behind a bridge ("BRIDGE:NAME") has none, since the bridge speaks for it.
type Device struct {
	Device  string `json:"device"`  // its id in the community's register
	Name    string `json:"name"`    // by which it connects
	Thing   Thing  `json:"thing"`   // what it is
	Profile string `json:"profile"` // the dialect that it speaks

	Certificate string `json:"certificate,omitempty"` // with its key, PEM
	Password    string `json:"password,omitempty"`
	Digest      string `json:"digest,omitempty"` // a password
	Token       string `json:"token,omitempty"`

	Key string `json:"key,omitempty"` // of a device that signs: PKCS #8, PEM

	signer      crypto.Signer
	certificate []tls.Certificate
}

// Read reads a fleet's file. It refuses members that it does not know, and says which device is not as it has to be.
func Read(raw []byte) (*Fleet, error) {
	var f Fleet
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("not a fleet: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("not a fleet: there is more behind it")
	}
	if len(f.Devices) == 0 {
		return nil, errors.New("there are no devices in it")
	}
	for i := range f.Devices {
		if err := f.Devices[i].read(); err != nil {
			return nil, fmt.Errorf("device %d, %q: %w", i+1, f.Devices[i].Name, err)
		}
	}
	return &f, f.check()
}

var validName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(:[A-Za-z0-9][A-Za-z0-9._-]{0,63})?$`)

// read checks a device by itself, and reads its keys.
func (d *Device) read() (err error) {
	spoken, known := spoken[d.Profile]
	switch {
	case !validName.MatchString(d.Name):
		return errors.New("\"name\" is needed: letters, digits, points, hyphens, and a colon behind a bridge's")
	case d.Device == "":
		return errors.New("\"device\" is needed: its id in the community's register")
	case !known:
		return fmt.Errorf("there is nobody here who speaks %q", d.Profile)
	case !slices.Contains(spoken, d.Thing):
		return fmt.Errorf("no %q speaks %q here; it is one of %q", d.Thing, d.Profile, spoken)
	case (d.Profile == "linli") != (d.Key != ""):
		return errors.New("\"key\" goes with the profile \"linli\", and only with it")
	}
	if err := d.proofs(); err != nil {
		return err
	}
	if d.Key != "" {
		if d.signer, err = signer(d.Key); err != nil {
			return fmt.Errorf("\"key\": %w", err)
		}
	}
	if d.Certificate != "" {
		pair, err := tls.X509KeyPair([]byte(d.Certificate), []byte(d.Certificate))
		if err != nil {
			return fmt.Errorf("\"certificate\": %w", err)
		}
		d.certificate = []tls.Certificate{pair}
	}
	return nil
}

// proofs checks that it can prove its name in one way, which is one of its dialect.
func (d *Device) proofs() error {
	count := 0
	for _, secret := range []string{d.Certificate, d.Password, d.Digest, d.Token} {
		if secret != "" {
			count++
		}
	}
	switch _, behind := d.bridge(); {
	case behind && (count > 0 || d.Profile != "zigbee2mqtt"):
		return errors.New("what is behind a bridge proves nothing itself, and speaks \"zigbee2mqtt\"")
	case behind:
	case count != 1:
		return errors.New("one of \"certificate\", \"password\", \"digest\" and \"token\" is needed")
	case (d.Digest != "") != (d.Profile == "hikvision"):
		return errors.New("\"digest\" goes with the profile \"hikvision\", and only with it")
	case d.Token != "" && d.Profile != "vzenith":
		return errors.New("\"token\" goes with the profile \"vzenith\" only")
	}
	return nil
}

// bridge is the name of what speaks for a device, and whether something does.
func (d *Device) bridge() (string, bool) {
	bridge, _, behind := strings.Cut(d.Name, ":")
	return bridge, behind
}

// pushes says whether a device speaks HTTP.
func (d *Device) pushes() bool { return d.Digest != "" || d.Token != "" }

func signer(text string) (crypto.Signer, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("not PEM")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, errors.New("no key that signs")
	}
	return signer, nil
}

// check checks what a fleet's devices need of each other, and of the fleet.
func (f *Fleet) check() error {
	names := map[string]Thing{}
	for _, d := range f.Devices {
		if _, twice := names[d.Name]; twice {
			return fmt.Errorf("two devices have the name %q", d.Name)
		}
		names[d.Name] = d.Thing
	}
	mqtt := false
	for _, d := range f.Devices {
		if bridge, behind := d.bridge(); behind && names[bridge] != Bridge {
			return fmt.Errorf("%q is behind %q, which is no bridge in this fleet", d.Name, bridge)
		}
		if d.pushes() && !isAddress(f.Push) {
			return fmt.Errorf("\"push\" is needed for %q: an address as http://127.0.0.1:8880", d.Name)
		}
		mqtt = mqtt || !d.pushes()
	}
	if !mqtt {
		return nil
	}
	if _, _, err := net.SplitHostPort(f.MQTT); err != nil {
		return fmt.Errorf("\"mqtt\": %w", err)
	}
	if !x509.NewCertPool().AppendCertsFromPEM([]byte(f.Authority)) {
		return errors.New("\"authority\": there is no certificate (PEM) in it")
	}
	return nil
}

func isAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// things are what the fleet's devices are.
func (f *Fleet) things() []Thing {
	things := make([]Thing, len(f.Devices))
	for i, d := range f.Devices {
		things[i] = d.Thing
	}
	return things
}
