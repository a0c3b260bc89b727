-- +goose Up
-- What came of telling each gate its list.
ALTER TABLE told ADD COLUMN outcome TEXT NOT NULL DEFAULT '';  -- "": nothing yet
ALTER TABLE told ADD COLUMN since INTEGER NOT NULL DEFAULT 0;  -- Unix time in seconds from which on it was so
ALTER TABLE told ADD COLUMN took INTEGER NOT NULL DEFAULT 0;   -- and at which it last had what it was told

-- +goose Down
ALTER TABLE told DROP COLUMN outcome;
ALTER TABLE told DROP COLUMN since;
ALTER TABLE told DROP COLUMN took;
