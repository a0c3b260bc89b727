// SPDX-License-Identifier: Apache-2.0

import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

// The oldest browsers that pages are built for. tsconfig's lib keeps the code to what they know.
const oldest = ["chrome100", "edge100", "firefox102", "safari15.4"];

export default defineConfig({
  plugins: [preact()],
  build: { target: oldest, sourcemap: false },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx", "test/**/*.test.ts"], environment: "node" },
});
