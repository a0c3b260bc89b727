// SPDX-License-Identifier: Apache-2.0

// What each type of act says. The ledger refuses a body with a member more or less than here (package contract).

// Texts with a form of their own.
export type Int = string; // whole number from 0 to 2^63-1, in digits
export type Hex = string; // small hex digits
export type Base64Url = string; // bytes, unpadded

// Sealed is a ballot's closed selections (package seal).
export type Sealed = { commitment: Base64Url; content: Base64Url; shares: Base64Url[] };

// PasskeyKey is a passkey's public key (SubjectPublicKeyInfo) and whether it may be backed up.
export type PasskeyKey = { be: boolean; spki: Base64Url };

export type Step = { election: string };

export type DraftRules = {
  barred: string[]; // persons who may not be proxies
  collision: "first" | "last" | "paper" | "online";
  countParking: boolean;
  kind: "owners" | "committee" | "poll";
  proxyCap: Int;
  proxyMustOwn: boolean;
  revote: boolean;
};

export type DraftContest = {
  id: string;
  options: string[];
  seats: Int;
  threshold: "majority" | "three-quarters" | "elect" | "none";
  title: string;
};

// BodyDrill is the token that one body seals to another's key.
export type BodyDrill = { body: string; hash: Base64Url; sealed: Base64Url };

// IssuedCode is a letter's code, by its public key, and whom it invites.
export type IssuedCode = { code: Base64Url; person: string };

export type Bodies = {
  "ballot.cast": { election: string; right: Hex; sealed: Sealed };
  "ballot.paper": { election: string; person: string; right: Hex; scan: Hex; sealed: Sealed };
  "codes.issue": { codes: IssuedCode[]; expires: Int };
  "codes.withdraw": { codes: IssuedCode[] };
  "credential.confirm": { credentials: string[] };
  "credential.enrol": { code: Base64Url; passkey: PasskeyKey; person: string };
  "credential.revoke": { credential: string; reason: Hex }; // reason: SHA-256 of its text
  "election.annul": Step;
  "election.close": Step;
  "election.create": {
    contests: DraftContest[];
    election: string;
    roll: Int;
    rules: DraftRules;
    threshold: Int; // how many bodies' keys open the ballots
    title: string;
  };
  "election.drill": { election: string; maker: string; token: Base64Url };
  "election.final": Step;
  "election.hear": Step;
  "election.key": { election: string; public: Base64Url };
  "election.notice": { closesAt: Int; election: string; opensAt: Int };
  "election.object": { election: string; text: Hex }; // SHA-256 of the objection's text
  "election.open": { election: string; without: string[] }; // ids, sorted, of bodies left out unless they are drilled
  "election.publish": { election: string; result: Hex };
  "election.test": { drills: BodyDrill[]; election: string };
  "election.unseal": { election: string; private: Base64Url };
  "officer.declare": { bodies: string[]; person: string }; // of which bodies an owner is an officer
  "proxy.grant": { election: string; proxy: string; right: Hex };
  "roll.answer": { accepted: boolean; answer: Hex; objection: Hex };
  "roll.approve": { chunks: Int; rights: Int; root: Hex; units: Int; version: Int };
  "roll.object": { text: Hex; version: Int };
  "voter.designate": { owners: string[]; right: Hex; voter: string };
};

export type ActType = keyof Bodies;
