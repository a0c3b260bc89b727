// SPDX-License-Identifier: Apache-2.0
// Waiting ends what hangs, on busy machines too: vitest's own second is one that only a fast one meets.
import { vi } from "vitest";

const patience = { timeout: 60_000 }; // ms

const { waitFor, waitUntil } = vi;
vi.waitFor = (done) => waitFor(done, patience);
vi.waitUntil = (done) => waitUntil(done, patience);
