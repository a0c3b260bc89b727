-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
CREATE TABLE vote_texts ( -- whole texts that are put to the vote; they are public
    community TEXT NOT NULL REFERENCES communities (id),
    hash      TEXT NOT NULL, -- SHA-256 of the text, as a contest names it
    kind      TEXT NOT NULL,
    text      TEXT NOT NULL,
    by_whom   TEXT NOT NULL, -- credential id of the officer who left it
    at        BIGINT NOT NULL,
    PRIMARY KEY (community, hash)
);
CREATE INDEX vote_texts_by_whom ON vote_texts (community, by_whom, at);

-- +goose Down
DROP TABLE vote_texts;
