// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/hyperledger/fabric-admin-sdk/pkg/chaincode"
	"github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"google.golang.org/grpc"
)

// definition is what the ledger says of the chaincode: the version names the rules in force, the sequence counts how often
// the bodies have agreed on one. The zero definition stands for none.
type definition struct {
	version  string
	sequence int64
}

// of is the definition with a body's own package behind it.
func (d definition) of(packageID string) *chaincode.Definition {
	return &chaincode.Definition{
		ChannelName: Channel, Name: Chaincode, Version: d.version, Sequence: d.sequence, PackageID: packageID,
	}
}

// deployChaincode has the bodies agree on the version the network begins with, or serves the one they agreed on since.
func (n *Network) deployChaincode(ctx context.Context, progress func(string)) error {
	d, err := n.inForce(ctx)
	if err != nil {
		return err
	}
	if d.sequence > 0 {
		return n.takePart(ctx, d)
	}
	progress("installing and approving the chaincode")
	d = definition{n.Version, 1}
	if err := n.approveChaincode(ctx, d); err != nil {
		return err
	}
	return n.commitChaincode(ctx, d, progress)
}

// takePart serves the version in force. A body that came in after it was agreed on, or that has lost
// its peer's data, installs and approves it first.
func (n *Network) takePart(ctx context.Context, d definition) error {
	if err := n.prepareEdition(d.version); err != nil {
		return err
	}
	if err := n.approveChaincode(ctx, d); err != nil {
		return err
	}
	return n.settle(ctx, d)
}

// inForce asks every body's peer for the definition on the ledger and returns the latest: a peer may be behind.
func (n *Network) inForce(ctx context.Context) (latest definition, err error) {
	var mu sync.Mutex
	err = n.eachHere(ctx, func(ctx context.Context, b *Body) error {
		return n.asAdmin(b, func(conn *grpc.ClientConn, admin identity.SigningIdentity) error {
			return retry(ctx, func(ctx context.Context) error {
				d, err := committed(ctx, chaincode.NewGateway(conn, admin))
				mu.Lock()
				defer mu.Unlock()
				if err == nil && d.sequence > latest.sequence {
					latest = d
				}
				return err
			})
		})
	})
	return latest, err
}

// committed is the definition that a peer has.
func committed(ctx context.Context, gateway *chaincode.Gateway) (definition, error) {
	all, err := gateway.QueryCommitted(ctx, Channel)
	for _, d := range all.GetChaincodeDefinitions() {
		if d.GetName() == Chaincode {
			return definition{d.GetVersion(), d.GetSequence()}, err
		}
	}
	return definition{}, err
}

// approveChaincode has every body install its package for a definition and approve that.
func (n *Network) approveChaincode(ctx context.Context, d definition) error {
	e, err := n.edition(d.version)
	if err != nil {
		return err
	}
	return n.eachHere(ctx, func(ctx context.Context, b *Body) error {
		pkg, err := os.ReadFile(e.chaincodePackage(b))
		if err != nil {
			return fmt.Errorf("chaincode package of %s: %w", b.ID, err)
		}
		return n.asAdmin(b, func(conn *grpc.ClientConn, admin identity.SigningIdentity) error {
			peer, gateway, id := chaincode.NewPeer(conn, admin), chaincode.NewGateway(conn, admin), e.Codes[b.ID].PackageID
			if err := retry(ctx, func(ctx context.Context) error { return install(ctx, peer, id, pkg) }); err != nil {
				return fmt.Errorf("installing the chaincode of %s: %w", b.ID, err)
			}
			if err := retry(ctx, func(ctx context.Context) error { return approve(ctx, gateway, b, d.of(id)) }); err != nil {
				return fmt.Errorf("approving the chaincode for %s: %w", b.ID, err)
			}
			return nil
		})
	})
}

func install(ctx context.Context, peer *chaincode.Peer, packageID string, pkg []byte) error {
	installed, err := peer.QueryInstalled(ctx)
	if err != nil {
		return err
	}
	for _, cc := range installed.GetInstalledChaincodes() {
		if cc.GetPackageId() == packageID {
			return nil
		}
	}
	_, err = peer.Install(ctx, bytes.NewReader(pkg))
	return err
}

// approve has a body approve a definition. That it has approved the one in force is told by hashes that everybody has: a peer that has lost
// its data does not know any more what they are of, and finds the package by them.
func approve(ctx context.Context, gateway *chaincode.Gateway, b *Body, d *chaincode.Definition) error {
	now, err := gateway.QueryCommittedWithName(ctx, Channel, Chaincode)
	if err == nil && now.GetSequence() == d.Sequence && now.GetApprovals()[b.MSPID] {
		return nil
	}
	approved, err := gateway.QueryApproved(ctx, Channel, Chaincode, d.Sequence)
	if err == nil && approved.GetSource().GetLocalPackage().GetPackageId() == d.PackageID {
		return nil
	}
	return gateway.Approve(ctx, d)
}

// commitChaincode returns when a definition is on the ledger: whoever sees first that most of the bodies have approved it puts it there.
func (n *Network) commitChaincode(ctx context.Context, d definition, progress func(string)) error {
	return n.asAdmin(n.here()[0], func(conn *grpc.ClientConn, admin identity.SigningIdentity) error {
		gateway, told := chaincode.NewGateway(conn, admin), ""
		err := retry(ctx, func(ctx context.Context) error {
			now, err := committed(ctx, gateway)
			if err != nil || now.sequence >= d.sequence {
				return err
			}
			missing, err := n.unapproved(ctx, gateway, d)
			if err != nil {
				return err
			}
			if 2*len(missing) < len(n.facts.Bodies) {
				return gateway.Commit(ctx, d.of(""))
			}
			err = fmt.Errorf("most bodies have to approve version %s; not yet have %s", d.version, strings.Join(missing, ", "))
			if told != err.Error() {
				told = err.Error()
				progress(told)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("committing the chaincode: %w", err)
		}
		return nil
	})
}

// unapproved are the bodies that have not approved a definition.
func (n *Network) unapproved(ctx context.Context, gateway *chaincode.Gateway, d definition) (missing []string, err error) {
	ready, err := gateway.CheckCommitReadiness(ctx, d.of(""))
	for i := range n.facts.Bodies {
		if b := &n.facts.Bodies[i]; !ready.GetApprovals()[b.MSPID] {
			missing = append(missing, b.ID)
		}
	}
	return missing, err
}

// settle waits until every peer has the definition that is in force, and then serves its version alone: until then a peer
// asks the chaincode of an earlier one.
func (n *Network) settle(ctx context.Context, d definition) error {
	err := n.eachHere(ctx, func(ctx context.Context, b *Body) error {
		return n.asAdmin(b, func(conn *grpc.ClientConn, admin identity.SigningIdentity) error {
			return retry(ctx, func(ctx context.Context) error {
				has, err := committed(ctx, chaincode.NewGateway(conn, admin))
				if err == nil && has.sequence < d.sequence {
					err = fmt.Errorf("the peer of %s has definition %d of the chaincode, not %d yet", b.ID, has.sequence, d.sequence)
				}
				return err
			})
		})
	})
	if err != nil {
		return err
	}
	return n.serve(ctx, d.version)
}
