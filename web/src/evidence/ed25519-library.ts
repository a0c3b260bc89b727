// SPDX-License-Identifier: Apache-2.0

// A file of its own, so that it is loaded only where a bundle is checked. The browser's own would do where there is one; two verifiers
// that read one signature differently would not.
export { Point } from "@noble/ed25519";
