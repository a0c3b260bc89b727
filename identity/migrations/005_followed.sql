-- +goose Up
-- How far the ledger was noted here. A store that is brought back from a copy goes on where the copy was; one that outlives its channel
-- begins anew with the next.
CREATE TABLE followed (
    channel TEXT PRIMARY KEY, -- hash (hex) of its first block
    blocks  BIGINT NOT NULL,
    hash    TEXT NOT NULL     -- hex, of the last one's header
);

-- +goose Down
DROP TABLE followed;
