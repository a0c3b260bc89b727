// SPDX-License-Identifier: Apache-2.0

package subscriber

import (
	"crypto/tls"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/internal/mosquittotest"
	"github.com/linli-project/linli/oracle/broker"
)

// mosquitto is Debian's broker, as these tests use it.
type mosquitto struct{ *mosquittotest.Broker }

func startMosquitto(t *testing.T) *mosquitto {
	t.Helper()
	authority, err := broker.OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return &mosquitto{mosquittotest.Run(t, authority, "pattern write %u/#\nuser oracle\ntopic read #\n")}
}

// dial connects a real client, which sends again what is not acknowledged. Its store is of files, as a device's: of the one in memory it
// has a packet sent by one goroutine while another marks it as sent before (https://github.com/eclipse-paho/paho.mqtt.golang/issues/703).
func (m *mosquitto) dial(name string, config *tls.Config, password string) (paho.Client, error) {
	o := paho.NewClientOptions().AddBroker("ssl://" + m.Address).SetClientID(name).SetTLSConfig(config).SetCleanSession(false).
		SetStore(paho.NewFileStore(m.TempDir())).SetMaxReconnectInterval(20 * time.Millisecond).
		SetConnectTimeout(patience).SetWriteTimeout(patience)
	if password != "" {
		o.SetUsername(name).SetPassword(password)
	}
	client := paho.NewClient(o)
	m.Cleanup(func() { client.Disconnect(0) })
	return client, done(client.Connect())
}

// device is a client with a certificate.
func (m *mosquitto) device(name string) paho.Client {
	m.Helper()
	client, err := m.dial(name, m.TLS(name), "")
	m.Must(err)
	return client
}
