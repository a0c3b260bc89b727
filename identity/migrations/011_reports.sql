-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
CREATE TABLE reports ( -- what owners sign that they have seen; the ledger has salted hashes of those that were filed
    community TEXT NOT NULL REFERENCES communities (id),
    id        TEXT NOT NULL, -- hash (hex) of the text, as passkeys sign it
    person    TEXT NOT NULL, -- pseudonym
    signed    TEXT NOT NULL, -- SHA-256 (hex) of salt, line feed and text
    happened  BIGINT NOT NULL, -- when it was, as he says
    filed     TEXT NOT NULL DEFAULT '', -- hash of the act; '' as long as it is open
    content   TEXT NOT NULL, -- statement, text, salt and signature, encrypted, base64url
    at        BIGINT NOT NULL,
    PRIMARY KEY (community, id)
);
CREATE INDEX reports_person ON reports (community, person, at);
CREATE INDEX reports_signed ON reports (community, signed);

-- +goose Down
DROP TABLE reports;
