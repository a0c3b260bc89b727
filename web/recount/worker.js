// SPDX-License-Identifier: Apache-2.0

// Runs the verifier beside the page, so that the page stays alive meanwhile. It posts {step} and at last {ok, report, text}, or
// {broken} if it could not verify at all.
importScripts("/assets/wasm_exec.js");

async function bytesOf(path) {
  const response = await fetch(path);
  if (!response.ok) {
    throw new Error(`${path}: HTTP ${response.status}`);
  }
  return response;
}

async function run() {
  postMessage({ step: "program" });
  const packed = await bytesOf("/assets/recount.wasm.gz");
  const unpacked = new Response(packed.body.pipeThrough(new DecompressionStream("gzip")));
  const go = new Go();
  const { instance } = await WebAssembly.instantiate(await unpacked.arrayBuffer(), go.importObject);
  postMessage({ step: "ledger" });
  const [ledger, trust] = await Promise.all(
    ["/api/v1/ledger/export", "/api/v1/ledger/trust"].map(async (path) => (await bytesOf(path)).arrayBuffer()),
  );
  postMessage({ step: "counting", bytes: ledger.byteLength });
  go.run(instance);
  const found = linliRecount(new Uint8Array(ledger), new Uint8Array(trust));
  if (!found) {
    throw new Error("no answer");
  }
  postMessage(found);
}

run().catch((error) => postMessage({ broken: String(error) }));
