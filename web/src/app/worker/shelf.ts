// SPDX-License-Identifier: Apache-2.0

// What the worker's app keeps on this device, in the browser's database: the steps that wait to be sent, in the order in which they
// were taken, and what was last read of the server, so that it opens without a connection.

import type { Step } from "./step.ts";

const steps = "steps";
const kept = "kept";

// Kept is something that was read, and when (Unix ms of this device).
export type Kept<T> = { at: number; value: T };

// Change is what becomes of the steps at once, or not at all; undefined drops one. known is the next number of the worker's acts.
export type Change = { steps: Step[]; known: number };

const request = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

const ended = (of: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    of.oncomplete = () => resolve();
    of.onabort = () => reject(of.error);
  });

const numberOf = (worker: string) => `seq/${worker}`;

export class Shelf {
  private readonly db: IDBDatabase;

  private constructor(db: IDBDatabase) {
    this.db = db;
  }

  // open opens a community's; it fails where a browser keeps nothing.
  static async open(community: string): Promise<Shelf> {
    const opening = indexedDB.open(`linli-work/${community}`, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(steps, { keyPath: "n", autoIncrement: true });
      opening.result.createObjectStore(kept);
    };
    return new Shelf(await request(opening));
  }

  // steps are all that were taken here and have not come to their end, the first first.
  steps(): Promise<Step[]> {
    return request(this.db.transaction(steps).objectStore(steps).getAll());
  }

  // change has all steps of a worker be changed in one piece: what the device was switched off in the middle of has not happened.
  // What is not among the steps afterwards is gone; one without a place in their order comes last.
  async change(worker: string, to: (now: Change) => Change): Promise<void> {
    const writing = this.db.transaction([steps, kept], "readwrite", { durability: "strict" });
    const done = ended(writing);
    const [list, values] = [writing.objectStore(steps), writing.objectStore(kept)];
    const all: Step[] = await request(list.getAll());
    const known: number = (await request(values.get(numberOf(worker)))) ?? 1;
    const mine = all.filter((step) => step.worker === worker);
    const after = to({ steps: mine, known });
    for (const { n } of mine) {
      if (n !== undefined && !after.steps.some((step) => step.n === n)) {
        list.delete(n);
      }
    }
    for (const step of after.steps) {
      list.put(step);
    }
    values.put(after.known, numberOf(worker));
    await done;
  }

  // known is the next number of a worker's acts, as far as the server has said.
  async known(worker: string): Promise<number> {
    return (await this.get<number>(numberOf(worker))) ?? 1;
  }

  async keep<T>(name: string, value: T): Promise<void> {
    const writing = this.db.transaction(kept, "readwrite");
    writing.objectStore(kept).put({ at: Date.now(), value } satisfies Kept<T>, name);
    await ended(writing);
  }

  kept<T>(name: string): Promise<Kept<T> | undefined> {
    return this.get(name);
  }

  // forget drops what was read, and no step: those are sent or put away by their worker.
  async forget(...names: string[]): Promise<void> {
    const writing = this.db.transaction(kept, "readwrite");
    for (const name of names) {
      writing.objectStore(kept).delete(name);
    }
    await ended(writing);
  }

  private get<T>(name: string): Promise<T | undefined> {
    return request(this.db.transaction(kept).objectStore(kept).get(name));
  }
}
