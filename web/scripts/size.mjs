// SPDX-License-Identifier: Apache-2.0
// Builds the pages' scripts, prints what each page loads after gzip, and fails if a voter's whole way is over its budget: all
// that is loaded to enrol and to vote, also by a browser that has none of the curves. Pages that few need, and the frame of the kiosk,
// are loaded when they are asked for, and are listed apart.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const budget = 45_000; // bytes
const voters = ["enrol", "resident"];
const seldom = ["/src/app/resident/on-demand/", "/src/app/shared/contact/", "/src/app/shared/kiosk/", "/src/app/shared/standstill/"];

const { output } = await build({
  root: fileURLToPath(new URL("..", import.meta.url)),
  logLevel: "error",
  build: { write: false },
});
const chunks = new Map(output.filter(({ type }) => type === "chunk").map((chunk) => [chunk.fileName, chunk]));
const isSeldom = (file) => seldom.some((folder) => chunks.get(file).facadeModuleId?.includes(folder));
const sizeOf = (files) => [...files].reduce((sum, file) => sum + gzipSync(chunks.get(file).code, { level: 9 }).length, 0);

// filesOf are a chunk's files: what it loads at once, or also what it may load on a voter's way.
function filesOf(file, later, found = new Set()) {
  if (!found.has(file)) {
    found.add(file);
    const { imports, dynamicImports } = chunks.get(file);
    for (const next of later ? [...imports, ...dynamicImports.filter((next) => !isSeldom(next))] : imports) {
      filesOf(next, later, found);
    }
  }
  return found;
}

const way = new Set();
for (const { fileName, name } of [...chunks.values()].filter(({ isEntry }) => isEntry)) {
  const most = filesOf(fileName, true);
  console.log(`${name.padEnd(10)} ${sizeOf(filesOf(fileName, false))} B at once, ${sizeOf(most)} B at most`);
  if (voters.includes(name)) {
    for (const file of most) {
      way.add(file);
    }
  }
}
for (const file of [...chunks.keys()].filter(isSeldom)) {
  const besides = [...filesOf(file, false)].filter((part) => !way.has(part));
  console.log(`${chunks.get(file).name.padEnd(10)} ${sizeOf(besides)} B besides, when it is asked for`);
}
const total = sizeOf(way);
console.log(`voter      ${total} B of ${budget} B to enrol and to vote, on an old browser`);
if (total > budget) {
  console.error("the voter's way is over its budget");
  process.exitCode = 1;
}
