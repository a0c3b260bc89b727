// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"crypto/tls"
	"slices"
	"testing"
	"time"

	"github.com/wind-c/comqtt/v2/mqtt/packets"

	"github.com/linli-project/linli/oracle/ingest"
)

func TestWhoIsAdmitted(t *testing.T) {
	y := newYard(t, nil)
	gate := y.enrol("gate")
	y.enrolPassword("bin", "right")
	old := y.enrol("renewed")
	y.enrol("renewed")
	alien := newYard(t, nil).enrol("gate")
	alien.RootCAs = gate.RootCAs
	server, err := y.authority.TLS("localhost")
	y.must(err)
	own := y.trusting()
	own.Certificates = server.Certificates

	for name, c := range map[string]struct {
		config         *tls.Config
		user, password string
		want           ingest.Reason
		noHandshake    bool
	}{
		"by certificate":                     {config: gate},
		"the certificate's name counts":      {config: gate, user: "bin", password: "wrong"},
		"by password":                        {config: y.trusting(), user: "bin", password: "right"},
		"wrong password":                     {config: y.trusting(), user: "bin", password: "Right", want: ingest.Secret},
		"no password":                        {config: y.trusting(), user: "bin", want: ingest.Secret},
		"nobody":                             {config: y.trusting(), want: ingest.Stranger},
		"unknown name":                       {config: y.trusting(), user: "door", password: "right", want: ingest.Stranger},
		"a password where none is taken":     {config: y.trusting(), user: "gate", password: "right", want: ingest.Secret},
		"an empty one where none is taken":   {config: y.trusting(), user: "gate", want: ingest.Secret},
		"a certificate without enrolment":    {config: y.withFirst("stranger"), want: ingest.Stranger},
		"an earlier certificate":             {config: old, want: ingest.Secret},
		"the same name of another authority": {config: alien, noHandshake: true},
		"the broker's certificate":           {config: own, noHandshake: true},
		"TLS 1.1":                            {config: limited(gate, tls.VersionTLS11), noHandshake: true},
		"TLS 1.2":                            {config: limited(gate, tls.VersionTLS12)},
	} {
		t.Run(name, func(t *testing.T) {
			y.set(func() { y.refused = nil })
			conn, err := tls.Dial("tcp", y.address, c.config)
			if err == nil { // TLS 1.3 says what is wrong with a certificate when the first byte is read
				conn.Close()
			}
			if c.noHandshake {
				if err == nil && !y.ends(c.config) {
					t.Error("admitted")
				}
				return
			}
			p := y.dial(c.config, 4).greet("x", func(p *packets.ConnectParams) {
				if c.user != "" {
					p.UsernameFlag, p.Username = true, []byte(c.user)
				}
				if c.password != "" {
					p.PasswordFlag, p.Password = true, []byte(c.password)
				}
			})
			if p.FixedHeader.Type != packets.Connack || (p.ReasonCode == 0) != (c.want == "") {
				t.Errorf("%+v", p)
			}
			if want := c.want; want != "" && !slices.Equal(y.refusals(), []ingest.Reason{want}) {
				t.Errorf("%v", y.refusals())
			}
		})
	}
}

// ends says whether a connection ends without an answer.
func (y *yard) ends(config *tls.Config) bool {
	return y.dial(config, 4).greet("x", nil).FixedHeader.Type == 0
}

// withFirst is a device that has a certificate, and is not in the register.
func (y *yard) withFirst(name string) *tls.Config {
	config := y.enrol(name)
	y.set(func() { delete(y.devices, name) })
	return config
}

func limited(config *tls.Config, version uint16) *tls.Config {
	config = config.Clone()
	config.MinVersion, config.MaxVersion = tls.VersionTLS10, version
	return config
}

func TestGuessingIsBounded(t *testing.T) {
	y := newYard(t, nil)
	y.enrolPassword("bin", "right")
	try := func(password string) byte {
		return y.dial(y.trusting(), 4).greet("x", func(p *packets.ConnectParams) {
			p.UsernameFlag, p.Username, p.PasswordFlag, p.Password = true, []byte("bin"), true, []byte(password)
		}).ReasonCode
	}
	for range 10 {
		try("wrong")
	}
	if try("right") == 0 {
		t.Error("admitted after ten guesses")
	}
	if reasons := y.refusals(); reasons[9] != ingest.Secret || reasons[10] != ingest.Guessing {
		t.Errorf("%v", reasons)
	}
}

func TestWhoIsRevokedIsDisconnected(t *testing.T) {
	versions(t, func(t *testing.T, version byte) {
		y := newYard(t, nil)
		r := y.dial(y.enrol("gate"), version)
		r.greet("x", nil)
		y.set(func() { delete(y.devices, "gate") })
		for p := r.receive(); p.FixedHeader.Type != 0; p = r.receive() {
			if p.FixedHeader.Type != packets.Disconnect {
				t.Errorf("%+v", p)
			}
		}
		if !slices.Equal(y.refusals(), []ingest.Reason{ingest.Revoked}) {
			t.Errorf("%v", y.refusals())
		}
	})
}

// A certificate that was replaced does not count any more, not even for one message.
func TestWhoIsRevokedPublishesNothing(t *testing.T) {
	y := newYard(t, nil)
	r := y.dial(y.enrol("gate"), 4)
	r.greet("x", nil)
	y.set(func() { y.devices["gate"] = device("gate", Device{Certificate: "another"}) })
	r.send(publish("gate/state", 1, 7, []byte("open")))
	if p := r.receive(); p.FixedHeader.Type == packets.Puback || len(y.messages()) != 0 {
		t.Error("kept")
	}
}

func TestTopics(t *testing.T) {
	versions(t, func(t *testing.T, version byte) {
		y := newYard(t, nil)
		config := y.enrol("gate")
		y.enrol("door")
		for topic, want := range map[string]bool{
			"gate/state": true, "gate/a/b": true, "said/gate": true,
			"said/gate/secret": false, "said/door": false, "door/state": false, "gate": false, "to/gate/open": false,
			"$SYS/broker": false, "": false, "gate/+": false, "gate/#": false,
		} {
			r := y.dial(config, version)
			r.greet("x", nil)
			before := len(y.messages())
			r.send(publish(topic, 1, 7, nil))
			p, _ := r.read(300 * time.Millisecond) // nothing, for what begins with $
			acknowledged := p.FixedHeader.Type == packets.Puback && p.ReasonCode < 0x80
			if kept := len(y.messages()) > before; kept != want || acknowledged != want {
				t.Errorf("%q: kept %v, acknowledged %v", topic, kept, acknowledged)
			}
		}
		if !slices.Contains(y.refusals(), ingest.Topic) {
			t.Errorf("%v", y.refusals())
		}
	})
}

func TestSubscriptions(t *testing.T) {
	versions(t, func(t *testing.T, version byte) {
		y := newYard(t, nil)
		r := y.dial(y.enrol("gate"), version)
		r.greet("x", nil)
		for filter, want := range map[string]bool{
			"to/gate/open": true, "to/gate/#": true, "to/gate/+": true,
			"to/gate": false, "to/door/open": false, "to/+/open": false, "to/#": false, "#": false, "+/gate/open": false,
			"gate/state": false, "$SYS/#": false, "$share/all/to/gate/open": false,
		} {
			r.send(packets.Packet{
				FixedHeader: packets.FixedHeader{Type: packets.Subscribe}, PacketID: 3,
				Filters: packets.Subscriptions{{Filter: filter, Qos: 1}},
			})
			if p := r.receive(); p.FixedHeader.Type != packets.Suback || (p.ReasonCodes[0] < 0x80) != want {
				t.Errorf("%q: %+v", filter, p)
			}
		}
	})
}

// Aliases are not offered: the server would resolve them after it has asked whether the topic is the device's.
func TestTopicAlias(t *testing.T) {
	y := newYard(t, nil)
	r := y.dial(y.enrol("gate"), 5)
	if p := r.greet("x", nil); p.Properties.TopicAliasMaximum != 0 {
		t.Errorf("%+v", p.Properties)
	}
	p := publish("gate/state", 1, 7, nil)
	p.Properties.TopicAliasFlag, p.Properties.TopicAlias = true, 1
	r.send(p)
	if p := r.receive(); p.FixedHeader.Type == packets.Puback || len(y.messages()) != 0 {
		t.Errorf("%+v", p)
	}
}

// A device does not end another's connection by using its client id, and its own later connection ends the earlier one.
func TestSessionsBelongToNames(t *testing.T) {
	y := newYard(t, nil)
	config := y.enrol("gate")
	gate, door := y.dial(config, 4), y.dial(y.enrol("door"), 4)
	gate.greet("gate", nil)
	door.greet("gate", nil)
	if !gate.silent() {
		t.Fatal("a device has ended another's connection")
	}
	again := y.dial(config, 4)
	again.greet("other", nil)
	for p := gate.receive(); p.FixedHeader.Type != 0; p = gate.receive() {
		if p.FixedHeader.Type != packets.Disconnect {
			t.Errorf("%+v", p)
		}
	}
	again.send(publish("gate/state", 1, 7, nil))
	if p := again.receive(); p.FixedHeader.Type != packets.Puback {
		t.Errorf("%+v", p)
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	y := newYard(t, func(o *Options) { o.Connections = 2 })
	first := y.dial(y.enrol("a"), 4)
	first.greet("x", nil)
	y.dial(y.enrol("b"), 4).greet("x", nil)
	config := y.enrol("c")
	if conn, err := tls.Dial("tcp", y.address, config); err == nil {
		conn.Close()
		t.Fatal("a third one is taken")
	}
	first.Close()
	y.until("a place", func() bool {
		conn, err := tls.Dial("tcp", y.address, config)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
}
