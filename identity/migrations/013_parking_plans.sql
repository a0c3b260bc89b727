-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
CREATE TABLE parking_plans ( -- where the spaces of a car park are, as one body says
    community TEXT NOT NULL REFERENCES communities (id),
    lot       TEXT NOT NULL,
    body      TEXT NOT NULL, -- whose word it is
    place     TEXT NOT NULL, -- JSON
    at        BIGINT NOT NULL,
    PRIMARY KEY (community, lot)
);

-- +goose Down
DROP TABLE parking_plans;
