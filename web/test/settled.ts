// SPDX-License-Identifier: Apache-2.0

const turns = 20;

// What the browser signs and hashes it does beside the event loop, whose turns do not wait for it.
let atWork = 0;
for (const name of ["digest", "exportKey", "generateKey", "importKey", "sign", "verify"] as const) {
  const does = crypto.subtle[name].bind(crypto.subtle) as (...args: unknown[]) => Promise<unknown>;
  const counted = (...args: unknown[]) => {
    atWork++;
    return does(...args).finally(() => {
      atWork--;
    });
  };
  Object.defineProperty(crypto.subtle, name, { configurable: true, value: counted });
}

// settled waits until the page has stayed as it is for some turns of the event loop, in which nothing was signed or hashed. It counts turns
// and no time: on a busy machine each takes longer, and so does what is waited for.
export async function settled(): Promise<void> {
  let still = 0;
  const watcher = new MutationObserver(() => {
    still = 0;
  });
  watcher.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  for (; still < turns; still++) {
    await new Promise((turned) => setTimeout(turned, 1));
    if (atWork > 0) {
      still = 0;
    }
  }
  watcher.disconnect();
}
