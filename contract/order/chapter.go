// SPDX-License-Identifier: Apache-2.0

// Package order is the ledger's chapter of orders (工单): the workers and grids of bodies, whose an order is, how one is raised by a
// resident, an officer, an alarm or a silence, and each step until an affected household confirms it. What the steps do is in
// rules/order; this chapter says who may take them. No name, text or photo is here, only hashes of them.
package order

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	events "github.com/linli-project/linli/rules/device"
)

// Types of the chapter's acts, as envelopes name them.
const (
	TypeWorkerEnrol   = "worker.enrol"
	TypeWorkerRevoke  = "worker.revoke"
	TypeGridSet       = "grid.set"
	TypeDutiesAdopt   = "duties.adopt"
	TypeCareConsent   = "care.consent"
	TypeCareWithdraw  = "care.withdraw"
	TypeOrderReport   = "order.report"
	TypeOrderTake     = "order.take"
	TypeOrderAlarm    = "order.alarm"
	TypeOrderCare     = "order.care"
	TypeOrderTriage   = "order.triage"
	TypeOrderAssign   = "order.assign"
	TypeOrderMerge    = "order.merge"
	TypeOrderAccept   = "order.accept"
	TypeOrderDepart   = "order.depart"
	TypeOrderArrive   = "order.arrive"
	TypeOrderFinish   = "order.finish"
	TypeOrderTransfer = "order.transfer"
	TypeOrderHelp     = "order.help"
	TypeOrderConfirm  = "order.confirm"
	TypeOrderReopen   = "order.reopen"
	TypeOrderJoin     = "order.join"
	TypeOrderWithdraw = "order.withdraw"
)

// Due is the name of the transaction that anybody may send for an order of which a deadline is over: a community and an order.
const Due = "Due"

// Chapter declares the chapter's acts and transactions.
func Chapter() contract.Chapter {
	acts := append(register(), raising()...)
	acts = append(acts, directing()...)
	acts = append(acts, working()...)
	return contract.Chapter{
		Acts: append(acts, closing()...),
		Transactions: map[string]contract.Transaction{
			Due: {Arguments: 2, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, due(s, tx, a[0], a[1])
			}},
		},
	}
}

// register are the acts that say who works where, for what, and for whom.
func register() []contract.Declared {
	return []contract.Declared{
		contract.Act[WorkerEnrol]{
			Type: TypeWorkerEnrol, Limit: contract.Small, Signers: contract.ByOneOfficer, Apply: enrolWorker,
			Subject: func(b WorkerEnrol) contract.Subject { return aboutWorker(b.Worker) },
		},
		contract.Act[WorkerRevoke]{
			Type: TypeWorkerRevoke, Limit: contract.Small, Signers: contract.ByOfficerOrTwoBodies, Apply: revokeWorker,
			Subject: func(b WorkerRevoke) contract.Subject { return aboutWorker(b.Worker) },
		},
		contract.Act[GridSet]{
			Type: TypeGridSet, Limit: contract.Bulk, Signers: contract.ByTwoBodies, Apply: setGrid,
			Subject: func(b GridSet) contract.Subject { return contract.Subject{Kind: Grids.Kind(), ID: b.Grid} },
		},
		contract.Act[DutiesAdopt]{Type: TypeDutiesAdopt, Limit: contract.Bulk, Signers: contract.ByTwoBodies, Apply: adoptDuties},
		contract.Act[CareConsent]{Type: TypeCareConsent, Limit: contract.Small, Signers: contract.ByOneOwner, Apply: consentToCare},
		contract.Act[CareWithdraw]{
			Type: TypeCareWithdraw, Limit: contract.Small, Signers: contract.ByOwnerOrTwoBodies, Apply: withdrawCare, OfPerson: true,
			Subject: func(b CareWithdraw) contract.Subject { return contract.Subject{Kind: Cares.Kind(), ID: b.Person} },
		},
	}
}

// raising are the acts that make an order.
func raising() []contract.Declared {
	return []contract.Declared{
		contract.Act[OrderReport]{Type: TypeOrderReport, Limit: contract.Small, Signers: contract.ByOneOwner, Apply: report},
		contract.Act[OrderTake]{Type: TypeOrderTake, Limit: contract.Small, Signers: contract.ByOneOfficer, Apply: take},
		contract.Act[OrderAlarm]{
			Type: TypeOrderAlarm, Limit: contract.Small, Signers: contract.ByOracleOrOfficer, Apply: raiseAlarm,
			NumbersItself: true, Authenticate: byOracleOrOfficer,
			Subject: func(b OrderAlarm) contract.Subject { return about(events.IDOf(b.Event).String()) },
		},
		contract.Act[OrderCare]{
			Type: TypeOrderCare, Limit: contract.Small, Signers: contract.ByOracle, Apply: raiseCare,
			NumbersItself: true, Authenticate: device.ByOracle[OrderCare],
			Subject: func(b OrderCare) contract.Subject { return contract.Subject{Kind: Cares.Kind(), ID: b.Person} },
		},
	}
}

// directing are the acts of officers who say whose an order is.
func directing() []contract.Declared {
	return []contract.Declared{
		ofOrder(TypeOrderTriage, contract.ByOneOfficer, triage, func(b OrderTriage) string { return b.Order }),
		ofOrder(TypeOrderAssign, contract.ByOneOfficer, assign, func(b OrderAssign) string { return b.Order }),
		ofOrder(TypeOrderMerge, contract.ByOneOfficer, merge, func(b OrderMerge) string { return b.Order }),
	}
}

// working are the acts of workers.
func working() []contract.Declared {
	return []contract.Declared{
		ofOrder(TypeOrderAccept, contract.ByWorker, accept, func(b OrderAccept) string { return b.Order }),
		ofOrder(TypeOrderDepart, contract.ByWorker, depart, func(b OrderDepart) string { return b.Order }),
		ofOrder(TypeOrderArrive, contract.ByWorker, arrive, func(b OrderArrive) string { return b.Order }),
		ofOrder(TypeOrderFinish, contract.ByWorker, finish, func(b OrderFinish) string { return b.Order }),
		ofOrder(TypeOrderTransfer, contract.ByWorker, transfer, func(b OrderTransfer) string { return b.Order }),
		ofOrder(TypeOrderHelp, contract.ByWorker, help, func(b OrderHelp) string { return b.Order }),
	}
}

// closing are the acts of households, and of who raised an order.
func closing() []contract.Declared {
	return []contract.Declared{
		ofOrder(TypeOrderConfirm, contract.ByOneOwner, confirm, func(b OrderConfirm) string { return b.Order }),
		ofOrder(TypeOrderReopen, contract.ByOneOwner, reopen, func(b OrderReopen) string { return b.Order }),
		ofOrder(TypeOrderJoin, contract.ByOneOwner, join, func(b OrderJoin) string { return b.Order }),
		ofOrder(TypeOrderWithdraw, contract.ByOwnerOrOfficer, withdraw, func(b OrderWithdraw) string { return b.Order }),
	}
}

// ofOrder declares a step of the order that its body names.
func ofOrder[B any](name string, by contract.Signers, apply func(*contract.Context, B) error, order func(B) string) contract.Act[B] {
	return contract.Act[B]{
		Type: name, Limit: contract.Small, Signers: by, Apply: apply,
		Subject: func(b B) contract.Subject { return about(order(b)) },
	}
}

func about(order string) contract.Subject { return contract.Subject{Kind: Orders.Kind(), ID: order} }

func aboutWorker(id string) contract.Subject {
	return contract.Subject{Kind: contract.Credentials.Kind(), ID: id}
}

// byOracleOrOfficer verifies an oracle's signature, or else a passkey's.
func byOracleOrOfficer(c *contract.Context, b OrderAlarm) error {
	_, ok, err := device.Oracles.Get(c, c.Act.Community, c.Act.By)
	switch {
	case err != nil:
		return err
	case ok:
		return device.ByOracle(c, b)
	}
	return contract.Authenticate(c)
}

// onceOnly refuses another number than the first of an act that its document keeps from being done twice.
func onceOnly(c *contract.Context) error {
	if c.Act.Seq != 1 {
		return act.Refuse(contract.SeqGap, "of", "raise")
	}
	return nil
}
