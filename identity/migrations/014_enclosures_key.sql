-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
CREATE TABLE enclosures_key ( -- by which servers that share the store tell that they have the same one
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    mark TEXT NOT NULL -- what it makes of a fixed text; nothing follows from it
);

-- +goose Down
DROP TABLE enclosures_key;
