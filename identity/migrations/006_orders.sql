-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
CREATE TABLE enclosures ( -- what is written and shown of orders; the ledger has its hash
    community TEXT NOT NULL REFERENCES communities (id),
    hash      TEXT NOT NULL, -- SHA-256 (hex) of salt, line feed and content
    type      TEXT NOT NULL, -- media type
    order_id  TEXT NOT NULL, -- '' before one is raised
    person    TEXT NOT NULL, -- pseudonym of whom it is about, or ''
    by_whom   TEXT NOT NULL, -- credential id
    content   TEXT NOT NULL, -- with its salt, encrypted, base64url
    at        BIGINT NOT NULL,
    PRIMARY KEY (community, hash)
);
CREATE INDEX enclosures_person ON enclosures (community, person);
CREATE INDEX enclosures_by ON enclosures (community, by_whom, at);

CREATE TABLE workers (
    community TEXT NOT NULL REFERENCES communities (id),
    id        TEXT NOT NULL,
    handle    TEXT NOT NULL, -- WebAuthn user handle, base64url
    body      TEXT NOT NULL,
    name      TEXT NOT NULL,
    phone     TEXT NOT NULL,
    agreed    TEXT NOT NULL DEFAULT '', -- his passkey's agreement to work for the body, JSON
    added     BIGINT NOT NULL,
    PRIMARY KEY (community, id)
);
ALTER TABLE passkeys ADD COLUMN worker TEXT NOT NULL DEFAULT '';
CREATE INDEX passkeys_worker ON passkeys (community, worker);

-- +goose Down
DROP INDEX passkeys_worker;
ALTER TABLE passkeys DROP COLUMN worker;
DROP TABLE workers;
DROP TABLE enclosures;
