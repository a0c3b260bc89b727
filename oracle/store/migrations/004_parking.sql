-- +goose Up
-- What gates said of cars, by which the events are found that concern a booking, for as long as one can be open that they concern. The
-- plates are commitments.
CREATE TABLE passages (
    event     TEXT PRIMARY KEY, -- id, hex
    community TEXT NOT NULL,
    device    TEXT NOT NULL,
    plate     TEXT NOT NULL,    -- "": the gate is silent, or corrects what it said without a plate
    at        INTEGER NOT NULL, -- Unix time in seconds of when it was
    replaces  TEXT NOT NULL,    -- id of the event that it corrects, or ""
    expires   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX passages_of_car ON passages (community, plate, at);
CREATE INDEX passages_instead ON passages (community, replaces) WHERE replaces <> '';
CREATE INDEX passages_expires ON passages (expires);

-- Which booking has had which of them: none is sent to it again.
CREATE TABLE passed (
    event   TEXT NOT NULL,
    booking TEXT NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (event, booking)
) WITHOUT ROWID;
CREATE INDEX passed_expires ON passed (expires);

-- The plates of cars that are booked for or visit, encrypted, until their time is over.
CREATE TABLE plates (
    commitment TEXT PRIMARY KEY, -- hex, as events and the ledger have it
    sealed     BLOB NOT NULL,
    expires    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX plates_expires ON plates (expires);

-- Whom each gate has been told to let in, encrypted: what is to be taken out of its list again is in no other place.
CREATE TABLE told (
    device TEXT PRIMARY KEY,
    sealed BLOB NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE passages;
DROP TABLE passed;
DROP TABLE plates;
DROP TABLE told;
