// @vitest-environment happy-dom
// SPDX-License-Identifier: Apache-2.0

import { afterEach, expect, test, vi } from "vitest";
import { thisDevice, unsupported } from "./device.ts";

afterEach(() => vi.unstubAllGlobals());

test("a browser without PublicKeyCredential has no passkeys", () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  const device = thisDevice();
  expect(unsupported(device)).toBe("no-passkeys");
  expect(device.now()).toBeGreaterThan(0);
});

test("a browser with passkeys is asked", () => {
  vi.stubGlobal("PublicKeyCredential", class {});
  vi.stubGlobal("navigator", { userAgent: "Chrome/130", credentials: {} });
  expect(unsupported(thisDevice())).toBeUndefined();
  vi.stubGlobal("navigator", { userAgent: "Chrome/130 MicroMessenger/8", credentials: {} });
  expect(unsupported(thisDevice())).toBe("in-app-browser");
});
