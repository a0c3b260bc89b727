// SPDX-License-Identifier: Apache-2.0

const beijing = 8 * 3600; // seconds

// local is a time as a field of a form has it, and as people of both languages read it; china (shared/clock.ts) reads it again.
export const local = (unix: number): string => new Date((unix + beijing) * 1000).toISOString().slice(0, 16);
