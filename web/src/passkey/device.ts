// SPDX-License-Identifier: Apache-2.0

// Device is what of the browser a passkey needs.
export type Device = {
  credentials: Pick<CredentialsContainer, "create" | "get"> | undefined; // undefined: no passkeys here
  userAgent: string;
  now(): number; // milliseconds from anywhere
};

// thisDevice is the browser that the page runs in.
export const thisDevice = (): Device => ({
  credentials: typeof PublicKeyCredential === "function" ? navigator.credentials : undefined,
  userAgent: navigator.userAgent,
  now: () => performance.now(),
});

// Unsupported says why passkeys are not even tried.
export type Unsupported =
  | "in-app-browser" // inside WeChat: show how to open the browser
  | "no-passkeys" // too old, or not a secure page
  | "no-keys"; // makes passkeys, but does not say which key they have, or has another kind of key

// unsupported says why passkeys cannot be used on a device, before anybody is asked for one.
export function unsupported(device: Device): Unsupported | undefined {
  if (/MicroMessenger/i.test(device.userAgent)) {
    return "in-app-browser";
  }
  return device.credentials ? undefined : "no-passkeys";
}
