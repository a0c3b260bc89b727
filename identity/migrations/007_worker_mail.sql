-- SPDX-License-Identifier: Apache-2.0

-- +goose Up
ALTER TABLE workers ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE workers ADD COLUMN email_confirmed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE officers ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE officers ADD COLUMN email_confirmed BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE officers DROP COLUMN email_confirmed;
ALTER TABLE officers DROP COLUMN email;
ALTER TABLE workers DROP COLUMN email_confirmed;
ALTER TABLE workers DROP COLUMN email;
