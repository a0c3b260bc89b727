-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
ALTER TABLE people ADD COLUMN email_confirmed BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE people DROP COLUMN email_confirmed;
