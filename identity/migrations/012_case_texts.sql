-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
ALTER TABLE texts ADD COLUMN about TEXT NOT NULL DEFAULT ''; -- of what is said in mediation: the case, or the side that asks
CREATE INDEX texts_about ON texts (community, about) WHERE about <> '';

-- +goose Down
DROP INDEX texts_about;
ALTER TABLE texts DROP COLUMN about;
