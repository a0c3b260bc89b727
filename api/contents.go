// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/labstack/echo/v5"
)

// The operations of the API stand in groups, by whom they serve and what they are about. A group has the name of its tag in
// openapi.yaml: the operations of the tag "rolls" are methods of rollsGroup, in rolls.go and rolls_….go. What several groups work with is
// a part that they share: the mirror of the ledger, the register of people, the sender of acts, …

// groups are all of them.
type groups struct {
	ledger     *ledgerGroup
	elections  *electionsGroup
	events     *eventsGroup
	acts       *actsGroup
	cosigning  *cosigningGroup
	session    *sessionGroup
	enrolment  *enrolmentGroup
	me         *meGroup
	objections *objectionsGroup
	conduct    *conductGroup
	rolls      *rollsGroup
	letters    *lettersGroup
	people     *peopleGroup
	recoveries *recoveriesGroup
	desk       *deskGroup
	orders     *ordersGroup
	help       *helpGroup
	points     *pointsGroup
	texts      *textsGroup
	breaches   *breachesGroup
	reports    *reportsGroup
	cases      *casesGroup
	parking    *parkingGroup

	conventions *conventionsGroup
}

// operations are functions by their operationId.
type operations map[string]echo.HandlerFunc

// contents are the functions behind the contract's operations, by tag and operationId. There is none without the other: routes
// checks it.
func (g groups) contents() map[string]operations {
	return map[string]operations{
		// for anybody
		"ledger": {
			"listCommunities": g.ledger.listCommunities, "getCommunity": g.ledger.getCommunity,
			"getAct": g.ledger.getAct, "getByNumber": g.ledger.getByNumber,
			"getLedger": g.ledger.getLedger, "exportLedger": g.ledger.exportLedger, "getTrust": g.ledger.getTrust,
			"getEvidence": g.ledger.getEvidence, "getNetwork": g.ledger.getNetwork,
		},
		"elections": {
			"listElections": g.elections.listElections, "getElection": g.elections.getElection, "getTurnout": g.elections.getTurnout,
			"listBallots": g.elections.listBallots, "listRejected": g.elections.listRejected,
			"getResult": g.elections.getResult, "getResultCSV": g.elections.getResultCSV,
			"getResultCredential": g.elections.getResultCredential,
			"getAnalysis":         g.elections.getAnalysis, "getAnalysisCSV": g.elections.getAnalysisCSV,
			"getCalendar": g.elections.getCalendar, "listTests": g.elections.listTests,
		},
		"events": {"streamEvents": g.events.streamEvents, "pollEvents": g.events.pollEvents},

		// for whoever signs
		"acts": {"postAct": g.acts.postAct, "getReceipt": g.acts.getReceipt},
		"cosigning": {
			"listPendingActs": g.cosigning.listPendingActs, "postPendingAct": g.cosigning.postPendingAct,
			"aboutPendingAct": g.cosigning.aboutPendingAct,
			"signPendingAct":  g.cosigning.signPendingAct, "withdrawPendingAct": g.cosigning.withdrawPendingAct,
		},
		"session": {
			"beginSession": g.session.beginSession, "finishSession": g.session.finishSession,
			"getSession": g.session.getSession, "endSession": g.session.endSession, "listSessions": g.session.listSessions,
		},
		"enrolment": {
			"lookUpEnrolment": g.enrolment.lookUpEnrolment, "beginRegistration": g.enrolment.beginRegistration,
			"beginOfficerRegistration": g.enrolment.beginOfficerRegistration, "finishRegistration": g.enrolment.finishRegistration,
			"beginWorkerRegistration": g.enrolment.beginWorkerRegistration, "agreeWorkerRegistration": g.enrolment.agreeWorkerRegistration,
		},
		"me": {
			"getMe": g.me.getMe, "getMyRight": g.me.getMyRight, "labelCredential": g.me.labelCredential, "keepText": g.me.keepText,
			"listNotices": g.me.listNotices, "readNotices": g.me.readNotices,
			"getContact": g.me.getContact, "putContact": g.me.putContact, "confirmContact": g.me.confirmContact,
		},
		"objections": { // anybody, who made them, and officers
			"listObjections": g.objections.listObjections, "listMyObjections": g.objections.listMyObjections,
			"listObjectionTexts": g.objections.listObjectionTexts, "answerObjection": g.objections.answerObjection,
		},

		// for officers
		"conduct": {
			"getChecklist": g.conduct.getChecklist, "listReminders": g.conduct.listReminders, "tallyElection": g.conduct.tallyElection,
			"getOfficeAnalysis": g.conduct.getOfficeAnalysis, "getOfficeAnalysisCSV": g.conduct.getOfficeAnalysisCSV,
		},
		"rolls": {
			"listRolls": g.rolls.listRolls, "importRoll": g.rolls.importRoll, "transferUnits": g.rolls.transferUnits,
			"acceptRoll":  g.rolls.acceptRoll,
			"getApproval": g.rolls.getApproval, "loadRoll": g.rolls.loadRoll, "exportRoll": g.rolls.exportRoll,
		},
		"letters": {"listLetters": g.letters.listLetters, "printLetters": g.letters.printLetters, "markLetters": g.letters.markLetters},
		"people": {
			"searchPeople": g.people.searchPeople, "getPerson": g.people.getPerson, "exportPerson": g.people.exportPerson,
			"erasePerson":   g.people.erasePerson,
			"checkIdNumber": g.people.checkIDNumber, "proposeRevocation": g.people.proposeRevocation,
			"listEnrolments": g.people.listEnrolments, "checkEnrolment": g.people.checkEnrolment,
		},
		"recoveries": {
			"listRecoveries": g.recoveries.listRecoveries, "openRecovery": g.recoveries.openRecovery,
			"agreeRecovery":  g.recoveries.agreeRecovery,
			"cancelRecovery": g.recoveries.cancelRecovery, "finishRecovery": g.recoveries.finishRecovery,
		},
		"desk": {
			"getDesk":    g.desk.getDesk,
			"listAlarms": g.desk.listAlarms, "getAlarm": g.desk.getAlarm, "getAcknowledgement": g.desk.getAcknowledgement,
			"listDeviceEvents": g.desk.listDeviceEvents, "getEventProof": g.desk.getEventProof,
			"listDevices": g.desk.listDevices, "getDevice": g.desk.getDevice, "issueCredential": g.desk.issueCredential,
			"keepList":       g.desk.keepList,
			"listQuarantine": g.desk.listQuarantine, "getQuarantined": g.desk.getQuarantined, "listStrangers": g.desk.listStrangers,
			"getPlan": g.desk.getPlan, "putPlan": g.desk.putPlan, "getDrawing": g.desk.getDrawing,
			"placeDevice": g.desk.placeDevice, "unplaceDevice": g.desk.unplaceDevice,
		},
		"help": {
			"getHelp": g.help.getHelp, "offerHelp": g.help.offerHelp, "withdrawOffer": g.help.withdrawOffer,
			"askForHelp": g.help.askForHelp, "withdrawAsk": g.help.withdrawAsk,
			"agreeToHelp": g.help.agreeToHelp, "giveHelpBack": g.help.giveHelpBack,
			"giveHelp": g.help.giveHelp,
		},
		"points": { // anybody, owners, and officers
			"getPoints": g.points.getPoints, "getPointsSheet": g.points.getPointsSheet, "getMyPoints": g.points.getMyPoints,
			"getMyStatementCSV": g.points.getMyStatementCSV, "getMyStatement": g.points.getMyStatement,
			"getStatement": g.points.getStatement,
			"listPlans":    g.points.listPlans, "getPointsDuties": g.points.getPointsDuties,
			"listEarnings": g.points.listEarnings, "proposeReversal": g.points.proposeReversal,
			"listPointsNeighbours": g.points.listPointsNeighbours,
			"listVouchers":         g.points.listVouchers, "findVoucher": g.points.findVoucher,
			"listCards": g.points.listCards, "proposeCard": g.points.proposeCard, "listMyDrops": g.points.listMyDrops,
		},
		"parking": { // anybody, owners, officers, and guards
			"getParking": g.parking.getParking, "getParkingPlaces": g.parking.getParkingPlaces,
			"getParkingTariffs": g.parking.getParkingTariffs, "findSpaces": g.parking.findSpaces,
			"getMyParking": g.parking.getMyParking, "getMyParkingCalendar": g.parking.getMyParkingCalendar,
			"keepPlate": g.parking.keepPlate, "keepBookingText": g.parking.keepBookingText,
			"listParkingPlans": g.parking.listParkingPlans, "putParkingPlan": g.parking.putParkingPlan,
			"dropParkingPlan": g.parking.dropParkingPlan, "listGateLists": g.parking.listGateLists,
			"listBookings": g.parking.listBookings, "getOccupancy": g.parking.getOccupancy,
			"listGateGuests": g.parking.listGateGuests, "commitPlate": g.parking.commitPlate,
		},
		"reports": { // owners, officers, and workers
			"listMyReports": g.reports.listMyReports, "signReport": g.reports.signReport, "withdrawReport": g.reports.withdrawReport,
			"listReports": g.reports.listReports, "listWorkReports": g.reports.listWorkReports,
		},
		"breaches": { // owners, and officers
			"listMyBreaches": g.breaches.listMyBreaches, "listBreaches": g.breaches.listBreaches,
			"listSeen": g.breaches.listSeen, "keepBreachText": g.breaches.keepBreachText,
			"getBreachPhoto": g.breaches.getBreachPhoto,
		},
		"cases": { // owners, and officers
			"listMyCases": g.cases.listMyCases, "listCases": g.cases.listCases, "keepCaseText": g.cases.keepCaseText,
			"keepAgreement":  g.cases.keepAgreement,
			"getMyAgreement": g.cases.getMyAgreement, "getAgreement": g.cases.getAgreement,
			"getMyApplication": g.cases.getMyApplication, "getApplication": g.cases.getApplication,
			"getMyCaseEvidence": g.cases.getMyCaseEvidence, "getCaseEvidence": g.cases.getCaseEvidence,
			"getCasePhoto":  g.cases.getCasePhoto,
			"getMySessions": g.cases.getMySessions, "getSessions": g.cases.getSessions,
		},
		"texts": { // anybody, and officers
			"getVoteText": g.texts.getVoteText, "listVoteTexts": g.texts.listVoteTexts, "keepVoteText": g.texts.keepVoteText,
		},
		"conventions": { // anybody, and officers
			"getConvention": g.conventions.getConvention, "shadowConvention": g.conventions.shadowConvention,
			"checkConvention":         g.conventions.checkConvention,
			"listVotedConventions":    g.conventions.listVotedConventions,
			"listConventionTemplates": g.conventions.listConventionTemplates,
		},
		"orders": { // residents, workers, and officers
			"listWorkers":       g.orders.listWorkers,
			"inviteWorker":      g.orders.inviteWorker,
			"listWorkOrders":    g.orders.listWorkOrders,
			"getWorkCalendar":   g.orders.getWorkCalendar,
			"listMyOrders":      g.orders.listMyOrders,
			"getOrderChoices":   g.orders.getOrderChoices,
			"listSimilarOrders": g.orders.listSimilarOrders,
			"getMyCare":         g.orders.getMyCare,
			"keepOrderText":     g.orders.keepOrderText,
			"keepOrderPhoto":    g.orders.keepOrderPhoto,
			"getBoard":          g.orders.getBoard,
			"listGrids":         g.orders.listGrids,
			"getDuties":         g.orders.getDuties,
			"listOrderHistory":  g.orders.listOrderHistory,
			"getOrderAnalysis":  g.orders.getOrderAnalysis, "getOrderAnalysisCSV": g.orders.getOrderAnalysisCSV,
			"listCares":     g.orders.listCares,
			"getOrder":      g.orders.getOrder,
			"getOrderPhoto": g.orders.getOrderPhoto,
		},
	}
}

// groupsOf gives each group what it needs of a server, and nothing else.
func groupsOf(s *Server) groups {
	r, m := s.register, s.mirror
	asked := ceremonies{db: s.db, origin: s.Origin, cookie: s.logins.sessions.Cookie, now: s.Now}
	exports := exporting{
		seen: m, gate: s.gate, client: s.Client, tree: s.Tree, exports: newPlaces(exportsAtOnce, exportsOfOne),
		stamper: &stamper{authorities: s.Stampers, log: s.Log, now: s.Now},
	}
	ofCases := exports // so that no stranger keeps a side from its own evidence
	ofCases.exports = newPlaces(exportsAtOnce, exportsOfOne)
	return groups{
		ledger: &ledgerGroup{
			mirror: m, exporting: exports, heights: s.heights,
			body: s.Body, channel: s.Channel, genesis: s.genesis, trusting: trusting{m, s.Trust}, log: s.Log, oracle: s.Oracle,
			standing: s.Standing,
		},
		elections: &electionsGroup{mirror: m, turnouts: s.turnouts, analyst: s.analyst, identity: s.Identity, origin: s.Origin,
			genesis: s.genesis},
		events: &eventsGroup{gate: s.gate, hub: s.hub, streams: newPlaces(streamsAtOnce, streamsOfOne), streaming: &s.streaming,
			closing: s.closing, now: s.Now},
		acts: &actsGroup{mirror: m, sender: s.sender, db: s.db},
		cosigning: &cosigningGroup{
			register: r, waiting: s.db.waiting(s.Index), sender: s.sender, notify: s.Notify, log: s.Log,
		},
		session: &sessionGroup{logins: s.logins, ceremonies: asked, random: s.Random, origin: s.Origin},
		enrolment: &enrolmentGroup{
			logins: s.logins, ceremonies: asked, gate: s.gate, origin: s.Origin, genesis: s.genesis, onLedger: s.Admit,
		},
		me:         &meGroup{register: r, notify: s.Notify, dispatch: s.dispatch},
		objections: &objectionsGroup{r},
		conduct:    &conductGroup{register: r, analyst: s.analyst, client: s.Client, hub: s.hub},
		rolls:      &rollsGroup{register: r, client: s.Client, hub: s.hub, imports: &s.imports},
		letters:    &lettersGroup{register: r, origin: s.Origin},
		people:     &peopleGroup{r},
		recoveries: &recoveriesGroup{register: r, origin: s.Origin},
		desk:       &deskGroup{r},
		help:       &helpGroup{r},
		points:     &pointsGroup{register: r, sheets: &sheets{mirror: m, genesis: s.genesis}},
		texts:      &textsGroup{r},
		breaches:   &breachesGroup{r},
		cases:      &casesGroup{register: r, exporting: ofCases, origin: s.Origin},
		parking:    &parkingGroup{register: r, origin: s.Origin},
		reports:    &reportsGroup{register: r, genesis: s.genesis},

		conventions: &conventionsGroup{register: r},
		orders: &ordersGroup{
			register: r, enclosures: s.enclosed, dispatch: s.dispatch, client: s.Client, db: s.db, notify: s.Notify,
			origin: s.Origin,
		},
	}
}
