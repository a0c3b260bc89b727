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

export type ElectionStep = {
  election: string;
};

export type DraftContest = {
  id: string;
  options: string[];
  seats: Int;
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

export type NoticePost = {
  expires: Int;
  text: string;
  title: string;
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

export type ProxyGrant = {
  election: string;
  proxy: string;
  right: string;
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

export type VoterDesignate = {
  owners: string[];
  right: string;
  voter: string;
};

export type Bodies = {
  "alarm.acknowledge": AlarmAcknowledge;
  "ballot.cast": BallotCast;
  "ballot.paper": BallotPaper;
  "codes.issue": CodesIssue;
  "codes.withdraw": CodesWithdraw;
  "command.give": CommandGive;
  "command.report": CommandReport;
  "credential.confirm": CredentialConfirm;
  "credential.enrol": Enrol;
  "credential.revoke": CredentialRevoke;
  "device.enrol": DeviceEnrol;
  "device.withdraw": DeviceWithdraw;
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
  "notice.post": NoticePost;
  "officer.declare": OfficerDeclare;
  "oracle.enrol": OracleEnrol;
  "oracle.retire": OracleRetire;
  "proxy.grant": ProxyGrant;
  "roll.answer": RollAnswer;
  "roll.approve": RollApprove;
  "roll.object": RollObject;
  "voter.designate": VoterDesignate;
};

export type ActType = keyof Bodies;

// ofTwoBodies are the types that officers of two bodies sign.
export const ofTwoBodies: ReadonlySet<string> = new Set<ActType>([
  "ballot.paper",
  "credential.confirm",
  "credential.revoke",
  "device.enrol",
  "device.withdraw",
  "election.annul",
  "election.close",
  "election.final",
  "election.notice",
  "election.open",
  "election.publish",
  "officer.declare",
  "oracle.enrol",
  "oracle.retire",
  "roll.answer",
  "roll.approve",
]);

// aboutPerson are those about one person, who is told to the officer who signs second.
export const aboutPerson: ReadonlySet<string> = new Set<ActType>([
  "credential.revoke",
  "officer.declare",
  "roll.answer",
]);

// OfOwners are the types that several owners sign.
export type OfOwners = "proxy.grant" | "voter.designate";
