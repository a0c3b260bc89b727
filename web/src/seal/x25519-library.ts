// SPDX-License-Identifier: Apache-2.0

// A file of its own, so that only this function of the library is loaded.
export { x25519 } from "@noble/curves/ed25519.js";
