// SPDX-License-Identifier: Apache-2.0

import preact from "@preact/preset-vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// The oldest browsers that pages are built for. tsconfig's lib keeps the code to what they know.
const oldest = ["chrome100", "edge100", "firefox102", "safari15.4"];

// The scripts of the pages that need some. The frames around them, and every other page, are rendered by package web.
const pages = {
  enrol: "src/app/resident/enrol.tsx",
  evidence: "src/app/observer/evidence.tsx",
  live: "src/app/observer/live.ts",
  office: "src/app/office/office.tsx",
  recount: "src/app/observer/recount.ts",
  resident: "src/app/resident/resident.tsx",
  shell: "src/app/worker/shell.ts",
  worker: "src/app/worker/worker.tsx",
};

// Vite has what is loaded later wait for its styles, by a helper that every page would load. There are none: the frames link them.
const unstyled: Plugin = {
  name: "unstyled",
  enforce: "pre",
  load: (id) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : undefined),
};

// Small modules that several pages share go into one file: each file is packed by itself, and so much larger.
const together = /\/(base32|accepted|reference|unbroken|act\/(act|canonical|refusal))\.tsx?$|\/preact\/hooks\//;

// Files of tests share processes, each with globals of its own: a process for each would load everything anew, which is half of the
// work. But what a database gives back is copied with the process's own Object, which the pages that ask for it do not take for theirs.
const withDatabase = "src/app/worker/{gate.test.tsx,queue.test.ts,work.test.tsx}";

export default defineConfig({
  plugins: [preact(), unstyled],
  publicDir: false,
  build: {
    target: oldest,
    sourcemap: false,
    outDir: "dist/app",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    // Fields of classes are set, not defined, where a browser has none: the helpers that define them take more room than the fields.
    rolldownOptions: {
      input: pages,
      transform: { assumptions: { setPublicClassFields: true } },
      output: { codeSplitting: { groups: [{ name: "small", test: together }] } },
    },
  },
  test: {
    environment: "node",
    setupFiles: ["test/patience.ts"],
    testTimeout: 600_000, // ms; it ends what hangs, on busy machines too
    projects: [
      { extends: true, test: { name: "shared", include: ["{src,test}/**/*.test.{ts,tsx}"], exclude: [withDatabase], pool: "vmForks" } },
      { extends: true, test: { name: "database", include: [withDatabase], pool: "forks" } },
    ],
  },
});
