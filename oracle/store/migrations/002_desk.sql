-- +goose Up
-- What people at the duty desk look for.

ALTER TABLE events ADD COLUMN received INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN log_size INTEGER; -- of the event log after the append that it came with

-- Arguments of the reason, JSON.
ALTER TABLE quarantine ADD COLUMN args TEXT NOT NULL DEFAULT '{}';

-- A plan of the estate, and where devices are on it: thousandths of its width and height.
CREATE TABLE plans (
    community TEXT PRIMARY KEY,
    svg       BLOB NOT NULL,
    hash      TEXT NOT NULL,
    at        INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE places (
    community TEXT NOT NULL,
    device    TEXT NOT NULL,
    x         INTEGER NOT NULL,
    y         INTEGER NOT NULL,
    PRIMARY KEY (community, device)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE places;
DROP TABLE plans;
ALTER TABLE quarantine DROP COLUMN args;
ALTER TABLE events DROP COLUMN log_size;
ALTER TABLE events DROP COLUMN received;
