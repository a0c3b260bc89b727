-- SPDX-License-Identifier: Apache-2.0
-- One schema for SQLite and PostgreSQL. Times are Unix seconds, 0 for "not yet"; '' is what was never given or is erased.

-- +goose Up
CREATE TABLE communities (
    id           TEXT PRIMARY KEY,
    constitution TEXT NOT NULL -- JSON, as founded on the ledger
);

CREATE TABLE people (
    community TEXT NOT NULL REFERENCES communities (id),
    pseudonym TEXT NOT NULL,
    handle    TEXT NOT NULL UNIQUE,     -- WebAuthn user handle, base64url of 32 random bytes
    name      TEXT NOT NULL DEFAULT '',
    salt      TEXT NOT NULL DEFAULT '', -- hex; without it the pseudonym means nothing
    id_number TEXT NOT NULL DEFAULT '', -- HMACs under the salt, divided by spaces; never the number
    email     TEXT NOT NULL DEFAULT '',
    phone     TEXT NOT NULL DEFAULT '',
    erased    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (community, pseudonym)
);
CREATE UNIQUE INDEX people_name ON people (community, name) WHERE name <> '';

CREATE TABLE units (
    community TEXT NOT NULL REFERENCES communities (id),
    pseudonym TEXT NOT NULL,
    number    TEXT NOT NULL,
    salt      TEXT NOT NULL,
    PRIMARY KEY (community, pseudonym),
    UNIQUE (community, number)
);

CREATE TABLE rolls (
    community  TEXT NOT NULL REFERENCES communities (id),
    version    BIGINT NOT NULL,
    base       BIGINT NOT NULL, -- the version it was compared with
    file       TEXT NOT NULL,   -- SHA-256 (hex) of the imported file, '' for a change made here
    root       TEXT NOT NULL,   -- what the bodies approve
    drafted    BIGINT NOT NULL,
    drafted_by TEXT NOT NULL,
    approved   BIGINT NOT NULL DEFAULT 0,
    act        TEXT NOT NULL DEFAULT '', -- hash of roll.approve
    PRIMARY KEY (community, version)
);

CREATE TABLE roll_units (
    community TEXT NOT NULL,
    version   BIGINT NOT NULL,
    unit      TEXT NOT NULL,
    use       TEXT NOT NULL,
    status    TEXT NOT NULL,
    area_dm2  BIGINT NOT NULL,
    PRIMARY KEY (community, version, unit),
    FOREIGN KEY (community, version) REFERENCES rolls (community, version) ON DELETE CASCADE
);
CREATE INDEX roll_units_unit ON roll_units (community, unit);

CREATE TABLE ownership (
    community TEXT NOT NULL,
    version   BIGINT NOT NULL,
    unit      TEXT NOT NULL,
    person    TEXT NOT NULL, -- pseudonym, or the developer
    PRIMARY KEY (community, version, unit, person),
    FOREIGN KEY (community, version, unit) REFERENCES roll_units (community, version, unit) ON DELETE CASCADE
);
CREATE INDEX ownership_person ON ownership (community, person, version);

CREATE TABLE officers (
    community TEXT NOT NULL REFERENCES communities (id),
    id        TEXT NOT NULL,
    handle    TEXT NOT NULL UNIQUE,
    body      TEXT NOT NULL,
    name      TEXT NOT NULL,
    person    TEXT NOT NULL DEFAULT '', -- pseudonym, if he is an owner here
    added     BIGINT NOT NULL,
    ended     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (community, id)
);

CREATE TABLE letters (
    community TEXT NOT NULL REFERENCES communities (id),
    code      TEXT NOT NULL, -- public key, base64url; the code itself is on paper only
    batch     TEXT NOT NULL,
    number    BIGINT NOT NULL, -- in the batch, from 1
    person    TEXT NOT NULL,
    unit      TEXT NOT NULL, -- where it is delivered
    expires   BIGINT NOT NULL,
    printed   BIGINT NOT NULL,
    delivered BIGINT NOT NULL DEFAULT 0,
    returned  BIGINT NOT NULL DEFAULT 0,
    used      BIGINT NOT NULL DEFAULT 0,
    withdrawn BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (community, code),
    UNIQUE (community, batch, number)
);
CREATE INDEX letters_person ON letters (community, person);

CREATE TABLE passkeys (
    community  TEXT NOT NULL REFERENCES communities (id),
    id         TEXT NOT NULL, -- credential id, base64url
    person     TEXT NOT NULL DEFAULT '',
    officer    TEXT NOT NULL DEFAULT '',
    label      TEXT NOT NULL DEFAULT '',
    spki       TEXT NOT NULL,   -- base64url
    flags      BIGINT NOT NULL, -- octet of the registration
    last_flags BIGINT NOT NULL, -- octet of the last use
    transports TEXT NOT NULL,   -- divided by spaces
    counter    BIGINT NOT NULL,
    clones     BIGINT NOT NULL DEFAULT 0, -- how often the counter did not grow
    record     TEXT NOT NULL,             -- JSON of the relying party's credential record
    added      BIGINT NOT NULL,
    used       BIGINT NOT NULL DEFAULT 0,
    revoked    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (community, id)
);
CREATE INDEX passkeys_person ON passkeys (community, person);
CREATE INDEX passkeys_officer ON passkeys (community, officer);

CREATE TABLE enrolments (
    community  TEXT NOT NULL REFERENCES communities (id),
    credential TEXT NOT NULL,
    person     TEXT NOT NULL,
    code       TEXT NOT NULL,
    act        TEXT NOT NULL, -- hash of credential.enrol
    at         BIGINT NOT NULL,
    confirmed  BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (community, credential)
);

CREATE TABLE checks (
    community  TEXT NOT NULL,
    credential TEXT NOT NULL,
    officer    TEXT NOT NULL,
    at         BIGINT NOT NULL,
    good       BOOLEAN NOT NULL,
    note       TEXT NOT NULL,
    PRIMARY KEY (community, credential, officer),
    FOREIGN KEY (community, credential) REFERENCES enrolments (community, credential)
);

CREATE TABLE recoveries (
    community TEXT NOT NULL REFERENCES communities (id),
    id        TEXT NOT NULL,
    person    TEXT NOT NULL,
    reason    TEXT NOT NULL, -- hash of a text
    opened    BIGINT NOT NULL,
    opened_by TEXT NOT NULL,
    done      BIGINT NOT NULL DEFAULT 0,
    cancelled BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (community, id)
);

CREATE TABLE agreements (
    community TEXT NOT NULL,
    recovery  TEXT NOT NULL,
    body      TEXT NOT NULL,
    officer   TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (community, recovery, body),
    FOREIGN KEY (community, recovery) REFERENCES recoveries (community, id)
);

CREATE TABLE texts (
    community TEXT NOT NULL REFERENCES communities (id),
    hash      TEXT NOT NULL, -- SHA-256 (hex), which is on the ledger
    kind      TEXT NOT NULL,
    person    TEXT NOT NULL, -- whom it is by or about
    text      TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (community, hash, person)
);

CREATE TABLE audit (
    community TEXT NOT NULL,
    number    BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    actor     TEXT NOT NULL, -- an officer's id, a pseudonym, or ''
    action    TEXT NOT NULL,
    subject   TEXT NOT NULL, -- a pseudonym, credential, batch or version
    PRIMARY KEY (community, number)
);
CREATE INDEX audit_subject ON audit (community, subject);

-- +goose Down
DROP TABLE audit;
DROP TABLE texts;
DROP TABLE agreements;
DROP TABLE recoveries;
DROP TABLE checks;
DROP TABLE enrolments;
DROP TABLE passkeys;
DROP TABLE letters;
DROP TABLE officers;
DROP TABLE ownership;
DROP TABLE roll_units;
DROP TABLE rolls;
DROP TABLE units;
DROP TABLE people;
DROP TABLE communities;
