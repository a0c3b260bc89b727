// SPDX-License-Identifier: Apache-2.0

// Package network runs Hyperledger Fabric itself: for each body of this machine a BFT orderer, a peer and a
// chaincode process, as native processes without containers. On a laptop these are all bodies ([Up] makes them),
// otherwise one: [InitBody] makes its keys, [Form] the network of it and the others.
//
// A network lives in a data directory:
//
//	body/      the keys of a body that has a machine of its own
//	network/   made once: network.json, certificates and keys, genesis block, chaincode packages
//	config/    Fabric's own configuration, rendered anew by every Up
//	ledger/    what orderers and peers have stored
//	bin/       the executable that runs as supervisor, chaincode and external builder
//	run/       which processes run (pid and start time)
//	logs/      one file for each process
//
// [Up] creates or resumes a network and returns when a transaction of every body has been committed;
// [Network.Down] stops it. The processes are children of a supervisor, which is the calling executable
// started again under another name: its main must call [Dispatch] first. With [Run] the caller is the supervisor, as a service is.
//
// BUG(network): Processes run on Linux only; other systems can read a data directory, not start it.
package network
