// SPDX-License-Identifier: Apache-2.0

// Generated from the declarations of the acts: go test ./contract/chapters -update

// What each type of act says. The ledger refuses a body with a member more or less than here (package contract).

// Texts with a form of their own.
export type Int = string; // whole number from 0 to 2^63-1, in digits
export type Hex = string; // small hex digits
export type Base64Url = string; // bytes, unpadded

export type AlarmAcknowledge = {
  event: string;
  index: Int;
  oracle: string;
  proof: Base64Url;
  size: Int;
};

export type Sealed = {
  commitment: Base64Url;
  content: Base64Url;
  shares: Base64Url[];
};

export type BallotCast = {
  election: string;
  right: string;
  sealed: Sealed;
};

export type BallotPaper = {
  election: string;
  person: string;
  right: string;
  scan: string;
  sealed: Sealed;
};

export type BinCard = {
  card: string;
  unit: string;
};

export type BreachAppeal = {
  answer: string;
  breach: string;
  photos: string[];
};

export type BreachCure = {
  answer: string;
  breach: string;
  photos: string[];
};

export type BreachDecide = {
  breach: string;
  reason: string;
  verdict: string;
};

export type BreachFind = {
  article: Int;
  convention: string;
  event: string;
  ground: string;
  home: string;
  index: Int;
  oracle: string;
  order: string;
  proof: Base64Url;
  report: string;
  size: Int;
};

export type BreachNotice = {
  breach: string;
};

export type BreachPardon = {
  breach: string;
  reason: string;
};

export type CareConsent = {
  devices: string[];
  grid: string;
  hours: Int;
  unit: string;
  until: Int;
};

export type CareWithdraw = {
  person: string;
};

export type CaseAgree = {
  agreement: string;
  case: string;
  days: Int;
};

export type CaseApply = {
  case: string;
};

export type CaseDecline = {
  case: string;
  reason: string;
};

export type CaseEnd = {
  case: string;
  reason: string;
};

export type CaseFollow = {
  case: string;
  text: string;
};

export type CaseJoin = {
  case: string;
};

export type CaseMeet = {
  at: Int;
  case: string;
  text: string;
};

export type CasePerform = {
  case: string;
};

export type CasePropose = {
  case: string;
  days: Int;
  text: string;
};

export type CaseRefuse = {
  case: string;
  reason: string;
};

export type CaseReply = {
  case: string;
  reply: string;
  text: string;
};

export type Side = {
  body: string;
  home: string;
};

export type CaseRequest = {
  about: string;
  home: string;
  id: string;
  second: Side;
  text: string;
};

export type CaseSay = {
  case: string;
  text: string;
};

export type CaseTake = {
  case: string;
};

export type CaseWithdraw = {
  case: string;
  reason: string;
};

export type IssuedCode = {
  code: Base64Url;
  person: string;
};

export type CodesIssue = {
  codes: IssuedCode[];
  expires: Int;
};

export type CodesWithdraw = {
  codes: IssuedCode[];
};

export type CommandGive = {
  arguments: string;
  command: string;
  device: string;
  expires: Int;
};

export type CommandReport = {
  at: Int;
  command: string;
  outcome: "done" | "failed" | "unknown" | "expired";
};

export type ConventionAdopt = {
  contest: string;
  election: string;
  text: string;
};

export type Repeal = {
  from: Int;
  repeal: string;
};

export type ConventionRepeal = {
  contest: string;
  election: string;
  repeal: Repeal;
};

export type CredentialConfirm = {
  credentials: string[];
};

export type Passkey = {
  be: boolean;
  spki: Base64Url;
};

export type Enrol = {
  code: Base64Url;
  passkey: Passkey;
  person: string;
};

export type CredentialRevoke = {
  credential: string;
  reason: string;
};

export type DeviceEnrol = {
  body: string;
  class: "T0" | "T1" | "T2" | "T3";
  commands: string[];
  device: string;
  every: Int;
  from: Int;
  key: Base64Url;
  kinds: string[];
  place: string;
  profile: string;
  transport: string;
  until: Int;
};

export type DeviceWithdraw = {
  device: string;
};

export type Duty = {
  grid: string;
  hands: Int;
  kind: string;
  place: string;
  priority: "emergency" | "urgent" | "ordinary";
};

export type DutiesAdopt = {
  basis: string;
  duties: Duty[];
  version: Int;
};

export type ElectionStep = {
  election: string;
};

export type DraftContest = {
  id: string;
  options: string[];
  seats: Int;
  text?: string;
  threshold: "majority" | "three-quarters" | "elect" | "none";
  title: string;
};

export type DraftRules = {
  barred: string[];
  collision: "first" | "last" | "paper" | "online";
  countParking: boolean;
  kind: "owners" | "committee" | "poll";
  proxyCap: Int;
  proxyMustOwn: boolean;
  revote: boolean;
};

export type ElectionCreate = {
  contests: DraftContest[];
  election: string;
  roll: Int;
  rules: DraftRules;
  threshold: Int;
  title: string;
};

export type ElectionDrill = {
  election: string;
  maker: string;
  token: Base64Url;
};

export type ElectionKey = {
  election: string;
  public: Base64Url;
};

export type ElectionNotice = {
  closesAt: Int;
  election: string;
  opensAt: Int;
};

export type ElectionObject = {
  election: string;
  text: string;
};

export type ElectionOpen = {
  election: string;
  without: string[];
};

export type ElectionPublish = {
  election: string;
  result: string;
};

export type BodyDrill = {
  body: string;
  hash: Base64Url;
  sealed: Base64Url;
};

export type ElectionTest = {
  drills: BodyDrill[];
  election: string;
};

export type ElectionUnseal = {
  election: string;
  private: Base64Url;
};

export type EventsAppend = {
  before: Int;
  leaves: Base64Url;
  root: string;
};

export type GateDecide = {
  at: Int;
  let: boolean;
  lot: string;
  plate: string;
  reason: string;
  way: string;
};

export type Speaker = {
  languages: string[];
  worker: string;
};

export type Shift = {
  days: Int[];
  from: Int;
  to: Int;
  worker: string;
};

export type GridSet = {
  body: string;
  grid: string;
  languages: Speaker[];
  next: string;
  places: string[];
  shifts: Shift[];
  supervisor: string;
  workers: string[];
};

export type HelpConfirm = {
  help: string;
  helper: string;
  order: string;
  rule: string;
};

export type HelpDone = {
  day: Int;
  helped: string;
  helper: string;
  minutes: Int;
  rule: string;
};

export type Gate = {
  device: string;
  way: string;
};

export type LotSet = {
  body: string;
  gates: Gate[];
  lot: string;
  name: string;
};

export type NoticePost = {
  expires: Int;
  text: string;
  title: string;
};

export type OfferEnd = {
  space: string;
};

export type Band = {
  days: Int[];
  from: Int;
  hour: Int;
  to: Int;
};

export type Terms = {
  bands: Band[];
  cancel: Int;
  deposit: Int;
  draw: Int;
  early: Int;
  hour: Int;
  late: Int;
  noShow: Int;
  notice: Int;
  others: boolean;
  overstay: Int;
};

export type Window = {
  days: Int[];
  from: Int;
  to: Int;
};

export type OfferSet = {
  except: Int[];
  from: Int;
  space: string;
  terms: Terms;
  until: Int;
  windows: Window[];
};

export type OfficerDeclare = {
  bodies: string[];
  person: string;
};

export type OracleEnrol = {
  body: string;
  key: Base64Url;
  name: string;
};

export type OracleRetire = {
  oracle: string;
};

export type OrderAccept = {
  at: Int;
  order: string;
};

export type OrderAlarm = {
  event: string;
  index: Int;
  oracle: string;
  proof: Base64Url;
  size: Int;
  unit: string;
};

export type OrderArrive = {
  at: Int;
  order: string;
};

export type OrderAssign = {
  order: string;
  reason: string;
  worker: string;
};

export type OrderCare = {
  person: string;
  since: Int;
};

export type OrderConfirm = {
  order: string;
  result: Int;
  speed: Int;
  unit: string;
};

export type OrderDepart = {
  at: Int;
  order: string;
};

export type OrderFinish = {
  at: Int;
  note: string;
  order: string;
  outcome: "solved" | "not-found" | "false-alarm" | "referred";
  photos: string[];
};

export type OrderHelp = {
  at: Int;
  order: string;
};

export type OrderJoin = {
  order: string;
  unit: string;
};

export type OrderMerge = {
  into: string;
  order: string;
};

export type OrderReopen = {
  order: string;
  reason: string;
  unit: string;
};

export type OrderReport = {
  kind: "repair.water" | "repair.power" | "repair.lift" | "repair.door" | "repair.light" | "cleaning" | "noise" | "parking" | "neighbour" | "care" | "sos" | "smoke" | "gas" | "water" | "silence" | "other";
  photos: string[];
  place: string;
  text: string;
  unit: string;
};

export type OrderTake = {
  kind: "repair.water" | "repair.power" | "repair.lift" | "repair.door" | "repair.light" | "cleaning" | "noise" | "parking" | "neighbour" | "care" | "sos" | "smoke" | "gas" | "water" | "silence" | "other";
  photos: string[];
  place: string;
  priority: string;
  text: string;
  unit: string;
};

export type OrderTransfer = {
  at: Int;
  grid: string;
  order: string;
  why: "wrong-trade" | "wrong-grid" | "elsewhere" | "shift-over" | "partial";
  worker: string;
};

export type OrderTriage = {
  grid: string;
  kind: "repair.water" | "repair.power" | "repair.lift" | "repair.door" | "repair.light" | "cleaning" | "noise" | "parking" | "neighbour" | "care" | "sos" | "smoke" | "gas" | "water" | "silence" | "other";
  order: string;
  priority: "emergency" | "urgent" | "ordinary";
  unit: string;
};

export type OrderWithdraw = {
  order: string;
};

export type Regulation = {
  ahead: Int;
  others: boolean;
};

export type ParkingAdopt = {
  contest: string;
  election: string;
  regulation: Regulation;
};

export type Book = {
  from: Int;
  home: string;
  offer: string;
  plate: string;
  space: string;
  until: Int;
};

export type Cancel = {
  booking: string;
};

export type Displaced = {
  booking: string;
};

export type Dispute = {
  booking: string;
  text: string;
};

export type Extend = {
  booking: string;
  until: Int;
};

export type Resolve = {
  booking: string;
  due: Int;
  reason: string;
};

export type Retract = {
  booking: string;
  reason: string;
};

export type Rule = {
  budget: Int;
  dayCap: Int;
  points: Int;
  rule: string;
  stream: string;
  title: string;
  way: "help" | "volunteer" | "bin";
};

export type Plan = {
  gifts: boolean;
  least: Int;
  lifeDays: Int;
  maxBalance: Int;
  rules: Rule[];
};

export type PointsAdopt = {
  contest: string;
  election: string;
  plan: Plan;
};

export type PointsBin = {
  event: string;
  index: Int;
  oracle: string;
  proof: Base64Url;
  rule: string;
  size: Int;
  unit: string;
};

export type PointsGift = {
  amount: Int;
  from: string;
  to: string;
};

export type PointsRedeem = {
  count: Int;
  service: string;
  unit: string;
  voucher: string;
};

export type PointsReverse = {
  amount: Int;
  earning: string;
  reason: string;
};

export type ProxyGrant = {
  election: string;
  proxy: string;
  right: string;
};

export type ReportConfirm = {
  report: string;
};

export type ReportFile = {
  at: Int;
  kind: string;
  place: string;
  signed: string[];
};

export type RollAnswer = {
  accepted: boolean;
  answer: string;
  objection: string;
};

export type RollApprove = {
  chunks: Int;
  rights: Int;
  root: string;
  units: Int;
  version: Int;
};

export type RollObject = {
  text: string;
  version: Int;
};

export type ServiceRetire = {
  reason: string;
  service: string;
};

export type Hours = {
  days: Int[];
  from: Int;
  to: Int;
};

export type ServiceSet = {
  body: string;
  bookable: string;
  from: Int;
  hours: Hours[];
  points: Int;
  service: string;
  stock: Int;
  title: string;
  until: Int;
};

export type Party = {
  body: string;
  home: string;
};

export type SpaceSet = {
  host: Party;
  label: string;
  lot: string;
  space: string;
};

export type VisitAllow = {
  from: Int;
  home: string;
  kind: string;
  lot: string;
  plate: string;
  until: Int;
};

export type VisitEnd = {
  visit: string;
};

export type VoterDesignate = {
  owners: string[];
  right: string;
  voter: string;
};

export type VoucherReturn = {
  voucher: string;
};

export type VoucherUse = {
  at: Int;
  code: Base64Url;
};

export type Agreement = {
  authenticatorData: Base64Url;
  clientDataJSON: Base64Url;
  signature: Base64Url;
};

export type WorkerEnrol = {
  agreed: Agreement;
  passkey: Passkey;
  worker: string;
};

export type WorkerRevoke = {
  reason: string;
  worker: string;
};

export type Bodies = {
  "alarm.acknowledge": AlarmAcknowledge;
  "ballot.cast": BallotCast;
  "ballot.paper": BallotPaper;
  "bin.card": BinCard;
  "breach.appeal": BreachAppeal;
  "breach.cure": BreachCure;
  "breach.decide": BreachDecide;
  "breach.find": BreachFind;
  "breach.notice": BreachNotice;
  "breach.pardon": BreachPardon;
  "care.consent": CareConsent;
  "care.withdraw": CareWithdraw;
  "case.agree": CaseAgree;
  "case.apply": CaseApply;
  "case.decline": CaseDecline;
  "case.end": CaseEnd;
  "case.follow": CaseFollow;
  "case.join": CaseJoin;
  "case.meet": CaseMeet;
  "case.perform": CasePerform;
  "case.propose": CasePropose;
  "case.refuse": CaseRefuse;
  "case.reply": CaseReply;
  "case.request": CaseRequest;
  "case.say": CaseSay;
  "case.take": CaseTake;
  "case.withdraw": CaseWithdraw;
  "codes.issue": CodesIssue;
  "codes.withdraw": CodesWithdraw;
  "command.give": CommandGive;
  "command.report": CommandReport;
  "convention.adopt": ConventionAdopt;
  "convention.repeal": ConventionRepeal;
  "credential.confirm": CredentialConfirm;
  "credential.enrol": Enrol;
  "credential.revoke": CredentialRevoke;
  "device.enrol": DeviceEnrol;
  "device.withdraw": DeviceWithdraw;
  "duties.adopt": DutiesAdopt;
  "election.annul": ElectionStep;
  "election.close": ElectionStep;
  "election.create": ElectionCreate;
  "election.drill": ElectionDrill;
  "election.final": ElectionStep;
  "election.hear": ElectionStep;
  "election.key": ElectionKey;
  "election.notice": ElectionNotice;
  "election.object": ElectionObject;
  "election.open": ElectionOpen;
  "election.publish": ElectionPublish;
  "election.test": ElectionTest;
  "election.unseal": ElectionUnseal;
  "events.append": EventsAppend;
  "gate.decide": GateDecide;
  "grid.set": GridSet;
  "help.confirm": HelpConfirm;
  "help.done": HelpDone;
  "lot.set": LotSet;
  "notice.post": NoticePost;
  "offer.end": OfferEnd;
  "offer.set": OfferSet;
  "officer.declare": OfficerDeclare;
  "oracle.enrol": OracleEnrol;
  "oracle.retire": OracleRetire;
  "order.accept": OrderAccept;
  "order.alarm": OrderAlarm;
  "order.arrive": OrderArrive;
  "order.assign": OrderAssign;
  "order.care": OrderCare;
  "order.confirm": OrderConfirm;
  "order.depart": OrderDepart;
  "order.finish": OrderFinish;
  "order.help": OrderHelp;
  "order.join": OrderJoin;
  "order.merge": OrderMerge;
  "order.reopen": OrderReopen;
  "order.report": OrderReport;
  "order.take": OrderTake;
  "order.transfer": OrderTransfer;
  "order.triage": OrderTriage;
  "order.withdraw": OrderWithdraw;
  "parking.adopt": ParkingAdopt;
  "parking.book": Book;
  "parking.cancel": Cancel;
  "parking.displaced": Displaced;
  "parking.dispute": Dispute;
  "parking.extend": Extend;
  "parking.resolve": Resolve;
  "parking.retract": Retract;
  "points.adopt": PointsAdopt;
  "points.bin": PointsBin;
  "points.gift": PointsGift;
  "points.redeem": PointsRedeem;
  "points.reverse": PointsReverse;
  "proxy.grant": ProxyGrant;
  "report.confirm": ReportConfirm;
  "report.file": ReportFile;
  "roll.answer": RollAnswer;
  "roll.approve": RollApprove;
  "roll.object": RollObject;
  "service.retire": ServiceRetire;
  "service.set": ServiceSet;
  "space.set": SpaceSet;
  "visit.allow": VisitAllow;
  "visit.end": VisitEnd;
  "voter.designate": VoterDesignate;
  "voucher.return": VoucherReturn;
  "voucher.use": VoucherUse;
  "worker.enrol": WorkerEnrol;
  "worker.revoke": WorkerRevoke;
};

export type ActType = keyof Bodies;

// ofTwoBodies are the types that officers of two bodies sign.
export const ofTwoBodies: ReadonlySet<string> = new Set<ActType>([
  "ballot.paper",
  "bin.card",
  "breach.find",
  "care.withdraw",
  "convention.adopt",
  "convention.repeal",
  "credential.confirm",
  "credential.revoke",
  "device.enrol",
  "device.withdraw",
  "duties.adopt",
  "election.annul",
  "election.close",
  "election.final",
  "election.notice",
  "election.open",
  "election.publish",
  "grid.set",
  "lot.set",
  "officer.declare",
  "oracle.enrol",
  "oracle.retire",
  "parking.adopt",
  "parking.resolve",
  "points.adopt",
  "points.redeem",
  "points.reverse",
  "roll.answer",
  "roll.approve",
  "service.retire",
  "service.set",
  "space.set",
  "worker.revoke",
]);

// aboutPerson are those about one person, who is told to the officer who signs second.
export const aboutPerson: ReadonlySet<string> = new Set<ActType>([
  "bin.card",
  "breach.find",
  "care.withdraw",
  "credential.revoke",
  "officer.declare",
  "parking.resolve",
  "points.redeem",
  "points.reverse",
  "roll.answer",
  "service.retire",
  "space.set",
]);

// OfOwners are the types that several owners sign.
export type OfOwners = "proxy.grant" | "voter.designate";
