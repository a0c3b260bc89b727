// SPDX-License-Identifier: Apache-2.0

// What a stranger sends ends in a clear word, before anything is done with it.

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type Bytes, concat, hex, sha256, utf8 } from "../encoding.ts";
import type { Report } from "./report.ts";
import { readTrust } from "./trust.ts";
import { NotBundle, verify } from "./verify.ts";
import { type Entry, write } from "./zip.ts";

const entry = (name: string, content = ""): Entry => ({ name, content: utf8(content) });

// listed is an archive of entries with a manifest that fits.
async function listed(...entries: Entry[]): Promise<Bytes> {
  const lines = await Promise.all(
    entries.map(async ({ name, content }) => `{"name":"${name}","sha256":"${hex(await sha256(content))}","size":"${content.length}"}`),
  );
  return write([entry("manifest.json", `{"entries":[${lines}],"format":"linli-evidence/1","profile":"small"}`), ...entries]);
}

const claim = entry("claim.json", '{"community":"a","id":"b","kind":"case","not":[],"says":[],"v":"1"}');
const claimAnd = (evidence: string) => listed(claim, entry("evidence.json", evidence));

function changed(archive: Bytes, at: number, ...bytes: number[]): Bytes {
  const copy = archive.slice();
  copy.set(bytes, at);
  return copy;
}

const good = await claimAnd('{"acts":[],"blocks":[],"head":"","v":"1"}');
const signature = '{"by":"a","signature":"AA"}';
const signatures = Array.from({ length: 10_001 }, () => signature).join(",");
const depth = (n: number) => "[".repeat(n);

const hostile: { [name: string]: [Bytes | Promise<Bytes>, says: string] } = {
  "a bomb": [changed(write([entry("claim.json", "x")]), 8, 8), "compressed (method 8)"],
  "a path": [write([entry("../../etc/passwd", "x")]), 'no bundle has an entry "../../etc/passwd"'],
  "an absolute path": [write([entry("/claim.json", "x")]), "no bundle has an entry"],
  "an entry twice": [write([entry("claim.json"), entry("claim.json")]), "two entries"],
  "many entries": [write(Array.from({ length: 65 }, (_, i) => entry(`config-${i}.pb`))), "more than 64 entries"],
  "five megabytes": [concat(good, new Uint8Array(5 << 20)), "more than 4194304"],
  "an entry of four gigabytes": [changed(good, 18, 255, 255, 255, 255, 255, 255, 255, 255), "more bytes than there are"],
  "a name of 65535 bytes": [changed(good, 26, 255, 255), "more bytes than there are"],
  "something after the end": [concat(good, new Uint8Array(1)), "not written as"],
  "its end alone missing": [good.slice(0, -1), "not written as"],
  "no manifest": [write([claim]), "the first entry is not the manifest"],
  "nothing but a manifest": [listed(), "the entries are []"],
  "entries in another order": [listed(entry("evidence.json"), claim), "the entries are"],
  "an event before the claim": [listed(entry("event.json"), claim, entry("evidence.json")), "the entries are"],
  nesting: [claimAnd(depth(1_000_000)), "deeper than 16"],
  "nesting in an act": [claimAnd(`{"acts":[{"act":"${depth(100_000)}","signatures":[]}],"blocks":[],"head":"","v":"1"}`), "deeper than 16"],
  "ten thousand signatures": [
    claimAnd(`{"acts":[{"act":"{}","signatures":[${signatures}]}],"blocks":[],"head":"","v":"1"}`),
    "more than 200",
  ],
  "a member twice": [claimAnd('{"acts":[],"acts":[],"blocks":[],"head":"","v":"1"}'), "evidence.json"],
  "a member that nobody knows": [claimAnd('{"acts":[],"blocks":[],"head":"","v":"1","x":"1"}'), "evidence.json"],
  "a member of every object": [claimAnd('{"__proto__":{},"acts":[],"blocks":[],"head":"","v":"1"}'), "evidence.json"],
  "a null": [claimAnd('{"acts":null,"blocks":[],"head":"","v":"1"}'), "evidence.json"],
  "a number": [claimAnd('{"acts":[],"blocks":[],"head":"","v":1}'), "evidence.json"],
  blanks: [claimAnd('{"acts":[], "blocks":[],"head":"","v":"1"}'), "canonical"],
  "another version": [claimAnd('{"acts":[],"blocks":[],"head":"","v":"2"}'), 'version "2"'],
  "a manifest that is too long": [write([entry("manifest.json", depth(1 << 20))]), "deeper than 16"],
};

const fails = ({ checks }: Report) => checks.filter(({ status }) => status === "FAIL").map(({ id }) => id);

test.each(Object.entries(hostile))("%s", async (_, [file, says]) => {
  const report = await verify(await file, null);
  expect([report.verdict(), ...fails(report)]).toEqual(["REFUSED", "form"]);
  expect(report.check("form").detail).toContain(says);
});

test.each(["", "linli-ledger/1\n", "<html>"])("what does not begin as a bundle is none: %j", async (text) => {
  await expect(verify(utf8(text), null)).rejects.toBeInstanceOf(NotBundle);
});

test("a well-formed bundle of nothing proves nothing", async () => {
  const report = await verify(good, null);
  expect(report.verdict()).toBe("REFUSED");
  expect(fails(report)).toEqual(["head", "claim"]);
});

test("a trust file that is none is said to be none", async () => {
  const file = await readFile(new URL("../../../evidence/testdata/garden.witnessed.json", import.meta.url), "utf8");
  expect((await readTrust(file)).least).toBe(3);
  const wrong = [
    "",
    "{}",
    file.replace("linli-trust/1", "linli-trust/2"),
    file.replace('"genesis": "', '"genesis": "x'),
    file.replace('"format"', '"x": "y", "format"'),
    file.replace('"key": "OwnersMSP+', '"key": "OtherMSP+'),
    file.replace(/"key": "OwnersMSP\+./, '"key": "OwnersMSP+x'),
    file.replace('"mspId": "OwnersMSP"', '"mspId": "OtherMSP"'),
    file.replace("-----BEGIN", "-----BEGINNING"),
    file.replace(/\}\s*$/, ', "threshold": 99}'),
    file.replace('"name": "Test Stamps"', '"name": ""'),
    file.replace(/("name": "Test Stamps",\s*"certificate": ")-----BEGIN/, "$1-----BEGINNING"),
  ];
  for (const text of wrong) {
    expect(text).not.toBe(file);
    await expect(readTrust(text), text.slice(0, 300)).rejects.toThrow();
  }
});
