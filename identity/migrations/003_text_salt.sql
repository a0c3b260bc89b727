-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
ALTER TABLE texts ADD COLUMN salt TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE texts DROP COLUMN salt;
