// SPDX-License-Identifier: Apache-2.0
// Builds the verifier for browsers into dist/app, and what it takes to run it.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const assets = join(root, "dist/app/assets");
const work = mkdtempSync(join(tmpdir(), "linli-recount-"));
const wasm = join(work, "recount.wasm");
execFileSync("go", ["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", wasm, "./recount"], {
  cwd: root,
  env: { ...process.env, GOOS: "js", GOARCH: "wasm", CGO_ENABLED: "0" },
  stdio: ["ignore", "inherit", "inherit"],
});
const packed = gzipSync(readFileSync(wasm), { level: 9 });
writeFileSync(join(assets, "recount.wasm.gz"), packed);
const goRoot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
copyFileSync(join(goRoot, "lib/wasm/wasm_exec.js"), join(assets, "wasm_exec.js"));
copyFileSync(join(root, "recount/worker.js"), join(assets, "recount-worker.js"));
rmSync(work, { recursive: true });
console.log(`recount.wasm.gz ${packed.length} B`);
