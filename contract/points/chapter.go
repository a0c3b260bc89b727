// SPDX-License-Identifier: Apache-2.0

// Package points is the ledger's chapter of points (积分): the plan that owners have adopted, deeds that earn points, and what households do
// with them. How points move is in rules/points; this chapter says for what, by whose word, and how many there may be. Points are no money:
// nothing here has a price, and nothing turns them into one.
package points

import (
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
)

// Types of the chapter's acts, as envelopes name them.
const (
	TypePointsAdopt   = "points.adopt"
	TypePointsGift    = "points.gift"
	TypePointsReverse = "points.reverse"
	TypeHelpDone      = "help.done"
	TypeHelpConfirm   = "help.confirm"
	TypeBinCard       = "bin.card"
	TypePointsBin     = "points.bin"
	TypeServiceSet    = "service.set"
	TypeServiceRetire = "service.retire"
	TypePointsRedeem  = "points.redeem"
	TypeVoucherUse    = "voucher.use"
	TypeVoucherReturn = "voucher.return"
)

// Transactions that anybody may send, since they follow from the ledger alone: each takes a community, and an account or a voucher.
const (
	TxExpire = "Expire" // takes the ended lots out of an account
	TxLapse  = "Lapse"  // ends a voucher whose time is over
)

// Chapter declares the chapter's acts and transactions.
func Chapter() contract.Chapter {
	return contract.Chapter{
		Acts: append(earning(), spending()...),
		Transactions: map[string]contract.Transaction{
			TxExpire: {Arguments: 2, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, expire(s, tx, a[0], a[1])
			}},
			TxLapse: {Arguments: 2, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, lapse(s, tx, a[0], a[1])
			}},
		},
	}
}

// earning are the acts by which points come into accounts, out of them again, and from one to another. What pays is numbered by its cause,
// which pays once, and not by who signs it: so many may be paid at once.
func earning() []contract.Declared {
	return []contract.Declared{
		contract.Act[PointsAdopt]{
			Type: TypePointsAdopt, Limit: contract.Bulk, Signers: contract.ByTwoBodies, Apply: adopt,
			Subject: func(b PointsAdopt) contract.Subject { return vote.About(b.Election, "") },
		},
		contract.Act[HelpDone]{
			Type: TypeHelpDone, Limit: contract.Small, Signers: contract.ByOneOwner, Apply: tellHelp, Reads: tellReads,
			Subject: func(b HelpDone) contract.Subject { return about(b.Helper) },
		},
		contract.Act[HelpConfirm]{
			Type: TypeHelpConfirm, Limit: contract.Small, Signers: contract.ByOwnerOrOfficer, Apply: confirmHelp,
			NumbersItself: true, Reads: confirmReads,
			Subject: func(b HelpConfirm) contract.Subject { return contract.Subject{Kind: Deeds.Kind(), ID: b.Help} },
			Lane:    func(b HelpConfirm) []string { return lane(b.Helper) },
		},
		contract.Act[BinCard]{
			Type: TypeBinCard, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: registerCard, OfPerson: true,
			Subject: func(b BinCard) contract.Subject { return contract.Subject{Kind: Cards.Kind(), ID: b.Card} },
		},
		contract.Act[PointsBin]{
			Type: TypePointsBin, Limit: contract.Small, Signers: contract.ByOneOwner, Apply: payDrop,
			NumbersItself: true, Reads: dropReads,
			Subject: func(b PointsBin) contract.Subject { return about(b.Unit) },
			Lane:    func(b PointsBin) []string { return lane(b.Unit) },
		},
		contract.Act[PointsGift]{
			Type: TypePointsGift, Limit: contract.Small, Signers: contract.ByOneOwner, Apply: gift, Reads: giftReads,
			Subject: func(b PointsGift) contract.Subject { return about(b.From) },
		},
		contract.Act[PointsReverse]{
			Type: TypePointsReverse, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: reverse, Reads: reverseReads,
			OfPerson: true,
			Subject:  func(b PointsReverse) contract.Subject { return contract.Subject{Kind: Transfers.Kind(), ID: b.Earning} },
		},
	}
}

// spending are the acts of services and vouchers.
func spending() []contract.Declared {
	return []contract.Declared{
		contract.Act[ServiceSet]{
			Type: TypeServiceSet, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: setService,
			Subject: func(b ServiceSet) contract.Subject { return contract.Subject{Kind: Services.Kind(), ID: b.Service} },
		},
		contract.Act[ServiceRetire]{
			Type: TypeServiceRetire, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: retireService, OfPerson: true,
			Subject: func(b ServiceRetire) contract.Subject { return contract.Subject{Kind: Services.Kind(), ID: b.Service} },
		},
		contract.Act[PointsRedeem]{
			Type: TypePointsRedeem, Limit: contract.Small, Signers: contract.ByOwnerOrTwoBodies, Apply: redeem, Reads: redeemReads,
			OfPerson: true,
			Subject:  func(b PointsRedeem) contract.Subject { return about(b.Unit) },
		},
		contract.Act[VoucherUse]{
			Type: TypeVoucherUse, Limit: contract.Small, Signers: contract.ByOneOfficer, Apply: useVoucher,
			NumbersItself: true, Reads: useReads,
			Subject: func(b VoucherUse) contract.Subject { return aboutVoucher(b.voucher()) },
			Lane:    func(b VoucherUse) []string { return []string{"voucher", b.voucher()} },
		},
		contract.Act[VoucherReturn]{
			Type: TypeVoucherReturn, Limit: contract.Small, Signers: contract.ByOneOwner, Apply: returnVoucher, Reads: returnReads,
			Subject: func(b VoucherReturn) contract.Subject { return aboutVoucher(b.Voucher) },
		},
	}
}

func aboutVoucher(id string) contract.Subject { return contract.Subject{Kind: Vouchers.Kind(), ID: id} }

func about(unit string) contract.Subject { return contract.Subject{Kind: Accounts.Kind(), ID: unit} }
