// SPDX-License-Identifier: Apache-2.0

// A file of its own, so that it is loaded only where a browser has no Ed25519.
export { getPublicKeyAsync, signAsync } from "@noble/ed25519";
