-- SPDX-License-Identifier: Apache-2.0
-- Logins are checked against the ledger, which knows what these were for. That a passkey was used is all that is noted.

-- +goose Up
ALTER TABLE passkeys DROP COLUMN last_flags;
ALTER TABLE passkeys DROP COLUMN counter;
ALTER TABLE passkeys DROP COLUMN clones;

-- +goose Down
ALTER TABLE passkeys ADD COLUMN last_flags BIGINT NOT NULL DEFAULT 0;
ALTER TABLE passkeys ADD COLUMN counter BIGINT NOT NULL DEFAULT 0;
ALTER TABLE passkeys ADD COLUMN clones BIGINT NOT NULL DEFAULT 0;
