// SPDX-License-Identifier: Apache-2.0

// Runs the verifier beside the page, so that the page stays alive meanwhile. It is posted {bundle, trust}, files to check, or nothing: then
// it fetches the whole ledger. It posts {step} and at last {ok, report, text}, or {broken} if it could not verify at all.
importScripts("/assets/wasm_exec.js");

async function bytesOf(path) {
  const response = await fetch(path);
  if (!response.ok) {
    throw new Error(`${path}: HTTP ${response.status}`);
  }
  return response;
}

async function verifier() {
  postMessage({ step: "program" });
  const packed = await bytesOf("/assets/recount.wasm.gz");
  const unpacked = new Response(packed.body.pipeThrough(new DecompressionStream("gzip")));
  const go = new Go();
  const { instance } = await WebAssembly.instantiate(await unpacked.arrayBuffer(), go.importObject);
  return () => go.run(instance);
}

async function ledger() {
  postMessage({ step: "ledger" });
  const paths = ["/api/v1/ledger/export", "/api/v1/ledger/trust"];
  return Promise.all(paths.map(async (path) => new Uint8Array(await (await bytesOf(path)).arrayBuffer())));
}

async function run(files) {
  const begin = await verifier();
  const [file, trust] = files ? [files.bundle, files.trust] : await ledger();
  postMessage({ step: "counting", bytes: file.length });
  begin();
  const found = files ? linliEvidence(file, trust) : linliRecount(file, trust);
  if (!found) {
    throw new Error("no answer");
  }
  postMessage(found);
}

addEventListener("message", ({ data }) => run(data).catch((error) => postMessage({ broken: String(error) })));
