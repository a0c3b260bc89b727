-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
ALTER TABLE help_asks ADD COLUMN given BIGINT NOT NULL DEFAULT 0; -- when the helper signed that he has helped; 0 before

-- +goose Down
ALTER TABLE help_asks DROP COLUMN given;
