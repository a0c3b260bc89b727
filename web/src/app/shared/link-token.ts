// SPDX-License-Identifier: Apache-2.0

// linkToken takes the token out of the address, so that neither history nor a shared link keeps it.
export function linkToken(): string | undefined {
  const found = /^#register=([A-Z2-7]{26})$/.exec(location.hash);
  if (found) {
    history.replaceState(null, "", location.pathname);
  }
  return found?.[1];
}
