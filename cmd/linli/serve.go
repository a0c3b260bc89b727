// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/api"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/lookout"
	"github.com/linli-project/linli/notify"
	"github.com/linli-project/linli/oracle"
	secrets "github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/program"
	"github.com/linli-project/linli/sqlitefile"
	"github.com/linli-project/linli/tables"
	"github.com/linli-project/linli/verify"
	"github.com/linli-project/linli/web"
)

// serving is what `linli serve` is told.
type serving struct {
	*settings
	body    string
	listen  string
	origin  string
	store   string
	proxy   string
	contact string
	admit   bool
	tsa     []string
	dir     string // the network's
	files   string // what --files says
	notifying
	protecting
	hearing hearing
	measuring
	witnessing
}

// file is one of the files of the body's server, or their directory. If there are several, they have the same keys.
func (o *serving) file(name string) string { return filepath.Join(serverDir(o.dir, o.body), name) }

// own is one of the files that each server has for itself, as they follow the ledger.
func (o *serving) own(name string) string { return filepath.Join(cmp.Or(o.files, o.file("")), name) }

// shared is where what the servers of the body share is: the personal-data store's PostgreSQL database, or a file if there is one server.
func (o *serving) shared(name string) (string, error) {
	at, err := o.storeAt()
	if !tables.IsPostgres(at) {
		at = o.file(name)
	}
	return at, err
}

// serverDir is where the server of a body of the network in dir keeps its files.
func serverDir(dir, body string) string { return filepath.Join(dir, "serve", body) }

// storeEnv names the personal-data store when --store does not.
const storeEnv = "LINLI_STORE"

// storeAt is where the personal-data store is. A password does not stand on the command line, which every user of the machine reads.
func (o *serving) storeAt() (string, error) {
	if hasPassword(o.store) {
		return "", usageError{errors.New("--store has a password, which other users of the machine see in the list of processes: leave it out and give it in the " +
			"environment ($PGPASSWORD), in a file of mode 0600 ($PGPASSFILE, or ~/.pgpass), or give the whole URL in $" + storeEnv)}
	}
	return cmp.Or(o.store, os.Getenv(storeEnv), o.file("people.db")), nil
}

// hasPassword says whether a postgres:// URL has a password: the user's, or one among its settings.
func hasPassword(store string) bool {
	u, err := url.Parse(store)
	if err != nil { // not a URL that says where its parts are
		return strings.HasPrefix(store, "postgres") && strings.Contains(store, "@")
	}
	_, given := u.User.Password()
	settings := u.Query()
	return given || settings.Has("password") || settings.Has("sslpassword")
}

func serveCommand(s *settings) *cobra.Command {
	o := serving{settings: s}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve one body's pages and API",
		Long: "Serve the pages and the API of one body. The network has to be up. The server keeps a mirror of the ledger, sessions and\n" +
			"waiting acts in DATA/serve/BODY, and personal data in the store. To more than this machine it serves HTTPS, or stands behind a proxy that does.",
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ready := func(address string) {
				fmt.Fprintf(cmd.OutOrStdout(), "serving %s on %s://%s\n", o.origin, o.scheme(), address)
				tellService(cmd.ErrOrStderr(), daemon.SdNotifyReady)
			}
			return o.run(cmd.Context(), slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil)), ready)
		},
	}
	f := cmd.PersistentFlags()
	f.StringVar(&o.body, "body", "", "body whose server this is; this machine's if not given")
	f.StringVar(&o.origin, "origin", "", "origin of the pages as browsers name it (http://localhost:PORT of --listen if not given)")
	f.StringVar(&o.store, "store", "",
		"personal-data store: SQLite file or postgres:// URL without a password (also $"+storeEnv+", with one; DATA/serve/BODY/people.db if not given)")
	f = cmd.Flags()
	f.StringVar(&o.files, "files", "",
		"directory of this server's own files, if the body has several servers, whose store is PostgreSQL (DATA/serve/BODY if not given)")
	f.StringVar(&o.listen, "listen", "127.0.0.1:8080", "address to listen on")
	f.StringVar(&o.proxy, "proxy", "",
		"network (CIDR) of the proxy in front: without TLS nobody else is served, and its X-Forwarded-For is believed")
	f.BoolVar(&o.admit, "admit", false, "admit officers as they register, of every body whose administrator's key is on this machine")
	f.StringVar(&o.contact, "security-contact", "",
		"URI where weaknesses are reported, for example mailto:security@garden.example; served as security.txt")
	f.StringArrayVar(&o.tsa, "tsa", nil,
		"URL of a time-stamping authority (RFC 3161) that stamps the heads of evidence from the pages; can be repeated")
	o.notifying.flags(cmd)
	o.protecting.flags(cmd)
	o.hearing.flags(cmd)
	o.witnessing.flags(cmd)
	f.StringVar(&o.metrics, "metrics", "",
		"address for Prometheus (GET /metrics, /metrics/orderer, /metrics/peer) and a proxy (GET /health), apart from the pages'; none if not given")
	cmd.AddCommand(inviteOfficerCommand(&o), admitOfficersCommand(&o), officersCommand(&o), endOfficerCommand(&o), endSessionsCommand(&o),
		auditCommand(&o), witnessCommand(&o))
	return cmd
}

// checkFiles says whether this server can be one of several.
func (o *serving) checkFiles() error {
	at, err := o.storeAt()
	if err == nil && o.files != "" && !tables.IsPostgres(at) {
		err = usageError{errors.New("--files is for one of several servers, which share a PostgreSQL store (--store)")}
	}
	return err
}

// open opens the network's facts, and knows from then on where the body's files are.
func (o *serving) open() (*network.Network, error) {
	n, err := network.Open(o.data)
	if err != nil {
		return nil, err
	}
	if err := orOwn(n, &o.body); err != nil {
		return nil, err
	}
	if _, _, _, err := n.Identity(o.body, network.Client); err != nil {
		return nil, err
	}
	o.dir = n.Dir()
	return n, nil
}

// run serves until ctx ends.
func (o *serving) run(ctx context.Context, log *slog.Logger, ready func(address string)) (err error) {
	store := o.checkFiles()
	_, proxy := o.network()
	// whatever else may be in the way
	if err := errors.Join(store, proxy, checkStampers(o.tsa), o.mayListen(o.listen, o.proxy)); err != nil {
		return err
	}
	n, err := o.open()
	if err != nil {
		return err
	}
	if err := n.Running(); err != nil {
		return err
	}
	return o.oneHears(ctx, log, func(ctx context.Context) error { return o.listenAndServe(ctx, n, log, ready) })
}

func (o *serving) listenAndServe(ctx context.Context, n *network.Network, log *slog.Logger, ready func(address string)) error {
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("%w; --listen names another address", err)
	}
	if listener, err = o.fromProxy(listener, log); err != nil {
		return errors.Join(err, listener.Close())
	}
	if listener, err = o.protect(listener); err != nil {
		return errors.Join(err, listener.Close())
	}
	if _, port, err := net.SplitHostPort(listener.Addr().String()); err == nil {
		o.origin = cmp.Or(o.origin, o.scheme()+"://localhost:"+port)
	}
	if err := asBrowsersWrite(o.origin); err != nil {
		return errors.Join(err, listener.Close())
	}
	err = o.serve(ctx, n, log, listener, ready)
	if sqlitefile.IsFull(err) {
		err = &network.Problem{What: "serving " + o.body, Why: err,
			Do: "The disk of " + o.file("") + " is full. Free some space and start it again; it goes on where it was."}
	}
	return errors.Join(err, ignoreClosed(listener.Close()))
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// serve opens what the server works with, in the order in which it is closed again.
func (o *serving) serve(ctx context.Context, n *network.Network, log *slog.Logger, listener net.Listener, ready func(string)) (err error) {
	free, err := o.takeFiles()
	if err != nil {
		return err
	}
	defer free()
	client, err := n.Connect(ctx, o.body, network.Client)
	if err != nil {
		return err
	}
	defer client.Close()
	mirror, err := index.Open(o.own("index.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, mirror.Close()) }()
	at, told, err := o.databases()
	if err != nil {
		return err
	}
	store, err := identity.Open(ctx, at)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := o.seal(ctx, store); err != nil {
		return err
	}
	relay := ledger.NewRelay(client, ledger.Options{})
	defer relay.Close()
	trust, err := trustOf(n)
	if err != nil {
		return err
	}
	ip, err := o.addressOf()
	if err != nil {
		return err
	}
	signer, err := signerOf(n, o.body)
	if err != nil {
		return err
	}
	pages, err := pagesOf(mirror, log)
	if err != nil {
		return err
	}
	notices, err := o.notifying.open(ctx, notify.Config{
		File: told, Before: o.file("notices.db"), Origin: o.origin, Index: mirror, Store: store, Log: log,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, notices.Close()) }()
	heard, err := o.openOracle(ctx, client, relay, mirror, log)
	if err != nil {
		return err
	}
	if heard != nil {
		defer func() { err = errors.Join(err, heard.Close()) }()
	}
	seen, err := o.openWitness(ctx, n, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, seen.Close()) }()
	outlook := lookout.New(lookout.Config{
		Dir: o.dir, Body: o.body, Tree: seen.tree, Client: seen.client, Log: log, Now: time.Now, Raise: notices.Alarms,
		Bodies: func(n *network.Network) error { return o.reach(client, n) },
	})
	server, err := api.New(ctx, api.Config{
		Body: o.body, Channel: network.Channel, Origin: o.origin, Trust: trust, Client: client,
		Database: o.own("server.db"), Shared: sharedBy(at),
		Identity: signer, Relay: relay, Index: mirror, Tree: seen.tree, Store: store, Notify: notices, Oracle: heard, Log: log,
		Now: time.Now, Random: rand.Reader, IP: ip,
		Contact: o.contact, Stampers: o.tsa, Web: pages.Handler(), Admit: o.admission(n), Standing: outlook.Standing,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	pages.Analysis, pages.PointsSheet, pages.BreachSheet = server.Analysis, server.PointsSheet, server.BreachSheet
	pages.Checkpoint, pages.Standing = server.Checkpoint, outlook.Standing
	parts := []func(context.Context) error{server.Run, seen.run, outlook.Run, func(ctx context.Context) error {
		notices.Run(ctx)
		return nil
	}}
	return answer(ctx, server, append(parts, o.measured(n, server, seen, outlook, heard, log)...), listener, ready)
}

// reach has the server's client go to the peers that there are now.
func (o *serving) reach(client *ledger.Client, n *network.Network) error {
	peers, err := n.PeersFor(o.body)
	if err != nil {
		return err
	}
	return client.Reach(peers)
}

// pagesOf are the pages over a mirror of the ledger, which say what program serves them.
func pagesOf(mirror web.Ledger, log *slog.Logger) (*web.Pages, error) {
	pages, err := web.New(mirror, time.Now)
	if err != nil {
		return nil, err
	}
	pages.Log = log
	pages.Program, err = program.Own()
	return pages, err
}

// databases are where the personal-data store and the notices are.
func (o *serving) databases() (store, notices string, err error) {
	if store, err = o.storeAt(); err == nil {
		notices, err = o.shared("notices.db")
	}
	return store, notices, err
}

// sharedBy is the database of several servers, or "" if there is one.
func sharedBy(store string) string {
	if tables.IsPostgres(store) {
		return store
	}
	return ""
}

// takeFiles makes the server's directories, and keeps other servers out of its own until it is freed.
func (o *serving) takeFiles() (free func(), err error) {
	if err := errors.Join(os.MkdirAll(o.file(""), 0o700), os.MkdirAll(o.own(""), 0o700)); err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(o.own("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(lock); err != nil {
		return nil, errors.Join(fmt.Errorf("another server works with %s; --files names another directory for this one: %w", o.own(""), err),
			lock.Close())
	}
	return func() { _ = lock.Close() }, nil
}

// measured are the parts that hear devices, if it does, and that tell what is measured.
func (o *serving) measured(
	n *network.Network, server *api.Server, seen *seer, outlook *lookout.Lookout, heard *oracle.Oracle, log *slog.Logger,
) (parts []func(context.Context) error) {
	measured := []prometheus.Collector{seen.cosigner, outlook}
	if heard != nil {
		measured = append(measured, heard)
		parts = append(parts, func(ctx context.Context) error { return o.hearing.hear(ctx, heard, log) })
	}
	return append(parts, func(ctx context.Context) error {
		return o.measuring.serve(ctx, log, server.Ready, fabricMetrics{n, o.body}, measured...)
	})
}

// seal has what is written and shown of orders be encrypted with a key of the server's own.
func (o *serving) seal(ctx context.Context, store *identity.Store) error {
	key, err := secrets.Secret(o.file("enclosures.key"))
	if err != nil {
		return fmt.Errorf("the key of what is written and shown of orders: %w", err)
	}
	if err := store.CheckEnclosuresKey(ctx, key); err != nil {
		return err
	}
	return store.SealEnclosures(key)
}

// admission puts officers who register on the ledger at once, if this server was told to.
func (o *serving) admission(n *network.Network) func(context.Context, string, string, people.OfficerKey) error {
	if !o.admit {
		return nil
	}
	return func(ctx context.Context, community, body string, key people.OfficerKey) error {
		_, err := admit(ctx, n, community, body, key)
		return err
	}
}

// graceful is how long what is being answered may take when the server ends.
const graceful = 30 * time.Second

// answer runs the server's parts until ctx ends or one of them fails.
func answer(
	ctx context.Context, server *api.Server, parts []func(context.Context) error, listener net.Listener, ready func(string),
) error {
	group, running := errgroup.WithContext(ctx)
	for _, run := range parts {
		group.Go(func() error { return run(running) })
	}
	web := server.HTTP()
	group.Go(func() error {
		ready(listener.Addr().String())
		if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-running.Done()
		server.HangUp()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceful)
		defer cancel()
		return web.Shutdown(ending)
	})
	return group.Wait()
}

func trustOf(n *network.Network) ([]byte, error) {
	genesis, err := os.ReadFile(n.GenesisBlock())
	if err != nil {
		return nil, err
	}
	trust, err := verify.TrustFrom(genesis, names(n))
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = trust.Write(&text)
	return text.Bytes(), err
}

// signerOf is the client identity of a body, with which its server signs results too.
func signerOf(n *network.Network, body string) (*api.Identity, error) {
	msp, certificate, key, err := n.Identity(body, network.Client)
	if err != nil {
		return nil, err
	}
	return api.NewIdentity(msp, certificate, key)
}
