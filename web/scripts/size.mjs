// SPDX-License-Identifier: Apache-2.0

// Builds what each kind of page needs of the library, prints the sizes, and fails if the voter's is over its budget.

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const budget = 25_000; // bytes after gzip, with what browsers without X25519 load besides

const entries = {
  vote: ["act/act", "community/right", "passkey/device", "passkey/sign", "receipt/reference", "seal/ballot"],
  enrol: ["act/act", "invite/invite", "passkey/create", "passkey/device", "passkey/sign"],
  officer: ["act/act", "passkey/device", "passkey/sign", "seal/drill", "seal/election-key"],
  observe: ["act/act", "receipt/reference", "receipt/symbols", "seal/ballot"],
};

const root = fileURLToPath(new URL("..", import.meta.url));

// entry is a page's script that exports all of its files, so that nothing is left out as unused.
const entry = (name) => ({
  name: "entry",
  resolveId: (id) => (id === name ? `\0${name}` : null),
  load: (id) =>
    id === `\0${name}` ? entries[name].map((f) => `export * from "${root}src/${f}.ts";`).join("\n") : null,
});

async function chunksOf(name) {
  const { output } = await build({
    root,
    logLevel: "error",
    plugins: [entry(name)],
    build: { write: false, modulePreload: false, rolldownOptions: { input: name, preserveEntrySignatures: "strict" } },
  });
  return output.map((chunk) => ({ at: chunk.isEntry ? "at once" : "if needed", size: gzipSync(chunk.code).length }));
}

let over = false;
for (const name of Object.keys(entries)) {
  const chunks = await chunksOf(name);
  const total = chunks.reduce((sum, chunk) => sum + chunk.size, 0);
  console.log(`${name.padEnd(8)} ${chunks.map((chunk) => `${chunk.size} B ${chunk.at}`).join(", ")}`);
  over ||= name === "vote" && total > budget;
}
if (over) {
  console.error(`the voter's script is over its budget of ${budget} B`);
  process.exitCode = 1;
}
