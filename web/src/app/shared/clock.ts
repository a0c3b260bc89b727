// SPDX-License-Identifier: Apache-2.0

// What time it is. A device's clock may be off by hours, and what the ledger takes goes by another one: so pages go by the server's,
// which is in every answer, and by the time that has passed since.

let server = Number.NEGATIVE_INFINITY; // ms from performance's beginning to the server's clock

// heard takes note of an answer's Date. One from a cache, or one that was long on its way, is only older: the latest is the best.
export function heard(date: string | null): void {
  const at = Date.parse(date ?? "");
  if (at) {
    server = Math.max(server, at - performance.now());
  }
}

// china reads a local time, as a field of date and time has it, as the clocks of the communities show it: Unix seconds.
export const china = (local: string): number => Math.floor(Date.parse(`${local}:00+08:00`) / 1000);

// now is Unix seconds: never later than at the server, and this device's own before the server has said anything.
export const now = (): number => Math.floor((server > 0 ? server + performance.now() : Date.now()) / 1000);
