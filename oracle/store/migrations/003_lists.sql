-- +goose Up
-- Whom gates are told to let in, encrypted, until no command can want it any more.

CREATE TABLE lists (
    commitment TEXT PRIMARY KEY, -- hex, as the command on the ledger has it
    sealed     BLOB NOT NULL,
    expires    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX lists_expires ON lists (expires);

-- +goose Down
DROP TABLE lists;
