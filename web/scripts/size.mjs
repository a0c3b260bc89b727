// SPDX-License-Identifier: Apache-2.0
// Builds the pages' scripts, prints what each page loads after gzip, and fails if a voter's page is over its budget.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const budget = 45_000; // bytes, with what only browsers without X25519 load besides
const voters = ["resident", "enrol"];

const { output } = await build({
  root: fileURLToPath(new URL("..", import.meta.url)),
  logLevel: "error",
  build: { write: false },
});
const chunks = new Map(output.filter(({ type }) => type === "chunk").map((chunk) => [chunk.fileName, chunk]));
const sizeOf = (files) =>
  [...files].reduce((sum, file) => sum + gzipSync(chunks.get(file).code, { level: 9 }).length, 0);

// filesOf are a chunk's files: what it loads at once, or also what it may load later.
function filesOf(file, later, found = new Set()) {
  if (!found.has(file)) {
    found.add(file);
    const { imports, dynamicImports } = chunks.get(file);
    for (const next of later ? [...imports, ...dynamicImports] : imports) {
      filesOf(next, later, found);
    }
  }
  return found;
}

const all = new Set();
for (const chunk of [...chunks.values()].filter(({ isEntry }) => isEntry)) {
  const most = filesOf(chunk.fileName, true);
  const total = sizeOf(most);
  console.log(`${chunk.name.padEnd(9)} ${sizeOf(filesOf(chunk.fileName, false))} B at once, ${total} B at most`);
  if (voters.includes(chunk.name)) {
    for (const file of most) {
      all.add(file);
    }
    if (total > budget) {
      console.error(`${chunk.name} is over its budget of ${budget} B`);
      process.exitCode = 1;
    }
  }
}
console.log(`a voter who enrols and votes on an old browser: ${sizeOf(all)} B`);
