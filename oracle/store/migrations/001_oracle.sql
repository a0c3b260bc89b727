-- +goose Up
-- Times are Unix times in milliseconds.

-- How far the journal is worked off. What follows from its records is written in the same transaction.
CREATE TABLE checkpoint (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL
);
INSERT INTO checkpoint VALUES (1, 0);

-- What is remembered of devices between their messages: rules/device.Known.
CREATE TABLE known (
    community TEXT NOT NULL,
    device    TEXT NOT NULL,
    json      TEXT NOT NULL,
    heard     INTEGER NOT NULL,
    PRIMARY KEY (community, device)
) WITHOUT ROWID;

CREATE TABLE events (
    number    INTEGER PRIMARY KEY, -- in the order in which they came about
    id        TEXT NOT NULL UNIQUE, -- hex
    seq       INTEGER NOT NULL, -- of the journal's record
    community TEXT NOT NULL,
    device    TEXT NOT NULL,
    kind      TEXT NOT NULL,
    urgent    INTEGER NOT NULL,
    text      TEXT NOT NULL,    -- canonical
    log_index INTEGER           -- in the community's event log, once it is on the ledger
);

-- The event log itself: ids, of which proofs are made. They stay when the events have left.
CREATE TABLE leaves (
    community TEXT NOT NULL,
    log_index INTEGER NOT NULL,
    id        BLOB NOT NULL,
    PRIMARY KEY (community, log_index)
) WITHOUT ROWID;

-- The append that is on its way to a community's event log, if one is.
CREATE TABLE batches (
    community TEXT PRIMARY KEY,
    json      TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX events_pending ON events (community, urgent DESC, number) WHERE log_index IS NULL;
CREATE INDEX events_logged ON events (community, log_index) WHERE log_index IS NOT NULL;
CREATE INDEX events_of ON events (community, device, number);

-- rules/device.Alarm, one a device and kind.
CREATE TABLE alarms (
    community TEXT NOT NULL,
    device    TEXT NOT NULL,
    kind      TEXT NOT NULL,
    json      TEXT NOT NULL,
    open      INTEGER NOT NULL,
    PRIMARY KEY (community, device, kind)
) WITHOUT ROWID;

-- Messages that could not be understood, or were not believed; their bodies are payloads.
CREATE TABLE quarantine (
    seq       INTEGER PRIMARY KEY, -- of the journal's record
    transport TEXT NOT NULL,
    client    TEXT NOT NULL,
    topic     TEXT NOT NULL,
    reason    TEXT NOT NULL, -- a code
    raw       TEXT NOT NULL, -- hash (hex) of the body
    received  INTEGER NOT NULL,
    expires   INTEGER NOT NULL
);
CREATE INDEX quarantine_expires ON quarantine (expires);

-- Who knocked and was not let in.
CREATE TABLE strangers (
    transport TEXT NOT NULL,
    client    TEXT NOT NULL,
    host      TEXT NOT NULL, -- the last one, as the two below
    topic     TEXT NOT NULL,
    reason    TEXT NOT NULL, -- oracle/ingest.Reason
    first     INTEGER NOT NULL,
    last      INTEGER NOT NULL,
    times     INTEGER NOT NULL,
    PRIMARY KEY (transport, client)
) WITHOUT ROWID;
CREATE INDEX strangers_last ON strangers (last);

-- By what devices prove their names: what may be known of it.
CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    json TEXT NOT NULL
) WITHOUT ROWID;

-- Commands that a device was told, or that came to something else. A row is there before the device is told.
CREATE TABLE commands (
    id      TEXT PRIMARY KEY, -- hash of the act that gave it
    outcome TEXT NOT NULL,    -- "": it is being told
    at      INTEGER NOT NULL  -- Unix time in seconds of the outcome
) WITHOUT ROWID;

-- Bodies and pictures, encrypted.
CREATE TABLE payloads (
    number  INTEGER PRIMARY KEY, -- in the order of arrival
    hash    TEXT NOT NULL UNIQUE, -- hex, of what is encrypted
    sealed  BLOB NOT NULL,
    expires INTEGER NOT NULL
);
CREATE INDEX payloads_expires ON payloads (expires);

-- Events that wait for the ledger, bytes of payloads, and what was given up for want of room: to count them each time would take long.
CREATE TABLE totals (
    name TEXT PRIMARY KEY,
    n    INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO totals VALUES ('pending events', 0), ('payload bytes', 0), ('payloads dropped', 0), ('quarantine dropped', 0), ('strangers dropped', 0);

-- +goose StatementBegin
CREATE TRIGGER payload_added AFTER INSERT ON payloads BEGIN
    UPDATE totals SET n = n + length(new.sealed) WHERE name = 'payload bytes';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER payload_removed AFTER DELETE ON payloads BEGIN
    UPDATE totals SET n = n - length(old.sealed) WHERE name = 'payload bytes';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_logged AFTER UPDATE OF log_index ON events WHEN old.log_index IS NULL AND new.log_index IS NOT NULL BEGIN
    UPDATE totals SET n = n - 1 WHERE name = 'pending events';
END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE checkpoint;
DROP TABLE known;
DROP TABLE events;
DROP TABLE batches;
DROP TABLE leaves;
DROP TABLE alarms;
DROP TABLE quarantine;
DROP TABLE strangers;
DROP TABLE accounts;
DROP TABLE commands;
DROP TABLE payloads;
DROP TABLE totals;
