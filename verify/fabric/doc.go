// SPDX-License-Identifier: Apache-2.0

// Package fabric judges the blocks of a Hyperledger Fabric channel as the channel's peers do, from the blocks and a Trust alone. It
// gives the transactions that took effect, each with the state that it was endorsed on, and a Finding for whatever is not as it must
// be. What the transactions mean is not its business: package verify executes them again and compares.
//
// It is written for a stranger who has a file, the hash of a genesis block and some root certificates, and who believes no peer, no
// orderer and no exporter of files. A peer's answer "valid" is a byte that the peer itself has written next to the block: nobody signs
// it. So every such byte is derived again.
//
// # What makes a block valid, in the order of checking
//
// A block is read, held against the one before and against its orderers, and its transactions are then judged one after the other.
// Each file explains its own step: what is asked, what would go wrong if it were not, and who is left to be trusted with what.
//
//  1. The bytes have one meaning. block.go reads a block, envelope.go a transaction's envelope, wire.go and survey.go look at encoded
//     messages before they are decoded, reading.go decodes within bounds. Checks File and Reading.
//  2. It follows upon the block before: chain.go. Checks File (the number), Chain (the hash of the header before) and Data (the hash
//     of its own transactions).
//  3. The first block is the one that is believed, and so are the bodies in it: genesis.go, trust.go. Check Anchor; it also holds later
//     blocks against checkpoints.
//  4. A quorum of the orderers in force signed it: quorum.go, and metadata.go for what they signed beside the header. Check Quorum.
//  5. If it holds a configuration, that follows from the one in force by the policies in force: configblock.go opens it, update.go and
//     element.go derive it again, config.go says what it means. It is in force from the next block on. Check Config.
//  6. Whoever signed anything is a member: msp.go reads what a body says of itself (remember.go keeps answers), authority.go follows
//     certificates to its roots,
//     certificate.go and role.go say who may act, identity.go whom a policy means, signature.go what a signature is. policy.go and
//     signaturepolicy.go say when signers suffice.
//  7. Each transaction is well-formed, signed by its creator and bound to the proposal that was endorsed: transaction.go, action.go,
//     rwset.go. Check Transactions.
//  8. It is no repetition, and those endorsed it whom the definition of each chaincode that it writes to asks for: validation.go,
//     definition.go, lifecycle.go, signers.go, endorsement.go, keypolicy.go. Check Endorsements.
//  9. What it read is still so, key by key and range by range: mvcc.go, phantom.go, summary.go.
//  10. What it writes becomes the state: writes.go, state.go, with space.go and view.go to read it in order.
//  11. The verdict is the one that the block records: verdict.go, check Validity. So is the hash over all verdicts and writes since
//     block 1: commit.go, check Commit.
//
// judge.go leads through these steps, finding.go says what was found and how much was seen, row.go is what comes out. intake.go,
// chunk.go and budget.go do the work in parallel, and see to it that a file takes memory as it has bytes.
//
// single.go judges one transaction without the blocks around it, by the same functions, where that can be done: singleconfig.go and
// singledefinition.go say what it takes.
//
// # What is told and does not count
//
// One client, or one orderer alone, can put into a block what peers read past: a signature too many, an unknown field, a padded
// number. If that made a ledger unverifiable, anybody could spoil it. If it went unsaid, "no finding" would not mean that everything
// was read. So it is counted (Summary.Untidy), with the place where it is.
//
// # What no check can show
//
// That fewer than a quorum's overlap of the orderers signed two histories; that a body's authority gave certificates to the right
// people; that a body's peer runs the chaincode whose package it approved; when something happened, for times are the clients'
// clocks; that nothing came after the last block. Who is trusted with these is said in the report, not here.
//
// # Where the rules come from
//
// Comments that begin with "Fabric:" name the file and the functions of github.com/hyperledger/fabric whose condition is repeated, as
// they are in the version whose programs network/fabric builds (release 3.1 and what follows on its main branch); "fabric-lib-go:"
// does the same for its library. A test opens every one of them. The rules are those of channel capability V1_4_3 or later with
// application capability V2_0 or later; a channel of older ones is refused.
package fabric
