// SPDX-License-Identifier: Apache-2.0
// Plays journeys one after the other, in one process and one browser: to start both takes as long as a short journey. Each line of the
// input names a journey and says what there is; a line answers how it went, after what the journey says itself.
import { createInterface } from "node:readline";
import { enter, leave } from "./browser.mjs";

for await (const line of createInterface({ input: process.stdin })) {
  const { journey, scene } = JSON.parse(line);
  enter(scene);
  try {
    await import(`./${journey}.mjs`);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  console.log(`played ${journey}: ${process.exitCode ? "badly" : "well"}`);
  process.exitCode = 0;
}
await leave();
